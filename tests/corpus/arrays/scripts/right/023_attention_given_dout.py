# one head of scaled dot-product attention, forward and backward once
import numpy as np

rng = np.random.default_rng(2024)
T, d_model, d_k = 5, 6, 3
x = rng.normal(size=(T, d_model))
Wq = rng.normal(size=(d_model, d_k))
Wk = rng.normal(size=(d_model, d_k))
Wv = rng.normal(size=(d_model, d_k))
dout = rng.normal(size=(T, d_k))

q = x @ Wq
k = x @ Wk
v = x @ Wv
logits = q @ k.T / np.sqrt(d_k)
logits = logits - logits.max(axis=-1, keepdims=True)
w = np.exp(logits)
w = w / w.sum(axis=-1, keepdims=True)
out = w @ v

dw = dout @ v.T
dv = w.T @ dout
dlogits = w * (dw - np.sum(dw * w, axis=-1, keepdims=True))
dlogits = dlogits / np.sqrt(d_k)
dq = dlogits @ k
dk = dlogits.T @ q
dWq = x.T @ dq
dWk = x.T @ dk
dWv = x.T @ dv
dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
print(dx.shape, dWq.shape)
