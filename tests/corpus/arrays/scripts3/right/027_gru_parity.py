import numpy as np

# GRU without biases; says whether the running count of ones is odd
np.random.seed(77)
H = 5
Wz, Wr, Wc = [np.random.randn(H, 2) * 0.5 for _ in range(3)]
Uz, Ur, Uc = [np.random.randn(H, H) * 0.4 for _ in range(3)]
v = np.random.randn(H) * 0.5
sigmoid = lambda a: 1 / (1 + np.exp(-a))

seqs = [np.random.randint(0, 2, 6) for _ in range(8)]
for epoch in range(25):
    dWz, dWr, dWc = np.zeros_like(Wz), np.zeros_like(Wr), np.zeros_like(Wc)
    dUz, dUr, dUc = np.zeros_like(Uz), np.zeros_like(Ur), np.zeros_like(Uc)
    dv = np.zeros_like(v)
    cost = 0.0
    for bits in seqs:
        h = np.zeros(H)
        hist = []
        dlogits = []
        parity = np.cumsum(bits) % 2
        for t, bit in enumerate(bits):
            x = np.array([float(bit), 1.0])
            z = sigmoid(Wz @ x + Uz @ h)
            r = sigmoid(Wr @ x + Ur @ h)
            cand = np.tanh(Wc @ x + Uc @ (r * h))
            hn = (1 - z) * h + z * cand
            q = sigmoid(v @ hn)
            cost -= parity[t] * np.log(q) + (1 - parity[t]) * np.log(1 - q)
            hist.append((x, h, z, r, cand, hn))
            dlogits.append(q - parity[t])
            h = hn
        dh = np.zeros(H)
        for (x, hp, z, r, cand, hn), dl in zip(hist[::-1], dlogits[::-1]):
            dv += dl * hn
            dh = dh + dl * v
            dcand = dh * z * (1 - cand ** 2)
            dz = dh * (cand - hp) * z * (1 - z)
            drh = Uc.T @ dcand
            dr = drh * hp * r * (1 - r)
            dWc += np.outer(dcand, x)
            dUc += np.outer(dcand, r * hp)
            dWz += np.outer(dz, x)
            dUz += np.outer(dz, hp)
            dWr += np.outer(dr, x)
            dUr += np.outer(dr, hp)
            dh = dh * (1 - z) + drh * r + Uz.T @ dz + Ur.T @ dr
    for P, dP in ((Wz, dWz), (Uz, dUz), (Wr, dWr), (Ur, dUr), (Wc, dWc), (Uc, dUc), (v, dv)):
        P -= 0.05 * dP
    if epoch % 8 == 0:
        print('epoch', epoch, 'total cross entropy', cost)
