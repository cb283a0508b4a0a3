import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, WRONG
from whygrad.cli import main

SEED = Path(__file__).parents[2] / "examples/seed/neuron.py"


def run(capsys, *arguments):
    code = main(arguments)
    return code, *capsys.readouterr()


@pytest.mark.parametrize("arguments", [["fix", "wrong.py"], ["fix", "--diff", "wrong.py"]])
def test_without_write_the_change_is_shown_and_not_made(folder, capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert code == 0
    assert out == "--- wrong.py\n+++ wrong.py\n@@ -1,3 +1,3 @@\n x = 3.0\n y = x * x\n-dx = 2 * y\n+dx = 2 * x\n"
    assert err == "I can put 1 mistake right: `--write` does it.\nThen every gradient is right.\n"
    assert (folder / "wrong.py").read_text() == WRONG


def test_the_change_in_colour(folder, capsys):
    assert "\x1b[32m+dx = 2 * x\n" in run(capsys, "fix", "wrong.py", "--color", "always")[1]


def test_write_puts_the_file_right(folder, capsys):
    code, out, err = run(capsys, "fix", "--write", "wrong.py")
    assert (code, out) == (0, "")
    assert err == "I put 1 mistake right in wrong.py.\nThen every gradient is right.\n"
    assert (folder / "wrong.py").read_text() == RIGHT
    assert main(["check", "wrong.py"]) == 0


def test_what_is_right_stays_as_it_is(folder, capsys):
    assert run(capsys, "fix", "--write", "right.py") == (0, "", "There is nothing to put right: every gradient is right.\n")
    assert (folder / "right.py").read_text() == RIGHT


def test_a_dash_prints_the_fixed_program(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    code, out, err = run(capsys, "fix", "-")
    assert (code, out) == (0, RIGHT)
    assert err == "I put 1 mistake right in <stdin>.\nThen every gradient is right.\n"


def test_a_dash_with_diff_shows_the_change(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    code, out, err = run(capsys, "fix", "-", "--diff")
    assert code == 0
    assert out.startswith("--- <stdin>\n+++ <stdin>\n")
    assert "--write" not in err


def test_encoding_and_line_ends_are_kept(folder, capsys):
    path = folder / "windows.py"
    path.write_bytes(b"\xef\xbb\xbfx = 3.0\r\ny = x * x  # \xc3\xa7\r\ndx = 2 * y\r\n")
    assert run(capsys, "fix", "--write", "windows.py")[0] == 0
    assert path.read_bytes() == b"\xef\xbb\xbfx = 3.0\r\ny = x * x  # \xc3\xa7\r\ndx = 2 * x\r\n"


def test_what_cannot_be_analysed_is_said(folder, capsys):
    code, out, err = run(capsys, "fix", "unknown.py")
    assert (code, out) == (2, "")
    assert "problem[no-gradients]" in err


@pytest.mark.parametrize("name", ["missing.py", "."])
def test_a_file_that_cannot_be_read(folder, capsys, name):
    code, out, err = run(capsys, "fix", name)
    assert (code, out) == (2, "")
    assert err.startswith("problem[")


def test_what_stays_wrong_is_named(folder, capsys, monkeypatch):
    from whygrad.checking import fixing

    monkeypatch.setattr(fixing, "fixed", lambda text, diagnosis: text)
    code, out, err = run(capsys, "fix", "wrong.py")
    assert (code, out) == (1, "")
    assert err == "Still wrong, without a fix that I could verify: `dx`.\n"


def test_the_seed_is_put_right(folder, capsys):
    (folder / "neuron.py").write_bytes(SEED.read_bytes())
    assert run(capsys, "fix", "neuron.py", "--write")[0] == 0
    assert run(capsys, "check", "neuron.py")[0] == 0
