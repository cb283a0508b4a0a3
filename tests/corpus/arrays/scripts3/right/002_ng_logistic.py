import numpy as np

# Logistic regression, notation of the Coursera course: h = g(X theta)
rng = np.random.default_rng(42)
m = 80
exam1 = rng.uniform(30, 100, m)
exam2 = rng.uniform(30, 100, m)
admitted = ((exam1 + exam2 + 12 * rng.normal(size=m)) > 125).astype(float).reshape(m, 1)

mu = [exam1.mean(), exam2.mean()]
sd = [exam1.std(), exam2.std()]
X = np.column_stack([np.ones(m), (exam1 - mu[0]) / sd[0], (exam2 - mu[1]) / sd[1]])
theta = np.zeros((3, 1))
lam = 0.5
alpha = 0.3
J_hist = []


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


for it in range(300):
    h = sigmoid(X @ theta)
    J = -(admitted * np.log(h) + (1 - admitted) * np.log(1 - h)).sum() / m
    J = J + lam / (2 * m) * (theta[1:] ** 2).sum()
    grad = X.T @ (h - admitted) / m
    grad[1:] += lam / m * theta[1:]
    theta = theta - alpha * grad
    J_hist.append(J)

print("final cost", round(J_hist[-1], 4))
print("P(admit | 45, 85) =", sigmoid(np.array([1, (45 - mu[0]) / sd[0], (85 - mu[1]) / sd[1]]) @ theta).item())
