# right
import numpy as np


class Elu:
    def __init__(self, alpha=1.3):
        self.alpha = alpha

    def forward(self, z):
        self.z = z
        self.out = np.where(z > 0, z, self.alpha * (np.exp(z) - 1))
        return self.out

    def backward(self, grad):
        # for z < 0 : d/dz alpha*(e^z - 1) = alpha*e^z
        return grad * np.where(self.z > 0, 1.0, self.out + self.alpha)


class Selu:
    LAMBDA = 1.0507009873554805
    ALPHA = 1.6732632423543772

    def forward(self, z):
        self.inner = Elu(self.ALPHA)
        return self.LAMBDA * z * (z > 0) + self.LAMBDA * self.inner.forward(np.minimum(z, 0))

    def backward(self, grad):
        neg = self.inner.out < 0
        return self.LAMBDA * np.where(neg, (self.inner.out + self.ALPHA) * grad, grad)


def cases():
    r = np.random.default_rng(1)
    return {"Elu": (Elu(), r.normal(size=(4, 3))), "Selu": (Selu(), r.normal(size=(3, 5)))}
