from math import sqrt
x, dx = 3.0, 0.1
y, dy = 4.0, 0.2
f = x ** 2 * y
dfdx = 2 * x * y
dfdy = x ** 2
df = sqrt((dfdx * dx) ** 2 + (dfdy * dy) ** 2)
print(f, "+-", df)
