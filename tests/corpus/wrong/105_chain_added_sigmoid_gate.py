# expect: 9 chain-added
import math
a = 0.5
w = 1.9
z = a * w
s = 1 / (1 + math.exp(-z))
L = s ** 2
dL_ds = 2 * s
dL_dz = dL_ds + s * (1 - s)
dL_da = dL_dz * w
dL_dw = dL_dz * a
