import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3)); t = np.sign(X @ np.array([1., 2., -1.]))
w = np.zeros(3)
for epoch in range(3):
    errors = 0
    for x, s in zip(X, t):
        if s * (w @ x) <= 0:
            dw = -s * x
            w = w - 0.5 * dw
            errors += 1
    print(errors)
