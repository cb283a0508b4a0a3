"""Convolution and pooling, forward and backward, by loops, by windows, by im2col, by strides, by FFT-free tricks."""

# The code is as people write it.
# ruff: noqa: N803, N806, RUF059

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from tests.tracing.constructs.case import case, real, small


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = int(1 + (W + 2 * pad - WW) / stride)
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), "constant")
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    window = x_pad[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, F, H_out, W_out = dout.shape
    _, _, HH, WW = w.shape
    x_pad = np.pad(x, ((0,), (0,), (pad,), (pad,)), mode="constant", constant_values=0)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    for n in range(N):
        for f in range(F):
            db[f] += dout[n, f].sum()
            for i in range(H_out):
                for j in range(W_out):
                    rows, cols = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
                    dw[f] += x_pad[n, :, rows, cols] * dout[n, f, i, j]
                    dx_pad[n, :, rows, cols] += w[f] * dout[n, f, i, j]
    dx = dx_pad[:, :, pad:-pad, pad:-pad]
    return dx, dw, db


@case(real(2, 2, 4, 4), small(3, 2, 3, 3), small(3), constants=({"stride": 1, "pad": 1},))
def naive_forward(x, w, b, conv_param):
    out, _ = conv_forward_naive(x, w, b, conv_param)
    return out


@case(real(2, 2, 5, 5), small(2, 2, 3, 3), small(2), constants=({"stride": 2, "pad": 1},))
def naive_forward_with_stride(x, w, b, conv_param):
    return conv_forward_naive(x, w, b, conv_param)[0]


@case(real(2, 2, 2, 2), real(2, 2, 4, 4), small(2, 2, 3, 3), small(2), constants=({"stride": 2, "pad": 1},))
def naive_backward(dout, x, w, b, conv_param):
    return conv_backward_naive(dout, (x, w, b, conv_param))


@case(real(1, 2, 4, 4), small(2, 2, 3, 3), small(2), constants=({"stride": 1, "pad": 1},))
def naive_loss_with_its_gradients(x, w, b, conv_param):
    out, cache = conv_forward_naive(x, w, b, conv_param)
    dx, dw, db = conv_backward_naive(2 * out, cache)
    return np.sum(out**2), dw, db, dx


@case(real(1, 1, 5, 5), small(1, 1, 2, 2))
def seven_loops(x, w):
    N, C, H, W = x.shape
    F, _, k, _ = w.shape
    out = np.zeros((N, F, H - k + 1, W - k + 1))
    for n in range(N):
        for f in range(F):
            for i in range(H - k + 1):
                for j in range(W - k + 1):
                    for c in range(C):
                        for a in range(k):
                            for b in range(k):
                                out[n, f, i, j] += x[n, c, i + a, j + b] * w[f, c, a, b]
    return out


@case(real(2, 2, 4, 4), small(3, 2, 3, 3), small(3))
def by_shifted_windows(x, w, b):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out, W_out = H - HH + 1, W - WW + 1
    out = np.zeros((N, F, H_out, W_out))
    for i in range(HH):
        for j in range(WW):
            out += np.einsum("nchw,fc->nfhw", x[:, :, i : i + H_out, j : j + W_out], w[:, :, i, j])
    return out + b.reshape(1, -1, 1, 1)


@case(real(2, 2, 4, 4), small(3, 2, 3, 3), small(3))
def by_sliding_windows(x, w, b):
    windows = sliding_window_view(x, (3, 3), axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows, w) + b[None, :, None, None]
    other = np.tensordot(windows, w, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    return out * other


def im2col_indices(shape, HH, WW, pad, stride):
    N, C, H, W = shape
    H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    i0 = np.tile(np.repeat(np.arange(HH), WW), C)
    i1 = stride * np.repeat(np.arange(H_out), W_out)
    j0 = np.tile(np.arange(WW), HH * C)
    j1 = stride * np.tile(np.arange(W_out), H_out)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    return k, i, j, H_out, W_out


@case(real(2, 2, 4, 4), small(3, 2, 3, 3), small(3), constants=(1, 1))
def by_im2col(x, w, b, pad, stride):
    F, C, HH, WW = w.shape
    x_padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    k, i, j, H_out, W_out = im2col_indices(x.shape, HH, WW, pad, stride)
    cols = x_padded[:, k, i, j].transpose(1, 2, 0).reshape(HH * WW * C, -1)
    res = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    return res.reshape(F, H_out, W_out, x.shape[0]).transpose(3, 0, 1, 2)


@case(real(2, 3, 4, 4), real(2, 2, 4, 4), small(3, 2, 3, 3), constants=(1, 1))
def gradients_by_im2col(dout, x, w, pad, stride):
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    x_padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    k, i, j, H_out, W_out = im2col_indices(x.shape, HH, WW, pad, stride)
    cols = x_padded[:, k, i, j].transpose(1, 2, 0).reshape(HH * WW * C, -1)
    dout_rows = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    dw = (dout_rows @ cols.T).reshape(w.shape)
    dcols = w.reshape(F, -1).T @ dout_rows
    dx_padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    dcols = dcols.reshape(C * HH * WW, -1, N).transpose(2, 0, 1)
    np.add.at(dx_padded, (slice(None), k, i, j), dcols)
    return dx_padded[:, :, pad:-pad, pad:-pad], dw, dout.sum(axis=(0, 2, 3))


@case(real(2, 2, 4, 4), small(3, 2, 2, 2), refused="as_strided")
def by_strides(x, w):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    s = x.strides
    shape = (N, C, H - HH + 1, W - WW + 1, HH, WW)
    windows = as_strided(x, shape=shape, strides=(*s, s[2], s[3]))
    return np.einsum("ncijab,fcab->nfij", windows, w)


@case(real(2, 2, 3, 3), small(2, 2, 2, 2))
def transposed_convolution(x, w):
    N, C, H, W = x.shape
    out = np.zeros((N, w.shape[1], 2 * H, 2 * W))
    for i in range(H):
        for j in range(W):
            out[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2] += np.tensordot(x[:, :, i, j], w, axes=(1, 0))
    return out


@case(real(4, 4), small(2, 2))
def full_convolution_with_a_flipped_kernel(dout, w):
    padded = np.pad(dout, 1)
    flipped = w[::-1, ::-1]
    rotated = np.rot90(w, 2)
    out = np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            out[i, j] = (padded[i : i + 2, j : j + 2] * flipped).sum() + np.sum(rotated) * 0.1
    return out


@case(real(2, 2, 5), small(3, 2, 2), small(3))
def convolution_over_time(x, w, b):
    N, _, T = x.shape
    F, _, K = w.shape
    out = np.zeros((N, F, T - K + 1))
    for t in range(T - K + 1):
        out[:, :, t] = x[:, :, t : t + K].reshape(N, -1).dot(w.reshape(F, -1).T) + b
    return out


@case(real(2, 3, 4, 4), small(3, 1, 3, 3), small(2, 3))
def depthwise_and_pointwise(x, depth, point):
    out = np.zeros((2, 3, 2, 2))
    for c in range(3):
        for i in range(2):
            for j in range(2):
                out[:, c, i, j] = np.sum(x[:, c, i : i + 3, j : j + 3] * depth[c, 0], axis=(1, 2))
    return np.einsum("nchw,fc->nfhw", out, point)


@case(real(2, 2, 4, 4), real(2, 2, 2, 2), constants=({"pool_height": 2, "pool_width": 2, "stride": 2},))
def max_pool_with_its_gradient(x, dout, pool_param):
    N, C, H, W = x.shape
    HH, WW, S = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H_out, W_out = 1 + (H - HH) // S, 1 + (W - WW) // S
    out = np.zeros((N, C, H_out, W_out))
    dx = np.zeros(x.shape)
    for n in range(N):
        for c in range(C):
            for i in range(H_out):
                for j in range(W_out):
                    window = x[n, c, i * S : i * S + HH, j * S : j * S + WW]
                    out[n, c, i, j] = np.max(window)
                    r, q = np.unravel_index(window.argmax(), window.shape)
                    dx[n, c, i * S + r, j * S + q] += dout[n, c, i, j]
    return out, dx


@case(real(2, 2, 4, 4), real(2, 2, 2, 2))
def max_pool_gradient_by_a_mask(x, dout):
    dx = np.zeros_like(x)
    for i in range(2):
        for j in range(2):
            window = x[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            mask = window == np.max(window, axis=(2, 3), keepdims=True)
            dx[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2] += mask * dout[:, :, i, j][:, :, None, None]
    return dx


@case(real(2, 2, 4, 4), real(2, 2, 2, 2))
def max_pool_by_reshape_with_its_gradient(x, dout):
    N, C, H, W = x.shape
    x_reshaped = x.reshape(N, C, H // 2, 2, W // 2, 2)
    out = x_reshaped.max(axis=3).max(axis=4)
    dx_reshaped = np.zeros_like(x_reshaped)
    out_newaxis = out[:, :, :, np.newaxis, :, np.newaxis]
    mask = x_reshaped == out_newaxis
    dout_broadcast, _ = np.broadcast_arrays(dout[:, :, :, np.newaxis, :, np.newaxis], dx_reshaped)
    dx_reshaped[mask] = dout_broadcast[mask]
    dx_reshaped /= np.sum(mask, axis=(3, 5), keepdims=True)
    return out, dx_reshaped.reshape(x.shape)


@case(real(1, 2, 5, 5))
def average_pool_and_overlap(x):
    out = np.zeros((1, 2, 2, 2))
    for i in range(2):
        for j in range(2):
            h0, w0 = i * 2, j * 2
            out[:, :, i, j] = np.mean(x[:, :, h0 : h0 + 3, w0 : w0 + 3], axis=(2, 3))
    return out, x.mean(axis=(2, 3)), x.max(axis=(-2, -1))


@case(real(1, 1, 4, 4), small(2, 1, 3, 3), small(8, 3), constants=(np.array([2]),))
def small_convolutional_net(x, w1, w2, y):
    N = x.shape[0]
    conv = np.zeros((N, 2, 4, 4))
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    for i in range(4):
        for j in range(4):
            conv[:, :, i, j] = padded[:, :, i : i + 3, j : j + 3].reshape(N, -1) @ w1.reshape(2, -1).T
    hidden = np.maximum(conv, 0)
    pooled = hidden.reshape(N, 2, 2, 2, 2, 2).max(axis=(3, 5))
    scores = pooled.reshape(N, -1) @ w2
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return -np.log(p[range(N), y]).mean()
