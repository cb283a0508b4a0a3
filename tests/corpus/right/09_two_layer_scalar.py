from math import tanh

x = 0.6
w1, b1 = 1.4, -0.3
w2, b2 = -2.2, 0.5
target = 0.9

z1 = w1 * x + b1
h = tanh(z1)
y = w2 * h + b2
L = 0.5 * (y - target) ** 2

dL_dy = y - target
dL_dw2 = dL_dy * h
dL_db2 = dL_dy
dL_dh = dL_dy * w2
dL_dz1 = dL_dh * (1 - h**2)
dL_dw1 = dL_dz1 * x
dL_db1 = dL_dz1
dL_dx = dL_dz1 * w1
