"""Which turns of which loops, and which calls, made which nodes: as Python tells it while a function is traced."""

from __future__ import annotations

import ast
import sys

import pytest

from whygrad.tracing.following import Course, followed
from whygrad.tracing.function import trace_function

BODIES = {
    "for": ("for k in range(4):\n        x = x * 2.0", [4]),
    "one line": ("for k in range(4): x = x * 2.0", [4]),
    "break": ("for k in range(9):\n        x = x * 2.0\n        if k == 2:\n            break\n    x = x + 1.0", [3]),
    "continue": ("for k in range(5):\n        if k % 2:\n            continue\n        x = x * 2.0", [3]),
    "while": ("k = 0\n    while k < 3:\n        x = x * 2.0\n        k += 1", [3]),
    "nested": ("for i in range(2):\n        for j in range(3):\n            x = x * 2.0\n        x = x + 1.0", [2, 3, 3]),
    "nested, nothing between": ("for i in range(2):\n        for j in range(3):\n            x = x * 2.0", [2, 3, 3]),
    "else": ("for k in range(2):\n        x = x * 2.0\n    else:\n        x = x + 1.0", [2]),
    "header on two lines": ("for k in range(\n        3\n    ):\n        x = x * 2.0", [3]),
    "return inside": ("for k in range(5):\n        x = x * 2.0\n        if k == 1:\n            return x", [2]),
    "comprehension": ("x = sum([x * float(k) for k in range(3)])", []),
}


def course_of(text: str) -> Course:
    space: dict[str, object] = {}
    exec(compile(text, "program.py", "exec"), space)
    course = Course()
    with followed(ast.parse(text), "program.py", course):
        trace_function(space["f"], (2.0,), {}, (0,))  # type: ignore[arg-type]
    return course


@pytest.mark.parametrize("name", BODIES)
def test_turns_of_loops(name):
    body, turns = BODIES[name]
    course = course_of(f"def f(x):\n    {body}\n    return x\n")
    assert [sum(map(bool, loop.turns)) for loop in course.loops] == turns
    for loop in course.loops:
        assert all(before.stop <= after.start for before, after in zip(loop.turns, loop.turns[1:], strict=False))
        assert all(turn.stop <= loop.end for turn in loop.turns)


def test_a_turn_that_makes_nothing_counts_all_the_same():
    (loop,) = course_of(
        "def f(x):\n    for k in range(5):\n        if k % 2:\n            continue\n        x = x * 2.0\n    return x\n"
    ).loops
    assert [number for number, turn in enumerate(loop.turns) if turn] == [0, 2, 4]


def test_calls_lie_in_one_another():
    course = course_of("def g(x):\n    return x * x\n\ndef h(x):\n    return g(x) + g(x + 1.0)\n\ndef f(x):\n    return h(x) * 3.0\n")
    first, second, *inner = course.calls.made
    assert [call.site[0] for call in (first, second, *inner)] == [7, 4, 1, 1]
    assert all(second.start <= call.start <= call.end <= second.end for call in inner)
    assert inner[0].end <= inner[1].start


def test_a_call_that_an_exception_ends_is_over():
    caught = "    try:\n        g(x)\n    except ValueError:\n        pass\n"
    course = course_of(f"def g(x):\n    y = x * x\n    raise ValueError\n\ndef f(x):\n{caught}    return x + 1.0\n")
    whole, inner = course.calls.made
    assert inner.end < whole.end


def test_who_watched_before_watches_after():
    def watcher(*_arguments: object) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(watcher)
    try:
        course_of("def f(x):\n    return x * 2.0\n")
        assert sys.gettrace() is watcher
    finally:
        sys.settrace(before)
