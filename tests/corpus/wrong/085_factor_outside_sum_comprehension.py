# expect: 6 factor-outside-sum
import math
t = [0.1, 0.5, 0.9]
k = 1.7
S = sum(math.exp(-k * ti) for ti in t)
dk = -sum(t) * sum(math.exp(-k * ti) for ti in t)
