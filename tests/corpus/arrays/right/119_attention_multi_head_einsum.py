import numpy as np


class MultiHeadAttention:
    """x: (B, T, D) queries from x, keys and values from memory: (B, S, E)."""

    def __init__(self, dim, mem_dim, heads, size, seed=9):
        rng = np.random.default_rng(seed)
        self.size = size
        self.params = {
            "q": rng.normal(size=(dim, heads, size)) * 0.5,
            "k": rng.normal(size=(mem_dim, heads, size)) * 0.5,
            "v": rng.normal(size=(mem_dim, heads, size)) * 0.5,
            "o": rng.normal(size=(heads, size, dim)) * 0.5,
        }
        self.grads = {}

    def forward(self, x, memory):
        p = self.params
        Q = np.einsum("btd,dhk->bhtk", x, p["q"])
        K = np.einsum("bse,ehk->bhsk", memory, p["k"])
        V = np.einsum("bse,ehk->bhsk", memory, p["v"])
        logits = np.einsum("bhtk,bhsk->bhts", Q, K) * self.size**-0.5
        logits -= logits.max(axis=-1, keepdims=True)
        A = np.exp(logits)
        A /= A.sum(axis=-1, keepdims=True)
        Y = np.einsum("bhts,bhsk->bhtk", A, V)
        self.saved = (x, memory, Q, K, V, A, Y)
        return np.einsum("bhtk,hkd->btd", Y, p["o"])

    def backward(self, dout):
        p = self.params
        x, memory, Q, K, V, A, Y = self.saved
        dY = np.einsum("btd,hkd->bhtk", dout, p["o"])
        dA = np.einsum("bhtk,bhsk->bhts", dY, V)
        dV = np.einsum("bhts,bhtk->bhsk", A, dY)
        dS = A * (dA - np.einsum("bhts,bhts->bht", A, dA)[..., None]) * self.size**-0.5
        dQ = np.einsum("bhts,bhsk->bhtk", dS, K)
        dK = np.einsum("bhts,bhtk->bhsk", dS, Q)
        self.grads = {
            "q": np.einsum("btd,bhtk->dhk", x, dQ),
            "k": np.einsum("bse,bhsk->ehk", memory, dK),
            "v": np.einsum("bse,bhsk->ehk", memory, dV),
            "o": np.einsum("bhtk,btd->hkd", Y, dout),
        }
        dx = np.einsum("bhtk,dhk->btd", dQ, p["q"])
        dmemory = np.einsum("bhsk,ehk->bse", dK, p["k"]) + np.einsum("bhsk,ehk->bse", dV, p["v"])
        return dx, dmemory


def cases():
    rng = np.random.default_rng(119)
    B, T, S, D, E = 2, 4, 6, 5, 7
    layer = MultiHeadAttention(D, E, heads=3, size=8)
    return {"MultiHeadAttention": (layer, rng.normal(size=(B, T, D)), rng.normal(size=(B, S, E)))}
