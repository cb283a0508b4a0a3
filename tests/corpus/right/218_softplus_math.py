import math
x = -0.8
y = math.log1p(math.exp(x))
dx = 1 / (1 + math.exp(-x))
