# expect: 11/12 updated-before-use
from math import tanh
x, t = 0.9, 0.3
w1, w2 = 0.7, -1.4
lr = 0.1
h = tanh(w1 * x)
y = w2 * h
loss = (y - t) ** 2
dy = 2 * (y - t)
dw2 = dy * h
w2 -= lr * dw2
dh = dy * w2
dz = dh * (1 - h ** 2)
dw1 = dz * x
w1 -= lr * dw1
