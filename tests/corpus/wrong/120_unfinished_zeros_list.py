# expect: 9 unfinished
import math
w = [0.3, 1.2]
x = [1.9, -0.8]
z = sum(p * q for p, q in zip(w, x))
f = math.exp(z)
dz = f
dw = [dz * v for v in x]
dx = [0.0, 0.0]
