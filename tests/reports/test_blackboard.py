"""A derivation for people: nothing is wider than the terminal, every language, every encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from whygrad.explaining.derive import derive
from whygrad.explaining.deriving import derive_file
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


ARRAYS = """import numpy as np
inputs_of_the_layer = np.linspace(-1.0, 1.0, 40).reshape(2, 20)
weights_of_the_layer = np.linspace(0.0, 1.0, 24)[:20]
shares = np.exp(inputs_of_the_layer * weights_of_the_layer)
shares[0, 3:] = shares[0, 3:] / shares[0].sum() + weights_of_the_layer[3:] * inputs_of_the_layer[1, 3:]
loss = np.mean(np.log(shares[[0, 1, 0], [1, 2, 1]]))
"""


@pytest.mark.parametrize("language", ["en", "pt-BR"])
@pytest.mark.parametrize("form", ["short", "long"])
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_about_arrays_is_wider_than_the_screen(width: int, form: str, language: str) -> None:
    derivation = derive_file(ARRAYS, "a.py", form=form)  # type: ignore[arg-type]
    lines = blackboard(derivation, words(language), width, form)  # type: ignore[arg-type]
    assert max(line.cell_len for line in lines) <= max(width, 60), max(lines, key=lambda line: line.cell_len).plain


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
