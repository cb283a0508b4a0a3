"""Bootstrapped logistic regressions, each solved with a trust-region (dogleg) Newton method."""
import numpy as np

def fit_one(X, y, weight, ridge=1e-2, radius=1.0, tol=1e-8):
    tot = weight.sum()

    def value(beta):
        m = X @ beta
        return (weight @ (np.logaddexp(0, m) - y * m)) / tot + ridge / 2 * (beta @ beta)

    def grad_hess(beta):
        p = 1 / (1 + np.exp(-(X @ beta)))
        nabla = X.T @ (weight * (p - y)) / tot + ridge * beta
        H = (X.T * (weight * p * (1 - p))) @ X / tot + ridge * np.eye(len(beta))
        return nabla, H

    beta = np.zeros(X.shape[1])
    f = value(beta)
    for n_it in range(50):
        nabla_f, H = grad_hess(beta)
        if np.linalg.norm(nabla_f) < tol:
            break
        newton = -np.linalg.solve(H, nabla_f)
        cauchy = -(nabla_f @ nabla_f) / (nabla_f @ H @ nabla_f) * nabla_f
        if np.linalg.norm(newton) <= radius:
            s = newton
        elif np.linalg.norm(cauchy) >= radius:
            s = cauchy * radius / np.linalg.norm(cauchy)
        else:
            d = newton - cauchy
            a, b, c = d @ d, 2 * cauchy @ d, cauchy @ cauchy - radius ** 2
            s = cauchy + (-b + np.sqrt(b * b - 4 * a * c)) / (2 * a) * d
        f_new = value(beta + s)
        rho = (f - f_new) / -(nabla_f @ s + .5 * s @ H @ s)
        if rho < .25:
            radius /= 4
        elif rho > .75:
            radius *= 2
        if rho > 1e-3:
            beta, f = beta + s, f_new
    return beta, f

rng = np.random.default_rng(49)
X = np.c_[np.ones(150), rng.normal(size=(150, 2))]
y = (rng.random(150) < 1 / (1 + np.exp(-X @ [0.5, 2.0, -1.0]))).astype(float)
boot = []
for _ in range(20):
    counts = np.bincount(rng.integers(0, 150, 150), minlength=150).astype(float)
    beta, f = fit_one(X, y, counts)
    boot.append(beta)
print(np.mean(boot, 0), np.std(boot, 0))
