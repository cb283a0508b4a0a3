import numpy as np

def sigm(x): return 1.0 / (1.0 + np.exp(-x))

class LSTM:
    def __init__(self, n_x, n_h, rng):
        self.n_h = n_h
        self.W = rng.normal(0, 1 / np.sqrt(n_x + n_h), (n_x + n_h, 4 * n_h))
        self.b = np.zeros(4 * n_h)
        self.b[n_h:2 * n_h] = 1.0         # forget bias
        self.V = rng.normal(0, 1 / np.sqrt(n_h), n_h)

    def forward(self, xs):
        B, H = xs.shape[1], self.n_h
        h, c, self.tape = np.zeros((B, H)), np.zeros((B, H)), []
        for x in xs:
            xh = np.hstack([x, h])
            a = xh @ self.W + self.b
            i, f, o, g = sigm(a[:, :H]), sigm(a[:, H:2*H]), sigm(a[:, 2*H:3*H]), np.tanh(a[:, 3*H:])
            c_prev = c
            c = f * c_prev + i * g
            h = o * np.tanh(c)
            self.tape.append((xh, i, f, o, g, c_prev, c))
        self.h = h
        return h @ self.V

    def backward(self, dout):
        dV = self.h.T @ dout
        dW, db = np.zeros_like(self.W), np.zeros_like(self.b)
        dh, dc = np.outer(dout, self.V), 0.0
        for xh, i, f, o, g, c_prev, c in reversed(self.tape):
            tc = np.tanh(c)
            do = dh * tc
            dc = dc + dh * o * (1 - tc ** 2)
            da = np.hstack([dc * g * i * (1 - i), dc * c_prev * f * (1 - f),
                            do * o * (1 - o), dc * i * (1 - g ** 2)])
            dW += xh.T @ da
            db += da.sum(0)
            dh = (da @ self.W.T)[:, -self.n_h:]
            dc = dc * f
        return dW, db, dV

rng = np.random.default_rng(4)
net = LSTM(2, 8, rng)
for it in range(200):
    xs = rng.random((6, 32, 2))
    xs[:, :, 1] = rng.random((6, 32)) < 0.4
    target = (xs[:, :, 0] * xs[:, :, 1]).sum(axis=0)
    out = net.forward(xs)
    mse = np.mean((out - target) ** 2)
    dW, db, dV = net.backward(2 * (out - target) / len(target))
    net.W -= 0.1 * dW; net.b -= 0.1 * db; net.V -= 0.1 * dV
    if it % 50 == 0:
        print(it, mse)
print('final', mse)
