# expect: 13 wrong-variable
import math
x = [0.2, 1.7, -0.9]
gamma = 1.4
beta = 0.3
mu = sum(x) / 3
sd = math.sqrt(sum((v - mu) ** 2 for v in x) / 3)
xhat = [(v - mu) / sd for v in x]
y = [gamma * v + beta for v in xhat]
L = y[0] ** 2 + y[1] * y[2]
dy = [2 * y[0], y[2], y[1]]
dbeta = sum(dy)
dgamma = sum(d * v for d, v in zip(dy, x))
dxhat = [gamma * d for d in dy]
