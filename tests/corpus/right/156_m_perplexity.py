import math
z = [1.0, 2.0, 0.5]
e = [math.exp(v) for v in z]
p = [v / sum(e) for v in e]
loss = -math.log(p[1])
perplexity = math.exp(loss)
dz = [p[0], p[1] - 1, p[2]]
