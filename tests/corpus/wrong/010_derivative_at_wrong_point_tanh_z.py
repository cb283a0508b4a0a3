# expect: 9 derivative-at-wrong-point
from math import tanh

def neuron(x, w):
    z = x * w
    h = tanh(z)
    out = 3 * h
    dh = 3.0
    dz = dh * (1 - z ** 2)
    dw = dz * x
    dx = dz * w
    return out, dx, dw

out, dx, dw = neuron(1.1, 0.45)
print("out", out)
