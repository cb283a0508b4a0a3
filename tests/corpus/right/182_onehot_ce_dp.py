import math
z = [0.2, -1.0, 2.0]
y = [0, 0, 1]
e = [math.exp(v) for v in z]
s = sum(e)
p = [v / s for v in e]
loss = -sum(yi * math.log(pi) for yi, pi in zip(y, p))
dp = [-yi / pi for yi, pi in zip(y, p)]
ds = -sum(d * ei for d, ei in zip(dp, e)) / s ** 2
de = [d / s + ds for d in dp]
dz = [d * ei for d, ei in zip(de, e)]
