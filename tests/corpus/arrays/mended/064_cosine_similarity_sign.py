# right
import numpy as np


def cosine_forward(u, v):
    nu = np.sqrt(np.sum(u * u, axis=1))
    nv = np.sqrt(np.sum(v * v, axis=1))
    dot = np.sum(u * v, axis=1)
    out = dot / (nu * nv)
    return out, (u, v, nu, nv, out)


def cosine_backward(dout, cache):
    u, v, nu, nv, cos = cache
    scale = (dout / (nu * nv))[:, None]
    du = scale * v - (dout * cos / nu**2)[:, None] * u
    dv = scale * u - (dout * cos / nv**2)[:, None] * v
    return du, dv


def cases():
    rng = np.random.default_rng(0)
    return {"cosine": (rng.normal(size=(3, 5)), rng.normal(size=(3, 5)))}
