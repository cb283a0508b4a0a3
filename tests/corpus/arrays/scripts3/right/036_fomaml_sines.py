import numpy as np

# first-order MAML on sine tasks: the outer step uses the gradient taken at the adapted weights
rng = np.random.default_rng(3)
H = 20
theta = [rng.normal(0, 1, (1, H)), rng.normal(0, .5, H), rng.normal(0, .3, (H, 1)), np.zeros(1)]


def f(w, x):
    h = np.tanh(x @ w[0] + w[1])
    return h @ w[2] + w[3], h


def mse_grads(w, x, y):
    out, h = f(w, x)
    d = 2 * (out - y) / len(x)
    dh = d @ w[2].T * (1 - h * h)
    return np.mean((out - y) ** 2), [x.T @ dh, dh.sum(0), h.T @ d, d.sum(0)]


inner_lr, outer_lr, inner_steps = 0.02, 0.01, 3
curve = []
for meta_it in range(120):
    meta = [np.zeros_like(p) for p in theta]
    after = 0.0
    for task in range(4):
        amp, ph = rng.uniform(.5, 2), rng.uniform(0, np.pi)
        xs = rng.uniform(-3, 3, (10, 1))
        ys = amp * np.sin(xs + ph)
        fast = [p.copy() for p in theta]
        for _ in range(inner_steps):
            _, gs = mse_grads(fast, xs, ys)
            fast = [p - inner_lr * g for p, g in zip(fast, gs)]
        xq = rng.uniform(-3, 3, (10, 1))
        lq, gq = mse_grads(fast, xq, amp * np.sin(xq + ph))
        after += lq / 4
        for m, g in zip(meta, gq):
            m += g / 4
    for p, m in zip(theta, meta):
        p -= outer_lr * m
    curve.append(after)
print('query loss', np.mean(curve[:20]), '->', np.mean(curve[-20:]))
