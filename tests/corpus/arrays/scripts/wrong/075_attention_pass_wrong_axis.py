# expect: 22 wrong-axis
import numpy as np

rng = np.random.default_rng(0)
T, C = 6, 4
x = rng.standard_normal((T, C))
Wq, Wk, Wv = [rng.standard_normal((C, C)) * 0.5 for _ in range(3)]
dout = rng.standard_normal((T, C))
scale = 1.0 / np.sqrt(C)

# forward (causal)
q, k, v = x @ Wq, x @ Wk, x @ Wv
att = (q @ k.T) * scale
att = np.where(np.tril(np.ones((T, T))) == 1, att, -1e9)
e = np.exp(att - att.max(axis=1, keepdims=True))
p = e / e.sum(axis=1, keepdims=True)
out = p @ v

# backward
dv = p.T @ dout
dp = dout @ v.T
datt = p * (dp - (dp * p).sum(axis=0, keepdims=True))
datt = datt * scale
dq = datt @ k
dk = datt.T @ q
dWq = x.T @ dq
dWk = x.T @ dk
dWv = x.T @ dv
dx = dq @ Wq.T
dx += dk @ Wk.T
dx += dv @ Wv.T
