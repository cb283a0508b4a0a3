"""What a compiled function has to notice, to leave alone, and to give: the same as the run of the graph, whatever it is given."""

from __future__ import annotations

import math
import threading
import types
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import whygrad
from whygrad.autodiff.refusing import NotCompilable

few = settings(max_examples=40, deadline=None)
anything = st.floats(allow_nan=True, allow_infinity=True, width=32)


def neuron(w: Any, x: Any) -> Any:
    return 1 / (1 + math.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))


def loss(W: Any, b: Any, X: Any, y: Any) -> Any:  # noqa: N803 - as people write them
    h = np.maximum(0, X @ W + b)
    p = np.exp(h - h.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y])) + 0.1 * np.sum(W**2)


def arguments(seed: int = 0, dtype: Any = np.float64, n: int = 5) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    numbers = (rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(n, 4)))
    return (*[value.astype(dtype) for value in numbers], rng.integers(0, 3, size=n))


def leaves(value: Any) -> list[Any]:
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, tuple | list) else [value]


def assert_same(found: Any, expected: Any, rtol: float = 1e-9) -> None:
    for mine, true in zip(leaves(found), leaves(expected), strict=True):
        assert type(mine) is type(true) and np.shape(mine) == np.shape(true)
        assert np.asarray(mine).dtype == np.asarray(true).dtype
        np.testing.assert_allclose(mine, true, rtol=rtol, atol=rtol)


def plain(f: Any, *args: Any, argnums: Any = 0) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return whygrad.value_and_grad(f, argnums)(*args)


def test_value_gradient_and_pullback_are_those_of_the_graph() -> None:
    fast = whygrad.compile(loss, argnums=(0, 1))
    for seed in range(3):
        args = arguments(seed)
        assert_same(fast.value_and_grad(*args), plain(loss, *args, argnums=(0, 1)))
        assert_same(fast.grad(*args), whygrad.grad(loss, (0, 1))(*args))
        assert_same(fast(*args), loss(*args))
        out, pullback = fast.vjp(*args)
        assert_same(pullback(out * 0 + 2.0)[:3], whygrad.vjp(loss, *args)[1](2.0)[:3])


def test_numbers_of_python_stay_so() -> None:
    fast = whygrad.compile(neuron, [2.0, -3.0, -3.0], [-1.0, -2.0], argnums=(0, 1))
    assert_same(fast.value_and_grad([1.0, 0.5, 2.0], [3.0, -1.0]), plain(neuron, [1.0, 0.5, 2.0], [3.0, -1.0], argnums=(0, 1)))
    assert isinstance(fast.value_and_grad, types.FunctionType)  # the very code, with nothing around it


@pytest.mark.parametrize(
    "args",
    [
        ([np.float64(2.0), -3.0, -3.0], [-1.0, -2.0]),
        ([np.float32(2.0), -3.0, -3.0], [-1.0, -2.0]),
        ([2.0, -3.0, -3.0, 1.0], [-1.0, -2.0]),
        ((2.0, -3.0, -3.0), [-1.0, -2.0]),
        (np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])),
        ([2.0, -3.0, float("inf")], [-1.0, -2.0]),
        ([2.0, -3.0, float("nan")], [-1.0, -2.0]),
    ],
)
def test_numbers_of_another_kind_are_noticed(args: Any) -> None:
    fast = whygrad.compile(neuron, [2.0, -3.0, -3.0], [-1.0, -2.0], argnums=(0, 1))
    assert_same(fast.value_and_grad(*args), plain(neuron, *args, argnums=(0, 1)), rtol=1e-6)
    with pytest.raises(OverflowError):
        fast.value_and_grad([1e6, 1e6, -1e9], [1.0, 1.0])


def test_another_shape_or_dtype_is_noticed() -> None:
    fast = whygrad.compile(loss, *arguments(), argnums=(0, 1))
    for args in (arguments(1, n=7), arguments(2, np.float32), arguments(3), (*arguments(4)[:3], np.array([0, 1, 1, 2, 0], np.int8))):
        single = args[0].dtype == np.float32
        assert_same(fast.value_and_grad(*args), plain(loss, *args, argnums=(0, 1)), rtol=1e-5 if single else 1e-9)
    with pytest.raises((ValueError, whygrad.TraceError)):
        fast.value_and_grad(np.ones((3, 3)), *arguments()[1:])


def test_another_layout_gives_the_same() -> None:
    fast = whygrad.compile(loss, *arguments(), argnums=(0, 1, 2))
    weights, bias, points, y = arguments(5)
    wide = np.repeat(points, 2, axis=1)[:, ::2]
    for args in ((np.asfortranarray(weights), bias[::-1], wide, y[::-1]), (weights[::-1], bias, points.T.copy().T, y)):
        assert_same(fast.value_and_grad(*args), plain(loss, *args, argnums=(0, 1, 2)))


def branching(x: Any) -> Any:
    if x.sum() > 0:
        return np.sum(x**2)
    total = 0.0
    for k in range(int(abs(x[0])) + 1):
        total = total + np.sum(np.sin(x)) * k
    return total


def test_another_way_through_the_program_is_noticed() -> None:
    fast = whygrad.compile(branching, np.ones(3))
    for x in (np.ones(3), -np.ones(3), -3 * np.ones(3), np.ones(3), -5 * np.ones(3), -np.ones(3)):
        assert_same(fast.value_and_grad(x), plain(branching, x))


SCALE = 2.0
TABLE = {"w": np.array([1.0, 2.0])}


def test_a_change_of_what_is_around_is_noticed() -> None:
    global SCALE  # noqa: PLW0603

    class Net:
        def __init__(self) -> None:
            self.w = np.array([1.0, -1.0])
            self.rate = 0.5

        def loss(self, x: Any) -> Any:
            return np.sum(x * self.w * self.rate * TABLE["w"]) * SCALE * bias

    net, bias = Net(), 1.0
    fast, x = whygrad.compile(net.loss), np.array([3.0, 4.0])

    def same() -> None:
        assert_same(fast.value_and_grad(x), plain(net.loss, x))

    same()
    net.w[0] = 7.0  # read anew
    same()
    net.w = np.array([5.0, 5.0])
    same()
    net.rate = 3.0
    same()
    TABLE["w"] = np.array([2.0, 2.0])
    same()
    bias = 4.0
    same()
    SCALE = 5.0
    try:
        same()
    finally:
        SCALE = 2.0


def test_a_change_of_what_belongs_to_an_argument_a_class_or_a_function_is_noticed() -> None:
    class Net:
        power = 2.0

        def __init__(self) -> None:
            self.w = np.array([1.0, -1.0])

    def helper(x: Any, scale: float = 2.0) -> Any:
        return x * scale * helper.factor  # type: ignore[attr-defined]

    helper.factor = 3.0  # type: ignore[attr-defined]

    def f(x: Any, net: Any, g: Any) -> Any:
        return np.sum(helper(g(x)) * net.w) * Net.power

    net, other, x = Net(), Net(), np.array([3.0, 4.0])
    other.w = np.array([5.0, 6.0])
    fast = whygrad.compile(f, x, net, np.sin)

    def same(*args: Any) -> None:
        assert_same(fast.value_and_grad(*args), plain(f, *args))

    for args in ((x, net, np.sin), (x, other, np.sin), (x, net, np.cos), (x, net, np.sin)):
        same(*args)
    net.w = np.array([7.0, 7.0])
    same(x, net, np.sin)
    Net.power = 4.0
    same(x, net, np.sin)
    helper.factor = 5.0  # type: ignore[attr-defined]
    same(x, net, np.sin)
    helper.__defaults__ = (9.0,)
    same(x, net, np.sin)


def test_arrays_that_are_no_floats_are_read_anew() -> None:
    weights, bias, points, y = arguments()
    fast = whygrad.compile(loss, weights, bias, points, y)
    for _ in range(3):
        assert_same(fast.value_and_grad(weights, bias, points, y), plain(loss, weights, bias, points, y))
        y[:] = (y + 1) % 3
        points *= 1.1
    counted = whygrad.compile(lambda x, y: np.sum(x * np.bincount(y, minlength=3)))
    for labels in ([0, 1, 1], [2, 2, 2]):
        assert counted.grad(np.ones(3), np.array(labels)).tolist() == np.bincount(labels, minlength=3).tolist()


def test_one_array_in_two_places_is_noticed() -> None:
    around = np.array([1, 2, 3])

    def f(x: Any, a: Any, b: Any) -> Any:
        return np.sum(x * a * b * around)

    x, one, other = np.ones(3), np.array([1, 2, 3]), np.array([4, 5, 6])
    for first in (one, around):
        fast = whygrad.compile(f, x, first, first)
        for a, b in ((one, other), (other, one), (around, other), (other, other), (first, first)):
            assert fast.grad(x, a, b).tolist() == (a * b * around).tolist()


def test_what_is_returned_and_given_is_left_alone() -> None:
    big = np.random.default_rng(0).normal(size=(64, 64))

    def f(x: Any, y: Any) -> Any:
        z = np.exp(x * 0.1) * y
        return np.sum(z * z) + np.sum(x), (z, x, x.T, z[1:], z)

    fast = whygrad.compile(f, big, big, argnums=(0, 1), has_aux=True)
    given = big.copy()
    (value, aux), gradients = fast.value_and_grad(given, given)
    kept = [np.array(leaf) for leaf in leaves((aux, gradients))]
    found = leaves((aux, gradients))
    for one in range(len(found)):
        assert not np.shares_memory(found[one], given)
        assert not any(np.shares_memory(found[one], other) for other in found[one + 1 :])
    fast.value_and_grad(-given, given * 2)
    for mine, before in zip(found, kept, strict=True):
        np.testing.assert_array_equal(mine, before)
    np.testing.assert_array_equal(given, big)
    for leaf in found:
        leaf[...] = np.nan
    assert fast.value_and_grad(given, given)[0][0] == value


def masked(x: Any, w: Any) -> Any:
    safe = np.where(np.isnan(x), 0.0, x * w)
    return np.sum(np.where(w > 0, np.log(w), w) * 0.5) + np.sum(safe / (1 + np.exp(-safe)))


@few
@given(
    x=arrays.arrays(np.float64, st.sampled_from([(3,), (2, 3), (), (0,), (1, 0)]), elements=anything),
    w=st.floats(-3, 3) | st.just(float("inf")),
    single=st.booleans(),
)
def test_nan_infinity_no_dimensions_no_entries_and_single_precision(x: Any, w: float, single: bool) -> None:
    x = np.asarray(x, np.float32 if single else np.float64)
    other = np.asarray(np.full(x.shape, w), x.dtype)
    expected = plain(masked, x, other, argnums=(0, 1))
    fast = whygrad.compile(masked, argnums=(0, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(2):
            assert_same(fast.value_and_grad(x, other), expected, rtol=1e-4 if single else 1e-9)


@few
@given(
    x=arrays.arrays(np.float64, (40, 30), elements=st.floats(-3, 3)),
    a=st.floats(-2, 2),
    n=st.integers(1, 4),
)
def test_large_arrays_in_one_workspace(x: Any, a: float, n: int) -> None:
    fast = whygrad.compile(mixed, argnums=(0, 1))
    for point in (x, x + 1.0, x):
        assert_same(fast.value_and_grad(point, a, n), plain(mixed, point, a, n, argnums=(0, 1)))


def mixed(x: Any, a: Any, n: int) -> Any:
    rows = x - x.mean(axis=0)
    for k in range(n):
        rows = np.tanh(rows * a + k) + rows.std(axis=1, keepdims=True)
        rows[k] = rows[k - 1] * 2.0
    return np.sum(rows.T @ rows) / rows.size + rows[::2].max() + x[0, 0]


def test_threads_work_in_memory_of_their_own() -> None:
    fast, found = whygrad.compile(mixed, np.ones((40, 30)), 0.5, 2), {}
    points = [np.random.default_rng(k).normal(size=(40, 30)) for k in range(4)]

    def work(k: int) -> None:
        found[k] = [fast.value_and_grad(points[k], 0.5, 2) for _ in range(50)]

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for k, results in found.items():
        for result in results:
            assert_same(result, plain(mixed, points[k], 0.5, 2))


def test_what_would_happen_but_once_is_refused() -> None:
    seen: list[Any] = []

    def writes(x: Any) -> Any:
        x[0] = 2.0
        return np.sum(x * x)

    def appends(x: Any) -> Any:
        seen.append(1)
        return np.sum(x * x)

    def shows(x: Any) -> Any:
        text = f"{np.sum(x):.3f}"
        return np.sum(x * len(text))

    for f in (writes, appends, shows, lambda x: np.sum(x * np.random.rand(3))):
        with pytest.raises(NotCompilable, match="does more than return a value"):
            whygrad.compile(f).value_and_grad(np.ones(3))


def test_backends() -> None:
    seen: list[Any] = []

    def keeps(x: Any) -> Any:
        seen.append(x.sum())
        x *= 2.0
        return np.sum(x * x), "aux"

    for backend in ("trace", "compiled", "auto"):
        args = arguments(3)
        assert_same(whygrad.value_and_grad(loss, (0, 1), backend=backend)(*args), plain(loss, *args, argnums=(0, 1)))
        assert_same(whygrad.grad(loss, backend=backend)(*args), whygrad.grad(loss)(*args))
    auto = whygrad.grad(keeps, has_aux=True, backend="auto")
    for turn in (1, 2):  # all of it, once a call, the first too
        x = np.ones(3)
        gradient, aux = auto(x)
        assert (gradient.tolist(), aux, x.tolist(), len(seen)) == ([8.0] * 3, "aux", [2.0] * 3, turn)
    with pytest.raises(NotCompilable):
        whygrad.grad(keeps, has_aux=True, backend="compiled")(np.ones(3))
    assert whygrad.compile(lambda x: (x * x, "aux"), has_aux=True).grad(3.0) == (6.0, "aux")
    with pytest.raises(ValueError, match="There is no backend 'jit'"):
        whygrad.grad(loss, backend="jit")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="trap_nan"):
        whygrad.grad(loss, backend="auto", trap_nan=True)


def test_it_nests_and_takes_names_defaults_and_dicts() -> None:
    def f(params: Any, x: Any, power: int = 2) -> Any:
        return np.sum((x @ params["w"] + params["b"][0]) ** power)

    fast = whygrad.compile(f)
    params, x = {"w": np.array([1.0, 2.0]), "b": (0.5, None)}, np.eye(2)
    for options in ({}, {"power": 3}, {"power": 2}, {}):
        value, gradient = fast.value_and_grad(params, x=x, **options)
        expected = whygrad.value_and_grad(f)(params, x, **options)
        assert_same([value, gradient["w"], gradient["b"][0]], [expected[0], expected[1]["w"], expected[1]["b"][0]])
        assert gradient["b"][1] is None
    second = whygrad.grad(lambda w: np.sum(fast.grad({"w": w, "b": (0.5, None)}, x)["w"] ** 2))(np.array([1.0, 2.0]))
    assert second.tolist() == [8.0 * 1.5, 8.0 * 2.5]
    of_gradient = whygrad.compile(lambda w: np.sum(whygrad.grad(lambda v: np.sum(v**3))(w)))
    assert of_gradient.grad(np.array([1.0, 2.0])).tolist() == [6.0, 12.0]


def test_a_custom_rule_is_kept() -> None:
    @whygrad.custom_vjp
    def double(x: Any) -> Any:
        return x * 2.0

    double.defvjp(lambda x: (x * 2.0, x), lambda x, g: (g * 10.0 * x,))
    fast = whygrad.compile(lambda x: double(x) * 3.0)
    for x in (1.0, 2.0):
        assert fast.value_and_grad(x) == (6.0 * x, 30.0 * x)


def test_the_code_can_be_read() -> None:
    fast = whygrad.compile(loss, *arguments(), argnums=(0, 1))
    assert "def loss_value_and_grad(W, b, X, y):" in fast.source
    assert "h = np.maximum(0, " in fast.source and "dW = " in fast.source
    with pytest.raises(ValueError, match="Nothing is compiled"):
        _ = whygrad.compile(loss).source


def test_an_argument_without_influence_costs_no_new_version() -> None:
    def function(x: Any, y: Any) -> Any:
        return np.sum(x**2) + np.sum(np.sign(y))

    fast = whygrad.compile(function, argnums=(0, 1))
    for y in (np.array(2.0), np.array(3.0), np.array(-1.0)):
        args = (np.ones(3), y)
        assert_same(fast.value_and_grad(*args), plain(function, *args, argnums=(0, 1)))
    assert len(fast._gradient.versions) == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(40, 30, 2), (300, 3), (30, 20, 7), (40, 30, 8), (2, 3)])
def test_short_sums_keep_their_last_bit(shape: tuple[int, ...], dtype: Any) -> None:
    x = np.random.default_rng(0).normal(size=shape).astype(dtype)
    for keepdims in (False, True):
        fast = whygrad.compile(lambda x, keepdims=keepdims: np.sum(x * 3.0, axis=-1, keepdims=keepdims))
        found, expected = fast(x), np.sum(x * 3.0, axis=-1, keepdims=keepdims)
        assert found.dtype == expected.dtype and np.array_equal(found, expected)


def test_the_way_back_of_pairs_is_that_of_the_graph() -> None:
    def potential(x: Any) -> Any:
        away = x[:, None, :] - x[None, :, :]
        return np.sum(np.exp(-np.sum(away**2, axis=-1)))

    x = np.random.default_rng(0).normal(size=(40, 3))
    fast = whygrad.compile(potential, x)
    assert " @ " in fast.source or "np.matmul" in fast.source
    assert_same(fast.value_and_grad(x), plain(potential, x))
