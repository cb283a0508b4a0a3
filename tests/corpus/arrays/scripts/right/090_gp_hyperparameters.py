import numpy as np

rng = np.random.default_rng(23)
n = 40
x = np.sort(rng.uniform(0, 6, n))
y = np.sin(1.5 * x) + 0.15 * rng.normal(size=n)
D2 = (x[:, None] - x[None, :]) ** 2

def neg_log_marginal(theta):
    """theta = log [lengthscale, signal sd, noise sd]; returns value, gradient"""
    ell, sf, sn = np.exp(theta)
    K0 = sf ** 2 * np.exp(-0.5 * D2 / ell ** 2)
    K = K0 + (sn ** 2 + 1e-8) * np.eye(n)
    L = np.linalg.cholesky(K)
    alpha = np.linalg.solve(L.T, np.linalg.solve(L, y))
    value = 0.5 * y @ alpha + np.log(np.diag(L)).sum() + 0.5 * n * np.log(2 * np.pi)
    Kinv = np.linalg.inv(K)
    M = Kinv - np.outer(alpha, alpha)
    dK = [K0 * D2 / ell ** 2, 2 * K0, 2 * sn ** 2 * np.eye(n)]
    grad = np.array([0.5 * np.sum(M * dk) for dk in dK])
    return value, grad

theta = np.log([0.5, 0.7, 0.4])
velocity = np.zeros(3)
for it in range(150):
    nlml, grad = neg_log_marginal(theta)
    velocity = 0.8 * velocity - 0.01 * grad / (1 + np.linalg.norm(grad) / 10)
    theta = theta + velocity
    if it % 30 == 0:
        print("it", it, "nlml %.4f" % nlml, "hyper", np.exp(theta).round(3))
