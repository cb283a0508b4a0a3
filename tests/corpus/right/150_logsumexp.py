from math import *
x = [1.0, 2.0, 3.0]
c = max(x)
y = c + log(sum(exp(v - c) for v in x))
dx = [exp(v - y) for v in x]
