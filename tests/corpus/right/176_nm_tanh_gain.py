import math
k = 2.0
x = 0.4
y = math.tanh(k * x)
dx = k * (1 - y ** 2)
