import random
random.seed(42)
x = [1.0, 2.0, 3.0, 4.0]
p = 0.5
mask = [1.0 / p if random.random() < p else 0.0 for _ in x]
out = [a * m for a, m in zip(x, mask)]
dout = [0.1, 0.2, 0.3, 0.4]
dx = [d * m for d, m in zip(dout, mask)]
