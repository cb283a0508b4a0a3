# expect: 7 sign
import math
u = 0.65
v = 1.2
p = 1 / (1 + math.exp(-u * v))
nll = -math.log(1 - p)
dp = -1 / (1 - p)
dz = dp * p * (1 - p)
du = dz * v
dv = dz * u
