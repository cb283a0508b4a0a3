"""Every node knows the exact sub-expression that it came from, in characters of the text as its author wrote it."""

from __future__ import annotations

import pytest

from whygrad.tracing.running import Settings
from whygrad.tracing.script import Program
from whygrad.tracing.source import Edit, Source, Span, span_of, span_of_instruction


def cut(text: str, span: Span) -> str:
    """What stands at a span."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[span.line - 1 : span.end_line]
    rows[-1] = rows[-1][: span.end_column]
    rows[0] = rows[0][span.column :]
    return "\n".join(rows)


def steps(text: str, *watched: str, edits: tuple[Edit, ...] = ()) -> list[tuple[str, str]]:
    """Each gate of a traced run, and the text that it came from."""
    program = Program(Source(text, edits), "<program>")
    trace = program.run(Settings(frozenset(watched)))
    assert trace.crash is None, trace.crash.exception
    spans = [(node.gate.name, program.span_of(node)) for node in trace.graph if node.inputs and node.gate.name != "identity"]
    return [(name, "" if span is None else cut(text, span)) for name, span in spans]


def test_each_operation_of_a_line_has_its_own_columns() -> None:
    assert steps("x = [2.0, 3.0]\na = 0.5\ng = [x[0]*a + x[1]*a + 1*a]", "x", "a") == [
        *[("multiply", "x[0]*a"), ("multiply", "x[1]*a"), ("add", "x[0]*a + x[1]*a")],
        *[("multiply", "1*a"), ("add", "x[0]*a + x[1]*a + 1*a")],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y = -x ** 2", [("power", "x ** 2"), ("negate", "-x ** 2")]),
        ("y = (x + 1) * 2", [("add", "x + 1"), ("multiply", "(x + 1) * 2")]),
        ("import math\ny = 1 + math.exp(-x)", [("negate", "-x"), ("exp", "math.exp(-x)"), ("add", "1 + math.exp(-x)")]),
        ("from math import tanh as t\ny = t(x) / x", [("tanh", "t(x)"), ("divide", "t(x) / x")]),
        ("x *= 3", [("multiply", "x *= 3")]),
        ("y = max(x, 1) + abs(x)", [("max", "max(x, 1)"), ("absolute", "abs(x)"), ("add", "max(x, 1) + abs(x)")]),
        ("y = sum([x, x * 2])", [("multiply", "x * 2"), ("sum", "sum([x, x * 2])")]),
        ("y = pow(x, 2); z = pow(x, x)", [("power", "pow(x, 2)"), ("power", "pow(x, x)")]),
        ("f = lambda v: v * v\ny = f(x) + f(x)", [("multiply", "v * v"), ("multiply", "v * v"), ("add", "f(x) + f(x)")]),
        ("y = [v * x for v in [1, 2]]", [("multiply", "v * x"), ("multiply", "v * x")]),
        ("y = x if x > 5 else x - 1", [("subtract", "x - 1")]),
        ("def f(a, b=2):\n    return a * b\ny = f(x)", [("multiply", "a * b")]),
        ("class A:\n    def __mul__(self, o):\n        return x * o\ny = A() * 3", [("multiply", "x * o")]),
        ("y = (x\n     + 1) * (\n  x - 2)", [("add", "x\n     + 1"), ("subtract", "x - 2"), ("multiply", "(x\n     + 1) * (\n  x - 2)")]),
        ("y = x + \\\n  1", [("add", "x + \\\n  1")]),
        ("s = 'ção σ'; y = x * 2", [("multiply", "x * 2")]),
        ("σ = 'é'; ŷ = [σ, x + 1, 'ü', x * 2]", [("add", "x + 1"), ("multiply", "x * 2")]),
        ("s = '''\né'''; y = '😀', x + 1", [("add", "x + 1")]),
        ("y = round(x + 0.25, 1)", [("add", "x + 0.25"), ("round", "round(x + 0.25, 1)")]),
        ("import math\ny = math.prod([x, 2]) % 3", [("prod", "math.prod([x, 2])"), ("modulo", "math.prod([x, 2]) % 3")]),
        ("import functools\ny = functools.reduce(lambda a, b: a * b, [x, 2])", [("multiply", "a * b")]),
        ("import operator\ny = list(map(operator.neg, [x]))", [("negate", "list(map(operator.neg, [x]))")]),
        ("if (n := x * 2) > 1: pass", [("multiply", "x * 2")]),
        (
            "with open(__file__ + '', 'w') if x + 1 < 0 else __import__('io').StringIO() as f: y = x * 2",
            [("add", "x + 1"), ("multiply", "x * 2")],
        ),
        ("y = 7 if x == 2.5 else 8; z = 2 - x", [("subtract", "2 - x")]),
    ],
)
def test_spans(text: str, expected: list[tuple[str, str]]) -> None:
    assert steps(f"x = 2.5\n{text}", "x") == expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    assert steps(ending.join(["x = 2.5", "'é'", "y = 'é', x + 1", "z = x * 2"]), "x") == [("add", "x + 1"), ("multiply", "x * 2")]


def test_steps_inside_a_library_have_no_span() -> None:
    assert ("multiply", "") in steps("import random\nx = 0.5\ny = random.uniform(-x, x)", "x")


def test_edits_leave_spans_on_the_original() -> None:
    text = "é = [x for x in (2.0,)]\nx = [2.0]\ny = 1 / 1 + math.exp(-x[0]) * 3\nz = x[0] * y"
    line = "1 / 1 + math.exp(-x[0])"
    edits = (
        Edit(Span(1, 0, 1, 0), "import math\n"),
        Edit(Span(3, 8, 3, 8), "("),
        Edit(Span(3, 4 + len(line), 3, 4 + len(line)), ")"),
    )
    assert steps(text, "x", edits=edits) == [
        *[("negate", "-x[0]"), ("exp", "math.exp(-x[0])"), ("add", "1 + math.exp(-x[0])"), ("divide", "1 / 1 + math.exp(-x[0])")],
        *[("multiply", "1 / 1 + math.exp(-x[0]) * 3"), ("multiply", "x[0] * y")],
    ]


def test_what_stands_in_a_replacement_points_at_what_it_replaced() -> None:
    text = "x = 2.0\ny = x * 1 + 1"
    assert steps(text, "x", edits=(Edit(Span(2, 4, 2, 9), "(x * x - 3)"),)) == [
        *[("multiply", "x * 1"), ("subtract", "x * 1"), ("add", "x * 1 + 1")]
    ]


def test_every_expression_of_an_edited_tree_is_found_in_the_original() -> None:
    text = "α = 1.0\nβ = [α * 2,\n     α + 3]\n"
    source = Source(text, [Edit(Span(1, 4, 1, 7), "10.25"), Edit(Span(3, 5, 3, 10), "α  +  33")])
    import ast

    for node in ast.walk(source.tree):
        if isinstance(node, ast.expr) and source.is_original(node):
            assert cut(text, span_of(node)) == source.code_of(node)
    assert [cut(text, span_of(node)) for node in ast.walk(source.tree) if isinstance(node, ast.Constant)].count("α + 3") == 1


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Source("x = 12345", [Edit(Span(1, 4, 1, 7), "1"), Edit(Span(1, 6, 1, 8), "2")])


def test_a_crash_is_found_at_its_sub_expression() -> None:
    text = "x = 0.0\ny = 'é', 1 + (2 / x)"
    crash = Program(Source(text), "<program>").run(Settings(frozenset({"x"}))).crash
    assert crash is not None and crash.code is not None
    span = span_of_instruction(crash.code, crash.instruction)
    assert span is not None and cut(text, span) == "2 / x"


def test_a_crash_in_a_library_is_found_at_the_users_call() -> None:
    text = "import statistics\nx = [1.0]\ny = 2 + statistics.stdev(x)"
    crash = Program(Source(text), "<program>").run(Settings(frozenset({"x"}))).crash
    assert crash is not None and crash.code is not None
    span = span_of_instruction(crash.code, crash.instruction)
    assert span is not None and cut(text, span) == "statistics.stdev(x)"
