# expect: 12 double-derivative
import math
z = [0.2, 1.1, -0.9]
t = 1
e = [math.exp(v) for v in z]
S = sum(e)
p = [v / S for v in e]
loss = -math.log(p[t])
dz = []
for i in range(3):
    d = p[i] - (i == t)
    dz.append(d * p[i] * (1 - p[i]))
