# expect: 14 doubled-path
import math
z = 0.4
hs = []
h = z
for _ in range(3):
    h = h + math.sin(z)
    hs.append(h)
y = h
dy = 1.0
dz = dy
for _ in range(3):
    dz += dy * math.cos(z)
dz += dy
