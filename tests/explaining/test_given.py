"""A derivation gives the value of every name that it uses, and keeps the names of the program."""

from __future__ import annotations

import re

import pytest

from tests.explaining.evaluation import check
from whygrad.explaining.derivation import Derivation
from whygrad.explaining.derive import derive
from whygrad.explaining.used import names_used
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.words import words

PROGRAMS = {
    "a factor that isn't asked about": ("a = 2.0\nb = -3.0\ny = a * b\nda = b\n", ["b = -3"]),
    "a first value": ("x1 = 2.0\nx = 3.0\nx = x * x1\ny = x * x\n", ["x₀ = 3"]),
    "what is computed from others": ("a = 2.0\nb = 3.0\nu = b * b\ny = a * u\nda = u\n", ["u = 9"]),
    "a letter for a long part": (
        "import math\na = 2.0\nb = 3.0\nc = 0.5\ny = a * math.exp(b * math.sin(c) + math.cos(b * c) * math.sin(b + c))\nda = 1.0\n",
        ["b = 3", "c = 0.5", "t1 = "],
    ),
    "an entry of a list": ("w = [1.0, 2.0]\nx = 3.0\ny = w[1] * x\ndx = w[1]\n", ["w[1] = 2"]),
}


def derived(text: str) -> Derivation:
    found = derive(text)
    assert found.ok, found.problems
    check(found)
    return found


def text_of(found: Derivation) -> str:
    return DerivationReport(found, words("en")).painted(100, color=False)


@pytest.mark.parametrize(("text", "given"), PROGRAMS.values(), ids=PROGRAMS)
def test_what_is_used_is_given(text: str, given: list[str]) -> None:
    found = derived(text)
    shown = text_of(found).split("Gate by gate")[0]
    assert all(one in shown for one in given), shown
    known = {one.left.name for one in (*found.given, *found.forward)} | {one.name.name for one in found.inputs}
    assert {name for name in names_used(found) if "∂" not in name} <= known


def test_nothing_is_given_that_is_not_used() -> None:
    assert derived("a = 2.0\nb = -3.0\nc = b * 7\ny = a * a\n").given == ()


def test_it_is_in_json() -> None:
    made = DerivationReport(derived("a = 2.0\nb = -3.0\ny = a * b\nda = b\n"), words("en")).to_dict()
    assert [one["text"] for one in made["given"]] == ["b = -3"]


def test_a_second_name_has_a_line() -> None:
    shown = text_of(derived("x = 4.0\ny = x\nz = y * y\n"))
    assert re.search(r"  y = x = 4\n  z = x \* x = 16\n", shown)


def test_a_second_name_that_moves_on_has_none() -> None:
    shown = text_of(derived("a = 4.0\nb = 2.0\ny = a\nz = y * y\ny = b\nz = z * y\n"))
    assert "  y = " not in shown


def test_values_of_a_name_are_not_spoken_of_where_none_is_shown() -> None:
    shown = text_of(derived("x = 1.0\nx = x + 1\nx = x * x\nz = x * x\ndx = 2 * x\n"))
    assert "₁" not in shown
