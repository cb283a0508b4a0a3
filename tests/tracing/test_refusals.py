"""What can't be traced or differentiated says what, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.tracing.errors import (
    DtypeError,
    LeakedTrace,
    NotFinite,
    NotTraceable,
    ShapeError,
    TooLarge,
)

X = np.arange(12.0).reshape(3, 4)
KEPT: dict[str, Any] = {}


def endless(x: Any) -> Any:
    while True:
        x = x + 1


def leaking_a_number(x: Any) -> Any:
    KEPT.setdefault("number", lambda: x)
    return x * KEPT["number"]()


def leaking(x: Any) -> Any:
    KEPT["iterator"] = iter([x * 2])
    return x.sum()


REFUSED: list[tuple[str, Callable[[Any], Any], Any, type[Exception], str]] = [
    (
        "broadcast",
        lambda x: np.sum(x + np.ones(3)),
        X,
        ShapeError,
        r"\(3, 4\) and \(3,\).*axis 1 is 4 in one and 3 in the other.*\[:, None\]",
    ),
    ("matmul", lambda x: np.sum(x @ x), X, ShapeError, r"can't multiply shapes \(3, 4\) and \(3, 4\).*first transposed"),
    ("svd", lambda x: np.linalg.svd(x)[1].sum(), X, NotTraceable, r"np.linalg.svd.*custom_vjp"),
    ("fft", lambda x: np.abs(np.fft.fft(x)).sum(), X, NotTraceable, r"np.fft.fft.*complex"),
    ("strides", lambda x: np.lib.stride_tricks.as_strided(x, (2,), (8,)).sum(), X, NotTraceable, r"sliding_window_view"),
    ("complex", lambda x: np.abs(np.sum(x * 1j)), X, DtypeError, "complex"),
    ("objects", lambda x: np.sum(x * np.array(["a", None], dtype=object)), np.ones(2), DtypeError, "objects"),
    ("float in a set", lambda x: len({x[0]}) * x[0], np.ones(2), NotTraceable, "looked up by its value"),
]


@pytest.mark.parametrize(("function", "x", "error", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused_with_its_place(function: Callable[..., Any], x: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=f"(?s){words}") as refusal:
        whygrad.grad(function)(x)
    assert "test_refusals.py:" in str(refusal.value).splitlines()[0]
    assert isinstance(refusal.value, whygrad.TraceError)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: whygrad.grad(lambda x: x * 2)(X), "an array of shape"),
        (lambda: whygrad.grad(lambda x: None)(X), "returns NoneType"),
        (lambda: whygrad.grad(np.argmax)(X), "can't move by a little"),
        (lambda: whygrad.grad(lambda x: x.sum())(np.arange(3)), "whole numbers"),
        (lambda: whygrad.grad(lambda x: x)("text"), "holds no numbers"),
        (lambda: whygrad.grad(lambda x: x.sum())(X + 1j), "complex"),
        (lambda: whygrad.grad(lambda x: x.sum(), argnums=2)(X), "no argument 2"),
        (lambda: whygrad.vjp(lambda x: x, X)[1](np.ones(2)), "has shape"),
        (lambda: whygrad.vjp(lambda x: (x, x), X)[1](X), "1 parts where the function returns 2"),
        (lambda: whygrad.jvp(lambda x: x, (X,), (X, X)), "2 tangents for 1 arguments"),
    ],
)
def test_wrong_questions_are_told(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(whygrad.TraceError, match=words):
        call()


def test_too_large() -> None:
    with pytest.raises(TooLarge, match="500 nodes"):
        whygrad.grad(endless, max_nodes=500)(X)
    with pytest.raises(TooLarge, match="500 nodes"):
        whygrad.grad(endless, max_nodes=500)(1.0)
    with pytest.raises(TooLarge, match="1000000 × 1000000"):
        whygrad.jacobian(lambda x: x)(np.ones(1_000_000))


def test_the_first_gate_that_is_not_finite() -> None:
    with pytest.warns(RuntimeWarning, match="invalid value"), pytest.raises(NotFinite, match="logarithm gate makes nan"):
        whygrad.grad(lambda x: np.sum(np.log(x) * 2), trap_nan=True)(np.array([1.0, -1.0]))
    with pytest.raises(NotFinite, match="square-root gate here hands down inf"):
        whygrad.grad(lambda x: np.sum(np.sqrt(x)), trap_nan=True)(np.array([1.0, 0.0]))


def test_a_value_that_leaves_its_trace() -> None:
    whygrad.grad(leaking)(X)
    with pytest.raises(LeakedTrace, match="outside of the trace"):
        next(KEPT["iterator"]) + 1


def test_what_is_only_remembered_is_a_plain_value_afterwards() -> None:
    def remembering(x: Any) -> Any:
        KEPT["value"] = x * 2
        return x.sum()

    whygrad.grad(remembering)(X)
    assert type(KEPT["value"]) is np.ndarray


def test_errors_speak_the_users_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "pt_BR.UTF-8")
    with pytest.raises(whygrad.TraceError, match="gradiente"):
        whygrad.grad(lambda x: x * 2)(X)


def test_a_number_of_another_trace_is_told_where_it_is_used() -> None:
    whygrad.grad(leaking_a_number)(1.5)
    with pytest.raises(LeakedTrace, match="outside of the trace"):
        whygrad.grad(leaking_a_number)(2.0)
