import math

class Layer:
    def __init__(self, w, b):
        self.w, self.b = w, b
        self.grad_w, self.grad_b = 0.0, 0.0

    def forward(self, x):
        self.x = x
        self.out = math.tanh(self.w * x + self.b)
        return self.out

    def backward(self, grad_out):
        g = grad_out * (1 - self.out ** 2)
        self.grad_w += g * self.x
        self.grad_b += g
        return g * self.w

first, second = Layer(0.7, 0.1), Layer(-1.2, 0.4)
x = 0.9
y = second.forward(first.forward(x))
dy = 1.0
dx = first.backward(second.backward(dy))
print(first.grad_w, second.grad_w)
