"""Gates on arrays that are seen as one: recognised by value, and led from the long way to the short form by steps that hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.explaining.array_evaluation import check
from tests.explaining.test_array_derivation import PROGRAMS, batchnorm_staged, questions, random
from whygrad.explaining.arrays.derive import derive_function
from whygrad.gates.arrays import modules


def softmax_loss(scores, y):
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    return -np.sum(np.log(p[np.arange(3), y])) / 3


STEPPED = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), 6),
    "tanh": (lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), 3),
    "softplus": (lambda z: np.log(1 + np.exp(z)), 3),
    "softmax": (lambda s: np.exp(s) / np.exp(s).sum(axis=1, keepdims=True), 4),
    "softmax, with the largest taken away": (
        lambda s: np.exp(s - s.max(1, keepdims=True)) / np.exp(s - s.max(1, keepdims=True)).sum(1, keepdims=True),
        4,
    ),
    "log-sum-exp": (lambda s: np.log(np.sum(np.exp(s), axis=1)), 3),
    "log-softmax": (lambda s: s - np.log(np.exp(s).sum(1, keepdims=True)), 3),
    "normalised": (lambda x: (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5), 3),
    "cross-entropy": (softmax_loss, 2),
}


@pytest.mark.parametrize("name", STEPPED)
def test_the_long_way_becomes_the_short_form_step_by_step(name: str) -> None:
    function, least = STEPPED[name]
    args = (random(3, 4), np.array([0, 3, 1])) if name == "cross-entropy" else (random(3, 4),)
    found = derive_function(function, args)
    form = next(one for one in found.modules if one.steps)
    assert len(form.steps) >= least
    assert form.steps[-1].code == form.short.code
    assert len({one.code for one in form.steps}) == len(form.steps)
    assert check(found) == 0  # which runs every line of every step


def test_a_step_that_comes_to_something_else_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(modules.softmax, simplification=(*modules.softmax.simplification, lambda g, out, a, axis: g * out))
    monkeypatch.setattr(modules, "softmax", wrong)
    (form,) = derive_function(STEPPED["softmax"][0], (random(3, 4),)).modules
    assert form.steps == ()


def test_far_out_where_a_step_overflows_there_are_none() -> None:
    (form,) = derive_function(STEPPED["softmax, with the largest taken away"][0], (1000 * random(3, 4),)).modules
    assert form.steps == ()


@pytest.mark.parametrize(
    ("function", "args", "title", "question"),
    [
        (lambda s: np.exp(s) / np.exp(s).sum(axis=0), (random(3, 4),), "softmax", "Why does the softmax mix?"),
        (lambda s: s - np.log(np.exp(s).sum(1, keepdims=True)), (random(3, 4),), "log-softmax", "Why does the softmax mix?"),
        (lambda s: np.log(np.sum(np.exp(s - 1), axis=1)) + 1, (random(3, 4),), "log-sum-exp", "Why does a softmax come out?"),
        (batchnorm_staged, PROGRAMS["batchnorm, staged"][1], "normalised form", "Why three terms?"),
        (softmax_loss, (random(3, 4), np.array([0, 3, 1])), "softmax cross-entropy", "Why is so little left?"),
        (lambda z: 1 / (1 + np.exp(-z)), (random(3, 4),), "sigmoid", None),
    ],
)
def test_modules_are_seen_by_value_in_both_forms(function, args, title: str, question: str | None) -> None:
    long = derive_function(function, args)
    (form,) = [one for one in long.modules if one.title.english() == title]
    assert (None if form.why is None else form.why.question.english()) == question
    short = derive_function(function, args, form="short")
    assert check(long) == check(short) == 0
    assert len(short.steps) < len(long.steps)
    if question is not None:
        assert question in [text for own in questions(short).values() for text in own]


@pytest.mark.parametrize(
    "function",
    [
        lambda s: np.exp(s) / (1e-3 + np.exp(s).sum(axis=1, keepdims=True)),
        lambda s: np.exp(s) / np.exp(s).sum(axis=1, keepdims=True).max(),
        lambda s: (s - s.mean(1, keepdims=True)) / np.abs(s).mean(1, keepdims=True),
    ],
)
def test_what_is_nearly_a_module_is_none(function) -> None:
    assert not derive_function(function, (random(3, 4),)).modules


def test_what_is_also_used_inside_is_not_said_to_be_all() -> None:
    def function(s):
        e = np.exp(s)
        return e / e.sum(axis=1, keepdims=True) + e

    found = derive_function(function, (random(3, 4),))
    assert check(found) == 0
    assert [form.short.adds for form in found.modules] == [True]


def test_what_goes_on_elsewhere_ends_a_module() -> None:
    def function(z, y):
        p = [1 / (1 + np.exp(-z))]  # a value without a name of its own
        return -np.mean(y * np.log(p[0]) + (1 - y) * np.log(1 - p[0]))

    found = derive_function(function, (random(5), np.array([0, 1, 1, 0, 1.0])))
    assert check(found) == 0
    assert [form.title.english() for form in found.modules] == ["sigmoid"]
