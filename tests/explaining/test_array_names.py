"""On arrays a name of the program's belongs to the value that its statement gives it; the steps on the way have names of their own."""

from __future__ import annotations

import numpy as np
import pytest

import whygrad
from whygrad.explaining.arrays.derivation import ArrayDerivation
from whygrad.explaining.deriving import derive_file
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.words import words

START = "import numpy as np\nv = np.array([1.0, -2.0, 3.0])\n"


def derived(lines: str) -> ArrayDerivation:
    found = derive_file(START + lines, "a.py")
    assert isinstance(found, ArrayDerivation) and found.ok, found.problems
    return found


def text(found: ArrayDerivation) -> str:
    return DerivationReport(found, words("en")).painted(80, color=False)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("z = np.linalg.norm(v)", np.sqrt(14.0)),
        ("z = np.cumsum(np.outer(v, v))", np.cumsum(np.outer([1, -2, 3], [1, -2, 3]))),
        ("z = v.std(ddof=1)", np.std([1, -2, 3], ddof=1)),
        ("z = np.cross(v, 2 * v + 1)", np.cross([1, -2, 3], [3, -3, 7])),
    ],
)
def test_a_name_is_that_of_the_value_that_it_was_given(statement: str, value: object) -> None:
    found = derived(f"{statement}\nL = np.sum(z * z)\n")
    of_name = [equation.left for equation in found.forward if equation.left.name.split("_")[0] == "z"]
    assert [one.name for one in of_name] == ["z"]
    assert np.allclose(of_name[0].value, value)


def test_turns_of_a_loop_have_the_name_each() -> None:
    found = derived("for k in range(3):\n    v = np.cumsum(v)\nL = np.sum(v)\n")
    assert [equation.left.name for equation in found.forward] == ["t1", "v_2", "t2", "v_3", "t3", "v_4", "L"]


def test_a_write_makes_the_next_array_of_the_name_and_no_other() -> None:
    said = text(derived("y = np.zeros(3)\ny[0] = v[0] * v[1]\ny *= v\nL = y.sum()\n"))
    assert "  y_2 = y.copy()\n  y_2[0] = t3\n" in said
    assert "y_3 = y_2 * v" in said
    assert "y_4" not in said


def test_a_power_that_is_lowered_to_1_is_not_written() -> None:
    found = DerivationReport(derived("L = np.sum(v ** 2)\n"), words("en")).latex()
    assert r"\odot 2 \cdot \underset{3}{v}" in found
    assert "^{1}" not in found


def test_names_for_parts_are_none_that_the_program_gives_later() -> None:
    text = "import numpy as np\nx = np.array([1.0, 2.0])\ndt1 = 0.5\nt1 = x * dt1 + 1\nloss = np.sum(t1 * t1)\n"
    said = str(whygrad.derive(text, lang="en"))
    assert "  t1 = t2 + 1\n" in said and " t1_2" not in said


RECURRENT = """\
hs = {-1: np.array([0.3, -0.2, 0.5])}
W = np.outer(v, v) / 10
loss = np.sum(W * W)
for t in range(3):
    hs[t] = np.tanh(W @ hs[t - 1])
    loss = loss + np.sum(hs[t] ** 2)
"""


def test_entries_of_a_dict_are_called_by_their_keys_and_that_is_said() -> None:
    """Entries that the program makes, and one that it begins with, whose key is no part of a name."""
    said = " ".join(text(found := derived(RECURRENT)).split())
    assert [one.left.name for one in found.forward if one.left.name.startswith("hs")] == ["hs_0", "hs_1", "hs_2"]
    assert [(one.value.name, one.value.code) for one in found.inputs] == [("v", ""), ("hs_minus_1", "hs[-1]")]
    assert "`hs_minus_1`, `hs_0`, `hs_1` and `hs_2` stand for `hs[-1]`, `hs[0]`, `hs[1]` and `hs[2]`." in said


def test_an_entry_of_a_dict_that_is_held_has_a_name_of_its_own() -> None:
    """It was called `x`, without a word."""
    text_ = "import numpy as np\nhs = {-1: np.array([0.3, -0.2])}\nW = np.ones((2, 2))\nL = np.sum(np.tanh(W @ hs[-1]))\n"
    found = derive_file(text_, "a.py", wrt=("W",))
    assert isinstance(found, ArrayDerivation)
    assert [(one.name, one.code) for one in (*found.given, *found.beside)] == [("hs_minus_1", "hs[-1]")]
    assert "`hs_minus_1` stands for `hs[-1]`." in text(found)


def test_the_values_of_one_name_are_explained() -> None:
    """Two of them, and so many that they are not all listed; of a name with one value nothing is said."""
    assert "`v` and `v_2` are the values that `v` has, one after another." in text(derived("v = v * v\nL = np.sum(v)\n"))
    said = text(derived("for k in range(6):\n    v = v * v\nL = np.sum(v)\n"))
    assert "`v`, `v_2`, …, `v_7` are the values that `v` has, one after another." in said
    assert "values that `L`" not in said


def test_why_it_is_added_up_is_told_once_with_all_that_it_holds_for() -> None:
    said = " ".join(text(derived(RECURRENT)).split())
    assert said.count("Why is it added here?") == 1
    assert "So it is for `hs_1`, `hs_0` and `v`, which go into several gates too." in said
