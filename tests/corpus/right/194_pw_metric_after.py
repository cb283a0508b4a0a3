import math
w = 0.3
x, t = 2.0, 1.0
p = 1 / (1 + math.exp(-w * x))
loss = -math.log(p)
score = p * 100
correct = p > 0.5
dw = (p - 1) * x
