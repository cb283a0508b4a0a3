import math
sigmoid = lambda t: 1 / (1 + math.exp(-t))
dsig = lambda s: s * (1 - s)

a = -0.4
b = 1.8
c = sigmoid(a)
e = c * b
f = sigmoid(e)

de = dsig(f)
db = de * c
dc = de * b
da = dc * dsig(c)
