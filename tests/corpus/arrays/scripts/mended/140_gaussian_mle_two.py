# gaussian mle
# numpy only
import numpy as np

rng = np.random.default_rng(111)
z = rng.normal(3.0, 1.5, size=30)
x = rng.normal(size=30)
z = z + 0.8 * x
a, b, sigma = 0.5, 0.0, 1.0
eta = 1e-3
for k in range(500):
    mu = a + b * x
    e = z - mu
    nll = np.sum(np.log(sigma) + e ** 2 / (2 * sigma ** 2))
    da = -np.sum(e) / sigma ** 2
    db = -np.sum(e * x) / sigma ** 2
    dsigma = len(z) / sigma - np.sum(e ** 2) / sigma ** 3
    a -= eta * da
    b -= eta * db
    sigma -= eta * dsigma
    if k % 100 == 0:
        print(k, nll, a, b, sigma)
