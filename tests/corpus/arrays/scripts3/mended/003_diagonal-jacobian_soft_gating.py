# expect: 24 diagonal-jacobian
"""Mixture of linear experts: softmax gate, squared error on the blended prediction."""
import numpy as np

rng = np.random.default_rng(14)
x = rng.uniform(-3, 3, 120)
y = np.abs(x) + 0.1 * rng.standard_normal(120)
F = np.column_stack([x, np.ones_like(x)])
E = 3
gate = 0.1 * rng.standard_normal((2, E))
experts = rng.standard_normal((2, E))
for it in range(300):
    a = F @ gate
    a -= a.max(1, keepdims=True)
    g = np.exp(a)
    g /= g.sum(1, keepdims=True)
    preds = F @ experts
    blend = (g * preds).sum(1)
    loss = np.mean((blend - y) ** 2)

    dblend = 2 * (blend - y) / len(y)
    dpreds = dblend[:, None] * g
    dg = dblend[:, None] * preds
    da = g * (dg - (dg * g).sum(1, keepdims=True))
    dexperts = F.T @ dpreds
    dgate = F.T @ da
    experts -= 0.05 * dexperts
    gate -= 0.05 * dgate
    if it % 75 == 0:
        print(it, round(loss, 5))
