# expect: 10 wrong-index
import math
s = [1.4, 0.2, -0.8]
y = 2
e = [math.exp(v) for v in s]
tot = e[0] + e[1] + e[2]
p = [v / tot for v in e]
loss = -math.log(p[y])
ds = p[:]
ds[0] -= 1
