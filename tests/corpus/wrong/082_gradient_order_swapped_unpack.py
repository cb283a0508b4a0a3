# expect: 16/10 gradient-order
import math

def affine_exp(x, w, b):
    y = math.exp(w * x + b)
    return y

def affine_exp_grads(x, w, b):
    y = math.exp(w * x + b)
    return y * w, y * x, y

x = 0.4
w = 1.3
b = -0.7
y = affine_exp(x, w, b)
dw, dx, db = affine_exp_grads(x, w, b)
