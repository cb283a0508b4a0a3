# expect: 8 operator-precedence
x = 1.2
y = 0.7
s = x + y
f = s ** 3
g = f * 2
df = 2.0
ds = df * 3 * x + y ** 2
dx = ds
dy = ds
