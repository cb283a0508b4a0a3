"""W5: an LSTM, unrolled by a Python loop."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from benchmarks.workloads.workload import Pair, Run, Workload, autograd, torch

STEPS, BATCH, WIDTH, HIDDEN = 32, 16, 64, 64


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def lstm(wx: Any, wh: Any, b: Any, x: Any, weight: Any) -> Any:
    n = wh.shape[0]
    h = np.zeros((x.shape[1], n), np.float32)
    c = h
    total = 0.0
    for t in range(x.shape[0]):
        z = x[t] @ wx + h @ wh + b
        i, f, o = sigmoid(z[:, :n]), sigmoid(z[:, n : 2 * n]), sigmoid(z[:, 2 * n : 3 * n])
        c = f * c + i * np.tanh(z[:, 3 * n :])
        h = o * np.tanh(c)
        total = total + np.sum(h * weight[t])
    return total


def lstm_by_hand(wx: Any, wh: Any, b: Any, x: Any, weight: Any) -> Any:
    """The products with the inputs in one, before the loop; those for the weights in one, behind it."""
    steps, batch, width = x.shape
    n = wh.shape[0]
    z = (x.reshape(-1, width) @ wx + b).reshape(steps, batch, 4 * n)
    hs, cs, ts = (np.zeros((steps + 1, batch, n), x.dtype) for _ in range(3))
    for t in range(steps):
        zt = z[t]
        zt += hs[t] @ wh
        gates = zt[:, : 3 * n]
        np.negative(gates, out=gates)
        np.exp(gates, out=gates)
        gates += 1
        np.divide(1, gates, out=gates)
        np.tanh(zt[:, 3 * n :], out=zt[:, 3 * n :])
        np.multiply(zt[:, n : 2 * n], cs[t], out=cs[t + 1])
        cs[t + 1] += zt[:, :n] * zt[:, 3 * n :]
        np.tanh(cs[t + 1], out=ts[t + 1])
        np.multiply(zt[:, 2 * n : 3 * n], ts[t + 1], out=hs[t + 1])
    loss = np.sum(hs[1:] * weight)
    dz = np.empty_like(z)
    dh, dc = np.zeros((batch, n), x.dtype), np.zeros((batch, n), x.dtype)
    for t in reversed(range(steps)):
        i, f, o, g = (z[t][:, k * n : (k + 1) * n] for k in range(4))
        dh += weight[t]
        tanh = ts[t + 1]
        dc += dh * o * (1 - tanh * tanh)
        dz[t][:, :n] = dc * g * i * (1 - i)
        dz[t][:, n : 2 * n] = dc * cs[t] * f * (1 - f)
        dz[t][:, 2 * n : 3 * n] = dh * tanh * o * (1 - o)
        dz[t][:, 3 * n :] = dc * i * (1 - g * g)
        dc *= f
        dh = dz[t] @ wh.T
    flat = dz.reshape(-1, 4 * n)
    return loss, (x.reshape(-1, width).T @ flat, hs[:-1].reshape(-1, n).T @ flat, flat.sum(axis=0))


def lstm_forward(wx: Any, wh: Any, b: Any, x: Any, weight: Any) -> Any:
    steps, batch, width = x.shape
    n = wh.shape[0]
    z = (x.reshape(-1, width) @ wx + b).reshape(steps, batch, 4 * n)
    hs, cs, ts = (np.zeros((steps + 1, batch, n), x.dtype) for _ in range(3))
    for t in range(steps):
        zt = z[t]
        zt += hs[t] @ wh
        gates = zt[:, : 3 * n]
        np.negative(gates, out=gates)
        np.exp(gates, out=gates)
        gates += 1
        np.divide(1, gates, out=gates)
        np.tanh(zt[:, 3 * n :], out=zt[:, 3 * n :])
        np.multiply(zt[:, n : 2 * n], cs[t], out=cs[t + 1])
        cs[t + 1] += zt[:, :n] * zt[:, 3 * n :]
        np.tanh(cs[t + 1], out=ts[t + 1])
        np.multiply(zt[:, 2 * n : 3 * n], ts[t + 1], out=hs[t + 1])
    return np.sum(hs[1:] * weight), (wh, x, weight, z, hs, cs, ts)


def lstm_backward(dout: Any, cache: Any) -> Any:
    wh, x, weight, z, hs, cs, ts = cache
    steps, batch, width = x.shape
    n = wh.shape[0]
    dhs = dout * weight
    dz = np.empty_like(z)
    dh, dc = np.zeros((batch, n), x.dtype), np.zeros((batch, n), x.dtype)
    for t in reversed(range(steps)):
        i, f, o, g = (z[t][:, k * n : (k + 1) * n] for k in range(4))
        dh += dhs[t]
        tanh = ts[t + 1]
        dc += dh * o * (1 - tanh * tanh)
        dz[t][:, :n] = dc * g * i * (1 - i)
        dz[t][:, n : 2 * n] = dc * cs[t] * f * (1 - f)
        dz[t][:, 2 * n : 3 * n] = dh * tanh * o * (1 - o)
        dz[t][:, 3 * n :] = dc * i * (1 - g * g)
        dc *= f
        dh = dz[t] @ wh.T
    flat = dz.reshape(-1, 4 * n)
    return x.reshape(-1, width).T @ flat, hs[:-1].reshape(-1, n).T @ flat, flat.sum(axis=0)


def lstm_torch(torch: Any, wx: Any, wh: Any, b: Any, x: Any, weight: Any) -> Any:
    n = wh.shape[0]
    h = torch.zeros(x.shape[1], n)
    c, total = h, 0.0
    for t in range(x.shape[0]):
        z = x[t] @ wx + h @ wh + b
        i, f, o = torch.sigmoid(z[:, : 3 * n]).chunk(3, dim=1)
        c = f * c + i * torch.tanh(z[:, 3 * n :])
        h = o * torch.tanh(c)
        total = total + (h * weight[t]).sum()
    return total


def _scan(work: Workload) -> Run:
    """JAX with its own loop, which is compiled once and not unrolled."""
    library = importlib.import_module("jax")
    library.config.update("jax_enable_x64", True)
    jnp = library.numpy

    def function(wx: Any, wh: Any, b: Any, x: Any, weight: Any) -> Any:
        n = wh.shape[0]

        def step(state: Any, given: Any) -> Any:
            h, c = state
            z = given[0] + h @ wh + b
            i, f, o = (library.nn.sigmoid(z[:, k * n : (k + 1) * n]) for k in range(3))
            c = f * c + i * jnp.tanh(z[:, 3 * n :])
            h = o * jnp.tanh(c)
            return (h, c), jnp.sum(h * given[1])

        zeros = jnp.zeros((x.shape[1], n), jnp.float32)
        _state, totals = library.lax.scan(step, (zeros, zeros), (x @ wx, weight))
        return jnp.sum(totals)

    run = library.jit(library.value_and_grad(function, work.argnums))
    args = [jnp.asarray(arg) for arg in work.args]
    return lambda: library.block_until_ready(run(*args))


def _numbers() -> tuple[Any, ...]:
    random = np.random.default_rng(0)
    shapes = ((WIDTH, 4 * HIDDEN), (HIDDEN, 4 * HIDDEN), (4 * HIDDEN,), (STEPS, BATCH, WIDTH), (STEPS, BATCH, HIDDEN))
    scales = (0.1, 0.1, 0.1, 1.0, 1.0)
    return tuple((scale * random.normal(size=shape)).astype(np.float32) for shape, scale in zip(shapes, scales, strict=True))


LSTM = Workload(
    "W5",
    "LSTM unrolled, T 32, N 16, D 64, H 64",
    lstm,
    _numbers(),
    (0, 1, 2),
    lstm_by_hand,
    {"autograd": autograd, "torch": torch(lstm_torch), "jax.jit, scan": _scan},
    1e-3,
    Pair(lstm_forward, lstm_backward),
)
