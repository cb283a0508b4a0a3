"""Values as keys, memos, caches that outlive a call, and questions about what an object is."""

# The code is as people write it.
# ruff: noqa: UP033

from __future__ import annotations

import functools

import numpy as np

from tests.tracing.constructs.case import case, positive, real

MEMO = {}
HISTORY = []
PARAMS = {"w": np.array([1.0, -2.0, 0.5]), "b": 0.5}


@functools.cache
def half(v):
    return v / 2


@functools.lru_cache(maxsize=None)
def basis(n):
    return np.linspace(0, 1, n) ** 2


@case(1.5, 2.5, refused="looked up by its value")
def memo_by_value(x, y):
    memo = {}

    def square(v):
        if v not in memo:
            memo[v] = v * v
        return memo[v]

    return square(x) + square(y) * square(x) + len(memo)


@case(positive(4), refused="looked up by its value")
def memo_by_entries(x):
    memo = {v: k for k, v in enumerate(x)}
    return memo[x[2]] * x[0] + len({*x.tolist()}) * x[1] + len(set(x)) * x[3]


@case(1.5)
def memo_of_the_module(x):
    if "scale" not in MEMO:
        MEMO["scale"] = 3.0
    return MEMO["scale"] * x


@case(real(3))
def memo_of_the_module_with_a_traced_value(x):
    MEMO["last"] = x * 2
    return MEMO["last"] + 1


@case(real(3))
def history_of_the_module(x):
    HISTORY.append(np.sum(x))
    return x * HISTORY[-1]


@case(1.5, refused="looked up by its value")
def cached_by_a_decorator(x):
    return half(x) * half(2.0) + half(x)


@case(real(3))
def cached_constants(x):
    return basis(3) * x + basis(3)


@case(real(3))
def parameters_of_the_module(x):
    return PARAMS["w"] * x + PARAMS["b"]


@case(real(3))
def parameters_of_the_module_updated(x):
    old = PARAMS["w"]
    PARAMS["w"] = PARAMS["w"] - 0.1 * x
    out = PARAMS["w"] ** 2
    PARAMS["w"] = old
    return out


@case(real(3))
def array_of_the_module_written_and_restored(x):
    PARAMS["w"] += x
    out = PARAMS["w"] * 2
    PARAMS["w"] -= x
    return out


@case(1.5, real(3))
def what_kind_it_is(s, x):
    kinds = [type(s).__name__, type(x).__name__, type(x[0]).__name__, s.__class__.__name__, x.__class__.__name__, type(x.sum()).__name__]
    same = [
        isinstance(s, float),
        isinstance(x, np.ndarray),
        isinstance(x[0], np.float64),
        isinstance(x[0], np.generic),
        callable(s),
        hasattr(s, "shape"),
    ]
    also = [type(x) is np.ndarray, type(s) is float, isinstance(s, (int, float)), isinstance(x, (list, tuple)), isinstance(x.shape, tuple)]
    return s * x.sum(), kinds, same, also


@case(1.5, real(3))
def kinds_of_results(s, x):
    results = [
        x[0],
        x.sum(),
        x.mean(),
        s * x[0],
        x[0] * 2,
        np.exp(x[0]),
        np.exp(s),
        abs(s),
        x[:1],
        x @ x,
        x > 0,
        x.argmax(),
        x[0] > 0,
        s > 0,
        float(x[0]),
    ]
    return x * s, [type(r).__name__ for r in results], results


@case(real(2, 3))
def layouts_asked_for(x):
    y = x.T
    flags = y.flags["C_CONTIGUOUS"], x.flags.c_contiguous, y.flags.f_contiguous, y.base is not None, x.strides, y.strides
    return y * 2, [bool(f) for f in flags[:4]], flags[4:]


@case(real(4))
def numbers_that_choose(x):
    table = [1.0, 2.0, 3.0, 4.0, 5.0]
    k = int(abs(x[0]) * 2) % 5
    n = int(np.round(np.abs(x).sum()))
    return table[k] * x[1] + sum(range(n)) * x[2] + x[: int(x.argmax()) + 1].sum() + x[-int(x.size // 2)] * len("a" * k)


@case(real(3), real(3))
def lists_compared(x, y):
    same = [x[0], x[1]] == [x[0], x[1]] and (x[0], y[0]) != (y[0], x[0]) and [x[0]] < [x[0] + 1]
    return x * (2 if same else 1) * (3 if x.tolist() == [*x] else 1) * list(x).count(x[1]) + list(y).index(y[2])
