# expect: 18 missing-path
import math
x = [0.5, -1.1, 2.3]
c = [1.0, -2.0, 0.7]
n = 3
var = sum(v * v for v in x) / n
std = math.sqrt(var + 0.01)
y = [v / std for v in x]
L = sum(ci * yi for ci, yi in zip(c, y))

dy = list(c)
dstd = 0.0
for i in range(n):
    dstd -= dy[i] * x[i] / std ** 2
dvar = dstd * 0.5 / std
dx = []
for i in range(n):
    dx.append(dy[i] / std)
