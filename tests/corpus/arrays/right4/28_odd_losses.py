import numpy as np


def dice(w, X, T):
    """soft Dice of a logistic model for K independent maps: X (N, D), w (D, K), T (N, K) in {0,1}; mean over maps"""
    P = 1 / (1 + np.exp(-(X @ w)))
    inter = (P * T).sum(0)
    total = P.sum(0) + T.sum(0)
    d = (2 * inter + 1) / (total + 1)
    K = w.shape[1]
    dP = -(2 * T - d) / (total + 1) / K
    return 1 - d.mean(), X.T @ (dP * P * (1 - P))


def huber(theta, X, y, delta=0.8):
    r = X @ theta - y
    clipped = np.clip(r, -delta, delta)
    # 0.5 c^2 + delta (|r| - |c|): both branches at once, and its derivative is just c
    loss = np.sum(0.5 * clipped ** 2 + delta * (np.abs(r) - np.abs(clipped)))
    return loss, X.T @ clipped


def pinball(params, X, y, taus):
    """quantile regression, several quantiles at once"""
    e = y[:, None] - (X @ params["W"] + params["b"])
    loss = np.maximum(taus * e, (taus - 1) * e).sum() / len(y)
    dq = ((e < 0) - taus) / len(y)
    return loss, {"W": X.T @ dq, "b": dq.sum(axis=0)}


def weston_watkins(W, X, y):
    """multiclass hinge with margin 1 and a squared penalty 0.5*|W|^2"""
    S = X @ W
    rows = np.arange(len(y))
    M = S - S[rows, y][:, None] + 1
    M[rows, y] = 0
    hit = (M > 0).astype(float)
    loss = (hit * M).sum() / len(y) + 0.5 * (W * W).sum()
    hit[rows, y] = -hit.sum(1)
    return loss, X.T @ hit / len(y) + W


def kl_temperature(student, teacher, T=3.0):
    """distillation: T^2 KL(teacher || student), mean over rows; gradient with regard to the student's logits"""
    def lsm(a):
        a = a - a.max(1, keepdims=True)
        return a - np.log(np.exp(a).sum(1, keepdims=True))
    lq, lp = lsm(student / T), lsm(teacher / T)
    loss = T * T * (np.exp(lp) * (lp - lq)).sum() / len(student)
    return loss, T * (np.exp(lq) - np.exp(lp)) / len(student)


def cases():
    r = np.random.default_rng(32)
    X = r.normal(size=(7, 4))
    return {
        "dice": (r.normal(size=(4, 3)), X, (r.random((7, 3)) < .5) * 1.0),
        "huber": (r.normal(size=4), X, r.normal(size=7)),
        "pinball": ({"W": r.normal(size=(4, 3)), "b": r.normal(size=3)}, X, r.normal(size=7), np.array([.1, .5, .9])),
        "weston_watkins": (r.normal(size=(4, 5)), X, r.integers(0, 5, 7)),
        "kl_temperature": (r.normal(size=(3, 6)), r.normal(size=(3, 6))),
    }
