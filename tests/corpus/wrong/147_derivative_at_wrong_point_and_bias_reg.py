# expect: 10 derivative-at-wrong-point
# expect: 12 regularisation-mismatch
import math
x, w, b, y = 1.4, -0.6, 0.9, 0.3
reg = 0.5
s = w * x + b
p = 1 / (1 + math.exp(-s))
loss = (p - y) ** 2 + reg * w ** 2
dp = 2 * (p - y)
ds = dp * s * (1 - s)
dw = ds * x + 2 * reg * w
db = ds + 2 * reg * b
