"""Control flow: if and while on values, loops in loops, comprehensions, try, with, match, recursion, assert."""

# The code is as people write it.
# ruff: noqa: E721, PIE804, RET504, RET505

from __future__ import annotations

import contextlib
import itertools

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(real(4))
def if_on_a_value(x):
    if x[0] > 0:
        y = x * 2
    elif x[1] > 0:
        y = x**2
    else:
        y = -x
    return y if x.sum() > 0 else y * 3


@case(real(4))
def if_on_truth(x):
    total = 0
    for v in x:
        if v and not v < 0:
            total += v
        if 0 < v < 1:
            total *= 2
    return total


@case(real(6))
def loop_with_continue_and_break(x):
    total = 0.0
    for v in x:
        if v < -1.5:
            continue
        total += v**2
        if total > 4:
            break
    else:
        total = -total
    return total


@case(positive(3))
def while_on_a_value(x):
    steps = 0
    while np.linalg.norm(x) > 0.1:
        x = x / 2
        steps += 1
    return x * steps


@case(2.7)
def while_on_a_number(x):
    while x > 0.3:
        x = 0.5 * x + 0.01 * x * x
    return x


@case(positive(3))
def until_it_converges(a):
    x = np.ones(3)
    for _ in range(50):
        new = 0.5 * (x + a / x)
        if np.max(np.abs(new - x)) < 1e-14:
            break
        x = new
    return x


@case(real(2, 2, 3, 3))
def four_loops(x):
    out = np.zeros((2, 2, 3, 3))
    for n in range(2):
        for c in range(2):
            for i in range(3):
                for j in range(3):
                    out[n, c, i, j] = x[n, c, i, j] * (1 + n) + x[n, 1 - c, j, i] ** 2
    return out


@case(real(3, 4))
def comprehensions(x):
    squares = [v**2 for row in x for v in row if v > 0]
    by_row = {i: row.sum() for i, row in enumerate(x)}
    pairs = [(a, b) for a, b in zip(x[0], x[1], strict=True)]
    return sum(squares), by_row, [a * b for a, b in pairs], sum(a * a for a in x[2])


@case(real(4))
def nested_comprehension_to_array(x):
    return np.array([[a * b for b in x] for a in x]), np.array([x[i] - x[j] for i, j in itertools.combinations(range(4), 2)])


@case(real(3, 4))
def appended_then_stacked(x):
    rows, sums = [], []
    for row in x:
        rows.append(np.tanh(row))
        sums.append(row.sum())
    return np.stack(rows, axis=1), np.array(sums), np.array(rows), np.concatenate(rows), np.vstack(rows)


@case(real(3))
def lists_grown_otherwise(x):
    states = [np.zeros(3)]
    for t in range(3):
        states += [states[-1] * 0.5 + x * t]
    states.extend([x])
    states.insert(0, x**2)
    last = states.pop()
    return np.array(states) * last


@case(real(3, 3))
def preallocated_list(x):
    hidden = [None] * 4
    hidden[-1] = np.ones(3)
    for t in range(3):
        hidden[t] = np.tanh(x[t] + hidden[t - 1])
    return np.array(hidden[:3])


@case(real(3, 3))
def dict_by_time(x):
    h = {}
    h[-1] = np.zeros(3)
    for t in range(len(x)):
        h[t] = np.tanh(x[t] + 0.5 * h[t - 1])
    return [h[t] for t in range(3)]


@case(real(4))
def reversed_loops(x):
    d = 0
    out = np.zeros(4)
    for t in reversed(range(4)):
        d = d * 0.9 + x[t]
        out[t] = d
    for t in range(3, 0, -1):
        out[t] -= out[t - 1]
    return out


@case(real(4))
def tried(x):
    try:
        y = x.reshape(3, 3)
    except ValueError:
        y = x.reshape(2, 2)
    try:
        y = y * {"scale": 2.0}["shift"]
    except KeyError as missing:
        y = y + len(missing.args)
    finally:
        y = y * 2
    return y


@case(real(4))
def raised_and_caught(x):
    def checked(v):
        if v < 0:
            raise ArithmeticError("negative")
        return v**0.5

    total = 0.0
    for v in x:
        try:
            total += checked(v)
        except ArithmeticError:
            total += v
    return total


@case(real(3))
def asserted(x):
    assert x.shape == (3,), f"wrong shape {x.shape}"
    assert np.all(np.isfinite(x))
    assert not np.isnan(x).any()
    assert x.dtype == np.float64
    return x**3


@case(real(3))
def with_statements(x):
    with np.errstate(all="ignore"):
        y = np.log(np.abs(x))
    with contextlib.suppress(KeyError):
        y = y * {}["none"]
    with np.printoptions(precision=3):
        y = y + 1
    return y


@case(real(5))
def matched(x):
    total = 0.0
    for k, v in enumerate(x):
        match k % 3:
            case 0:
                total += v
            case 1 if v > 0:
                total += v**2
            case _:
                total -= v
    return total


@case(real(3))
def walrus(x):
    total = 0.0
    while (size := np.abs(x).sum()) > 0.5:
        x = x * 0.5
        total += size
    return total


@case(positive(3))
def recursion(x):
    def power(v, n):
        if n == 0:
            return 1
        half = power(v, n // 2)
        return half * half * v if n % 2 else half * half

    return power(x, 5)


@case(real(6))
def divided_and_conquered(x):
    def total(part):
        if len(part) == 1:
            return part[0] ** 2
        middle = len(part) // 2
        return total(part[:middle]) * 0.5 + total(part[middle:])

    return total(x)


@case(real(3), constants=("tanh",))
def chosen_by_a_string(x, kind):
    if kind == "relu":
        return np.maximum(x, 0)
    elif kind == "tanh":
        return np.tanh(x)
    raise ValueError(kind)


@case(real(3), options={"mode": "train", "scale": 2.0})
def keyword_options(x, mode="test", scale=1.0, **rest):
    if mode == "train" and not rest:
        x = x * scale
    return x**2


@case(real(2, 3))
def isinstance_checks(x):
    y = x * 3 if isinstance(x, np.ndarray) else x
    if type(x) == np.ndarray:
        y = y + 1
    if isinstance(x[0, 0], float) and not isinstance(x, (list, tuple)):
        y = y * 2
    if np.isscalar(x[0, 1]):
        y = y - 1
    if isinstance(x[0], np.ndarray) and isinstance(x[0, 0], np.floating):
        y = y * x
    if hasattr(x, "shape"):
        y = y**2
    return y


@case(real(3), 0.7)
def none_as_default(x, s, bias=None):
    if bias is None:
        bias = np.zeros_like(x)
    y = None
    for v in (x, s * x):
        y = v if y is None else y + v
    return y + bias


@case(real(4))
def all_and_any(x):
    if all(v < 5 for v in x) and any(x > 0) and (x < 3).all():
        x = x * 2
    return x if np.any(x) else -x


@case(real(3))
def itertools_and_friends(x):
    total = 0
    for a, b in itertools.product(x, repeat=2):
        total += a * b
    for k, a in enumerate(itertools.accumulate(x), start=1):
        total += k * a
    for a, b in itertools.pairwise(x):
        total += a / b
    return total


@case(real(2, 4))
def loop_over_a_range_of_floats(x):
    total = 0
    for t in np.arange(0, 1, 0.25):
        total = total + x[0] * t
    for k, t in zip(range(4), np.linspace(0, 1, 4), strict=True):
        total[k] += t * x[1, k]
    return total


@case(real(3))
def loop_rebinding_its_argument(x):
    for i in range(3):
        x = np.sin(x) + i * 0.1
    return x


@case(real(3))
def conditional_imports(x):
    import math as m

    import numpy as again
    from numpy import tanh as squash

    return squash(x) * again.exp(-x) * m.sqrt(2.0)


@case(real(3))
def star_arguments(x):
    def total(*parts, weight=1.0, **named):
        return sum(parts) * weight + named.get("shift", 0)

    parts = [x, x**2]
    return total(*parts, weight=2.0, **{"shift": x[0]})


@case(real(3))
def deleted_names(x):
    y = x * 2
    cache = {"y": y}
    del y
    z = cache.pop("y")
    del cache
    return z * x


@case(real(2, 2), real(2, 2))
def comparisons_of_arrays(x, y):
    if (x == y).all() or x is y:
        return x
    if np.array_equal(x, x.copy()) and x.tolist() != y.tolist():
        return x * y
    return y


@case(real(3))
def hashable_things(x):
    names = {"a", "b"}
    memo = {(0, 1): x, ("a",): x**2}
    return memo[0, 1] * len(names) + memo["a",]


@case(real(4))
def sliding_state(x):
    older, old = 0.0, 1.0
    for v in x:
        older, old = old, older * v + old
    return old * older
