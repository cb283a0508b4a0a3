# expect: 7 wrapped-scalar
import math


def neuron_forward(w, x):
    # w = [w0, w1, bias]
    dot = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1.0 / (1 + math.exp(-dot))
    return f, (w, x, f)


def neuron_backward(df, cache):
    w, x, f = cache
    ddot = (1 - f) * f * df
    dx = [w[0] * ddot, w[1] * ddot]
    dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot]
    return dw, dx


def neuron_loss(w, x, label):
    f, cache = neuron_forward(w, x)
    loss = -(label * math.log(f) + (1 - label) * math.log(1 - f))
    df = -label / f + (1 - label) / (1 - f)
    return loss, neuron_backward(df, cache)[0]


def cases():
    return {"neuron": ([0.5, -1.2, 0.3], [0.7, 0.4]), "neuron_loss": ([0.5, -1.2, 0.3], [0.7, 0.4], 1.0)}
