"""`whygrad derive`: what it prints, its exit codes, and what is wrong input."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import whygrad
from whygrad.cli import main
from whygrad.reports.derivation import DerivationReport

CIRCUIT = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z\n"


@pytest.fixture
def circuit(folder):
    (folder / "circuit.py").write_text(CIRCUIT)
    return "circuit.py"


def test_the_blackboard_has_the_stages_and_the_paths(circuit, capsys) -> None:
    assert main(["derive", circuit]) == 0
    shown = capsys.readouterr().out
    assert "  ∂f/∂q = z = -4\n" in shown
    assert "  ∂f/∂x = ∂f/∂q · ∂q/∂x = ∂f/∂q · 1 = -4 · 1 = -4\n" in shown
    assert "    f ← q ← x\n      z · 1 = -4 · 1 = -4\n" in shown
    assert "A multiply gate swaps its inputs" in shown


def test_only_what_is_named_is_derived(circuit, capsys) -> None:
    assert main(["derive", "--of", "q", "--wrt", "y", circuit]) == 0
    shown = capsys.readouterr().out
    assert "∂q/∂y = 1" in shown
    assert "∂q/∂x: " not in shown
    assert "∂f" not in shown


def test_latex_has_an_aligned_environment_for_each_input(circuit, capsys) -> None:
    assert main(["derive", "--latex", circuit]) == 0
    shown = capsys.readouterr().out
    assert shown.count(r"\begin{aligned}") == shown.count(r"\end{aligned}") == 3
    assert r"\frac{\partial f}{\partial q} \cdot \frac{\partial q}{\partial x}" in shown
    assert shown.count("{") == shown.count("}")


def test_json_is_one_document(circuit, capsys) -> None:
    assert main(["derive", "--format", "json", circuit]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "whygrad-derivation/1"
    assert {one["name"]: one["gradient"] for one in found["inputs"]} == {"x": -4.0, "y": -4.0, "z": 3.0}
    assert found["inputs"][0]["paths"]["shown"][0]["steps"][0]["local_gradient"] == "z"


def test_standard_input_and_a_language() -> None:
    command = [sys.executable, "-m", "whygrad", "derive", "-", "--lang", "pt-BR", "--format", "json"]
    done = subprocess.run(command, input=CIRCUIT, capture_output=True, text=True, encoding="utf-8", check=False)
    found = json.loads(done.stdout)
    assert (done.returncode, found["file"], found["language"]) == (0, "<stdin>", "pt-BR")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.py"], "There is no such file."),
        (["circuit.py", "--of", "nothing"], "You said that `nothing` is the output"),
        (["circuit.py", "--wrt", "nothing"], "with respect to `nothing`"),
        (["circuit.py", "--wrt", "x["], "with respect to `x[`"),
        (["circuit.py", "--of", "q", "--wrt", "z"], "`q` doesn't depend on `z`"),
    ],
)
@pytest.mark.parametrize("latex", [[], ["--latex"]])
def test_what_cannot_be_derived_is_said_with_exit_code_2(circuit, capsys, arguments, words, latex) -> None:
    assert main(["derive", *arguments, *latex]) == 2
    assert words in re.sub(r"\s+", " ", capsys.readouterr().out)


def test_json_of_what_cannot_be_derived_names_the_problem(folder, capsys) -> None:
    (folder / "empty.py").write_text("")
    assert main(["derive", "empty.py", "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["output"], found["problems"][0]["slug"]) == (None, "empty")


def test_a_program_that_check_repairs_is_derived_repaired_and_it_is_said(folder, capsys) -> None:
    (folder / "broken.py").write_text("x = 2.0\ny = math.exp(x)\ngrad_x = y\n")
    assert main(["derive", "broken.py"]) == 0
    assert "+ import math" in capsys.readouterr().out
    assert main(["derive", "--latex", "broken.py"]) == 0
    assert "1 change" in capsys.readouterr().err


def test_what_the_program_prints_is_no_part_of_it(folder, capsys) -> None:
    (folder / "loud.py").write_text("x = 2.0\nprint('loud')\ny = x * x\n")
    assert main(["derive", "--format", "json", "loud.py"]) == 0
    json.loads(capsys.readouterr().out)


def test_in_python() -> None:
    found = whygrad.derive(CIRCUIT, wrt="x", lang="en")
    assert isinstance(found, DerivationReport)
    assert found.gradients == {"x": -4.0}
    assert "∂f/∂x" in str(found)
    assert not whygrad.derive("x = 1.0\n").ok
