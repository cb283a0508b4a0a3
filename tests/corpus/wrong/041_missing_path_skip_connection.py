# expect: 13 missing-path
import math
x = 0.62
w1, w2 = 1.4, -0.9
h = math.tanh(w1 * x)
y = x + w2 * h
loss = y ** 2
dy = 2 * y
dw2 = dy * h
dh = dy * w2
dz = dh * (1 - h ** 2)
dw1 = dz * x
dx = dz * w1
