# expect: 6 near-miss, sign
import math
z = 0.8
w = 1.3
u = w * z
y = math.log(1 + math.exp(-u))
du = 1 / (1 + math.exp(-u))
dw = du * z
dz = du * w
