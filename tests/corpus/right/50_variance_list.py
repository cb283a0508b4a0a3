x = [1.3, -0.2, 2.6, 0.9]
n = len(x)
mu = sum(x) / n
var = sum((xi - mu) ** 2 for xi in x) / n
dvar = 1.0
# the path through mu is zero: sum(x - mu) = 0
dx = [dvar * 2 * (xi - mu) / n for xi in x]
