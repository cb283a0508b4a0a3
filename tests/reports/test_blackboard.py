"""A derivation for people: nothing is wider than the terminal, every language, every encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from whygrad.explaining.derive import derive
from whygrad.reports.blackboard import blackboard
from whygrad.reports.screen import fitting, painted
from whygrad.reports.words import words

ROOT = Path(__file__).parents[2]
SEED = (ROOT / "examples/seed/neuron.py").read_text(encoding="utf-8")
LONG = "a = 0.5\nb = 1.5\nfirst_long_name = a * b\nsecond_long_name = first_long_name / (first_long_name + a ** 2 + b ** 2 + a * b + 7.5)\n"


@pytest.mark.parametrize(("program", "width"), [(SEED, 60), (SEED, 80), (SEED, 100), (LONG, 40), (LONG, 80)])
def test_no_line_is_wider_than_the_screen(program: str, width: int) -> None:
    lines = blackboard(derive(program, "a.py"), words("en"), width)
    assert max(line.cell_len for line in lines) <= width


def test_the_seed_is_explained_as_one_gate_and_gate_by_gate() -> None:
    shown = " ".join(painted(blackboard(derive(SEED, "neuron.py"), words("en"), 100), color=False).split())
    assert "∂activation/∂product = (1 - activation) * activation = 0.1966" in shown
    assert "∂activation/∂product = math.exp(-product) / (1 + math.exp(-product)) ** 2 = 0.1966" in shown
    assert "∂activation/∂w[2] = ∂activation/∂product · ∂product/∂w[2] = ∂activation/∂product · 1" in shown
    assert "5 + product = w[0]*x[0]+w[1]*x[1]+w[2]" in shown


def test_equal_paths_are_written_once() -> None:
    shown = painted(blackboard(derive("x = 3.0\ny = x * x\n"), words("en"), 80), color=False)
    assert shown.count("    y ← x\n") == 1
    assert "2 paths are alike" in shown


def test_an_encoding_without_the_characters_gets_look_alikes() -> None:
    shown = painted(blackboard(derive("x = 3.0\nh = x * x\nh = h * x\n"), words("en"), 80), color=False)
    assert "dh/dh1 = x = 3" in fitting(shown, "ascii")


def test_values_are_green_and_gradients_red() -> None:
    shown = painted(blackboard(derive("x = 3.0\ny = x * x\n"), words("en"), 80), color=True)
    assert "\x1b[32m9" in shown
    assert "\x1b[31m6" in shown
