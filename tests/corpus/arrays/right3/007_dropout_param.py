import numpy as np


def dropout_forward(x, dropout_param):
    """Inverted dropout; p is the probability of keeping a unit."""
    p, mode = dropout_param['p'], dropout_param['mode']
    if 'seed' in dropout_param:
        np.random.seed(dropout_param['seed'])
    mask = None
    out = x
    if mode == 'train':
        mask = (np.random.rand(*x.shape) < p) / p
        out = x * mask
    return out, (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param['mode'] == 'train':
        return dout * mask
    return dout


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(5, 6))
    return {"dropout": [(x, {"p": 0.6, "mode": "train", "seed": 3}), (x, {"p": 0.6, "mode": "test"})]}
