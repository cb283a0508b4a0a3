from math import *
x, y = 3.0, 4.0
r = hypot(x, y)
dx = x / r
dy = y / r
th = atan2(y, x)
dth_dx = -y / r ** 2
dth_dy = x / r ** 2
