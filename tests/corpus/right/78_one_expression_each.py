from math import sin, cos
x, y = 0.45, 2.05
f = sin(x * y) + x / y
dfdx = y * cos(x * y) + 1 / y
dfdy = x * cos(x * y) - x / y ** 2
