import numpy as np


def cosine_embedding_loss(x1, x2, y, margin):
    """Mean over the pairs: 1 - cos for y = 1, max(0, cos - margin) for y = -1."""
    N = x1.shape[0]
    loss = 0.0
    grads = {"x1": np.zeros_like(x1), "x2": np.zeros_like(x2)}
    for n in range(N):
        u, v = x1[n], x2[n]
        uu, vv, uv = u.dot(u), v.dot(v), u.dot(v)
        inv = 1.0 / np.sqrt(uu * vv)
        cos = uv * inv
        if y[n] == 1:
            loss += 1 - cos
            dcos = -1.0
        elif cos > margin:
            loss += cos - margin
            dcos = 1.0
        else:
            continue
        grads["x1"][n] = dcos * (v * inv - cos * u / uu)
        grads["x2"][n] = dcos * (u * inv - cos * v / vv)
    grads["x1"] /= N
    grads["x2"] /= N
    return loss / N, grads


def cases():
    rng = np.random.default_rng(7)
    N, D = 6, 4
    x1 = rng.normal(size=(N, D))
    x2 = x1 + 0.8 * rng.normal(size=(N, D))
    x2[5] = -x1[5] + 0.3 * rng.normal(size=D)
    y = np.array([1, -1, 1, -1, 1, -1])
    return {"cosine_embedding_loss": (x1, x2, y, 0.2)}
