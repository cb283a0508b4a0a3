# expect: 10 regularisation-mismatch
import math
x, y = 1.2, 1
w, b = 0.7, -0.4
reg = 0.25
p = 1 / (1 + math.exp(-(w * x + b)))
loss = -math.log(p) + 0.5 * reg * w * w
dz = p - y
dw = dz * x + reg * w
db = dz + reg * b
