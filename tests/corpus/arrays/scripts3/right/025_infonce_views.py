# InfoNCE between two noisy views, l2-normalised embeddings, symmetric-free (rows only)
import numpy as np
rng = np.random.default_rng(18)
latent = rng.standard_normal((32, 3))
mixA = rng.standard_normal((3, 6)); mixB = rng.standard_normal((3, 7))
Wq = 0.3 * rng.standard_normal((6, 4))
Wk = 0.3 * rng.standard_normal((7, 4))
tau = 0.2

def unit(v):
    n = np.linalg.norm(v, axis=1, keepdims=True)
    return v / n, n

def unit_back(g, u, n):
    return (g - u * (g * u).sum(1, keepdims=True)) / n

for it in range(200):
    xa = latent @ mixA + 0.1 * rng.standard_normal((32, 6))
    xb = latent @ mixB + 0.1 * rng.standard_normal((32, 7))
    q, nq = unit(xa @ Wq)
    k, nk = unit(xb @ Wk)
    sim = q @ k.T / tau
    sim -= sim.max(1, keepdims=True)
    P = np.exp(sim); P /= P.sum(1, keepdims=True)
    nce = -np.log(np.diag(P)).mean()
    dsim = (P - np.eye(32)) / 32 / tau
    dq = dsim @ k
    dk = dsim.T @ q
    dWq = xa.T @ unit_back(dq, q, nq)
    dWk = xb.T @ unit_back(dk, k, nk)
    Wq -= 0.5 * dWq
    Wk -= 0.5 * dWk
    if it % 50 == 0:
        print(it, nce, (sim.argmax(1) == np.arange(32)).mean())
