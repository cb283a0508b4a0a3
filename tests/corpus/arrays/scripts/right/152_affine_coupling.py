import numpy as np

np.random.seed(33)
t = np.random.rand(400) * np.pi
moon = np.c_[np.cos(t), np.sin(t)] * 2 + .1 * np.random.randn(400, 2)

def mk():
    return [np.random.randn(1, 10) * .5, np.zeros(10), np.random.randn(10, 2) * .1, np.zeros(2)]

nets = [mk(), mk(), mk()]

def forward(nets, x):
    saved, logdet = [], np.zeros(len(x))
    a, b = x[:, :1], x[:, 1:]
    for W1, c1, W2, c2 in nets:
        h = np.tanh(a @ W1 + c1)
        st = h @ W2 + c2
        s, sh = np.tanh(st[:, :1]), st[:, 1:]
        nb = b * np.exp(s) + sh
        logdet += s[:, 0]
        saved.append((a, b, h, s))
        a, b = nb, a                # swap the halves
    return a, b, logdet, saved

def backward(nets, a, b, saved):
    n = len(a)
    ga, gb = a / n, b / n
    out = []
    for (W1, c1, W2, c2), (a0, b0, h, s) in zip(reversed(nets), reversed(saved)):
        gnb, ga0 = ga, gb
        gs = gnb * b0 * np.exp(s) - 1 / n
        gst = np.hstack([gs * (1 - s * s), gnb])
        gpre = gst @ W2.T * (1 - h * h)
        out.insert(0, [a0.T @ gpre, gpre.sum(0), h.T @ gst, gst.sum(0)])
        ga, gb = ga0 + gpre @ W1.T, gnb * np.exp(s)
    return out

lr = .05
for i in range(200):
    x = moon[np.random.choice(400, 80)]
    a, b, ld, saved = forward(nets, x)
    nll = np.mean(.5 * (a ** 2 + b ** 2).sum(1) + np.log(2 * np.pi) - ld)
    G = backward(nets, a, b, saved)
    gn = np.sqrt(sum(np.sum(g * g) for net in G for g in net))
    factor = min(1.0, 1.0 / gn)
    for net, gnet in zip(nets, G):
        for p, g in zip(net, gnet):
            p -= lr * factor * g
    if i % 50 == 0:
        print(i, nll)
