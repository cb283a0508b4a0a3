import numpy as np

# generalised EM: E-step exact, M-step = a few gradient steps on Q
rng = np.random.RandomState(55)
n = 200
x = rng.uniform(-2, 2, n)
comp = rng.rand(n) < 0.4
y = np.where(comp, 2 * x + 1, -x) + 0.3 * rng.randn(n)
Phi = np.stack([np.ones(n), x], axis=1)

B = rng.randn(2, 2)           # column k: coefficients of component k
pi = np.array([0.5, 0.5])
sig = 0.5

def responsibilities(B, pi, sig):
    R = y[:, None] - Phi @ B
    logw = np.log(pi) - 0.5 * (R / sig) ** 2 - np.log(sig) - 0.5 * np.log(2 * np.pi)
    tot = np.logaddexp(logw[:, 0], logw[:, 1])
    return np.exp(logw - tot[:, None]), tot.sum()

for em in range(25):
    gamma, loglik = responsibilities(B, pi, sig)       # E
    pi = gamma.mean(axis=0)                            # M, closed form
    for inner in range(10):
        R = y[:, None] - Phi @ B
        Q = -0.5 * np.sum(gamma * R ** 2) / sig ** 2
        dB = Phi.T @ (gamma * R) / sig ** 2
        B = B + 0.5 * sig ** 2 / n * dB
    sig = np.sqrt(np.sum(gamma * (y[:, None] - Phi @ B) ** 2) / n)
    if em % 5 == 0:
        print('EM', em, 'loglik %.3f' % loglik, 'sigma %.3f' % sig)
print(B.round(2), pi.round(2))
