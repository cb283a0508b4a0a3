from math import sin, cos
x = 0.7
f = x * sin(x)
dfdx = sin(x) + x * cos(x)
d2fdx2 = 2 * cos(x) - x * sin(x)
