from math import exp, log, lgamma
X = [[1.0, 0.5], [1.0, -0.3], [1.0, 2.0]]
y = [1, 0, 4]
beta = [0.1, 0.6]
nll = 0.0
for xi, yi in zip(X, y):
    eta = beta[0] * xi[0] + beta[1] * xi[1]
    nll += exp(eta) - yi * eta + lgamma(yi + 1)
dbeta = [0.0, 0.0]
for xi, yi in zip(X, y):
    mu = exp(beta[0] * xi[0] + beta[1] * xi[1])
    for j in range(2):
        dbeta[j] += (mu - yi) * xi[j]
