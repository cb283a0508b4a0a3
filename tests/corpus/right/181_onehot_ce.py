import math
z = [0.2, -1.0, 2.0]
y = [0, 0, 1]
e = [math.exp(v) for v in z]
p = [v / sum(e) for v in e]
loss = -sum(yi * math.log(pi) for yi, pi in zip(y, p))
dz = [pi - yi for pi, yi in zip(p, y)]
