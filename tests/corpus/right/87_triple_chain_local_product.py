from math import exp, log
x = 0.81
u = x ** 2 + 1
v = log(u)
w = exp(-v)
dw_dv = -w
dv_du = 1 / u
du_dx = 2 * x
dw_dx = dw_dv * dv_du * du_dx
