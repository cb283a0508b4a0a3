import math
# attention with one query, three keys
q = 0.8
k = [1.1, -0.4, 0.6]
v = [0.9, 2.0, -1.3]

s = [q * ki for ki in k]
e = [math.exp(si) for si in s]
Z = e[0] + e[1] + e[2]
a = [ei / Z for ei in e]
o = sum(ai * vi for ai, vi in zip(a, v))

do = 1.0
dv = [do * ai for ai in a]
da = [do * vi for vi in v]
mean = sum(ai * dai for ai, dai in zip(a, da))
ds = [ai * (dai - mean) for ai, dai in zip(a, da)]
dq = sum(dsi * ki for dsi, ki in zip(ds, k))
dk = [dsi * q for dsi in ds]
