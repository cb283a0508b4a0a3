import numpy as np

EPS = 1e-5


def batchnorm_forward(x, gamma, beta):
    N = x.shape[0]
    s1 = x.sum(0) / N
    centred = x - s1
    var = np.einsum('nd,nd->d', centred, centred) / N
    istd = (var + EPS) ** -0.5
    xh = centred * istd
    cache = {'xh': xh, 'istd': istd, 'gamma': gamma, 'N': N}
    return gamma * xh + beta, cache


def batchnorm_backward(dout, cache):
    xh, istd, gamma, N = (cache[k] for k in ('xh', 'istd', 'gamma', 'N'))
    dbeta = dout.sum(0)
    dgamma = np.einsum('nd,nd->d', dout, xh)
    dx = gamma * istd / N * (N * dout - dbeta - xh * dgamma)
    return {'dx': dx, 'dgamma': dgamma, 'dbeta': dbeta}


def cases():
    g = np.random.default_rng(2)
    return {'batchnorm_forward': (g.normal(1, 2, (9, 4)), g.uniform(.5, 2, 4), g.normal(size=4))}
