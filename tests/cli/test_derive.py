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


def test_latex_is_a_part_to_paste(circuit, capsys) -> None:
    assert main(["derive", circuit, "--latex"]) == 0
    shown = capsys.readouterr().out
    assert shown.count(r"\begin{aligned}") == shown.count(r"\end{aligned}") > 3
    assert "documentclass" not in shown
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


# --- files


AFFINE = """import numpy as np
x = np.arange(6.0).reshape(2, 3)
w = np.ones((3, 2))
b = np.zeros(2)
z = x @ w + b
loss = np.sum(z * z)
"""
MARKS = {
    "latex": "% whygrad derive\n\\documentclass",
    "md": "<!-- whygrad derive -->\n\n# ",
    "html": "<!doctype html>\n<!-- whygrad derive -->",
}


@pytest.mark.parametrize("kind", MARKS)
@pytest.mark.parametrize("program", [CIRCUIT, AFFINE])
def test_each_format_into_a_file(folder, capsys, kind, program) -> None:
    (folder / "program.py").write_text(program)
    for _again in range(2):  # what it wrote itself it writes again
        assert main(["derive", "program.py", f"--{kind}", "out", "--lang", "pt-BR"]) == 0
        assert capsys.readouterr() == ("", "")
    written = (folder / "out").read_text(encoding="utf-8")
    assert written.startswith(MARKS[kind])
    assert "regra da cadeia" in written


@pytest.mark.parametrize("kind", MARKS)
def test_each_format_onto_the_screen(circuit, capsys, kind) -> None:
    shown = []
    for arguments in ([circuit, f"--{kind}"], [circuit, f"--{kind}", "-"], [f"--{kind}", circuit]):
        assert main(["derive", *arguments]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] == shown[2]
    assert "multiply gate" in shown[0]


def test_several_formats_at_once(circuit, folder, capsys) -> None:
    assert main(["derive", circuit, "--latex", "a.tex", "--html", "a.html", "--md"]) == 0
    assert capsys.readouterr().out.startswith(MARKS["md"])
    assert (folder / "a.tex").exists()
    assert (folder / "a.html").exists()


def test_a_file_of_somebody_else_is_left_alone(circuit, folder, capsys) -> None:
    (folder / "mine.tex").write_text("my thesis")
    assert main(["derive", circuit, "--latex", "mine.tex"]) == 2
    assert "I didn't write it" in capsys.readouterr().err
    assert (folder / "mine.tex").read_text() == "my thesis"
    assert main(["derive", circuit, "--latex", "no/such/folder/a.tex"]) == 2
    assert "I can't write" in capsys.readouterr().err


def test_without_a_file_there_is_nothing_to_derive(capsys, folder) -> None:
    for arguments in (["derive"], ["derive", "--md"], ["derive", "--md", "a.py", "--html", "b.html"]):
        assert main(arguments) == 2
        assert "I need the name of a file" in capsys.readouterr().err


def test_without_the_library_for_mathml_it_is_said_how_to_get_it(circuit, folder, capsys, monkeypatch) -> None:
    from whygrad.reports import lesson_html

    lesson_html.mathml.cache_clear()
    lesson_html._converter.cache_clear()
    monkeypatch.setitem(sys.modules, "math_core", None)
    assert main(["derive", circuit, "--html", "a.html"]) == 2
    assert "pip install 'whygrad[html]'" in capsys.readouterr().err
    assert not (folder / "a.html").exists()


def test_short_says_less(folder, capsys) -> None:
    for program in (CIRCUIT, AFFINE):
        (folder / "program.py").write_text(program)
        texts = {}
        for form in ("--short", "--long"):
            assert main(["derive", "program.py", form]) == 0
            texts[form] = capsys.readouterr().out
        assert main(["derive", "program.py"]) == 0
        assert capsys.readouterr().out == texts["--long"]
        assert len(texts["--short"]) < len(texts["--long"])


LONG_NUMBERS = "x = 0.5\ny = x\nfor k in range(60):\n    y = y * x + 1\n"
LONG_ARRAYS = "import numpy as np\nx = np.ones(2)\ny = x\nfor k in range(40):\n    y = np.tanh(y * x)\nL = y.sum()\n"


@pytest.mark.parametrize("program", [LONG_NUMBERS, LONG_ARRAYS])
def test_long_leaves_nothing_out_and_else_it_is_said_what_is(folder, capsys, program: str) -> None:
    (folder / "program.py").write_text(program)
    assert main(["derive", "program.py"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    before = re.search(
        r"The way forward (?:x = 0.5 |Inputs: `x` \(2\)\. )… \d+ values before these are left out; `--long` gives all\.", shown
    )
    after = re.search(r"… and \d+ (?:gates|steps) more; `--long` gives all\.", shown)
    assert before and after
    assert main(["derive", "program.py", "--long"]) == 0
    shown = capsys.readouterr().out
    assert "…" not in shown.split("path by path")[0].replace("`, …", "")
    assert main(["derive", "program.py", "--long", "--format", "json"]) == 0
    assert not any(json.loads(capsys.readouterr().out)["more"].values())


def test_the_same_in_python() -> None:
    assert any(whygrad.derive(LONG_NUMBERS).to_dict()["more"].values())
    assert not any(whygrad.derive(LONG_NUMBERS, every=True).to_dict()["more"].values())


def test_a_form_that_there_is_not_is_refused() -> None:
    for program in (LONG_NUMBERS, LONG_ARRAYS):
        found = whygrad.derive(program, lang="en")
        for made in (found.html, found.latex, found.markdown, found.hypertext, found.lesson):
            with pytest.raises(ValueError, match="There is no form 'medium' here"):
                made("medium")  # type: ignore[operator]
        with pytest.raises(ValueError, match="There is no form 'medium' here"):
            whygrad.derive(program, form="medium", lang="en")  # type: ignore[arg-type]


def test_arrays_have_their_shapes_below(folder, capsys) -> None:
    (folder / "affine.py").write_text(AFFINE)
    assert main(["derive", "affine.py"]) == 0
    shown = capsys.readouterr().out
    assert "    dw  = x.T @ dt1\n    3×2   3×2   2×2\n" in shown
    assert "Why the transpose?" in shown
    assert "Why the sum over axis 0?" in shown


def test_a_function_is_given_its_inputs(folder, capsys) -> None:
    (folder / "f.py").write_text("import numpy as np\ndef score(x, w):\n    return np.tanh(x @ w).sum()\n")
    assert main(["derive", "f.py", "--format", "json"]) == 2
    capsys.readouterr()
    assert main(["derive", "f.py", "--input", "x=randn(4,3)", "--input", "w=randn(3)", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "whygrad-array-derivation/1"
    assert [(one["name"], one["shape"]) for one in found["inputs"]] == [("x", [4, 3]), ("w", [3])]
    assert found["steps"][-1]["hands_down"][0]["equation"]["operands"]


def test_a_function_in_python() -> None:
    import numpy as np

    found = whygrad.derive(lambda x, w: np.exp(x @ w), np.ones((2, 3)), np.ones(3), wrt="w", lang="en", form="short")
    assert list(found.gradients) == ["w"]
    assert "\\documentclass" in found.latex(document=True)
    assert whygrad.derive(lambda x: x, "no array").problems
    with pytest.raises(ValueError, match="floats"):
        whygrad.derive(lambda x: x, "no array", lang="en").markdown()


def test_two_forms_at_once_are_one_too_many(folder, capsys):
    code = main(["derive", "right.py", "--short", "--long"])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert "--short and --long exclude each other." in err
