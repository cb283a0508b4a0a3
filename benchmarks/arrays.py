"""What it costs to trace NumPy, beside the plain run of the same function in the same process.

The capture proof, a replay of the graph, is left out of the tracing column and counted in the last one, which is a whole
call of `value_and_grad`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

import whygrad
from benchmarks.measure import best, table
from whygrad.tracing.function import trace_function

REPEATS = 100


class Workload(NamedTuple):
    """A function, its arguments, and how many operations of NumPy's it takes."""

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...]
    operations: int


def chain(x: Any, w: Any) -> Any:
    """Products and hyperbolic tangents, 60 operations."""
    for _ in range(20):
        x = np.tanh(x * w) + x
    return np.sum(x)


def entries(x: Any) -> Any:
    """A loss of entries: scaled, squashed, squared, averaged."""
    return np.sum(np.tanh(x * 2.0) ** 2 + x * 3.0) / x.size


def network(x: Any, w: Any) -> Any:
    """A layer, a relu, a softmax, the mean of the logarithms of one class."""
    hidden = np.maximum(0, x @ w)
    scores = np.exp(hidden - hidden.max(axis=1, keepdims=True))
    return -np.mean(np.log(scores[:, 0] / scores.sum(axis=1)))


def normalised(x: Any) -> Any:
    """A batch normalisation, and the sum of its squares."""
    mu = x.mean(axis=0)
    away = x - mu
    return np.sum((away / np.sqrt(np.mean(away**2, axis=0) + 1e-5)) ** 3)


def rows(x: Any) -> Any:
    """An array that is filled row by row: five operations a row, two reads, the product, the sum, and the write."""
    out = np.zeros_like(x)
    for i in range(len(x)):
        out[i] += x[i] * 2.0
    return np.sum(out)


def workloads() -> list[Workload]:
    generator = np.random.default_rng(0)
    draw = generator.normal
    return [
        Workload("chain, 5 entries", chain, (draw(size=5), draw(size=5)), 61),
        Workload("rows, 200 × 5", rows, (draw(size=(200, 5)),), 1002),
        Workload("chain, 100,000 entries", chain, (draw(size=100_000), draw(size=100_000)), 61),
        Workload("entries, 100,000", entries, (draw(size=100_000),), 7),
        Workload("network, 1,000 × 100 × 10", network, (draw(size=(1000, 100)), draw(size=(100, 10))), 9),
        Workload("batch normalisation, 1,000 × 100", normalised, (draw(size=(1000, 100)),), 9),
    ]


def main() -> None:
    """Measure and print."""
    shown = []
    for name, function, args, operations in workloads():
        numbers = tuple(range(len(args)))
        plain = best(lambda function=function, args=args: function(*args), REPEATS)
        traced = best(
            lambda function=function, args=args, numbers=numbers: trace_function(function, args, {}, numbers, outlives=False), REPEATS
        )
        whole = best(lambda function=function, args=args, numbers=numbers: whygrad.value_and_grad(function, numbers)(*args), REPEATS)
        shown.append(
            [
                name,
                f"{1e6 * plain:.0f}",
                f"{1e6 * traced:.0f}",
                f"{traced / plain:.1f}",
                f"{1e6 * traced / operations:.2f}",
                f"{whole / plain:.1f}",
            ]
        )
    header = ["", "plain, µs", "traced, µs", "× plain", "µs an operation", "value and gradient, proof included, × plain"]
    table("tracing NumPy", header, shown)


if __name__ == "__main__":
    main()
