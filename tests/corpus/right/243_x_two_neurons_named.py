from math import *
x, w1, w2, y_true = 0.8, 0.4, -1.1, 0.5
z1 = w1 * x
a1 = tanh(z1)
z2 = w2 * a1
y_pred = 1 / (1 + exp(-z2))
L = (y_pred - y_true) ** 2
dL_dypred = 2 * (y_pred - y_true)
dypred_dz2 = y_pred * (1 - y_pred)
dz2_dw2 = a1
dz2_da1 = w2
da1_dz1 = 1 - a1 ** 2
dz1_dw1 = x
dz1_dx = w1
dL_dw2 = dL_dypred * dypred_dz2 * dz2_dw2
dL_dw1 = dL_dypred * dypred_dz2 * dz2_da1 * da1_dz1 * dz1_dw1
dL_dx = dL_dypred * dypred_dz2 * dz2_da1 * da1_dz1 * dz1_dx
