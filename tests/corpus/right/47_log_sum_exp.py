from math import exp, log
a, b, c = 0.2, 1.4, -0.9
lse = log(exp(a) + exp(b) + exp(c))
da = exp(a - lse)
db = exp(b - lse)
dc = exp(c - lse)
assert abs(da + db + dc - 1) < 1e-12
