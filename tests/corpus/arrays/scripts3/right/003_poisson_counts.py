"""Poisson regression of bike counts on weather, gradient descent with momentum."""
import numpy as np

rs = np.random.RandomState(3)
n = 120
temp = rs.randn(n)
wind = rs.randn(n)
rain = (rs.rand(n) < 0.3) * 1.0
feats = np.stack([temp, wind, rain], axis=1)
counts = rs.poisson(np.exp(1.0 + 0.5 * temp - 0.2 * wind - 0.7 * rain))

w = np.zeros(3)
b = 0.0
v_w = np.zeros(3)
v_b = 0.0
for step in range(250):
    eta = feats @ w + b
    rate = np.exp(eta)
    nll = np.mean(rate - counts * eta)
    resid = rate - counts
    g_w = feats.T @ resid / n
    g_b = resid.mean()
    v_w = 0.9 * v_w - 0.02 * g_w
    v_b = 0.9 * v_b - 0.02 * g_b
    w += v_w
    b += v_b
    if step % 60 == 0:
        print(f"{step:4d}  nll={nll:.5f}")
print("w", w, "b", b)
