"""Idioms of Python around numbers: lists as arrays, copies, best-so-far, strings, sorting by key, modules looked up by name."""

# The code is as people write it.
# ruff: noqa: B006, B009, PLW0603, T201, UP030, UP032

from __future__ import annotations

import bisect
import collections
import contextlib
import copy
import functools
import heapq
import importlib
import itertools
import logging
import math
import operator
import time
from typing import Any

import numpy as np

from tests.tracing.constructs.case import case, positive, real, small

WEIGHTS = np.array([0.5, -1.0, 2.0])
STATE = {"steps": 0, "w": np.zeros(3)}
W = np.ones(3)


@case(real(3))
def functions_by_their_names(x):
    f = getattr(np, "tanh")
    module = importlib.import_module("numpy")
    return f(x) * getattr(np, "sum")(x) + module.exp(x) + np.__dict__["sin"](x) + getattr(x, "mean")()


@case(real(2, 3), real(2, 3))
def functions_of_operator(x, y):
    z = operator.add(x, y) * operator.neg(x) + operator.itemgetter(0)(x) + operator.mul(x, 2) + operator.truediv(y, x)
    operator.setitem(z, 0, y[1])
    z = operator.iadd(z, x)
    return z, list(map(operator.matmul, x, y)), list(map(np.dot, x, y)), list(itertools.starmap(operator.sub, zip(x, y, strict=True)))


@case(real(3))
def lists_as_arrays(x):
    out = [0.0] * 3
    grid = [[0] * 3 for _ in range(3)]
    for i in range(3):
        out[i] += x[i] ** 2
        for j in range(3):
            grid[i][j] = x[i] * x[j] + out[i]
    return out, grid, np.array(grid), [list(column) for column in zip(*grid, strict=True)]


@case([[0.5, 1.5], [-2.0, 1.0]], [[1.0, -0.5], [0.3, 2.0]])
def matrix_product_of_lists(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(2)) for j in range(2)] for i in range(2)], [list(row) for row in zip(*a, strict=True)]


@case(real(2))
def list_of_one_array_repeated(x):
    rows = [np.zeros(2)] * 3
    rows[0] += x
    rows[2] *= 2
    a = b = np.ones(2)
    a += x
    return np.array(rows), b


@case({"w": real(3), "b": real(1)})
def parameters_copied(params):
    best, shallow = copy.deepcopy(params), dict(params)
    other = {name: value.copy() for name, value in params.items()}
    params["w"] *= 2
    again = copy.copy(params["w"])
    again += 1
    return best["w"] * shallow["w"] + other["w"] * params["b"] + again + copy.deepcopy([params["b"]])[0]


@case(real(3))
def object_copied(x):
    class Model:
        def __init__(self, w):
            self.w, self.history = w, [w * 2]

    m = Model(x)
    deep, flat_copy = copy.deepcopy(m), copy.copy(m)
    m.w += 1
    return deep.w * flat_copy.w * deep.history[0]


@case(real(4))
def best_so_far(x):
    best, where_, worst = float("inf"), None, -np.inf
    for k, v in enumerate(x):
        if v < best:
            best, where_ = v, k
        worst = max(worst, v)
    low = math.inf
    for v in x:
        low = min(low, v * v)
    return best * (where_ + 1), worst, low


@case(positive(4))
def sorted_by_key(x):
    names = ["d", "a", "c", "b"]
    pairs = sorted(zip(x, names, strict=True), key=lambda t: t[0])
    ranking = sorted(range(4), key=lambda k: -x[k])
    values = [v for v, _ in pairs]
    values.sort(reverse=True)
    k, top = max(enumerate(x), key=lambda t: t[1])
    return [v for v, _ in pairs], x[ranking], values, top * k, heapq.nlargest(2, x), x[values.index(max(values))]


@case(positive(4))
def standard_library_of_numbers(x):
    values = x.tolist()
    return math.fsum(values), bisect.bisect([0.5, 1.0, 2.0], values[0]) * x[0], math.prod(values)


@case(positive(4))
def products_of_math(x):
    return math.prod(x), math.prod([x[:2], x[2:]]), math.hypot(*x), math.dist(x[:2], x[2:])


@case(real(3))
def membership_of_numbers(x):
    names = {"w", "b"}
    counts = collections.Counter([0, 1, 1, 2])
    seen = dict.fromkeys(range(3), 0.0)
    for k in range(3):
        seen[k] += x[k] * counts[k]
    return sum(seen.values()) * ("w" in names) + (1000.0 in x) * x[0] + x[1] * (k not in seen)


@case(real(3))
def globals_read_and_rebound(x):
    global W
    old = W
    W = W - 0.1 * x
    STATE["steps"] += 1
    out = W * WEIGHTS * STATE["steps"]
    W = old
    STATE["steps"] -= 1
    return out


@case(real(3))
def attributes_of_functions(x):
    def step(v):
        step.calls += 1
        step.last = v
        return v * step.calls

    step.calls = 0
    return step(x) + step(x) + step.last


@case(real(3))
def mutable_default(x):
    def remember(v, memory=[]):
        memory.append(v)
        return sum(memory)

    remember(x)
    return remember(x**2)


@case(real(3))
def closures_made_in_a_loop(x):
    powers = [lambda v, k=k: v**k for k in range(1, 4)]
    layers = [functools.partial(operator.mul, w) for w in WEIGHTS]
    return sum(f(x) for f in powers), [f(x) for f in layers]


@case(real(3))
def generators_that_receive(x):
    def averager():
        total, count, mean = 0.0, 0, None
        while True:
            value = yield mean
            total += value
            count += 1
            mean = total / count

    def chained(*parts):
        for part in parts:
            yield from part

    g = averager()
    next(g)
    means = [g.send(v) for v in x]
    return means, sum(chained(x, [x[0] * 2]))


@case(real(3))
def context_manager_of_a_generator(x):
    @contextlib.contextmanager
    def scaled(v):
        yield v * 2

    with scaled(x) as y, contextlib.nullcontext(x) as z:
        return y * z


@case(real(3))
def timed_and_logged(x):
    started = time.time()
    loss = np.sum(x**2)
    logging.getLogger("training").debug("loss %.3f after %s", loss, x)
    elapsed = time.perf_counter() - time.perf_counter()
    return loss if time.time() >= started and elapsed <= 0 else loss * 2


@case(positive(3))
def more_strings(x):
    loss = x.mean()
    lines = [f"{loss:.3%}", "{0:.2f} {1}".format(loss, x.shape), f"{x}", str(x.tolist()), np.array2string(x, precision=2), repr(x)]
    lines.append("loss=" + str(round(float(loss), 3)) + f" {float(x[0]):>8.3f} {int(x[1])} {x.sum()=:.1f}")
    print(*x, end="\n\n")
    print("\t".join(f"{v:.2f}" for v in x), x.dtype, type(x).__name__, len(x))
    return loss * len(lines), lines


@case(real(3))
def checks_while_training(x):
    loss = np.sum(x**2)
    if np.isnan(loss) or math.isinf(loss) or not np.isfinite(loss):
        raise FloatingPointError("diverged")
    if math.isclose(loss, 0.0) or np.isclose(loss, 0) or loss == 0:
        return loss * 0
    error = np.max(np.abs(x - x * 0.5) / np.maximum(1e-8, np.abs(x) + np.abs(x * 0.5)))
    return loss * (2 if error < 1 else 1) + error


@case(real(3))
def asserted_by_numpy(x):
    np.testing.assert_allclose(x, x.copy(), rtol=1e-7)
    np.testing.assert_array_equal(x > 0, ~(x <= 0))
    np.testing.assert_almost_equal(x.sum(), np.sum(x))
    return x**2


@case(real(3), 1.5)
def matched_by_class(x, s):
    total = 0.0
    for value in (x, s, 2, "name", [x[0], s]):
        match value:
            case float():
                total = total + value**2
            case int():
                total = total + value
            case [first, second]:
                total = total + first * second
            case np.ndarray(shape=(n,)):
                total = total + value * n
            case _:
                pass
    return total


@case(real(3))
def any_kind_of_argument(x):
    def as_array(v: Any) -> np.ndarray:
        if isinstance(v, (list, tuple)):
            return np.array(v)
        if isinstance(v, (int, float)):
            return np.array([v])
        return v

    return as_array([x[0], x[1]]) * as_array(2.0) + as_array(x)[:2] + as_array(x[2])


@case(real(3))
def early_returns_and_chains(x):
    def sign_of(v):
        if v > 0:
            return 1.0
        return -1.0 if v < 0 else 0.0

    y = x if 0 < x.size <= 3 and x[0] != x[1] else -x
    z = (x[0] > 5 and x[1]) or x[2]
    return y * sign_of(x[0]) + (z or 1.0) + (None or x)


@case(small(3, 3))
def attributes_by_number(w):
    class Net:
        def __init__(self, n):
            for k in range(1, n + 1):
                setattr(self, f"W{k}", w * k)
            self.__dict__.update({"scale": 2.0})

        def forward(self, v):
            for k in range(1, 3):
                v = np.tanh(getattr(self, "W" + str(k)) @ v)
            return v * self.scale

    return Net(2).forward(np.ones(3))


@case(real(3))
def lazily_computed_properties(x):
    class Stats:
        def __init__(self, v):
            self.v = v

        @functools.cached_property
        def mean(self):
            return self.v.mean()

        def __setattr__(self, name, value):
            object.__setattr__(self, name, value)

        def __contains__(self, item):
            return item == "mean"

    s = Stats(x)
    return (s.v - s.mean) * s.mean * ("mean" in s)
