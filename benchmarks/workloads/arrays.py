"""W3, W4, W6, W7: layers of networks on arrays, in single precision."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.workloads.workload import Pair, Workload, autograd, jax, torch


def _draw(*shapes: tuple[int, ...], seed: int = 0, scale: float = 1.0) -> list[Any]:
    random = np.random.default_rng(seed)
    return [(scale * random.normal(size=shape)).astype(np.float32) for shape in shapes]


# --- W3


def mlp(w1: Any, b1: Any, w2: Any, b2: Any, w3: Any, b3: Any, x: Any, y: Any) -> Any:
    h1 = np.maximum(x @ w1 + b1, 0)
    h2 = np.maximum(h1 @ w2 + b2, 0)
    scores = h2 @ w3 + b3
    scores = scores - np.max(scores, axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(scores), axis=1)) - scores[np.arange(len(y)), y])


def mlp_by_hand(w1: Any, b1: Any, w2: Any, b2: Any, w3: Any, b3: Any, x: Any, y: Any) -> Any:
    n = len(y)
    h1 = x @ w1
    h1 += b1
    np.maximum(h1, 0, out=h1)
    h2 = h1 @ w2
    h2 += b2
    np.maximum(h2, 0, out=h2)
    scores = h2 @ w3 + b3
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    total = p.sum(axis=1)
    loss = np.mean(np.log(total) - scores[np.arange(n), y])
    p /= total[:, None]
    p[np.arange(n), y] -= 1
    p /= n
    d2 = p @ w3.T
    d2 *= h2 > 0
    d1 = d2 @ w2.T
    d1 *= h1 > 0
    return loss, (x.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ p, p.sum(axis=0))


def mlp_forward(w1: Any, b1: Any, w2: Any, b2: Any, w3: Any, b3: Any, x: Any, y: Any) -> Any:
    h1 = x @ w1
    h1 += b1
    np.maximum(h1, 0, out=h1)
    h2 = h1 @ w2
    h2 += b2
    np.maximum(h2, 0, out=h2)
    scores = h2 @ w3 + b3
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    total = p.sum(axis=1)
    loss = np.mean(np.log(total) - scores[np.arange(len(y)), y])
    p /= total[:, None]
    return loss, (w2, w3, x, y, h1, h2, p)


def mlp_backward(dout: Any, cache: Any) -> Any:
    w2, w3, x, y, h1, h2, p = cache
    n = len(y)
    d3 = p.copy()
    d3[np.arange(n), y] -= 1
    d3 *= dout / n
    d2 = d3 @ w3.T
    d2 *= h2 > 0
    d1 = d2 @ w2.T
    d1 *= h1 > 0
    return x.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)


def mlp_torch(torch: Any, w1: Any, b1: Any, w2: Any, b2: Any, w3: Any, b3: Any, x: Any, y: Any) -> Any:
    h1 = torch.relu(torch.addmm(b1, x, w1))
    h2 = torch.relu(torch.addmm(b2, h1, w2))
    return torch.nn.functional.cross_entropy(torch.addmm(b3, h2, w3), y)


MLP = Workload(
    "W3",
    "MLP 784-256-256-10, batch 128, softmax and cross-entropy",
    mlp,
    (
        *_draw((784, 256), (256,), (256, 256), (256,), (256, 10), (10,), scale=0.05),
        *_draw((128, 784), seed=1),
        np.random.default_rng(2).integers(0, 10, 128),
    ),
    (0, 1, 2, 3, 4, 5),
    mlp_by_hand,
    {"autograd": autograd, "torch": torch(mlp_torch), "torch.compile": torch(mlp_torch, compile=True), "jax.jit": jax},
    1e-4,
    Pair(mlp_forward, mlp_backward),
)


# --- W4


def batchnorm(x: Any, gamma: Any, beta: Any, weight: Any) -> Any:
    mu = np.mean(x, axis=0)
    var = np.mean((x - mu) ** 2, axis=0)
    xhat = (x - mu) / np.sqrt(var + 1e-5)
    return np.sum((xhat * gamma + beta) * weight)


def batchnorm_by_hand(x: Any, gamma: Any, beta: Any, weight: Any) -> Any:
    n = len(x)
    xhat = x - x.mean(axis=0)
    istd = 1 / np.sqrt(np.mean(xhat**2, axis=0) + 1e-5)
    xhat *= istd
    loss = np.sum((xhat * gamma + beta) * weight)
    dbeta = weight.sum(axis=0)
    dgamma = np.sum(weight * xhat, axis=0)
    xhat *= -dgamma
    xhat += n * weight
    xhat -= dbeta
    xhat *= gamma * istd / n
    return loss, (xhat, dgamma, dbeta)


def batchnorm_forward(x: Any, gamma: Any, beta: Any, weight: Any) -> Any:
    xhat = x - x.mean(axis=0)
    istd = 1 / np.sqrt(np.mean(xhat**2, axis=0) + 1e-5)
    xhat *= istd
    return np.sum((xhat * gamma + beta) * weight), (gamma, weight, xhat, istd)


def batchnorm_backward(dout: Any, cache: Any) -> Any:
    gamma, weight, xhat, istd = cache
    n = len(xhat)
    d = dout * weight
    dbeta = d.sum(axis=0)
    dgamma = np.sum(d * xhat, axis=0)
    d -= xhat * (dgamma / n)
    d -= dbeta / n
    d *= gamma * istd
    return d, dgamma, dbeta


def batchnorm_torch(torch: Any, x: Any, gamma: Any, beta: Any, weight: Any) -> Any:
    mu = x.mean(dim=0)
    var = ((x - mu) ** 2).mean(dim=0)
    return (((x - mu) / torch.sqrt(var + 1e-5) * gamma + beta) * weight).sum()


def batchnorm_of_torch(torch: Any, x: Any, gamma: Any, beta: Any, weight: Any) -> Any:
    return (torch.nn.functional.batch_norm(x, None, None, gamma, beta, training=True) * weight).sum()


BATCHNORM = Workload(
    "W4",
    "batch normalisation, 256 × 512",
    batchnorm,
    tuple(_draw((256, 512), (512,), (512,), (256, 512))),
    (0, 1, 2),
    batchnorm_by_hand,
    {
        "autograd": autograd,
        "torch": torch(batchnorm_torch),
        "torch.compile": torch(batchnorm_torch, compile=True),
        "F.batch_norm": torch(batchnorm_of_torch),
        "jax.jit": jax,
    },
    1e-3,
    Pair(batchnorm_forward, batchnorm_backward),
)


# --- W6


def attention(q: Any, k: Any, v: Any, weight: Any) -> Any:
    scores = q @ np.swapaxes(k, -1, -2) / 8.0
    scores = scores - np.max(scores, axis=-1, keepdims=True)
    p = np.exp(scores)
    p = p / np.sum(p, axis=-1, keepdims=True)
    return np.sum(p @ v * weight)


def attention_by_hand(q: Any, k: Any, v: Any, weight: Any) -> Any:
    p = q @ k.swapaxes(-1, -2)
    p /= 8.0
    p -= p.max(axis=-1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=-1, keepdims=True)
    loss = np.sum(p @ v * weight)
    dv = p.swapaxes(-1, -2) @ weight
    dp = weight @ v.swapaxes(-1, -2)
    ds = dp - np.sum(dp * p, axis=-1, keepdims=True)
    ds *= p
    ds /= 8.0
    return loss, (ds @ k, ds.swapaxes(-1, -2) @ q, dv)


def attention_forward(q: Any, k: Any, v: Any, weight: Any) -> Any:
    p = q @ k.swapaxes(-1, -2)
    p /= 8.0
    p -= p.max(axis=-1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=-1, keepdims=True)
    return np.sum(p @ v * weight), (q, k, v, weight, p)


def attention_backward(dout: Any, cache: Any) -> Any:
    q, k, v, weight, p = cache
    d = dout * weight
    dv = p.swapaxes(-1, -2) @ d
    ds = d @ v.swapaxes(-1, -2)
    ds -= np.sum(ds * p, axis=-1, keepdims=True)
    ds *= p
    ds /= 8.0
    return ds @ k, ds.swapaxes(-1, -2) @ q, dv


def attention_torch(torch: Any, q: Any, k: Any, v: Any, weight: Any) -> Any:
    return (torch.softmax(q @ k.transpose(-1, -2) / 8.0, dim=-1) @ v * weight).sum()


def attention_of_torch(torch: Any, q: Any, k: Any, v: Any, weight: Any) -> Any:
    return (torch.nn.functional.scaled_dot_product_attention(q, k, v) * weight).sum()


ATTENTION = Workload(
    "W6",
    "attention, 8 × 128 × 64",
    attention,
    tuple(_draw((8, 128, 64), (8, 128, 64), (8, 128, 64), (8, 128, 64))),
    (0, 1, 2),
    attention_by_hand,
    {
        "autograd": autograd,
        "torch": torch(attention_torch),
        "torch.compile": torch(attention_torch, compile=True),
        "sdpa": torch(attention_of_torch),
        "jax.jit": jax,
    },
    1e-3,
    Pair(attention_forward, attention_backward),
)


# --- W7


def convolution(x: Any, w: Any, b: Any, weight: Any) -> Any:
    """3 × 3, one pixel of padding, by columns: nine shifted pictures, and one product."""
    _, c, height, width = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
    shifted = [padded[:, :, i : i + height, j : j + width] for i in range(3) for j in range(3)]
    columns = np.reshape(np.transpose(np.stack(shifted), (2, 0, 1, 3, 4)), (c * 9, -1))
    out = np.reshape(w, (w.shape[0], -1)) @ columns + b[:, None]
    return np.sum(np.maximum(out, 0) * weight)


def convolution_by_hand(x: Any, w: Any, b: Any, weight: Any) -> Any:
    n, c, height, width = x.shape
    padded = np.zeros((n, c, height + 2, width + 2), x.dtype)
    padded[:, :, 1:-1, 1:-1] = x
    columns = np.empty((c, 9, n, height, width), x.dtype)
    for i in range(3):
        for j in range(3):
            columns[:, 3 * i + j] = padded[:, :, i : i + height, j : j + width].transpose(1, 0, 2, 3)
    columns = columns.reshape(c * 9, -1)
    kernel = w.reshape(len(w), -1)
    out = kernel @ columns
    out += b[:, None]
    np.maximum(out, 0, out=out)
    loss = np.sum(out * weight)
    d = weight * (out > 0)
    dw = (d @ columns.T).reshape(w.shape)
    dcolumns = (kernel.T @ d).reshape(c, 9, n, height, width)
    dpadded = np.zeros_like(padded)
    for i in range(3):
        for j in range(3):
            dpadded[:, :, i : i + height, j : j + width] += dcolumns[:, 3 * i + j].transpose(1, 0, 2, 3)
    return loss, (np.ascontiguousarray(dpadded[:, :, 1:-1, 1:-1]), dw, d.sum(axis=1))


def convolution_forward(x: Any, w: Any, b: Any, weight: Any) -> Any:
    n, c, height, width = x.shape
    padded = np.zeros((n, c, height + 2, width + 2), x.dtype)
    padded[:, :, 1:-1, 1:-1] = x
    columns = np.empty((c, 9, n, height, width), x.dtype)
    for i in range(3):
        for j in range(3):
            columns[:, 3 * i + j] = padded[:, :, i : i + height, j : j + width].transpose(1, 0, 2, 3)
    columns = columns.reshape(c * 9, -1)
    out = w.reshape(len(w), -1) @ columns
    out += b[:, None]
    np.maximum(out, 0, out=out)
    return np.sum(out * weight), (w, weight, columns, out, x.shape)


def convolution_backward(dout: Any, cache: Any) -> Any:
    w, weight, columns, out, (n, c, height, width) = cache
    d = dout * weight
    d *= out > 0
    dw = (d @ columns.T).reshape(w.shape)
    dcolumns = (w.reshape(len(w), -1).T @ d).reshape(c, 9, n, height, width)
    dpadded = np.zeros((n, c, height + 2, width + 2), d.dtype)
    for i in range(3):
        for j in range(3):
            dpadded[:, :, i : i + height, j : j + width] += dcolumns[:, 3 * i + j].transpose(1, 0, 2, 3)
    return np.ascontiguousarray(dpadded[:, :, 1:-1, 1:-1]), dw, d.sum(axis=1)


def convolution_torch(torch: Any, x: Any, w: Any, b: Any, weight: Any) -> Any:
    out = torch.nn.functional.conv2d(x, w, b, padding=1).transpose(0, 1).reshape(len(w), -1)
    return (torch.relu(out) * weight).sum()


CONVOLUTION = Workload(
    "W7",
    "convolution 3 × 3 by columns, 8 × 3 × 32 × 32 → 16",
    convolution,
    (*_draw((8, 3, 32, 32), (16, 3, 3, 3), (16,)), *_draw((16, 8 * 32 * 32), seed=1)),
    (0, 1, 2),
    convolution_by_hand,
    {"autograd": autograd, "torch": torch(convolution_torch), "jax.jit": jax},
    1e-3,
    Pair(convolution_forward, convolution_backward),
)
