# expect: 13 diagonal-jacobian
from math import exp
q = 1.3
keys = [0.2, -0.7, 0.9]
vals = [1.5, 0.4, -1.1]
scores = [q * k for k in keys]
ex = [exp(s) for s in scores]
tot = sum(ex)
att = [e / tot for e in ex]
out = sum(a * v for a, v in zip(att, vals))
# backward
datt = vals[:]
dscores = [a * (1 - a) * g for a, g in zip(att, datt)]
dq = sum(g * k for g, k in zip(dscores, keys))
dkeys = [g * q for g in dscores]
dvals = att[:]
