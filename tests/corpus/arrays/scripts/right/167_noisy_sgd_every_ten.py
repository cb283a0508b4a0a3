from types import SimpleNamespace
import numpy as np

def init(rng, sizes):
    net = SimpleNamespace()
    net.W = [rng.standard_normal((i, o)) / np.sqrt(i) for i, o in zip(sizes, sizes[1:])]
    net.b = [np.zeros(o) for o in sizes[1:]]
    return net

def act(z):
    return np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0)   # softplus

def forward(net, x):
    hs = [x]
    for W, b in zip(net.W[:-1], net.b[:-1]):
        hs.append(act(hs[-1] @ W + b))
    return hs, (hs[-1] @ net.W[-1] + net.b[-1])[:, 0]

def objective(net, x, y, sw, l2):
    return np.average((forward(net, x)[1] - y) ** 2, weights=sw) + l2 * sum((W ** 2).sum() for W in net.W)

def gradient(net, x, y, sw, l2):
    hs, out = forward(net, x)
    g = (2 * sw * (out - y) / sw.sum())[:, None]
    gradW, gradb = [], []
    for k in reversed(range(len(net.W))):
        gradW.append(hs[k].T @ g + 2 * l2 * net.W[k])
        gradb.append(g.sum(0))
        if k:
            g = g @ net.W[k].T * -np.expm1(-hs[k])      # softplus' = 1 - exp(-softplus)
    return gradW[::-1], gradb[::-1]

if __name__ == '__main__':
    rng = np.random.default_rng(50)
    x = rng.uniform(-2, 2, (200, 2))
    noise_sd = np.where(x[:, 0] > 0, .05, .5)
    y = np.cos(x[:, 0]) + x[:, 1] ** 2 / 2 + noise_sd * rng.standard_normal(200)
    sw = 1 / noise_sd ** 2
    net = init(rng, [2, 16, 8, 1])
    best = np.inf
    for it in range(300):
        gradW, gradb = gradient(net, x, y, sw, 1e-4)
        sd = .05 / (1 + it) ** .55
        for k in range(len(net.W)):
            net.W[k] -= .05 * (gradW[k] + sd * rng.standard_normal(gradW[k].shape))
            net.b[k] -= .05 * gradb[k]
        if it % 10 == 0:
            J = objective(net, x, y, sw, 1e-4)
            best = min(best, J)
    print('last', J, 'best', best)
