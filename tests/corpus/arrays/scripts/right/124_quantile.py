import numpy as np
rs = np.random.RandomState(3)

x = np.linspace(0, 4, 300)
y = 1.5 * x + rs.exponential(1.0, size=300) * (0.3 + 0.4 * x)
Phi = np.vander(x / 4, 3, increasing=True)
taus = [0.1, 0.5, 0.9]

def pinball(theta, tau):
    u = y - Phi.dot(theta)
    return np.mean(np.maximum(tau * u, (tau - 1) * u))

def dpinball(theta, tau):
    below = (y < Phi.dot(theta)).astype(float)
    return Phi.T.dot(below - tau) / len(y)

for tau in taus:
    theta = np.array([0.1, 0.1, 0.1])
    for k in range(1, 801):
        grad = dpinball(theta, tau)
        theta -= 2.0 / np.sqrt(k) * grad
        if k % 400 == 0:
            print(tau, k, pinball(theta, tau))
    cover = np.mean(y < Phi @ theta)
    print("tau=%.2f  coverage=%.3f" % (tau, cover))
