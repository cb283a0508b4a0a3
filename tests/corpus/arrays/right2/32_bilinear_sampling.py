import numpy as np


def sample_forward(img, xy):
    """img (H, W, C), xy (N, 2) real coordinates inside the picture"""
    x, y = xy[:, 0], xy[:, 1]
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = (x - x0)[:, None], (y - y0)[:, None]
    a, b = img[y0, x0], img[y0, x0 + 1]
    c, d = img[y0 + 1, x0], img[y0 + 1, x0 + 1]
    top, bot = a + fx * (b - a), c + fx * (d - c)
    return top + fy * (bot - top), (img.shape, x0, y0, fx, fy, a, b, c, d)


def sample_backward(dout, cache):
    shape, x0, y0, fx, fy, a, b, c, d = cache
    dimg = np.zeros(shape)
    for dy, wy in ((0, 1 - fy), (1, fy)):
        for dx, wx in ((0, 1 - fx), (1, fx)):
            np.add.at(dimg, (y0 + dy, x0 + dx), dout * wy * wx)
    gx = (dout * ((1 - fy) * (b - a) + fy * (d - c))).sum(1)
    gy = (dout * ((1 - fx) * (c - a) + fx * (d - b))).sum(1)
    return dimg, np.stack([gx, gy], axis=1)


def affine_grid_forward(theta, pts):
    return np.einsum('ij,nj->ni', theta[:, :2], pts) + theta[:, 2], (theta, pts)


def affine_grid_backward(dout, cache):
    theta, pts = cache
    return np.hstack([dout.T @ pts, dout.sum(0)[:, None]]), dout @ theta[:, :2]


def interp_forward(knots, t):
    """piecewise linear curve through knots at 0, 1, 2, ..."""
    k = np.clip(np.floor(t).astype(int), 0, len(knots) - 2)
    f = t - k
    return (1 - f) * knots[k] + f * knots[k + 1], (knots, k, f)


def interp_backward(dout, cache):
    knots, k, f = cache
    g = np.bincount(k, (1 - f) * dout, len(knots)) + np.bincount(k + 1, f * dout, len(knots))
    return g, dout * (knots[k + 1] - knots[k])


def cases():
    r = np.random.default_rng(32)
    cells = r.integers(0, 3, (5, 2)) + r.uniform(.2, .8, (5, 2))
    theta = r.normal(size=(2, 3))
    return {'sample_forward': (r.normal(size=(5, 5, 2)), cells),
            'affine_grid_forward': (theta, r.normal(size=(4, 2))),
            'interp_forward': (r.normal(size=5), np.array([.3, 1.6, 1.7, 3.2, .8]))}
