# expect: 11 overwritten-path
x = 1.9
y = -0.7
a = x * y
b = x ** 2
f = a + 3 * b
da = 1.0
db = 3.0
dx = da * y
dy = da * x
dx = db * 2 * x
