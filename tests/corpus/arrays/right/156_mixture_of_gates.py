import numpy as np


def mixture_forward(x, G, W, b):
    """x: (N, D), gate G: (D, K), experts W: (K, D, M), b: (K, M). Softmax gate, tanh experts."""
    logits = np.einsum("nd,dk->nk", x, G)
    gate = np.exp(logits - logits.max(1, keepdims=True))
    gate /= gate.sum(1, keepdims=True)
    expert = np.tanh(np.einsum("nd,kdm->nkm", x, W) + b)
    out = np.einsum("nk,nkm->nm", gate, expert)
    return out, (x, G, W, gate, expert)


def mixture_backward(dout, cache):
    x, G, W, gate, expert = cache
    dgate = np.einsum("nm,nkm->nk", dout, expert)
    dpre = gate[:, :, None] * dout[:, None, :]
    dpre *= 1 - expert**2
    dlogits = gate * (dgate - np.einsum("nk,nk->n", gate, dgate)[:, None])
    dx = np.einsum("nk,dk->nd", dlogits, G) + np.einsum("nkm,kdm->nd", dpre, W)
    dG = np.einsum("nd,nk->dk", x, dlogits)
    dW = np.einsum("nd,nkm->kdm", x, dpre)
    return dx, dG, dW, dpre.sum(axis=0)


def cases():
    rng = np.random.default_rng(156)
    N, D, K, M = 4, 5, 2, 3
    x, G = rng.normal(size=(N, D)), rng.normal(size=(D, K))
    return {"mixture": (x, G, 0.6 * rng.normal(size=(K, D, M)), rng.normal(size=(K, M)))}
