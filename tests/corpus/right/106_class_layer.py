class Linear:
    def __init__(self, W, b):
        self.W = W
        self.b = b
    def forward(self, x):
        self.x = x
        return [sum(w * xi for w, xi in zip(row, x)) + bi for row, bi in zip(self.W, self.b)]
    def backward(self, dout):
        self.dW = [[d * xi for xi in self.x] for d in dout]
        self.db = list(dout)
        return [sum(self.W[i][j] * dout[i] for i in range(len(dout))) for j in range(len(self.x))]
x = [1.0, -2.0]
fc = Linear([[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], [0.0, 0.1, 0.2])
out = fc.forward(x)
loss = sum(o * o for o in out) / 2
dout = out
dx = fc.backward(dout)
dW = fc.dW
db = fc.db
