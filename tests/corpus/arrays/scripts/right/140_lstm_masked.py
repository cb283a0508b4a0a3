import numpy as np

def sigmoid(v):
    return 1. / (1. + np.exp(-v))

class LSTMTagger(object):
    """tags every step of padded sequences, masked cross entropy"""
    def __init__(self, D, H, C, seed=0):
        r = np.random.RandomState(seed)
        self.H = H
        self.Wx = r.randn(D, 4 * H) * .2
        self.Wh = r.randn(H, 4 * H) * .2
        self.b = np.zeros(4 * H)
        self.b[H:2 * H] = 1.0
        self.U = r.randn(H, C) * .2

    def run(self, X, Y, M):
        B, T, D = X.shape
        H = self.H
        h, c = np.zeros((B, H)), np.zeros((B, H))
        steps, loss, cnt = [], 0., M.sum()
        for t in range(T):
            a = X[:, t] @ self.Wx + h @ self.Wh + self.b
            i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H:2*H]), sigmoid(a[:, 2*H:3*H])
            g = np.tanh(a[:, 3*H:])
            c_new = f * c + i * g
            tc = np.tanh(c_new)
            h_new = o * tc
            s = h_new @ self.U
            s = s - s.max(1, keepdims=True)
            p = np.exp(s); p /= p.sum(1, keepdims=True)
            loss += -(M[:, t] * np.log(p[np.arange(B), Y[:, t]])).sum() / cnt
            steps.append((h, c, i, f, o, g, tc, h_new, p))
            h, c = h_new, c_new
        self.dWx, self.dWh = np.zeros_like(self.Wx), np.zeros_like(self.Wh)
        self.db, self.dU = np.zeros_like(self.b), np.zeros_like(self.U)
        dh, dc = np.zeros((B, H)), np.zeros((B, H))
        for t in reversed(range(T)):
            h0, c0, i, f, o, g, tc, h1, p = steps[t]
            ds = p.copy()
            ds[np.arange(B), Y[:, t]] -= 1
            ds *= M[:, t, None] / cnt
            self.dU += h1.T @ ds
            dh = dh + ds @ self.U.T
            dc = dc + dh * o * (1 - tc ** 2)
            da = np.hstack([dc * g * i * (1 - i), dc * c0 * f * (1 - f),
                            dh * tc * o * (1 - o), dc * i * (1 - g ** 2)])
            self.dWx += X[:, t].T @ da
            self.dWh += h0.T @ da
            self.db += da.sum(0)
            dh = da @ self.Wh.T
            dc = dc * f
        return loss

r = np.random.RandomState(5)
B, T, D = 24, 10, 3
X = r.randn(B, T, D)
Y = (np.cumsum(X[..., 0], axis=1) > 0).astype(int)     # needs memory
M = (np.arange(T) < r.randint(4, T + 1, size=(B, 1))).astype(float)
net = LSTMTagger(D, 8, 2)
vel = {}
for ep in range(100):
    loss = net.run(X, Y, M)
    for n in ('Wx', 'Wh', 'b', 'U'):
        vel[n] = .9 * vel.get(n, 0) - .3 * getattr(net, 'd' + n)
        getattr(net, n).__iadd__(vel[n])
    if ep % 25 == 0:
        print('epoch', ep, 'masked nll', loss)
