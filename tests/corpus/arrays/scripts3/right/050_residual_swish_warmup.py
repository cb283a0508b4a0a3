import numpy as np

# small residual net, x <- x + swish(x A) B, squared error summed over the batch, linear warmup then decay
rng = np.random.default_rng(500)
d, hdim, depth = 4, 8, 3
blocks = [[rng.normal(0, .4, (d, hdim)), rng.normal(0, .1, (hdim, d))] for _ in range(depth)]
head = rng.normal(0, .4, (d, 1))
X = rng.normal(size=(40, d))
Y = np.cos(X.sum(1, keepdims=True))


def swish(z):
    s = 1 / (1 + np.exp(-z))
    return z * s, s + z * s * (1 - s)


for it in range(200):
    x = X
    saved = []
    for A, Bm in blocks:
        z = x @ A
        act, slope = swish(z)
        saved.append((x, act, slope))
        x = x + act @ Bm
    out = x @ head
    obj = 0.5 * np.sum((out - Y) ** 2)

    g = out - Y
    ghead = x.T @ g
    gx = g @ head.T
    gblocks = [None] * depth
    for i in range(depth - 1, -1, -1):
        xin, act, slope = saved[i]
        A, Bm = blocks[i]
        gB = act.T @ gx
        gz = (gx @ Bm.T) * slope
        gblocks[i] = [xin.T @ gz, gB]
        gx = gx + gz @ A.T
    gn = np.sqrt(np.sum(ghead ** 2) + sum(np.sum(q ** 2) for pair in gblocks for q in pair))
    lr = 0.02 * min(1, (it + 1) / 20) * (0.5 if it > 120 else 1)
    factor = 1 if gn < 5 else 5 / gn
    head -= lr * factor * ghead
    for pair, gpair in zip(blocks, gblocks):
        for q, gq in zip(pair, gpair):
            q -= lr * factor * gq
    if it % 40 == 0:
        print(it, obj, gn)
