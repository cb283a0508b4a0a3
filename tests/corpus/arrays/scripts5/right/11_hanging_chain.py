import numpy as np

# heights of the beads of a hanging string: stretch energy plus weight, ends fixed
n = 7
y = np.zeros(n)
k, w, dx = 4.0, 0.3, 0.5
for it in range(300):
    full = np.concatenate(([1.0], y, [0.6]))
    d = np.diff(full)
    length = np.sqrt(dx ** 2 + d ** 2)
    energy = 0.5 * k * np.sum((length - 0.4) ** 2) + w * y.sum()
    f = k * (length - 0.4) * d / length
    grad = f[:-1] - f[1:] + w
    y -= 0.05 * grad
print(energy, y)
