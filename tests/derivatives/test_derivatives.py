"""grad and its kin, as `import whygrad` offers them."""

from __future__ import annotations

import threading
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import whygrad
from whygrad.autodiff.transforms import NoDependence

vectors = st.lists(st.floats(-2, 2), min_size=3, max_size=3).map(np.array)
few = settings(max_examples=25, deadline=None)


def smooth(x: Any) -> Any:
    return np.sum(np.tanh(x) ** 2 * np.exp(0.3 * x)) + x[0] * x[1] ** 2


@given(x=vectors, v=vectors)
@few
def test_forward_and_reverse_mode_agree(x: Any, v: Any) -> None:
    _value, moved = whygrad.jvp(smooth, (x,), (v,))
    np.testing.assert_allclose(moved, whygrad.grad(smooth)(x) @ v, rtol=1e-10, atol=1e-12)


@given(x=vectors, v=vectors)
@few
def test_the_hessian_is_symmetric_and_hvp_is_its_product(x: Any, v: Any) -> None:
    hessian = whygrad.hessian(smooth)(x)
    np.testing.assert_allclose(hessian, hessian.T, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(whygrad.hvp(smooth, (x,), (v,)), hessian @ v, rtol=1e-9, atol=1e-11)


def test_any_order() -> None:
    derivative: Any = lambda x: x**6  # noqa: E731
    for order, expected in enumerate((192.0, 480.0, 960.0, 1440.0), start=1):
        derivative = whygrad.grad(derivative)
        assert derivative(2.0) == pytest.approx(expected), order


def test_perturbations_are_not_confused() -> None:
    assert whygrad.grad(lambda x: x * whygrad.grad(lambda y: x + y)(1.0))(3.0) == 1.0
    assert whygrad.grad(lambda x: x * whygrad.grad(lambda y: x * y)(1.0))(3.0) == 6.0


def test_an_argument_is_itself_and_not_what_else_holds_the_array() -> None:
    x = np.array([1.0, 2.0])
    assert whygrad.grad(lambda a: np.sum(a * x))(x).tolist() == [1.0, 2.0]


def test_trees_in_and_out() -> None:
    params = {"w": np.ones((2, 2)), "layers": [(np.zeros(2), 0.5)], "name": "net", "n": 3}

    def loss(p: Any) -> Any:
        return np.sum(p["w"] ** 2) + np.sum(p["layers"][0][0]) * p["layers"][0][1] * p["n"]

    gradient = whygrad.grad(loss)(params)
    assert gradient["w"].tolist() == [[2.0, 2.0], [2.0, 2.0]]
    assert gradient["layers"][0][0].tolist() == [1.5, 1.5]
    assert gradient["layers"][0][1] == 0.0
    assert gradient["name"] == 0.0 or gradient["name"] is None


def test_argnums_and_aux() -> None:
    value, (da, db) = whygrad.value_and_grad(lambda a, b: a * b, argnums=(0, 1))(3.0, 4.0)
    assert (value, da, db) == (12.0, 4.0, 3.0)
    gradient, aux = whygrad.grad(lambda a: (a * a, {"twice": 2 * a}), has_aux=True)(3.0)
    assert gradient == 6.0 and aux == {"twice": 6.0}


def test_dtypes_are_kept() -> None:
    x = np.ones(3, dtype=np.float32)
    assert whygrad.grad(lambda a: np.sum(a * np.arange(3.0)))(x).dtype == np.float32
    out, pullback = whygrad.vjp(lambda a: a.astype(np.float64) * 2, x)
    assert out.dtype == np.float64 and pullback(np.ones(3))[0].dtype == np.float32


def test_stop_gradient_and_custom_rules() -> None:
    assert whygrad.grad(lambda x: x * whygrad.stop_gradient(x))(3.0) == 3.0

    @whygrad.custom_vjp
    def double(x: Any) -> Any:
        return x * 2.0

    double.defvjp(lambda x: (x * 2.0, x), lambda x, g: (g * 10.0,))
    assert double(3.0) == 6.0
    assert whygrad.grad(lambda x: double(x) * 3.0)(1.0) == 30.0
    double.defvjp(lambda x: (x, None), lambda r, g: (g, g))
    with pytest.raises(whygrad.TraceError, match="returns 2 cotangents for 1 arguments"):
        whygrad.grad(lambda x: double(x) * 3.0)(1.0)


def test_no_dependence_is_said() -> None:
    with pytest.warns(NoDependence, match="doesn't depend on its argument 0"):
        assert whygrad.grad(lambda x: np.sum(np.ones(2)))(np.ones(3)).tolist() == [0.0, 0.0, 0.0]


def test_no_gradient_from_above_hands_none_down() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = whygrad.grad(lambda x: np.sum(np.where(x > 0, np.log(x), x * 2)))(np.array([-1.0, 2.0]))
    assert found.tolist() == [2.0, 0.5]


def test_threads_trace_at_the_same_time() -> None:
    x, found = np.linspace(-1, 1, 5), {}

    def work(k: int) -> None:
        for _ in range(10):
            found[k] = whygrad.grad(lambda a: np.sum(np.tanh(a) * k))(x)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for k, gradient in found.items():
        np.testing.assert_allclose(gradient, k * (1 - np.tanh(x) ** 2))


def test_everything_is_put_back() -> None:
    before = dict(globals())
    state = {"mean": np.zeros(3), "seen": []}
    mean = state["mean"]

    def loss(x: Any) -> Any:
        state["mean"] *= 0.5
        state["mean"] += x
        state["seen"].append(x.sum())
        state["last"] = x * 2
        return np.sum(x**2)

    whygrad.grad(loss)(np.ones(3))
    assert state["mean"] is mean and mean.tolist() == [1.0, 1.0, 1.0]
    assert type(state["seen"][0]) is np.float64 and type(state["last"]) is np.ndarray
    with pytest.raises(ZeroDivisionError):
        whygrad.grad(lambda x: 1 / 0)(1.0)
    assert {name: value for name, value in globals().items() if before.get(name) is not value} == {}


def reversed_and_copied(y: Any) -> Any:
    half = np.sin(y)
    half[::-1] = half * 0.5
    other = np.ones(3)
    other[:] = half
    half[0] = 7.0
    return other


def written_after_it_was_copied(y: Any) -> Any:
    rows, row = np.log(np.abs(np.outer([1.0, 2.0], y)) + 0.5), np.sin(y)
    row[::-1] = 0.5 * y
    np.copyto(rows, row)
    found = np.multiply.accumulate(rows, axis=-1)
    part = row[::2]
    part *= part
    return found


def copied_from_what_is_written_over(y: Any) -> Any:
    kept, row = np.zeros(3), np.sin(y)
    row[:] += 0.5
    kept[:] = row
    row[::-1] *= 2.0
    return np.cos(kept) + row


def stopped_then_written(y: Any) -> Any:
    twice = y * 2.0
    twice[0] = 1.0
    held = whygrad.stop_gradient(twice)
    twice[1] = 5.0
    return held * y


@pytest.mark.parametrize("function", [reversed_and_copied, written_after_it_was_copied, copied_from_what_is_written_over])
def test_a_later_write_is_none_of_a_copys_business(function: Any) -> None:
    y, step = np.array([0.3, -0.4, 0.9]), 1e-6
    value, pullback = whygrad.vjp(function, y)
    np.testing.assert_allclose(value, function(y.copy()))
    slopes = [(function(y + step * unit) - function(y - step * unit)).sum() / (2 * step) for unit in np.eye(3)]
    np.testing.assert_allclose(pullback(np.ones_like(value))[0], slopes, rtol=1e-6, atol=1e-8)


def test_a_stopped_value_is_its_own() -> None:
    y = np.array([1.0, 2.0, 3.0])
    value, pullback = whygrad.vjp(stopped_then_written, y)
    assert value.tolist() == stopped_then_written(y).tolist() == [1.0, 8.0, 18.0]
    assert pullback(np.ones(3))[0].tolist() == [1.0, 4.0, 6.0]


def test_a_replay_computes_masks_anew_and_tells_another_branch() -> None:
    def f(x: Any) -> Any:
        y = np.where(x > 0, x, 0.1 * x)
        y[y.argmax()] *= 2.0
        return y * 3.0 if x.sum() > 0 else y

    traced = whygrad.trace(f, np.array([1.0, -2.0, 3.0]))
    other = np.array([5.0, -1.0, -2.0])
    assert traced.replay(other).tolist() == f(other).tolist()
    with pytest.raises(whygrad.TraceError, match="would go another way here"):
        traced.replay(-np.ones(3))


LONG: list[Any] = [0.0] * 300


def scanned(x: float) -> tuple[Any, list[Any]]:
    states: list[Any] = [0.0]
    for _turn in range(300):
        states.append(np.tanh(0.9 * states[-1] + x))
    LONG[3] = x * 2.0
    return states[-1], states


def test_no_traced_value_stays_behind_in_a_long_list_that_begins_with_a_plain_number() -> None:
    value, states = whygrad.trace(scanned, 0.3).value
    assert {type(value), type(LONG[3]), *map(type, states)} <= {float, np.float64}
    assert states == scanned(0.3)[1]
