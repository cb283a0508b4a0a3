import math

class Neuron:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def forward(self, x):
        self.x = x
        self.y = math.tanh(self.w * x + self.b)
        return self.y

    def backward(self, dy):
        dz = dy * (1 - self.y ** 2)
        self.dw = dz * self.x
        self.db = dz
        return dz * self.w

x = 0.45
n = Neuron(1.6, -0.2)
y = n.forward(x)
dy = 1.0
dx = n.backward(dy)
print(dx, n.dw, n.db)
