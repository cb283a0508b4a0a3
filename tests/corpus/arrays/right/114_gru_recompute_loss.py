import numpy as np


def sigma(a):
    return 1 / (1 + np.exp(-a))


def gates(x, h, U, V):
    """U: (3, H, D) and V: (3, H, H), in the order update, reset, candidate."""
    u = sigma(U[0] @ x + V[0] @ h)
    r = sigma(U[1] @ x + V[1] @ h)
    c = np.tanh(U[2] @ x + V[2] @ (r * h))
    return u, r, c


def gru_loss(U, V, w, X, y):
    """Reads the sequence X (T, D) and predicts the number y from the last state with the weights w."""
    H, T = len(w), len(X)
    states = np.zeros((T + 1, H))
    for t in range(T):
        u, _, c = gates(X[t], states[t], U, V)
        states[t + 1] = states[t] + u * (c - states[t])
    err = np.dot(w, states[T]) - y
    loss = err * err

    dU, dV = np.zeros(U.shape), np.zeros(V.shape)
    dw = 2 * err * states[T]
    dh = 2 * err * w
    for t in range(T - 1, -1, -1):
        x, h = X[t], states[t]
        u, r, c = gates(x, h, U, V)
        da_u = dh * (c - h) * u * (1 - u)
        da_c = dh * u * (1 - c**2)
        d_rh = V[2].T @ da_c
        da_r = d_rh * h * r * (1 - r)
        for k, da in enumerate((da_u, da_r, da_c)):
            dU[k] += np.outer(da, x)
        dV[0] += np.outer(da_u, h)
        dV[1] += np.outer(da_r, h)
        dV[2] += np.outer(da_c, r * h)
        dh = dh * (1 - u) + d_rh * r + V[0].T @ da_u + V[1].T @ da_r
    return loss, dU, dV, dw


def cases():
    rng = np.random.default_rng(114)
    T, D, H = 6, 5, 4
    U, V = rng.normal(size=(3, H, D)) * 0.7, rng.normal(size=(3, H, H)) * 0.7
    return {"gru_loss": (U, V, rng.normal(size=H), rng.normal(size=(T, D)), 0.3)}
