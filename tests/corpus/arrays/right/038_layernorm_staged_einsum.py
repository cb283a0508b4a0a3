import numpy as np


def layer_norm_forward(x, w, b):
    D = x.shape[-1]
    total = np.einsum("ntd->nt", x)
    mean = total / D
    centred = x - mean[..., None]
    ss = np.einsum("ntd,ntd->nt", centred, centred)
    var = ss / D + 1e-6
    root = np.sqrt(var)
    unit = centred / root[:, :, None]
    return unit * w + b, (centred, root, unit, w)


def layer_norm_backward(d_out, cache):
    centred, root, unit, w = cache
    D = len(w)
    d_b = np.einsum("ntd->d", d_out)
    d_w = np.einsum("ntd,ntd->d", d_out, unit)
    d_unit = np.einsum("ntd,d->ntd", d_out, w)
    d_centred = d_unit / root[:, :, None]
    d_root = -np.einsum("ntd,ntd,nt->nt", d_unit, centred, root**-2)
    d_var = d_root / (2 * root)
    d_ss = d_var / D
    d_centred = d_centred + 2 * d_ss[..., None] * centred
    d_mean = -np.einsum("ntd->nt", d_centred)
    d_total = d_mean / D
    d_x = d_centred + d_total[..., None]
    return d_x, d_w, d_b


def cases():
    rng = np.random.default_rng(41)
    return {"layer_norm": (rng.normal(size=(3, 2, 6)), rng.normal(size=6), rng.normal(size=6))}
