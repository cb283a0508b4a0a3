# three quantile lines through heteroscedastic data
import numpy as np

rng = np.random.default_rng(5)
x = rng.uniform(0, 4, 300)
y = 1 + 2 * x + (0.3 + 0.5 * x) * rng.standard_normal(300)
X = np.c_[np.ones_like(x), x]

lines = {}
for tau in (0.1, 0.5, 0.9):
    beta = np.zeros(2)
    for it in range(400):
        u = y - X @ beta
        pinball = np.where(u >= 0, tau * u, (tau - 1) * u).mean()
        dl_du = np.where(u >= 0, tau, tau - 1)
        g = -(X * dl_du[:, None]).mean(axis=0)
        beta = beta - 0.3 / np.sqrt(1 + it / 20) * g
    lines[tau] = beta
    cover = (y <= X @ beta).mean()
    print(f"tau={tau}: intercept {beta[0]:.2f}, slope {beta[1]:.2f}, coverage {cover:.2f}, loss {pinball:.4f}")

band = X @ lines[0.9] - X @ lines[0.1]
print('width of the 80% band at both ends', band[x.argmin()], band[x.argmax()])
