"""W1, the seed: one neuron of plain numbers. W2: a small network on plain numbers, as micrograd has it, 65,818 operations."""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np

from benchmarks.workloads.workload import Pair, Run, Workload, jax, torch


def neuron(w: Any, x: Any) -> Any:
    return 1 / (1 + math.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))


def neuron_by_hand(w: Any, x: Any) -> Any:
    w0, w1, w2 = w
    x0, x1 = x
    a = 1 / (1 + math.exp(-(w0 * x0 + w1 * x1 + w2)))
    d = (1 - a) * a
    return a, ([x0 * d, x1 * d, d], [w0 * d, w1 * d])


def neuron_forward(w: Any, x: Any) -> Any:
    w0, w1, w2 = w
    x0, x1 = x
    a = 1 / (1 + math.exp(-(w0 * x0 + w1 * x1 + w2)))
    return a, (w0, w1, x0, x1, a)


def neuron_backward(dout: Any, cache: Any) -> Any:
    w0, w1, x0, x1, a = cache
    d = dout * (1 - a) * a
    return [x0 * d, x1 * d, d], [w0 * d, w1 * d]


def _neuron_of(numpy: Any) -> Any:
    def function(w: Any, x: Any) -> Any:
        return 1 / (1 + numpy.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))

    return function


def _neuron_micrograd(work: Workload) -> Run:
    engine = importlib.import_module("micrograd.engine").Value

    def run() -> Any:
        w, x = [[engine(value) for value in part] for part in work.args]
        # micrograd has no exponential, but its power with a number for the exponent, and relu
        p = w[0] * x[0] + w[1] * x[1] + w[2]
        a = _sigmoid(engine, p)
        a.backward()
        return a.data, ([v.grad for v in w], [v.grad for v in x])

    return run


def _sigmoid(engine: Any, p: Any) -> Any:
    out = engine(1 / (1 + math.exp(-p.data)), (p,), "sigmoid")

    def backward() -> None:
        p.grad += (1 - out.data) * out.data * out.grad

    out._backward = backward
    return out


def _neuron_torch(work: Workload) -> Run:
    library = importlib.import_module("torch")
    w, x = [[library.tensor(value, dtype=library.float64, requires_grad=True) for value in part] for part in work.args]
    function = _neuron_of(library)

    def run() -> Any:
        value = function(w, x)
        found = library.autograd.grad(value, [*w, *x])
        return value, (list(found[:3]), list(found[3:]))

    return run


def _neuron_autograd(work: Workload) -> Run:
    library = importlib.import_module("autograd")
    run = library.value_and_grad(_neuron_of(importlib.import_module("autograd.numpy")), (0, 1))
    return lambda: run(*work.args)


def _neuron_jax(work: Workload) -> Run:
    library = importlib.import_module("jax")
    library.config.update("jax_enable_x64", True)
    run = library.jit(library.value_and_grad(_neuron_of(library.numpy), (0, 1)))
    args = library.tree_util.tree_map(library.numpy.asarray, work.args)
    return lambda: library.block_until_ready(run(*args))


NEURON = Workload(
    "W1",
    "the seed neuron, plain numbers",
    neuron,
    ([2.0, -3.0, -3.0], [-1.0, -2.0]),
    (0, 1),
    neuron_by_hand,
    {"micrograd": _neuron_micrograd, "autograd": _neuron_autograd, "torch": _neuron_torch, "jax.jit": _neuron_jax},
    pair=Pair(neuron_forward, neuron_backward),
)


# --- W2


def network(params: Any, points: Any, labels: Any) -> Any:
    """Max-margin loss and L2 of a network of lists, 2-16-16-1."""
    losses = []
    for point, label in zip(points, labels):  # noqa: B905 - as people write it
        values = point
        for number, layer in enumerate(params):
            last = number == len(params) - 1
            outs = []
            for row in layer:
                out = row[-1]
                for weight, value in zip(row, values):  # noqa: B905
                    out = out + weight * value
                outs.append(out if last else relu(out))
            values = outs
        losses.append(relu(1 + -label * values[0]))
    data = sum(losses) * (1.0 / len(losses))
    size = sum(weight * weight for layer in params for row in layer for weight in row)
    return data + 1e-4 * size


def relu(value: Any) -> Any:
    return value.relu() if hasattr(value, "relu") else max(0.0, value)


def network_by_hand(params: Any, points: Any, labels: Any) -> Any:
    """The same with arrays: what it would be, had it been written so. (The arrays are made before: see ARRAYS.)"""
    return arrays_by_hand(*ARRAYS)


def arrays_by_hand(w1: Any, w2: Any, w3: Any, x: Any, y: Any) -> Any:
    """Each weight matrix has its bias in the last column."""
    h1 = np.maximum(x @ w1[:, :-1].T + w1[:, -1], 0)
    h2 = np.maximum(h1 @ w2[:, :-1].T + w2[:, -1], 0)
    margin = 1 - y * (h2 @ w3[0, :-1] + w3[0, -1])
    loss = np.maximum(margin, 0).mean() + 1e-4 * (np.sum(w1 * w1) + np.sum(w2 * w2) + np.sum(w3 * w3))
    d = (margin > 0) * -y / len(y)
    d2 = np.outer(d, w3[0, :-1]) * (h2 > 0)
    d1 = d2 @ w2[:, :-1] * (h1 > 0)
    g3, g2, g1 = 2e-4 * w3, 2e-4 * w2, 2e-4 * w1
    g3[0, :-1] += d @ h2
    g3[0, -1] += d.sum()
    g2[:, :-1] += d2.T @ h1
    g2[:, -1] += d2.sum(axis=0)
    g1[:, :-1] += d1.T @ x
    g1[:, -1] += d1.sum(axis=0)
    return loss, (g1, g2, g3)


def arrays_loss(w1: Any, w2: Any, w3: Any, x: Any, y: Any) -> Any:
    h1 = np.maximum(x @ w1[:, :-1].T + w1[:, -1], 0)
    h2 = np.maximum(h1 @ w2[:, :-1].T + w2[:, -1], 0)
    margin = 1 - y * (h2 @ w3[0, :-1] + w3[0, -1])
    return np.mean(np.maximum(margin, 0)) + 1e-4 * (np.sum(w1 * w1) + np.sum(w2 * w2) + np.sum(w3 * w3))


def _arrays_torch(torch: Any, w1: Any, w2: Any, w3: Any, x: Any, y: Any) -> Any:
    h1 = torch.relu(x @ w1[:, :-1].T + w1[:, -1])
    h2 = torch.relu(h1 @ w2[:, :-1].T + w2[:, -1])
    margin = 1 - y * (h2 @ w3[0, :-1] + w3[0, -1])
    return torch.relu(margin).mean() + 1e-4 * ((w1 * w1).sum() + (w2 * w2).sum() + (w3 * w3).sum())


def _on_arrays(maker: Any) -> Any:
    """A peer on the arrays: it has no numbers of its own that could do this in any time."""

    def made(work: Workload) -> Run:
        return maker(Workload(work.key, work.title, arrays_loss, ARRAYS, (0, 1, 2), arrays_by_hand))

    return made


def _network_micrograd(work: Workload) -> Run:
    import gc

    engine = importlib.import_module("micrograd.engine").Value

    def run() -> Any:
        gc.disable()  # which flatters it by a factor of ten
        params = [[[engine(value) for value in row] for row in layer] for layer in work.args[0]]
        loss = network(params, *work.args[1:])
        loss.backward()
        gc.enable()
        return loss.data, [[[weight.grad for weight in row] for row in layer] for layer in params]

    return run


def _moons(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1337)
    turn = np.pi * random.random(count)
    label = np.where(np.arange(count) % 2, 1.0, -1.0)
    x = np.where(label[:, None] > 0, np.c_[np.cos(turn), np.sin(turn)], np.c_[1 - np.cos(turn), 0.5 - np.sin(turn)])
    return x + 0.1 * random.normal(size=x.shape), label


def _weights() -> list[np.ndarray]:
    random = np.random.default_rng(7)
    return [random.uniform(-1, 1, size) for size in ((16, 3), (16, 17), (1, 17))]


_X, _Y = _moons(100)
ARRAYS = (*_weights(), _X, _Y)
TWO_MOONS = Workload(
    "W2",
    "two moons, a network of plain numbers, 65,818 operations (hand, torch and jax: as arrays)",
    network,
    ([weights.tolist() for weights in ARRAYS[:3]], _X.tolist(), _Y.tolist()),
    (0,),
    network_by_hand,
    {"micrograd": _network_micrograd, "torch": _on_arrays(torch(_arrays_torch)), "jax.jit": _on_arrays(jax)},
)
