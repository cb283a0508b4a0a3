# expect: 10 missing-upstream
# expect: 12 sign
import math
t = 0.5
a = 1.7
u = math.cos(t)
v = a * u
f = v ** 2
dv = 2 * v
du = a
da = dv * u
dt = du * math.sin(t)
