import math

def mean(v):
    return sum(v) / len(v)

x = [0.4, 1.9, -1.2]
eps = 1e-3
gamma = [1.3, -0.6, 0.8]
mu = mean(x)
xc = [xi - mu for xi in x]
var = mean([c * c for c in xc])
std = math.sqrt(var + eps)
xhat = [c / std for c in xc]
loss = sum(g * h for g, h in zip(gamma, xhat))

dgamma = list(xhat)
dxhat = list(gamma)
dstd = sum(-dh * c / std ** 2 for dh, c in zip(dxhat, xc))
dvar = dstd / (2 * std)
dxc = [dh / std + dvar * 2 * c / 3 for dh, c in zip(dxhat, xc)]
dmu = -sum(dxc)
dx = [d + dmu / 3 for d in dxc]
