# expect: 13 double-derivative
from math import exp, log


def bce(z: float, y: float) -> float:
    p = 1.0 / (1.0 + exp(-z))
    return -y * log(p) - (1.0 - y) * log(1.0 - p)


def bce_grad(z: float, y: float) -> float:
    """Gradient of the loss by the logit."""
    p = 1.0 / (1.0 + exp(-z))
    dz = (p - y) * p * (1.0 - p)
    return dz


z = 0.85
loss = bce(z, 0.2)
dz = bce_grad(z, 0.2)
