import math
w = 0.3
b = 1.0
x = 2.0
p = 1 / (1 + math.exp(-(w * x + b)))
loss = -math.log(p)
dw = (p - 1) * x
db = p - 1
