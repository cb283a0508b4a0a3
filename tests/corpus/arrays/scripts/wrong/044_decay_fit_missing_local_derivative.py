# expect: 16 missing-local-derivative, wrong-power
# fit N(t) = N0 * exp(-t / tau) + B to detector counts
import numpy as np

np.random.seed(31)
t = np.linspace(0, 10, 25)
counts = 50 * np.exp(-t / 2.5) + 4 + np.random.randn(25)
sigma = np.sqrt(np.maximum(counts, 1))

N0, tau, B = 40.0, 2.0, 1.0
for step in range(2000):
    decay = np.exp(-t / tau)
    model = N0 * decay + B
    resid = (counts - model) / sigma
    chi2 = np.sum(resid ** 2)
    dmodel = -2 * resid
    dN0 = np.sum(dmodel * decay)
    dtau = np.sum(dmodel * N0 * decay * t / tau ** 2)
    dB = np.sum(dmodel)
    N0 -= 0.02 * dN0
    tau -= 0.0005 * dtau
    B -= 0.005 * dB
    if step % 500 == 0:
        print(step, chi2 / len(t), N0, tau, B)
