# expect: 12 wrong-variable
from math import tanh
x = 0.55
w1, w2, w3 = 0.9, -1.3, 0.4
h1 = tanh(w1 * x)
h2 = tanh(w2 * h1)
y = w3 * h2
dy = 1.0
dw3 = dy * h2
dh2 = dy * w3
dw2 = dh2 * (1 - h2 ** 2) * h1
dh1 = dh2 * (1 - h2 ** 2) * w1
dw1 = dh1 * (1 - h1 ** 2) * x
dx = dh1 * (1 - h1 ** 2) * w1
