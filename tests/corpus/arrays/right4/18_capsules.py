import numpy as np


def squash_forward(s):
    n2 = np.einsum("...d,...d->...", s, s)[..., None]
    n = np.sqrt(n2)
    f = n / (1 + n2)                     # v = f(|s|) s
    return f * s, (s, n, n2, f)


def squash_backward(dv, cache):
    s, n, n2, f = cache
    along = np.sum(dv * s, axis=-1, keepdims=True)
    fprime = (1 - n2) / (1 + n2) ** 2
    return f * dv + (fprime / n) * along * s


def votes_forward(u, W):
    # u (N, I, A) capsules below, W (I, J, A, B): votes, averaged over the capsules below, then squashed
    uhat = np.einsum("nia,ijab->nijb", u, W)
    v, c = squash_forward(uhat.mean(axis=1))
    return v, (u, W, c)


def votes_backward(dv, cache):
    u, W, c = cache
    ds = squash_backward(dv, c) / u.shape[1]
    du = np.einsum("njb,ijab->nia", ds, W)
    dW = np.einsum("njb,nia->ijab", ds, u)
    return du, dW


def margin_loss(v, T):
    """v (N, J, B) capsule outputs; T one-hot"""
    length = np.sqrt((v ** 2).sum(-1))
    up = np.maximum(0, 0.9 - length)
    down = np.maximum(0, length - 0.1)
    loss = (T * up ** 2 + 0.5 * (1 - T) * down ** 2).sum() / len(v)
    dlen = (-2 * T * up + (1 - T) * down) / len(v)
    return loss, (dlen / length)[..., None] * v


def cases():
    r = np.random.default_rng(20)
    return {
        "squash": (r.normal(size=(2, 3, 4)),),
        "votes": (r.normal(size=(2, 3, 4)), r.normal(size=(3, 5, 4, 2))),
        "margin_loss": (r.normal(size=(3, 4, 2)) * .5, np.eye(4)[[1, 3, 0]]),
    }
