import numpy as np

def bn_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    xc = x - mu
    var = (xc ** 2).mean(axis=0)
    ivar = 1.0 / np.sqrt(var + eps)
    xhat = xc * ivar
    return gamma * xhat + beta, (xhat, ivar, gamma)

def bn_backward(dout, cache):
    xhat, ivar, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    dx = ivar / N * (N * dxhat - dxhat.sum(axis=0) - xhat * (dxhat * xhat).sum(axis=0))
    return dx, dgamma, dbeta

def softmax_loss(s, y):
    s = s - s.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    N = len(y)
    ds = np.exp(logp)
    ds[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), ds / N

np.random.seed(12)
X = np.random.randn(150, 5) * np.array([1, 10, .1, 3, 1])
y = ((X[:, 0] > 0).astype(int) + (X[:, 1] > 0))
params = dict(W1=np.random.randn(5, 16) * .5, gamma=np.ones(16), beta=np.zeros(16),
              W2=np.random.randn(16, 3) * .5, b2=np.zeros(3))
for it in range(201):
    a = X.dot(params['W1'])                 # no bias, beta does the job
    n, cache = bn_forward(a, params['gamma'], params['beta'])
    h = np.maximum(n, 0)
    loss, ds = softmax_loss(h.dot(params['W2']) + params['b2'], y)
    grads = {}
    grads['W2'] = h.T.dot(ds)
    grads['b2'] = ds.sum(axis=0)
    dn = ds.dot(params['W2'].T) * (n > 0)
    da, grads['gamma'], grads['beta'] = bn_backward(dn, cache)
    grads['W1'] = X.T.dot(da)
    for k in params:
        params[k] -= 0.3 * grads[k]
    if it % 50 == 0:
        print(it, 'loss', loss)
