import numpy as np


def conv_nhwc_forward(x, k, b, s):
    """Channels last: x (N, H, W, C), k (KH, KW, C, F). One einsum for each offset in the kernel."""
    KH, KW, C, F = k.shape
    oh = (x.shape[1] - KH) // s + 1
    ow = (x.shape[2] - KW) // s + 1
    y = np.zeros((x.shape[0], oh, ow, F)) + b
    for u in range(KH):
        for v in range(KW):
            y += np.einsum("nhwc,cf->nhwf", x[:, u : u + s * oh : s, v : v + s * ow : s, :], k[u, v])
    return y, (x, k, s)


def conv_nhwc_backward(grad_y, cache):
    x, k, s = cache
    _, oh, ow, _ = grad_y.shape
    grad_x, grad_k = np.zeros_like(x), np.zeros_like(k)
    for u, v in np.ndindex(k.shape[0], k.shape[1]):
        rows, cols = slice(u, u + s * oh, s), slice(v, v + s * ow, s)
        grad_k[u, v] = np.einsum("nhwc,nhwf->cf", x[:, rows, cols], grad_y)
        grad_x[:, rows, cols] += np.einsum("nhwf,cf->nhwc", grad_y, k[u, v])
    grad_b = np.einsum("nhwf->f", grad_y)
    return grad_x, grad_k, grad_b


def cases():
    rng = np.random.default_rng(54)
    x = rng.normal(size=(2, 7, 6, 4))
    k = rng.normal(size=(3, 2, 4, 5))
    b = rng.normal(size=5)
    return {"conv_nhwc": (x, k, b, 2)}
