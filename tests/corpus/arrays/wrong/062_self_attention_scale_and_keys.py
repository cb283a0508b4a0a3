# expect: 20/21/22 constant-factor
# expect: 22 transposed
import numpy as np


def attention_forward(x, Wq, Wk, Wv):
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scale = 1.0 / np.sqrt(q.shape[1])
    s = q @ k.T * scale
    a = np.exp(s - s.max(axis=1, keepdims=True))
    a = a / a.sum(axis=1, keepdims=True)
    out = a @ v
    return out, (x, Wq, Wk, Wv, q, k, v, a, scale)


def attention_backward(dout, cache):
    x, Wq, Wk, Wv, q, k, v, a, scale = cache
    dv = a.T @ dout
    da = dout @ v.T
    ds = a * (da - np.sum(da * a, axis=1, keepdims=True))
    dq = ds @ k
    dk = ds @ q
    dWq = x.T @ dq
    dWk = x.T @ dk
    dWv = x.T @ dv
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    return dx, dWq, dWk, dWv


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 5))
    return {"attention": (x, rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), rng.normal(size=(5, 6)))}
