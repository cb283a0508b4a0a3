# gru regression
# numpy only
import numpy as np

np.random.seed(101)
T, D, H = 5, 2, 3
seq = np.random.randn(T, D)
target = 0.7
def sig(a): return 1 / (1 + np.exp(-a))

Wz, Uz = np.random.randn(H, D) * 0.5, np.random.randn(H, H) * 0.5
Wr, Ur = np.random.randn(H, D) * 0.5, np.random.randn(H, H) * 0.5
Wc, Uc = np.random.randn(H, D) * 0.5, np.random.randn(H, H) * 0.5
v = np.random.randn(H)
lr = 0.1
for it in range(40):
    h = np.zeros(H)
    tape = []
    for t in range(T):
        x = seq[t]
        z = sig(Wz @ x + Uz @ h)
        r = sig(Wr @ x + Ur @ h)
        c = np.tanh(Wc @ x + Uc @ (r * h))
        tape.append((x, h, z, r, c))
        h = (1 - z) * h + z * c
    y = v @ h
    loss = 0.5 * (y - target) ** 2
    dWz, dUz = np.zeros_like(Wz), np.zeros_like(Uz)
    dWr, dUr = np.zeros_like(Wr), np.zeros_like(Ur)
    dWc, dUc = np.zeros_like(Wc), np.zeros_like(Uc)
    dv = (y - target) * h
    dh = (y - target) * v
    for x, hp, z, r, c in reversed(tape):
        dz = dh * (c - hp) * z * (1 - z)
        dc = dh * z * (1 - c ** 2)
        drh = Uc.T @ dc
        dr = drh * hp * r * (1 - r)
        dWz += np.outer(dz, x)
        dUz += np.outer(dz, hp)
        dWr += np.outer(dr, x)
        dUr += np.outer(dr, hp)
        dWc += np.outer(dc, x)
        dUc += np.outer(dc, r * hp)
        dh = dh * (1 - z) + drh * r + Uz.T @ dz + Ur.T @ dr
    for p, g in [(Wz, dWz), (Uz, dUz), (Wr, dWr), (Ur, dUr), (Wc, dWc), (Uc, dUc), (v, dv)]:
        p -= lr * g
    if it % 10 == 0:
        print(it, loss)
