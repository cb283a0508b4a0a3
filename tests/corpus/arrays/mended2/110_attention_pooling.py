# right
import numpy as np


def pool_forward(H, v):
    """Weighs the T time steps of each sequence by a softmax over H.v, (B, T, D) -> (B, D)."""
    e = H @ v
    w = np.exp(e - e.max(1, keepdims=True))
    w /= w.sum(1, keepdims=True)
    out = np.einsum("bt,btd->bd", w, H)
    return out, (H, v, w)


def pool_backward(dout, cache):
    H, v, w = cache
    dw = np.einsum("bd,btd->bt", dout, H)
    dH = w[:, :, None] * dout[:, None, :]
    de = w * dw - w * np.sum(w * dw, axis=1, keepdims=True)
    dH += de[:, :, None] * v
    dv = np.einsum("bt,btd->d", de, H)
    return dH, dv


def cases():
    rng = np.random.default_rng(0)
    return {"pool": (rng.normal(size=(2, 4, 3)), rng.normal(size=3))}
