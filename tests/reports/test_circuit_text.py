"""The circuit as text: in a narrow terminal, and with letters that take two cells."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

import whygrad

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
