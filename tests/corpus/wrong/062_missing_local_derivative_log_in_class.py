# expect: 15 missing-local-derivative
import math

class LogNeuron:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.x = x
        self.z = self.w * x
        self.y = math.log(self.z)
        return self.y

    def backward(self, dy):
        dz = dy
        self.dw = dz * self.x
        dx = dz * self.w
        return dx

x = 1.6
n = LogNeuron(2.3)
y = n.forward(x)
dx = n.backward(1.0)
