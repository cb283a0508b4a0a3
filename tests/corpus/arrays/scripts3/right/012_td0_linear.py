"""TD(0) with linear features on the five-state random walk (semi-gradient)."""
import numpy as np

np.random.seed(2)
n_states = 5
true_v = np.arange(1, 6) / 6.0


def phi(s):
    f = np.zeros(3)
    if 0 <= s < n_states:
        c = s / 4.0
        f[:] = [1.0, c, c * c]
    return f


w = np.zeros(3)
alpha = 0.05
gamma = 1.0
for ep in range(300):
    s = 2
    while True:
        s2 = s + (1 if np.random.rand() < 0.5 else -1)
        done = s2 < 0 or s2 >= n_states
        r = 1.0 if s2 == n_states else 0.0
        target = r if done else r + gamma * w.dot(phi(s2))
        delta = target - w.dot(phi(s))
        w += alpha * delta * phi(s)
        if done:
            break
        s = s2
est = np.array([w.dot(phi(s)) for s in range(n_states)])
print('rms error', np.sqrt(np.mean((est - true_v) ** 2)))
