import numpy as np


class Net:
    """two-layer net, leaky relu, weighted cross entropy"""

    def __init__(self, n_in, n_hid, n_out, seed=0):
        r = np.random.RandomState(seed)
        self.params = {
            'W1': r.randn(n_in, n_hid) * 0.5,
            'b1': np.zeros(n_hid),
            'W2': r.randn(n_hid, n_out) * 0.5,
            'b2': np.zeros(n_out),
        }
        self.grads = {}

    def loss(self, x, t, class_w):
        p = self.params
        self.x, self.t = x, t
        self.a = x.dot(p['W1']) + p['b1']
        self.h = np.where(self.a > 0, self.a, 0.1 * self.a)
        o = self.h.dot(p['W2']) + p['b2']
        o -= o.max(axis=1, keepdims=True)
        e = np.exp(o)
        self.q = e / e.sum(axis=1, keepdims=True)
        self.sw = class_w[t]
        return -(self.sw * np.log(self.q[range(len(t)), t])).sum() / self.sw.sum()

    def backward(self):
        p = self.params
        do = self.q.copy()
        do[range(len(self.t)), self.t] -= 1
        do *= (self.sw / self.sw.sum())[:, None]
        self.grads['W2'] = self.h.T.dot(do)
        self.grads['b2'] = do.sum(axis=0)
        da = do.dot(p['W2'].T)
        da[self.a <= 0] *= 0.1
        self.grads['W1'] = self.x.T.dot(da)
        self.grads['b1'] = da.sum(axis=0)


if __name__ == '__main__':
    r = np.random.RandomState(1)
    t = r.choice(3, 180, p=[0.7, 0.2, 0.1])
    x = r.randn(180, 2) + np.array([[0, 0], [2, 1], [-1, 2]])[t]
    cw = len(t) / np.bincount(t)
    net = Net(2, 10, 3)
    cache = {k: np.zeros_like(v) for k, v in net.params.items()}
    for i in range(200):
        L = net.loss(x, t, cw)
        net.backward()
        for key in net.params:
            cache[key] = 0.9 * cache[key] + 0.1 * net.grads[key] ** 2
            net.params[key] -= 0.01 * net.grads[key] / (np.sqrt(cache[key]) + 1e-7)
        if i % 40 == 0:
            print(i, L)
