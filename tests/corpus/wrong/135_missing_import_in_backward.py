# expect: 6 missing-import
t = 0.6
k = 2.2
from math import sin
y = sin(k * t)
dt = k * math.cos(k * t)
dk = t * math.cos(k * t)
