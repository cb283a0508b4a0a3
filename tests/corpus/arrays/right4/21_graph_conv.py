import numpy as np


def normalise(A):
    A = A + np.eye(len(A))
    d = A.sum(1)
    return A / np.sqrt(np.outer(d, d))


class GCN:
    def __init__(self, A, dims):
        rs = np.random.RandomState(24)
        self.A = normalise(A)
        self.params = {f"W{i}": rs.randn(a, b) for i, (a, b) in enumerate(zip(dims, dims[1:]))}
        self.grads = {}

    def forward(self, H):
        self.tape = []
        last = len(self.params) - 1
        for i in range(last + 1):
            AH = self.A @ H
            Z = AH @ self.params[f"W{i}"]
            H = Z if i == last else np.where(Z > 0, Z, 0.1 * Z)
            self.tape.append((AH, Z))
        return H

    def backward(self, dH):
        last = len(self.tape) - 1
        for i in range(last, -1, -1):
            AH, Z = self.tape[i]
            dZ = dH if i == last else dH * np.where(Z > 0, 1, 0.1)
            self.grads[f"W{i}"] = AH.T @ dZ
            # A is symmetric, so A.T @ x is A @ x
            dH = self.A @ (dZ @ self.params[f"W{i}"].T)
        return dH


def mean_agg_forward(h, w_self, w_nb, src, dst):
    """edges src -> dst; every node takes the mean of its in-neighbours (nothing for none)"""
    n = len(h)
    deg = np.maximum(np.bincount(dst, minlength=n), 1)[:, None]
    m = np.zeros_like(h)
    np.add.at(m, dst, h[src])
    m /= deg
    return h @ w_self + m @ w_nb, (h, m, deg, w_self, w_nb, src, dst)


def mean_agg_backward(dout, cache):
    h, m, deg, w_self, w_nb, src, dst = cache
    dm = dout @ w_nb.T / deg
    dh = dout @ w_self.T
    np.add.at(dh, src, dm[dst])
    return dh, h.T @ dout, m.T @ dout, None, None


def cases():
    r = np.random.default_rng(25)
    A = np.array([[0, 1, 1, 0, 0], [1, 0, 0, 1, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 1], [0, 0, 0, 1, 0.]])
    src, dst = np.array([0, 1, 1, 2, 4, 0]), np.array([1, 0, 2, 1, 0, 1])
    return {
        "GCN": (GCN(A, [3, 4, 2]), r.normal(size=(5, 3))),
        "mean_agg": (r.normal(size=(5, 3)), r.normal(size=(3, 2)), r.normal(size=(3, 2)), src, dst),
    }
