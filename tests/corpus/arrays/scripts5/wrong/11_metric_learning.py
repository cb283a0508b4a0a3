# expect: 19 wrong-axis
import numpy as np

rng = np.random.default_rng(10)
A = rng.normal(size=(12, 4))
Bm = A + 0.2 * rng.normal(size=A.shape)
L = rng.normal(size=(4, 2)) * .5
n = len(A)
for it in range(60):
    a, b = A @ L, Bm @ L
    na = np.linalg.norm(a, axis=1, keepdims=True)
    nb = np.linalg.norm(b, axis=1, keepdims=True)
    ah, bh = a / na, b / nb
    cos = ah @ bh.T
    loss = np.mean(1 - np.diag(cos)) + 0.5 * np.mean(cos ** 2)
    dcos = cos / n ** 2 - np.eye(n) / n
    dah, dbh = dcos @ bh, dcos.T @ ah
    da = (dah - ah * (dah * ah).sum(1, keepdims=True)) / na
    db = (dbh - bh * (dbh * bh).sum(0, keepdims=True)) / nb
    dL = A.T @ da + Bm.T @ db
    L -= 0.5 * dL
print("loss", loss)
