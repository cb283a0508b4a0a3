import math
w, b = 0.3, 0.1
x, t = 2.0, 0.0
p = 1 / (1 + math.exp(-(w * x + b)))
loss = -(t * math.log(p) + (1 - t) * math.log(1 - p))
confidence = abs(p - 0.5) * 2
dw = (p - t) * x
db = p - t
