import numpy as np

def sig(x):
    return 1.0 / (1.0 + np.exp(-x))

rng = np.random.default_rng(12)
proto = (rng.random((3, 10)) > 0.5).astype(float)
X = proto[rng.integers(0, 3, 90)]
flip = rng.random(X.shape) < 0.05
X = np.abs(X - flip)
D, H, Z = 10, 12, 2

def glorot(i, o):
    return rng.normal(0, np.sqrt(2.0 / (i + o)), (i, o))

P = dict(We=glorot(D, H), be=np.zeros(H), Wm=glorot(H, Z), bm=np.zeros(Z), Wl=glorot(H, Z), bl=np.zeros(Z),
         Wd=glorot(Z, H), bd=np.zeros(H), Wo=glorot(H, D), bo=np.zeros(D))
M = {k: 0 * v for k, v in P.items()}
V = {k: 0 * v for k, v in P.items()}
t = 0
N = len(X)
for epoch in range(150):
    h = np.tanh(X @ P["We"] + P["be"])
    mean = h @ P["Wm"] + P["bm"]
    logvar = h @ P["Wl"] + P["bl"]
    eps = rng.standard_normal(mean.shape)
    std = np.exp(0.5 * logvar)
    z = mean + eps * std
    hd = np.tanh(z @ P["Wd"] + P["bd"])
    out = sig(hd @ P["Wo"] + P["bo"])
    bce = -np.sum(X * np.log(out + 1e-10) + (1 - X) * np.log(1 - out + 1e-10)) / N
    kl = -0.5 * np.sum(1 + logvar - mean ** 2 - np.exp(logvar)) / N
    elbo_loss = bce + kl

    G = {}
    do = (out - X) / N
    G["Wo"] = hd.T @ do; G["bo"] = do.sum(0)
    dhd = (do @ P["Wo"].T) * (1 - hd ** 2)
    G["Wd"] = z.T @ dhd; G["bd"] = dhd.sum(0)
    dz = dhd @ P["Wd"].T
    dmean = dz + mean / N
    dlogvar = dz * eps * 0.5 * std + 0.5 * (np.exp(logvar) - 1) / N
    G["Wm"] = h.T @ dmean; G["bm"] = dmean.sum(0)
    G["Wl"] = h.T @ dlogvar; G["bl"] = dlogvar.sum(0)
    dh = (dmean @ P["Wm"].T + dlogvar @ P["Wl"].T) * (1 - h ** 2)
    G["We"] = X.T @ dh; G["be"] = dh.sum(0)

    t += 1
    for k in P:
        M[k] = 0.9 * M[k] + 0.1 * G[k]
        V[k] = 0.999 * V[k] + 0.001 * G[k] ** 2
        P[k] = P[k] - 0.01 * (M[k] / (1 - 0.9 ** t)) / (np.sqrt(V[k] / (1 - 0.999 ** t)) + 1e-8)
    if epoch % 50 == 0:
        print(f"epoch {epoch}: loss {elbo_loss:.3f} (bce {bce:.3f}, kl {kl:.3f})")
