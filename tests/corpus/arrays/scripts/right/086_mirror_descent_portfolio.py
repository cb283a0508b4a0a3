import numpy as np

rng = np.random.default_rng(404)
n_assets, n_days = 8, 250
factor = rng.normal(0, 0.01, n_days)
returns = 0.0005 + np.outer(factor, rng.uniform(0.2, 1.5, n_assets)) + rng.normal(0, 0.01, (n_days, n_assets))
Sigma = np.cov(returns, rowvar=False) * 250
mean_ret = returns.mean(axis=0) * 250
risk_aversion = 5.0

def objective(w):
    return 0.5 * risk_aversion * w @ Sigma @ w - mean_ret @ w

def grad(w):
    return risk_aversion * Sigma @ w - mean_ret

w = np.full(n_assets, 1 / n_assets)
eta = 0.5
w_avg = np.zeros(n_assets)
for t in range(1, 301):
    g = grad(w)
    w = w * np.exp(-eta * g)      # exponentiated gradient
    w /= w.sum()
    w_avg += (w - w_avg) / t
    if t % 60 == 0:
        gap = g @ w - g.min()
        print(t, "objective", objective(w), "FW gap", gap)
print("weights", w.round(3), "averaged", objective(w_avg))
