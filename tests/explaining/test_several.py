"""A share of a softmax and a log-sum-exp of plain numbers: recognised by value, each step re-evaluated, none invented."""

from __future__ import annotations

from pathlib import Path

import pytest

import whygrad
from tests.explaining.evaluation import check
from whygrad.explaining.derive import derive

SOFTMAX = "import math\nz = [0.7, -0.2, 0.4]\ne = [math.exp(v) for v in z]\ntotal = sum(e)\np = [v / total for v in e]\n"
SHIFTED = """\
import math
z = [1.2, -0.3, 0.8]
m = max(z)
e = [math.exp(v - m) for v in z]
s = sum(e)
p = [v / s for v in e]
loss = -math.log(p[2])
"""
PROGRAMS = {
    "softmax": (f"{SOFTMAX}loss = -math.log(p[1])\n", ["softmax"]),
    "softmax, all shares": (f"{SOFTMAX}loss = p[0] + 2 * p[1] + 3 * p[2]\n", ["softmax", "softmax", "softmax"]),
    "softmax, the largest taken away": (SHIFTED, ["softmax"]),
    "softmax, written out": (
        "import math\na = 0.3\nb = -1.1\nq = math.exp(a) / (math.exp(a) + math.exp(b) + math.exp(0.5 * a))\nf = q * q\n",
        [],
    ),
    "softmax of two": ("import math\na = 0.3\nb = -1.1\nq = math.exp(a) / (math.exp(a) + math.exp(b))\nf = q * q\n", ["softmax"]),
    "log-sum-exp": ("import math\nz = [0.7, -0.2, 0.4]\nlse = math.log(sum(math.exp(v) for v in z))\nf = 2 * lse\n", ["logsumexp"]),
    "log-sum-exp, the largest taken away": (
        "import math\nz = [0.7, -0.2, 0.4]\nm = max(z)\nlse = m + math.log(sum(math.exp(v - m) for v in z))\nf = 2 * lse\n",
        ["logsumexp"],
    ),
    "nearly a softmax": (
        "import math\nz = [0.7, -0.2]\ne = [math.exp(v) for v in z]\np = e[0] / (e[0] + e[1] + 0.001)\nf = p * p\n",
        [],
    ),
    "nearly a log-sum-exp": ("import math\nz = [0.7, -0.2]\nf = math.log(math.exp(z[0]) + 1.01 * math.exp(z[1]))\n", []),
    "a quotient": ("a = 3.0\nb = 2.0\nc = 5.0\nq = a / (a + b + c)\nf = q * 2\n", []),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_they_are_seen_by_value_and_every_line_holds(name: str) -> None:
    text, functions = PROGRAMS[name]
    found = derive(text)
    assert [form.function.name for form in found.several] == functions
    check(found)
    for form in found.several:
        assert len(form.gradients) == (2 if form.function.name == "softmax" else 1)
        for equation in form.gradients:
            assert len(equation.sides) >= 3
            for side in equation.sides:
                assert side.value == pytest.approx(equation.value, rel=1e-9)


def test_far_out_where_a_step_overflows_there_is_none() -> None:
    found = derive("import math\nz = [900.0, 899.0]\nm = max(z)\nlse = m + math.log(sum(math.exp(v - m) for v in z))\nf = 2 * lse\n")
    assert found.several == ()
    assert found.ok


def test_the_reader_is_told_why_in_both_languages_and_in_every_format() -> None:
    text = PROGRAMS["softmax"][0]
    for language, question in (("en", "Why does the softmax mix?"), ("pt-BR", "Por que a softmax mistura?")):
        made = whygrad.derive(text, lang=language)
        assert question in made.painted(100, color=False)
        assert question in made.markdown()
        assert question in made.html()
        assert "softmax" in made.to_dict()["several"][0]["title"]
    steps = made.to_dict()["several"][0]["step_by_step"][0]["text"]
    assert steps.split(" = ")[-2] == "p[1] * (1 - p[1])"


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[1] / "corpus/right").glob("*.py"))[::9], ids=lambda path: path.stem)
def test_what_people_wrote_holds_too(path: Path) -> None:
    found = derive(path.read_text(encoding="utf-8"), str(path))
    for form in found.several:
        for equation in form.gradients:
            assert all(side.value == pytest.approx(equation.value, rel=1e-6, abs=1e-12) for side in equation.sides)
