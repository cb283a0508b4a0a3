"""What is being done is shown to who waits at a terminal, and to nobody else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from whygrad import progress
from whygrad.checking.check import check
from whygrad.reports.waiting import Line
from whygrad.reports.words import words
from whygrad.text import Text

ROOT = Path(__file__).parents[2]
SLOW = ROOT / "tests/corpus/arrays/wrong/005_svm_vectorized_row_sum.py"
#: The command, with a line from the first moment on.
AT_ONCE = "import sys, whygrad.reports.waiting as waiting; waiting.MOMENT = 0.0; from whygrad.cli import main; sys.exit(main(sys.argv[1:]))"


class Heard:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []
        self.asides = 0

    def changed(self, doing: Sequence[Text]) -> None:
        self.told.append([text.english() for text in doing])

    def aside(self):
        from contextlib import nullcontext

        self.asides += 1
        return nullcontext()


def heard_of(text: str, file: str = "it.py") -> Heard:
    heard = Heard()
    with progress.listening(heard):
        check(text, file)
    return heard


PAIRS = """\
import numpy as np

def one_forward(x):
    return x * x, x

def one_backward(dout, x):
    return dout * 2 * x

def two_forward(x):
    return np.tanh(x), x

def two_backward(dout, x):
    return dout * (1 - x ** 2)

def cases():
    return {"one": (np.ones(3) / 3,), "two": (np.ones(3) / 3,)}
"""


def test_of_several_pairs_each_is_named_with_its_number() -> None:
    told = heard_of(PAIRS).told
    assert ["checking 1 of 2: one_backward"] in told
    assert ["checking 2 of 2: two_backward", "looking for the mistake"] in told
    last = [one[-1] for one in told if len(one) == 3]
    assert last[0] == "1 change tried"
    assert int(last[-1].split()[0]) == len(last), "each try is told"
    assert last[-1].endswith("changes tried")


def test_a_wrong_script_is_searched_and_its_own_run_stands_aside() -> None:
    heard = heard_of("x = 3.0\ny = x * x * x\ndx = 3 * x\n")
    assert ["looking for the mistake"] in heard.told
    assert heard.asides == 1


def test_what_is_done_ends_with_an_exception_too() -> None:
    heard = Heard()
    with progress.listening(heard):
        with pytest.raises(ZeroDivisionError), progress.doing(Text("first")):
            1 / 0  # noqa: B018
        with progress.doing(Text("second")):
            pass
    assert heard.told == [["first"], ["second"]]


def test_the_line_is_drawn_and_taken_away() -> None:
    out = StringIO()
    line = Line(words("pt-BR"), Console(file=out, force_terminal=True, width=40, color_system=None), 0.0)
    line.changed([Text("checking {k} of {n}: {name}", {"k": 3, "n": 12, "name": "affine_backward"})])
    line.begin()
    assert "verificando 3 de 12: affine_backward" in out.getvalue()
    with line.aside():
        hidden = out.getvalue()
        assert hidden.endswith("\x1b[2K"), "nothing stands on the line"
        line.changed([Text("looking for the mistake"), Text("a " * 100)])
        assert out.getvalue() == hidden
    assert "procurando o erro" in out.getvalue()
    line.end()
    assert out.getvalue().endswith(("\x1b[2K", "\x1b[?25h"))
    drawn = re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", out.getvalue())
    assert all(len(row) <= 40 for row in re.split(r"[\r\n]", drawn))


def test_before_the_moment_is_over_nothing_is_drawn() -> None:
    out = StringIO()
    line = Line(words("en"), Console(file=out, force_terminal=True, width=40), 3600.0)
    line.begin()
    line.changed([Text("looking for the mistake")])
    line.end()
    assert out.getvalue() == ""


def run(*arguments: str, out_is_terminal: bool = True) -> tuple[str, str]:
    """What a command writes to a terminal, and what it writes elsewhere."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=theirs if out_is_terminal else subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    piped = ""
    if process.stdout is not None:
        with process.stdout:
            piped = process.stdout.read().decode()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    process.wait()
    os.close(ours)
    return seen.decode(), piped


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_at_a_terminal_the_line_is_seen_and_leaves_nothing_behind() -> None:
    seen, _piped = run("check", "--lang", "en", str(SLOW))
    assert "checking 1 of 1: " in seen
    assert "looking for the mistake" in seen or "changes tried" in seen
    report = seen[seen.rindex("\x1b[2K") :]
    assert "More about a mistake" in report
    assert "changes tried" not in report


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("arguments", "out_is_terminal"), [((), False), (("--format", "json"), True)], ids=["piped", "json"])
def test_programs_that_read_the_output_see_nothing_of_it(arguments: tuple[str, ...], out_is_terminal: bool) -> None:
    seen, piped = run("check", "--lang", "en", *arguments, str(SLOW), out_is_terminal=out_is_terminal)
    assert "changes tried" not in seen + piped
    assert "\x1b[2K" not in seen + piped
