import numpy as np

# daily bike counts ~ Poisson(exp(X beta + log exposure))
rng = np.random.default_rng(2024)
n = 250
X = np.column_stack([np.ones(n), rng.normal(size=(n, 3))])
exposure = rng.uniform(0.5, 2.0, n)
beta_true = np.array([0.8, 0.4, -0.3, 0.2])
counts = rng.poisson(exposure * np.exp(X @ beta_true))

beta = np.zeros(4)
alpha = 0.1
nll_history = []
for i in range(300):
    rate = exposure * np.exp(X @ beta)
    nll = np.sum(rate - counts * np.log(rate)) / n      # dropping log(y!)
    nll_history.append(nll)
    score = X.T @ (counts - rate) / n
    beta += alpha * score
    if np.linalg.norm(score) < 1e-6:
        break
print("iterations:", i + 1)
print("beta:", beta.round(3), "true:", beta_true)
print("deviance-ish:", nll_history[0], nll_history[-1])
