# exercise (a)
a = 2.2
b = -1.3
f = a * b + a
da = b + 1
db = a
print('(a)', da, db)

# exercise (b)
u = 0.7
v = 1.6
g = u / v
du = 1 / v
dv = -u / v ** 2
print('(b)', du, dv)
