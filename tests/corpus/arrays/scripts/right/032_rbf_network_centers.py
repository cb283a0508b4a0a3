import numpy as np

rng = np.random.default_rng(31)
x = np.linspace(-3, 3, 30)
y = np.sinc(x) + 0.02 * rng.standard_normal(30)

M = 5
centers = np.linspace(-2.5, 2.5, M)
widths = np.full(M, 0.8)
weights = rng.standard_normal(M) * 0.1
lr = 0.05

for epoch in range(300):
    dx = x[:, None] - centers[None, :]
    phi = np.exp(-dx ** 2 / (2 * widths ** 2))
    yhat = phi @ weights
    err = yhat - y
    mse = np.mean(err ** 2)

    g_out = 2 * err / x.size
    grad_weights = phi.T @ g_out
    grad_phi = np.outer(g_out, weights)
    grad_centers = np.sum(grad_phi * phi * dx / widths ** 2, axis=0)
    grad_widths = np.sum(grad_phi * phi * dx ** 2 / widths ** 3, axis=0)

    weights -= lr * grad_weights
    centers -= lr * grad_centers
    widths -= lr * grad_widths
    if epoch % 100 == 0:
        print(f"epoch {epoch} mse {mse:.5f}")
