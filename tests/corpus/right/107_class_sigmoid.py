import math
class Multiply:
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y
    def backward(self, dz):
        dx = dz * self.y
        dy = dz * self.x
        return [dx, dy]
class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + math.exp(-x))
        return self.out
    def backward(self, dz):
        return dz * self.out * (1 - self.out)
mul = Multiply()
sig = Sigmoid()
a = 2.0
b = -0.7
p = mul.forward(a, b)
L = sig.forward(p)
dL = 1.0
dp = sig.backward(dL)
da, db = mul.backward(dp)
