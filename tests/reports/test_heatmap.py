"""The small pictures of arrays, and what is said beside them."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from whygrad.drawing.scene import Out
from whygrad.drawing.wiring import UNSEEN, Claimed
from whygrad.reports.heatmap import DARK, LEVELS, LIGHT, MOST_ACROSS, MOST_DOWN, HeatMap
from whygrad.reports.plates import plate, short_value, summary, written_out
from whygrad.reports.words import words

EN = words("en")
FLOATS = arrays(float, array_shapes(min_dims=1, max_dims=4, max_side=30), elements=st.floats(-1e6, 1e6))


@given(FLOATS)
def test_a_map_has_few_cells_that_stand_for_all_entries(value):
    found = HeatMap.of(value)
    assert len(found.cells) <= MOST_DOWN
    assert all(0 < len(row) <= MOST_ACROSS for row in found.cells)
    table = value.reshape(-1, value.shape[-1]) if value.ndim > 1 else value.reshape(1, -1)
    down, across = found.block
    for y, row in enumerate(found.cells):
        for x, cell in enumerate(row):
            own = table[y * down : (y + 1) * down, x * across : (x + 1) * across]
            assert cell == pytest.approx(own.mean(), rel=1e-9, abs=1e-6)


@given(FLOATS)
def test_the_scale_is_the_same_on_both_sides_of_0(value):
    one, other = HeatMap.of(value), HeatMap.of(-value)
    assert one.most == other.most
    for row, mirrored in zip(one.cells, other.cells, strict=True):
        for number, negative in zip(row, mirrored, strict=True):
            level = one.level(number)
            assert level == -(other.level(negative) or 0)
            assert abs(level or 0) <= LEVELS
            assert not level or (level < 0) == (number < 0)


@given(FLOATS)
def test_below_0_is_told_without_colour_too(value):
    found = HeatMap.of(value)
    negative = sum((found.level(number) or 0) < 0 for row in found.cells for number in row)
    dashes = re.findall(r'class="(?:dark )?dash" d="([^"]*)"', found.shapes)
    assert "".join(dashes).count("M") == negative


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_farther_from_0_is_farther_in_lightness(colours):
    """Who sees no colours at all still sees how far from 0 an entry is."""
    for side in "np":
        steps = [luminance(colours[own]) for own in ("h0", *(f"{side}{k}" for k in range(1, LEVELS + 1)))]
        assert steps in (sorted(steps), sorted(steps, reverse=True))
        assert all(abs(one - other) > 0.02 for one, other in itertools.pairwise(steps))
    for number in range(1, LEVELS + 1):
        dash = colours["dark" if number > 2 else "dash"]
        light, dark = sorted((luminance(dash), luminance(colours[f"n{number}"])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, "a dash is seen on its ground"


def test_what_is_not_finite_is_marked():
    found = HeatMap.of(np.array([1.0, np.nan, -2.0, np.inf]))
    assert [found.level(number) for number in found.cells[0]] == [2, None, -4, None]
    assert 'class="odd"' in found.shapes
    assert summary(np.array([1.0, np.nan, -2.0]), EN, is_gradient=False) == ["-2 … 1", "1 entry not finite"]


def rows(value, gradient, *claims, name="W", language="en"):
    made = plate(Out((0,), name, value, gradient, claims), words(language), is_input=False)
    return [["".join(text for _style, text in parts) for _role, parts in half.rows] for half in (made.above, made.below)]


def test_a_number_stands_in_one_line():
    assert rows(2.5, -1.0) == [["W 2.5"], ["-1"]]


def test_a_small_array_is_its_numbers():
    assert rows(np.array([1.0, 2.5]), np.array([0.0, -1.0])) == [["W (2)", "[1, 2.5]"], ["[0, -1]"]]


def test_a_large_one_is_its_shape_and_what_its_entries_are_like():
    value, gradient = np.linspace(-1.0, 3.0, 50).reshape(5, 10), np.full((5, 10), 0.1)
    assert rows(value, gradient) == [["W 5 × 10", "-1 … 3", "mean 1"], ["all 0.1", "norm 0.707"]]
    assert rows(value, gradient, language="pt_BR") == [["W 5 × 10", "-1 … 3", "média 1"], ["tudo 0.1", "norma 0.707"]]


def test_without_a_gradient_nothing_stands_below():
    assert rows(np.ones((5, 10)), None)[1] == [""]


@pytest.mark.parametrize(
    ("yours", "said"),
    [
        (np.eye(5), "✗ dW[4, 4]: 1, not 7"),
        (np.ones(5), "✗ dW: shape (5)"),
        (None, "✗ dW: missing"),
        (UNSEEN, "✗ dW"),
        (np.full((5, 5), np.nan), "✗ dW[0, 0]: nan, not 0"),
    ],
)
def test_a_wrong_gradient_says_where_it_is_farthest_off(yours, said):
    true = np.zeros((5, 5))
    true[4, 4] = 7.0
    assert rows(np.ones((5, 5)), true, Claimed("dW", yours, False))[1][-1] == said
    assert rows(np.ones((5, 5)), true, Claimed("dW", true, True))[1] == ["0 … 7", "norm 7 ✓"]


@pytest.mark.parametrize("value", [np.zeros((0, 3)), np.zeros(0), np.ones((2, 0))])
def test_an_array_without_entries(value):
    assert "no entries" in short_value(value, EN)
    assert written_out(value) is None
    assert rows(value, value)[0][1] == "no entries"
