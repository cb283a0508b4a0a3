import numpy as np

rng = np.random.default_rng(8)
B, T, D = 12, 6, 3
x = rng.normal(size=(B, T, D))
target = x[np.arange(B), x[:, :, 0].argmax(1), 1]
query = rng.normal(size=D)
out_w = rng.normal(size=D)
for step in range(1, 61):
    e = np.exp(x @ query)
    att = e / e.sum(axis=1, keepdims=True)
    pooled = np.einsum('bt,btd->bd', att, x)
    res = pooled @ out_w - target
    loss = np.log(np.cosh(res)).mean()
    dres = np.tanh(res) / B
    d_out = dres @ pooled
    v = x @ out_w
    # d loss / d score_t = dres * att_t * (v_t - mean v)
    dscore = dres[:, None] * att * (v - (att * v).sum(1, keepdims=True))
    d_query = np.einsum('bt,btd->d', dscore, x)
    query -= 0.5 / np.sqrt(step) * d_query
    out_w -= 0.5 / np.sqrt(step) * d_out
print("loss %.5f" % loss)
