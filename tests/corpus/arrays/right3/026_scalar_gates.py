# gates on plain numbers: forward remembers, backward hands the upstream number on
import math


class Mul:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]


class Add:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz, dz]


class Div:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x / y

    def backward(self, dz):
        return [dz / self.y, -dz * self.x / self.y ** 2]


class Pow:
    def forward(self, x, y):
        self.x, self.y = x, y
        self.z = x ** y
        return self.z

    def backward(self, dz):
        return [dz * self.y * self.x ** (self.y - 1), dz * self.z * math.log(self.x)]


def neuron(w0, x0, w1, x1, b):
    m0, m1, s0, s1 = Mul(), Mul(), Add(), Add()
    dot = s1.forward(s0.forward(m0.forward(w0, x0), m1.forward(w1, x1)), b)
    out = 1 / (1 + math.exp(-dot))
    ddot = out * (1 - out)
    dsum, db = s1.backward(ddot)
    d0, d1 = s0.backward(dsum)
    dw0, dx0 = m0.backward(d0)
    dw1, dx1 = m1.backward(d1)
    return out, [dw0, dx0, dw1, dx1, db]


def cases():
    return {"Mul": (Mul(), 0.7, 2.4), "Add": (Add(), 0.7, 2.4), "Div": (Div(), 0.7, 2.4), "Pow": (Pow(), 1.7, 2.4), "neuron": (0.3, -0.7, 1.1, 0.4, -0.2)}
