# three layer lists
# numpy only
import numpy as np

rng = np.random.RandomState(109)
dims = [3, 6, 5, 1]
params = {}
for l in range(1, len(dims)):
    params['W%d' % l] = rng.randn(dims[l], dims[l-1]) * np.sqrt(2. / dims[l-1])
    params['b%d' % l] = np.zeros((dims[l], 1))
X = rng.randn(3, 16)
Y = (X.sum(axis=0, keepdims=True) > 0).astype(int)
m = X.shape[1]
lambd = 0.1
for i in range(200):
    Z1 = params['W1'] @ X + params['b1']
    A1 = np.maximum(0, Z1)
    Z2 = params['W2'] @ A1 + params['b2']
    A2 = np.maximum(0, Z2)
    Z3 = params['W3'] @ A2 + params['b3']
    A3 = 1 / (1 + np.exp(-Z3))
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    l2_cost = lambd / (2 * m) * sum(np.sum(np.square(params['W%d' % l])) for l in (1, 2, 3))
    cost = cross_entropy + l2_cost
    grads = {}
    dZ3 = A3 - Y
    grads['W3'] = dZ3 @ A2.T / m + lambd / m * params['W3']
    grads['b3'] = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = params['W3'].T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    grads['W2'] = dZ2 @ A1.T / m + lambd / m * params['W2']
    grads['b2'] = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = params['W2'].T @ dZ2
    dZ1 = dA1 * (Z1 > 0)
    grads['W1'] = dZ1 @ X.T / m + lambd / m * params['W1']
    grads['b1'] = np.sum(dZ1, axis=1, keepdims=True) / m
    for key in params:
        params[key] = params[key] - 0.3 * grads[key]
    if i % 50 == 0:
        print("Cost after iteration {}: {}".format(i, cost))
