import numpy as np
np.random.seed(10)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

# generator: z -> a*z + c ;  discriminator: x -> sigmoid(V . tanh(U x + s) + t)
a, c = np.array(1.0), np.array(0.0)
U = np.random.randn(8) * 0.5
s = np.random.randn(8) * 0.5
V = np.random.randn(8) * 0.5
t = np.array(0.0)
lr_d, lr_g, B = 0.1, 0.02, 64

def disc(x):
    h = np.tanh(np.outer(x, U) + s)
    return h, sigmoid(h @ V + t)

for it in range(600):
    # ---- discriminator
    real = 4 + 0.5 * np.random.randn(B)
    z = np.random.randn(B)
    fake = a * z + c
    h_r, p_r = disc(real)
    h_f, p_f = disc(fake)
    d_loss = -np.mean(np.log(p_r)) - np.mean(np.log(1 - p_f))
    g_r = (p_r - 1) / B
    g_f = p_f / B
    dV = h_r.T @ g_r + h_f.T @ g_f
    dt = g_r.sum() + g_f.sum()
    dh_r = np.outer(g_r, V) * (1 - h_r ** 2)
    dh_f = np.outer(g_f, V) * (1 - h_f ** 2)
    dU = real @ dh_r + fake @ dh_f
    ds = dh_r.sum(0) + dh_f.sum(0)
    U -= lr_d * dU
    s -= lr_d * ds
    V -= lr_d * dV
    t -= lr_d * dt

    # ---- generator (non saturating)
    z = np.random.randn(B)
    fake = a * z + c
    h_f, p_f = disc(fake)
    g_loss = -np.mean(np.log(p_f))
    dlogit = (p_f - 1) / B
    dfake = (np.outer(dlogit, V) * (1 - h_f ** 2)) @ U
    da = np.sum(dfake * z)
    dc = np.sum(dfake)
    a -= lr_g * da
    c -= lr_g * dc
    if it % 150 == 0:
        print('%d  D: %.4f  G: %.4f  mean %.3f std %.3f' % (it, d_loss, g_loss, c, abs(a)))
