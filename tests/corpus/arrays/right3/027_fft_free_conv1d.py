import numpy as np


def conv1d_causal(x, k, b, dilation=1):
    """x (batch, c_in, time), k (c_out, c_in, width). Output at t sees t, t-d, t-2d, ..."""
    width = k.shape[2]
    reach = (width - 1) * dilation
    T = x.shape[2]
    xp = np.pad(x, ((0, 0), (0, 0), (reach, 0)))
    out = np.zeros((x.shape[0], k.shape[0], T)) + b[None, :, None]
    for w in range(width):
        off = w * dilation
        out += np.einsum('oc,nct->not', k[:, :, w], xp[:, :, off:off + T])
    return out, (xp, k, dilation, reach)


def conv1d_causal_backward(dout, cache):
    xp, k, dilation, reach = cache
    T = dout.shape[2]
    dxp = np.zeros_like(xp)
    dk = np.zeros_like(k)
    for w in range(k.shape[2]):
        off = w * dilation
        dk[:, :, w] = np.einsum('not,nct->oc', dout, xp[:, :, off:off + T])
        dxp[:, :, off:off + T] += np.einsum('oc,not->nct', k[:, :, w], dout)
    return dxp[:, :, reach:], dk, dout.sum(axis=(0, 2))


def cases():
    rng = np.random.default_rng(0)
    x, k, b = rng.normal(size=(2, 3, 8)), rng.normal(size=(4, 3, 3)), rng.normal(size=4)
    return {"conv1d_causal": [(x, k, b, 1), (x, k, b, 2)]}
