import numpy as np

class T:
    "an array with a place for its gradient"
    def __init__(self, a): self.a, self.g = np.asarray(a, float), None

class Relu():
    def __call__(self, inp):
        self.inp = inp
        self.out = T(np.clip(inp.a, 0., None) - 0.5)
        return self.out
    def backward(self): self.inp.g = (self.inp.a > 0) * self.out.g

class Lin():
    def __init__(self, w, b): self.w, self.b = T(w), T(b)
    def __call__(self, inp):
        self.inp = inp
        self.out = T(inp.a @ self.w.a + self.b.a)
        return self.out
    def backward(self):
        self.inp.g = self.out.g @ self.w.a.T
        self.w.g = self.inp.a.T @ self.out.g
        self.b.g = self.out.g.sum(0)

class Mse():
    def __call__(self, inp, targ):
        self.inp, self.targ = inp, targ
        return ((inp.a[:, 0] - targ) ** 2).mean()
    def backward(self):
        self.inp.g = 2. * (self.inp.a[:, 0] - self.targ)[:, None] / self.targ.shape[0]

class Model():
    def __init__(self, n_in, nh, rng):
        self.layers = [Lin(rng.normal(size=(n_in, nh)) * np.sqrt(2 / n_in), np.zeros(nh)), Relu(),
                       Lin(rng.normal(size=(nh, 1)) / np.sqrt(nh), np.zeros(1))]
        self.loss = Mse()
    def __call__(self, x, targ):
        x = T(x)
        for l in self.layers: x = l(x)
        return self.loss(x, targ)
    def backward(self):
        self.loss.backward()
        for l in reversed(self.layers): l.backward()

rng = np.random.default_rng(0)
x_train = rng.normal(size=(500, 12)); y_train = np.abs(x_train[:, 0]) + x_train[:, 1]
model = Model(12, 30, rng)
for i in range(100):
    loss = model(x_train, y_train)
    model.backward()
    for l in model.layers:
        if isinstance(l, Lin):
            for p in (l.w, l.b): p.a -= 0.05 * p.g
    if i % 20 == 0: print(i, loss)
