class ReLU:
    def forward(self, x):
        self.mask = [v > 0 for v in x]
        return [v if v > 0 else 0.0 for v in x]
    def backward(self, dout):
        return [d if m else 0.0 for d, m in zip(dout, self.mask)]
class Linear:
    def __init__(self, W):
        self.W = W
    def forward(self, x):
        self.x = x
        return [sum(w * v for w, v in zip(row, x)) for row in self.W]
    def backward(self, dout):
        self.dW = [[d * v for v in self.x] for d in dout]
        dx = [0.0] * len(self.x)
        for d, row in zip(dout, self.W):
            for j, w in enumerate(row):
                dx[j] += d * w
        return dx
layers = [Linear([[1.0, -2.0], [0.5, 0.3], [0.2, 0.9]]), ReLU(), Linear([[0.3, -0.1, 0.4]])]
x = [1.0, 0.4]
out = x
for l in layers:
    out = l.forward(out)
loss = 0.5 * (out[0] - 1.0) ** 2
dout = [out[0] - 1.0]
for l in reversed(layers):
    dout = l.backward(dout)
dx = dout
