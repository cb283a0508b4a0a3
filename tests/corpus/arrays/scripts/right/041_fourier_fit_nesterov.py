import numpy as np

t = np.linspace(0, 1, 40, endpoint=False)
rng = np.random.default_rng(7)
signal = 1.3 * np.sin(2 * np.pi * 3 * t + 0.4) + 0.5 * np.cos(2 * np.pi * 5 * t) + 0.05 * rng.normal(size=40)

freqs = np.arange(1, 7)
basis_s = np.sin(2 * np.pi * np.outer(t, freqs))
basis_c = np.cos(2 * np.pi * np.outer(t, freqs))
a = np.zeros(6)
b = np.zeros(6)
va = np.zeros(6)
vb = np.zeros(6)
lr, mom = 0.3, 0.8
loss_hist = []
for i in range(100):
    recon = basis_s @ a + basis_c @ b
    diff = signal - recon
    loss = np.mean(diff ** 2)
    loss_hist += [loss]
    da = -2 * basis_s.T @ diff / t.size
    db = -2 * basis_c.T @ diff / t.size
    va_prev, vb_prev = va, vb
    va = mom * va - lr * da
    vb = mom * vb - lr * db
    a = a - mom * va_prev + (1 + mom) * va
    b = b - mom * vb_prev + (1 + mom) * vb
print(loss_hist[0], loss_hist[-1])
