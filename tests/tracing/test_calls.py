"""Which nodes were made in which call, whatever way a call ends."""

from __future__ import annotations

import pytest

from whygrad.graph import NONE
from whygrad.tracing.running import Settings, Trace
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source

PROGRAMS = {
    "returned": (
        "def f(a):\n    return a * a\nx = 2.0\ny = f(x) + 1.0\n",
        [(1, ["*"])],
    ),
    "ran to its end": (
        "def f(a):\n    a + 1.0\nx = 2.0\nf(x)\nx * 2.0\n",
        [(1, ["+"])],
    ),
    "called from another, after a docstring": (
        'def f(a):\n    """It says."""\n    return g(a) + 1.0\ndef g(a):\n    return a * a\nx = 2.0\nf(x)\n',
        [(1, ["*", "+"]), (4, ["*"])],
    ),
    "recursive": (
        "def f(a, n):\n    return a if n == 0 else f(a, n - 1) * a\nx = 2.0\nf(x, 2)\n",
        [(1, ["*", "*"]), (1, ["*"]), (1, [])],
    ),
    "returned in a try": (
        "def f(a):\n    try:\n        return a * a\n    finally:\n        pass\nx = 2.0\nf(x)\n-x\n",
        [(1, ["*"])],
    ),
    "ended by an exception": (
        "def f(a):\n    a * a\n    raise KeyError\nx = 2.0\ntry:\n    f(x)\nexcept KeyError:\n    y = 1.0\nz = x + x\n",
        [(1, ["*"])],
    ),
    "a generator": (
        "def f(a):\n    yield a * a\n    yield a + a\nx = 2.0\ny = sum(f(x))\n",
        [],
    ),
    "methods": (
        "class A:\n    def __init__(self, a):\n        self.a = a * 3.0\n    def m(self):\n        return -self.a\nx = 2.0\nA(x).m()\n",
        [(2, ["*"]), (4, ["-"])],
    ),
}


def traced(text: str) -> Trace:
    return Program(Source(text)).run(Settings(frozenset({"x"}), calls=True))


def made_in(trace: Trace) -> list[tuple[int, list[str]]]:
    """Of each call, the line of its function and the gates that were made while it was under way."""
    graph = trace.graph
    return [
        (call.site[0], [graph.gates[index].symbol for index in range(call.start, call.end) if graph.first[index] != NONE])
        for call in trace.calls.made
    ]


@pytest.mark.parametrize(("text", "calls"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_calls_hold_what_is_made_in_them(text: str, calls: list[tuple[int, list[str]]]) -> None:
    trace = traced(text)
    assert trace.crash is None
    assert made_in(trace) == calls


def test_a_crash_ends_every_call() -> None:
    trace = traced("def f(a):\n    return g(a)\ndef g(a):\n    a * a\n    return a / 0.0\nx = 2.0\nf(x)\n")
    assert trace.crash is not None
    assert made_in(trace) == [(1, ["*"]), (3, ["*"])]


def test_the_turns_of_a_loop_are_told_apart() -> None:
    trace = traced("x = 2.0\nfor i in range(3):\n    x * x\n")
    assert trace.calls.ticks == {(2, 0): [1, 2, 3]}


def test_nothing_is_kept_that_nobody_asked_for() -> None:
    text = "def f(a):\n    return a * a\nx = 2.0\nfor i in range(3):\n    f(x)\n"
    trace = Program(Source(text)).run(Settings(frozenset({"x"})))
    assert not trace.calls.made
    assert not trace.calls.ticks
