import math
q = [0.5, -0.2]
k = [[1.0, 0.3], [-0.4, 0.8], [0.2, 0.2]]
v = [1.0, 2.0, -1.0]
d = 2
sc = [sum(a * b for a, b in zip(q, kk)) / math.sqrt(d) for kk in k]
e = [math.exp(s) for s in sc]
Z = sum(e)
a = [ei / Z for ei in e]
out = sum(ai * vi for ai, vi in zip(a, v))
dout = 1.0
dv = [dout * ai for ai in a]
da = [dout * vi for vi in v]
dot = sum(ai * di for ai, di in zip(a, da))
dsc = [ai * (di - dot) for ai, di in zip(a, da)]
dq = [sum(dsc[i] * k[i][j] for i in range(3)) / math.sqrt(d) for j in range(2)]
dk = [[dsc[i] * q[j] / math.sqrt(d) for j in range(2)] for i in range(3)]
