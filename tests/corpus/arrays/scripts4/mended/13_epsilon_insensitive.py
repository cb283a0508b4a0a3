# right
import numpy as np

# linear support vector regression, mean epsilon-insensitive loss
rng = np.random.RandomState(13)
X = rng.randn(40, 3)
y = X.dot([1.0, -1.0, 0.5]) + 0.2 * rng.randn(40)
w = np.zeros(3)
b = 0.0
eps, C = 0.15, 5.0
for t in range(150):
    e = X.dot(w) + b - y
    loss = 0.5 * w.dot(w) + C * np.mean(np.maximum(np.abs(e) - eps, 0))
    s = np.sign(e) * (np.abs(e) > eps)
    dw = w + C * X.T.dot(s) / len(y)
    db = C * s.mean()
    w -= 0.02 * dw
    b -= 0.02 * db
    if t % 50 == 0:
        print(t, loss)
