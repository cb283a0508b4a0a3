"""What can be done with a compiled function besides calling it, and what is said where it is asked for in a wrong way."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.autodiff.refusing import NotCompilable

X = np.array([1.0, 2.0, 3.0])


def squares(x: Any, scale: float = 1.0) -> Any:
    """The sum of squares."""
    return np.sum(x * x) * scale


@whygrad.compile
def decorated(x: Any) -> Any:
    return np.sum(x**3)


class Net:
    """With methods that are compiled."""

    def __init__(self, w: Any) -> None:
        self.w = w

    @whygrad.compile
    def loss(self, x: Any, power: int = 2) -> Any:
        return np.sum((self.w * x) ** power)

    @staticmethod
    @whygrad.compile
    def alone(x: Any) -> Any:
        return np.sum(x)


def test_a_method_is_that_of_its_object() -> None:
    one, other = Net(np.array([1.0, 1.0, 2.0])), Net(np.array([3.0, 1.0, 1.0]))
    for _ in range(2):
        for net in (one, other):
            assert net.loss(X) == np.sum((net.w * X) ** 2)
            value, gradient = net.loss.value_and_grad(X, power=3)
            assert value == np.sum((net.w * X) ** 3)
            np.testing.assert_allclose(gradient, 3 * net.w**3 * X**2)
            assert net.loss.grad(X).tolist() == (2 * net.w**2 * X).tolist()
            out, pullback = net.loss.vjp(X)
            assert [part.tolist() for part in pullback(1.0)[:1]] == [net.loss.grad(X).tolist()] and out == net.loss(X)
        one.w = one.w * 2.0
    assert "def loss_value_and_grad(self, x" in one.loss.source
    assert Net.alone.grad(X).tolist() == [1.0] * 3
    assert repr(one.loss).startswith("<whygrad.Compiled loss of ")


def test_it_looks_like_the_function() -> None:
    fast = whygrad.compile(squares)
    assert (fast.__name__, fast.__doc__) == ("squares", "The sum of squares.")
    assert inspect.signature(fast) == inspect.signature(squares)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_copies_compute_the_same(copied: Any) -> None:
    for fast in (whygrad.compile(squares, X, argnums=(0,)), whygrad.compile(Net(X).loss, X), decorated):
        expected = np.asarray(fast.grad(X)).ravel()
        assert np.asarray(copied(fast).grad(X)).ravel().tolist() == expected.tolist()
    assert copied(decorated) is decorated or copied is copy.copy


def test_a_copied_object_has_its_own_values() -> None:
    net = Net(np.array([1.0, 1.0, 1.0]))
    net.loss.grad(X)
    twin = copy.deepcopy(net)
    twin.w *= 2.0
    assert twin.loss.grad(X).tolist() == (8 * X).tolist() and net.loss.grad(X).tolist() == (2 * X).tolist()


@pytest.mark.parametrize("face", [whygrad.compile, whygrad.grad, whygrad.value_and_grad])
def test_what_is_no_function_or_no_position_is_refused_at_once(face: Any) -> None:
    def stepwise(x: Any) -> Any:
        yield x

    async def later(x: Any) -> Any:
        return x

    for value, message in (
        (3, "this is a `int`: 3.\n  Give the function itself"),
        (None, "this is a `NoneType`"),
        (stepwise, "a function with `yield`"),
        (later, "a function with `async`"),
    ):
        with pytest.raises(whygrad.TraceError, match=message):
            face(value)
    for argnums, message in (
        ((), r"this is \(\)\.\n  Name at least one"),
        ("x", "this is 'x'.\n  `x` is argument 0"),
        ("y", "The first argument is 0"),
        (1.5, "this is 1.5"),
        (True, "this is True"),
        (None, "this is None"),
        ((0, "scale"), "`scale` is argument 1"),
    ):
        with pytest.raises(whygrad.TraceError, match=message):
            face(squares, argnums=argnums)
    found = face(squares, argnums=np.int64(0))
    assert np.asarray(found.grad(X) if face is whygrad.compile else found(X), dtype=object).size


def test_what_is_returned_has_to_fit() -> None:
    for face in (lambda f: whygrad.compile(f, has_aux=True).value_and_grad, lambda f: whygrad.grad(f, has_aux=True)):
        for f, what in ((squares, "float64"), (lambda x: (np.sum(x), 1, 2), r"tuple\(3\)"), (lambda x: {"a": np.sum(x)}, r"dict\(1\)")):
            with pytest.raises(whygrad.TraceError, match=f"has to return two things, .* it returns {what}"):
                face(f)(X)
        assert face(lambda x: [np.sum(x), "more"])(X)


def test_an_object_that_is_made_anew_is_refused_and_one_that_was_there_is_returned() -> None:
    net = Net(X)

    def made(x: Any) -> Any:
        return np.sum(x), Net(x * 2.0)

    def kept(x: Any) -> Any:
        return np.sum(x * net.w), net

    with pytest.raises(NotCompilable, match="`made` makes a `Net` and returns it"):
        whygrad.compile(made, has_aux=True).value_and_grad(X)
    fast = whygrad.compile(kept, has_aux=True)
    assert fast.value_and_grad(X)[0][1] is fast.value_and_grad(X)[0][1] is net


def test_calls_that_do_not_fit_are_told_with_the_name_of_the_function() -> None:
    fast = whygrad.compile(squares)
    for call in (lambda: fast.value_and_grad(y=X), lambda: fast.value_and_grad(X, x=X), lambda: fast(X, 1.0, 2.0), fast):
        with pytest.raises(TypeError, match=r"squares\(\) "):
            call()


def test_after_the_first_call_arguments_may_still_be_given_by_name() -> None:
    def plain(a: Any, b: Any) -> Any:
        return a * b

    def taken(input: Any, list: Any) -> Any:
        return input * list

    for f, given in ((plain, {"b": 3.0, "a": 2.0}), (taken, {"list": 3.0, "input": 2.0})):
        for prepared in ((), (1.0, 2.0)):
            fast = whygrad.compile(f, *prepared)
            for _ in range(3):
                assert fast.value_and_grad(**given) == (6.0, 3.0)
                assert fast.value_and_grad(2.0, 3.0) == (6.0, 3.0)
                assert fast.value_and_grad(np.array(2.0), 3.0) == (6.0, 3.0)  # another kind
            with pytest.raises(TypeError):
                fast.value_and_grad(2.0)
