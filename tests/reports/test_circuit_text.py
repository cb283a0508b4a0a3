"""The circuit as text: in a narrow terminal, and with letters that take two cells."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

import whygrad
from whygrad.reports.plates import short_value
from whygrad.reports.words import words

LONG = (
    "the_first_input_of_the_network_in_float64 = 2.0\n"
    "the_weight_of_the_first_input_of_the_network = -1.5\n"
    "the_product_of_both = the_first_input_of_the_network_in_float64 * the_weight_of_the_first_input_of_the_network\n"
    "loss = the_product_of_both ** 2\n"
)
WIDE = "入力 = 2.0\nとても長い変数の名前その一 = 入力 * -1.5\nとても長い変数の名前その二 = とても長い変数の名前その一 + 入力\n"


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("program", [LONG, WIDE])
def test_no_line_is_wider_than_the_terminal(program: str, width: int) -> None:
    rows = whygrad.show(program, lang="en").painted(width, color=False).split("\n")
    assert max(map(cell_len, rows)) <= width
    values = [row for row in rows if " = " in row]
    assert len(values) >= 3 and all("=" in row for row in values)


def test_the_ends_of_names_tell_them_apart() -> None:
    text = whygrad.show(WIDE, lang="en").painted(60, color=False)
    table = text.split("\n\n")[0].split("\n")
    names = [row.split("  ")[0] for row in table[1:]]
    assert len(names) == len({*names})


@pytest.mark.parametrize(
    "program",
    ["x = 2.0\ny = x**2\ndx = x * x\n", "import numpy as np\nx = np.ones(3)\nL = (x**3).sum()\ndx = 3 * x\n"],
)
def test_what_is_wrong_and_looks_right_is_said_to_be_a_coincidence(program: str) -> None:
    text = whygrad.show(program, lang="en").painted(100, color=False)
    assert "✗ dx: " in text
    assert "the same at these numbers, by coincidence" in text
    assert "✓" not in text


ARRAYS = """\
import numpy as np
rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(8, 3)), rng.normal(size=(3, 4)), np.array([0.12345, -0.23456, 0.34567, -0.45678])
hidden = np.tanh(X @ W + b)
loss = (hidden**2).mean()
"""


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_number_is_cut_in_the_middle(width: int) -> None:
    text = whygrad.show(ARRAYS, lang="en").painted(width, color=False)
    whole = {word.strip("[],()…") for word in whygrad.show(ARRAYS, lang="en").painted(400, color=False).split()}
    table = text.split("\n\n")[0]
    cut = [word for word in table.split() if word.strip("[],()…").lstrip("-")[:1].isdigit() and word.strip("[],()…") not in whole]
    assert cut == []


def test_in_a_narrow_terminal_every_gradient_can_be_read() -> None:
    circuit = whygrad.show(ARRAYS, lang="en")
    table = circuit.painted(40, color=False).split("\n\n")[0]
    assert circuit.scene is not None
    for thing in circuit.scene.things:
        for out in thing.outs:
            if getattr(out.gradient, "ndim", 0) == 2:
                assert short_value(out.gradient, words("en")) in table


def test_an_array_of_one_row_looks_other_than_a_list() -> None:
    text = "import numpy as np\nx = np.array([[1.0, 2.0]])\ny = np.array([1.0, 2.0])\nL = (x * y).sum()\n"
    rows = whygrad.show(text, lang="en").painted(100, color=False).split("\n")
    assert "[[1, 2]]" in next(row for row in rows if row.startswith("x "))
    assert " [1, 2]" in next(row for row in rows if row.startswith("y "))


LOOPS = """\
w, b, total = 0.5, 0.1, 0.0
for epoch in range(3):
    for batch in range(4):
        for sample in range(5):
            error = w * (epoch + 1) * sample + b * batch - 0.3
            total = total + error * error
loss = total / 60
"""


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_a_tree_ends_where_the_terminal_has_no_room_for_it(depth: int, width: int) -> None:
    """Of a loop in a loop in a loop: no line is too wide, and no name without its number."""
    text = whygrad.show(LOOPS, lang="en", depth=depth).painted(width, color=False)
    _table, tree, *_rest = text.split("\n\n")
    assert max(map(cell_len, text.split("\n"))) <= width
    branches = [row for row in tree.split("\n") if "─ " in row and not row.endswith("─ …")]
    assert len(branches) > 6
    assert all(re.search(r"(  | = )-?\d", row.split("─ ")[1]) for row in branches)
