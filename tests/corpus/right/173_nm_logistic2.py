import math
w = 0.3
x = 2.0
p = 1 / (1 + math.exp(-w * x))
loss = -math.log(p)
dw = (p - 1) * x
