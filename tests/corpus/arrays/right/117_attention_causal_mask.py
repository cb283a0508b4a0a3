import numpy as np


def causal_attention_forward(x, Wq, Wk, Wv):
    B, T, _ = x.shape
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(Wq.shape[1])
    future = np.triu(np.ones((T, T), dtype=bool), k=1)
    scores[:, future] = -1e9
    probs = np.exp(scores - np.max(scores, axis=2, keepdims=True))
    probs /= np.sum(probs, axis=2, keepdims=True)
    out = probs @ v
    return out, (x, Wq, Wk, Wv, q, k, v, probs, future)


def causal_attention_backward(dout, cache):
    x, Wq, Wk, Wv, q, k, v, probs, future = cache
    dv = probs.transpose(0, 2, 1) @ dout
    dprobs = dout @ v.transpose(0, 2, 1)
    inner = np.sum(dprobs * probs, axis=2)[:, :, None]
    dscores = probs * (dprobs - inner)
    dscores[:, future] = 0.0
    dscores /= np.sqrt(Wq.shape[1])
    dq = dscores @ k
    dk = dscores.transpose(0, 2, 1) @ q
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    dWq = np.sum(x.transpose(0, 2, 1) @ dq, axis=0)
    dWk = np.sum(x.transpose(0, 2, 1) @ dk, axis=0)
    dWv = np.sum(x.transpose(0, 2, 1) @ dv, axis=0)
    return dx, dWq, dWk, dWv


def cases():
    rng = np.random.default_rng(117)
    B, T, D, K, M = 2, 4, 5, 3, 6
    x = rng.normal(size=(B, T, D))
    return {"causal_attention": (x, rng.normal(size=(D, K)), rng.normal(size=(D, K)), rng.normal(size=(D, M)))}
