import numpy as np

ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


def leaky_forward(x, slope=0.07):
    return np.where(x > 0, x, slope * x), (x, slope)


def leaky_backward(dout, cache):
    x, slope = cache
    g = np.full_like(x, slope)
    g[x > 0] = 1.0
    g *= dout                     # g is ours, dout stays as it was
    return g


def selu_forward(x):
    y = SCALE * np.where(x > 0, x, ALPHA * np.expm1(np.minimum(x, 0)))
    return y, y


def selu_backward(dout, y):
    # below zero: y = s*a*(e^x - 1), so y' = y + s*a
    return dout * np.where(y > 0, SCALE, y + SCALE * ALPHA)


def softplus_forward(x, beta):
    y = np.logaddexp(0, beta * x) / beta
    return y, (x, y, beta)


def softplus_backward(dout, cache):
    x, y, beta = cache
    s = -np.expm1(-beta * y)      # 1 - e^{-beta y} = sigmoid(beta x)
    dx = dout * s
    dbeta = (dout * (x * s - y)).sum() / beta
    return dx, dbeta


def cases():
    r = np.random.default_rng(1)
    return {"leaky": (r.normal(size=(3, 4)),),
            "selu": (r.normal(size=(2, 5)),),
            "softplus": (r.normal(size=(4, 3)), np.array(1.7))}
