from math import tanh, cosh
x = 0.33
k = 2.1
f = tanh(k * x)
dx = k * (1 - f * f)
dk = x / cosh(k * x) ** 2
