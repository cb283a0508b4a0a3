import numpy as np


def conv_valid_forward(img, ker, bias):
    """Single channel pictures, plain loops, dilation of two."""
    N, H, W = img.shape
    K, kh, kw = ker.shape
    oh, ow = H - 2 * (kh - 1), W - 2 * (kw - 1)
    out = np.zeros((N, K, oh, ow))
    for n in range(N):
        for k in range(K):
            for i in range(oh):
                for j in range(ow):
                    win = img[n, i:i + 2 * kh - 1:2, j:j + 2 * kw - 1:2]
                    out[n, k, i, j] = (win * ker[k]).sum() + bias[k]
    return out, (img, ker)


def conv_valid_backward(dout, cache):
    img, ker = cache
    K, kh, kw = ker.shape
    dimg, dker, dbias = np.zeros_like(img), np.zeros_like(ker), np.zeros(K)
    N, _, oh, ow = dout.shape
    for n in range(N):
        for k in range(K):
            for i in range(oh):
                for j in range(ow):
                    g = dout[n, k, i, j]
                    sl = (n, slice(i, i + 2 * kh - 1, 2), slice(j, j + 2 * kw - 1, 2))
                    dker[k] += g * img[sl]
                    dimg[sl] += g * ker[k]
                    dbias[k] += g
    return dimg, dker, dbias


def cases():
    r = np.random.RandomState(7)
    return {'conv_valid_forward': (r.randn(2, 6, 6), r.randn(2, 2, 3), r.randn(2))}
