"""Input that can't be analysed: what, where, why, what to do; exit code 2; in both languages, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from whygrad import cli

SOURCES = str(Path(__file__).parents[2] / "src")
SCHEMA = Draft202012Validator(json.loads((files("whygrad.reports") / "whygrad-1.schema.json").read_text()))
AFTER = "y = x * x\ndx = 2 * x\n"


@dataclass(frozen=True)
class Bad:
    """A program, the problem that it has, the place (line, column from 1; None: the whole file), what must be said."""

    text: str
    problem: str
    place: tuple[int, int] | None = None
    says: tuple[str, ...] = ()
    options: tuple[str, ...] = field(default=())


PROGRAMS = {
    # nothing to run, nothing to check
    "empty": Bad("", "empty"),
    "only-blanks": Bad("\n\n   \n\t\n", "empty"),
    "only-comments": Bad("# one\n# ação\n", "empty"),
    "only-words": Bad('"""What I want to write."""\n', "no-gradients"),
    "no-gradients": Bad("x = 3.0\ny = x * x\n", "no-gradients", says=("dx = …", "--grad")),
    "no-such-variable": Bad("x = 3.0\ny = x * x\ngrad_q = 2 * x\n", "no-gradients", says=("`grad_q`",)),
    "a-bare-gradient": Bad("x = 3.0\ny = x * x\ngradient = 2 * x\n", "no-gradients", says=("--grad",)),
    # what is said and isn't there
    "of-unknown": Bad("x = 3.0\n" + AFTER, "unknown-name", says=("`loss`",), options=("--of", "loss")),
    "grad-unknown": Bad("x = 3.0\n" + AFTER, "unknown-name", says=("`g`",), options=("--grad", "g=x")),
    "grad-of-unknown": Bad("x = 3.0\n" + AFTER, "unknown-name", says=("`q`",), options=("--grad", "dx=q")),
    "of-unknown-in-a-comment": Bad("# whygrad: of=loss\nx = 3.0\n" + AFTER, "unknown-name", says=("`loss`",)),
    # no end
    "loop": Bad("x = 3.0\ny = x * x\nwhile True:\n    pass\ndx = 2 * x\n", "limit", (3, 1), ("1000000", "--limit")),
    "loop-one-line": Bad("x = 3.0\nwhile True: pass\n", "limit", (2, 1), ("--limit",)),
    "loop-with-arithmetic": Bad(
        "x = 3.0\ny = x * x\nn = 0\nwhile x > 0:\n    n = n + x\ndx = 2 * x\n", "limit", (4, 1), ("5000",), ("--limit", "5000")
    ),
    "loop-on-the-variable": Bad("x = 3.0\nwhile True:\n    x = x + 1\n" + AFTER, "limit", (2, 1), ("5000",), ("--limit", "5000")),
    "loop-over-a-list-that-grows": Bad(
        "x = 3.0\nxs = [1]\nfor v in xs:\n    xs.append(v)\n" + AFTER, "limit", (3, 1), ("2000",), ("--limit", "2000")
    ),
    "loop-over-a-generator": Bad(
        "import itertools\nx = 3.0\nfor i in itertools.count():\n    y = x * i\ndx = 1\n", "limit", (3, 1), ("5000",), ("--limit", "5000")
    ),
    "loop-in-a-function": Bad(
        "def f(x):\n    while x > 0:\n        x = x * 1.0\n    return x\nx = 3.0\ny = f(x)\ndx = 1\n",
        "limit",
        (2, 5),
        (),
        ("--limit", "5000"),
    ),
    "recursion": Bad("def f(x):\n    return f(x) * 2\nx = 3.0\ny = f(x)\ndx = 2 * x\n", "recursion", (2, 12)),
    "recursion-with-arithmetic": Bad("def f(x):\n    return f(x + 1)\nx = 3.0\ny = f(x)\ndx = 2 * x\n", "recursion", (2, 12)),
    "recursion-of-two": Bad("def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nx = 3.0\ny = f(x)\ndx = 1\n", "recursion", None),
    # no finite value on the way forward
    "division-by-zero": Bad("x = 3.0\nz = 0.0\ny = x / z\ndx = 1 / z\n", "division-by-zero", (3, 5), ("`x / z`", "z = 0")),
    "zero-to-a-negative-power": Bad("x = 0.0\ny = x ** -1\ndx = -x ** -2\n", "division-by-zero", (2, 5), ("x ** -1",)),
    "log-of-a-negative": Bad("import math\nx = -3.0\ny = math.log(x)\ndx = 1 / x\n", "domain", (3, 5), ("`math.log(x)`", "x = -3")),
    "log-of-an-expression": Bad(
        "import math\nx = 1.0\ny = 2 * math.log(x - 4)\ndx = 2 / (x - 4)\n", "domain", (3, 9), ("math.log(x - 4)", "x - 4 = -3")
    ),
    "root-of-a-negative": Bad("import math\nx = -3.0\ny = math.sqrt(x)\ndx = 0.5 / y\n", "domain", (3, 5), ("math.sqrt(x)", "x = -3")),
    "overflow-exp": Bad("import math\nx = 1000.0\ny = math.exp(x)\ndx = y\n", "overflow", (3, 5), ("`math.exp(x)`", "x = 1000")),
    "overflow-power": Bad("x = 10.0\ny = x ** 400\ndx = 400 * x ** 399\n", "overflow", (2, 5), ("`x ** 400`", "x = 10")),
    "overflow-product": Bad("x = 1e200\ny = x * x\ndx = 2 * x\n", "overflow", (2, 5), ("`x * x`", "1e+200")),
    "overflow-inside": Bad("x = 1e200\na = 3.0\ny = a / (x * x)\nda = 1 / (x * x)\n", "overflow", (3, 10), ("`x * x`",)),
    "inf": Bad('x = float("inf")\n' + AFTER, "not-finite", (1, 5), ("inf",)),
    "inf-of-math": Bad("import math\nx = math.inf\ny = x * 2\ndx = 2\n", "not-finite", (2, 5), ("inf",)),
    "nan": Bad('x = float("nan")\n' + AFTER, "not-finite", (1, 5), ("nan",)),
    "inf-minus-inf": Bad("x = 3.0\nbig = 1e308 * 10\ny = x * (big - big)\ndx = big - big\n", "overflow", (2, 7), ("`1e308 * 10`",)),
    # no numbers
    "string": Bad('x = "3.0"\n' + AFTER, "crash", (2, 5), ("str",)),
    "string-repeated": Bad('x = "3"\ny = x * 2\ndx = 2\n', "not-a-number", (1, 5), ("`x`",)),
    "string-for-a-gradient": Bad('x = 3.0\ny = x * x\ndx = "2x"\n', "not-a-number", (3, 6), ("`dx`",)),
    "dict": Bad('x = {"a": 1.0}\ny = x * 2\ndx = 2\n', "crash", (2, 5), ("dict",)),
    "none": Bad("x = None\ny = x * 2\ndx = 2\n", "crash", (2, 5), ("NoneType",)),
    "list-times-float": Bad("x = [1.0, 2.0]\ny = x * 2.0\ndx = 2\n", "crash", (2, 5), ("sequence",)),
    "complex": Bad("x = 3.0 + 1j\n" + AFTER, "not-a-number", (1, 5), ("`x`",)),
    # other crashes
    "unknown-name": Bad("x = 1.0\ny = x * k\ndx = k\n", "crash", (2, 9), ("k",)),
    "raises": Bad('x = 1.0\nraise ValueError("no")\n' + AFTER, "crash", (2, 1), ("ValueError",)),
    "leaves": Bad("import sys\nx = 1.0\nsys.exit(3)\n" + AFTER, "exit", (3, 1), ("sys.exit",)),
    "no-such-module": Bad("import nosuchmodule\nx = 1.0\n" + AFTER, "crash", (1, 1), ("nosuchmodule",)),
    # what can't be run here
    "input": Bad('x = float(input("x? "))\n' + AFTER, "input", (1, 11)),
    "numpy": Bad("import numpy as np\nx = np.array([1.0, 2.0])\ny = x * x\n", "array-library", (1, 1), ("numpy",)),
    "from-numpy": Bad("x = 1.0\nfrom numpy import exp\ny = exp(x)\n", "array-library", (2, 1), ("numpy",)),
}

SYNTAX = {
    "paren": ("x = (3.0\ny = x * x\n", 1, 5),
    "bracket": ("x = [1, 2)\n", 1, 10),
    "colon": ("def f(x)\n    return x\n", 1, 9),
    "indent": ("x = 1\n  y = 2\n", 2, None),
    "no-body": ("x = 1\ndef f():\n", 2, None),
    "tabs": ("if 1:\n\tx = 1\n        y = 2\n", 3, None),
    "quote": ('x = "abc\n', 1, 5),
    "triple-quote": ('x = 1\ny = """abc\nz = 1\n', 2, 5),
    "assign-to-a-number": ("x = 1\n3 = x\n", 2, 1),
    "assign-in-if": ("x = 1\nif x = 1:\n    pass\n", 2, 4),
    "half-a-sum": ("x = 3 +\n", 1, 8),
    "two-numbers": ("x = 2 3\n", 1, 7),
    "number-with-a-name": ("x = 1\ny = 3x\n", 2, 5),
    "print": ('print "hello"\n', 1, 1),
    "keyword": ("lambda = 3\n", 1, 8),
    "times": ("x = 3 × 4\n", 1, 7),
    "curly-quotes": ("x = “a”\n", 1, 5),
    "accents": ("ação = 1\nção = (ação +)\n", 2, 14),
    "return": ("x = 1\nreturn x\n", 2, 1),
    "break": ("x = 1\nbreak\n", 2, 1),
    "zero-byte": ("x = 1\ny = 2\0\n", 2, 6),
}


def run(arguments: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The command in this process; what it prints on either stream. An exception in it fails the test."""
    code = cli.main([*arguments, "--lang", lang])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    return code, printed.out + printed.err


def process(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": SOURCES, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "whygrad", *arguments],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=30,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("WHYGRAD_DEBUG", raising=False)


def documents(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict]:  # type: ignore[type-arg]
    """The JSON in English and in Portuguese, both valid, both with exit code 2."""
    found = []
    for lang in ("en", "pt-BR"):
        code, out = run([*arguments, "--format", "json"], lang, capsys)
        document = json.loads(out)
        SCHEMA.validate(document)
        assert (code, document["verdict"], document["language"]) == (2, "unknown", lang)
        found.append(document)
    english, portuguese = found
    for problem, other in zip(english["problems"], portuguese["problems"], strict=True):
        assert (problem["slug"], problem["span"]) == (other["slug"], other["span"])
    return found


def untranslated(english: dict, portuguese: dict) -> list[str]:  # type: ignore[type-arg]
    pairs = [
        pair
        for problem, other in zip(english["problems"], portuguese["problems"], strict=True)
        for pair in [(problem["message"], other["message"]), *zip(problem["help"], other["help"], strict=True)]
    ]
    return [said for said, dito in pairs if said == dito]


# --- each program


every_program = pytest.mark.parametrize("bad", PROGRAMS.values(), ids=PROGRAMS)


@every_program
def test_what_where_why_and_what_to_do(bad: Bad, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text(bad.text, encoding="utf-8")
    began = time.monotonic()
    code, out = run(["check", "bad.py", *bad.options], "en", capsys)
    assert time.monotonic() - began < 10
    assert code == 2, out
    assert f"problem[{bad.problem}]" in out
    assert (f"bad.py:{bad.place[0]}:{bad.place[1]}\n" if bad.place else "bad.py") in out
    for part in bad.says:
        assert part in " ".join(out.split())
    assert "  help  " in out


@every_program
def test_the_documents_are_valid_and_know_no_language(bad: Bad, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text(bad.text, encoding="utf-8")
    english, _portuguese = documents(["check", "bad.py", *bad.options], capsys)
    (problem,) = english["problems"]
    assert problem["slug"] == bad.problem
    assert problem["message"].endswith((".", "?"))
    assert problem["help"]
    if bad.place is not None:
        assert (problem["span"]["line"], problem["span"]["column"] + 1) == bad.place


@every_program
def test_it_is_said_in_portuguese(bad: Bad, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text(bad.text, encoding="utf-8")
    assert untranslated(*documents(["check", "bad.py", *bad.options], capsys)) == []


# --- syntax errors


every_slip = pytest.mark.parametrize(("text", "line", "column"), SYNTAX.values(), ids=SYNTAX)


@every_slip
def test_a_syntax_error_stands_where_python_sees_it(text: str, line: int, column: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text(text, encoding="utf-8")
    code, out = run(["check", "bad.py"], "en", capsys)
    assert code == 2
    assert "problem[syntax-error]" in out
    assert f"bad.py:{line}:" + ("" if column is None else f"{column}\n") in out
    assert "  help  " in out
    assert "?." not in out


@every_slip
def test_a_syntax_error_is_told_in_our_words(text: str, line: int, column: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Python has its messages in English only."""
    Path("bad.py").write_text(text, encoding="utf-8")
    english, portuguese = documents(["check", "bad.py"], capsys)
    assert untranslated(english, portuguese) == []
    try:
        compile(text, "bad.py", "exec")
    except (SyntaxError, ValueError) as error:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
    (problem,) = portuguese["problems"]
    assert words.split(" (")[0].split(". ")[0] not in problem["message"]


# --- files


def test_a_file_that_is_not_utf_8(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_bytes("x = 3.0\n# ação\n".encode("latin-1"))
    code, out = run(["check", "bad.py"], "en", capsys)
    assert (code, "problem[not-utf-8]" in out) == (2, True)
    for part in ("UTF-8", "0xE7", "line 2", "latin-1"):
        assert part in out


def test_a_file_that_says_that_it_is_latin_1_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("fine.py").write_bytes(("# -*- coding: latin-1 -*-\nação = 3.0\ny = ação * ação\nd_ação = 2 * ação\n").encode("latin-1"))
    assert run(["check", "fine.py"], "en", capsys)[0] == 0


@pytest.mark.parametrize(("name", "problem"), [("folder", "directory"), ("missing.py", "missing-file"), ("fol/der.py", "missing-file")])
def test_what_is_no_file(name: str, problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("folder").mkdir()
    code, out = run(["check", name], "en", capsys)
    assert (code, f"problem[{problem}]" in out, name in out, "  help  " in out) == (2, True, True, True)
    documents(["check", name], capsys)


def test_problems_with_files_are_told_in_portuguese(capsys: pytest.CaptureFixture[str]) -> None:
    Path("folder").mkdir()
    Path("latin.py").write_bytes("x = 3.0\n# ação\n".encode("latin-1"))
    for name in ("folder", "missing.py", "latin.py"):
        assert untranslated(*documents(["check", name], capsys)) == []


# --- two outputs


@pytest.mark.parametrize("gradient", ["2 * a", "3 * a ** 2"])
@pytest.mark.parametrize(("first", "second"), [("p", "q"), ("q", "p"), ("y", "z"), ("z", "y")])
def test_two_outputs_that_change_the_verdict(first: str, second: str, gradient: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever agrees best is not chosen: unknown, and both are shown."""
    Path("bad.py").write_text(f"a = 3.0\n{first} = a * a\n{second} = a ** 3\nda = {gradient}\n", encoding="utf-8")
    code, out = run(["check", "bad.py"], "en", capsys)
    assert code == 2, out
    for part in (f"`{first}`", f"`{second}`", "--of"):
        assert part in out
    documents(["check", "bad.py"], capsys)


def test_an_ambiguous_output_is_told_in_portuguese(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text("a = 3.0\np = a * a\nq = a ** 3\nda = 2 * a\n", encoding="utf-8")
    english, portuguese = documents(["check", "bad.py"], capsys)
    assert english["targets"][0]["reason"] != portuguese["targets"][0]["reason"]


def test_the_output_that_is_said_decides(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text("a = 3.0\np = a * a\nq = a ** 3\nda = 2 * a\n", encoding="utf-8")
    assert run(["check", "bad.py", "--of", "p"], "en", capsys)[0] == 0
    assert run(["check", "bad.py", "--of", "q"], "en", capsys)[0] == 1


def test_a_gradient_without_an_output(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.py").write_text("x = 3.0\ndx = 2 * x\n", encoding="utf-8")
    code, out = run(["check", "bad.py"], "en", capsys)
    assert code == 2
    for part in ("output", "`dx`", "--of"):
        assert part in out
    assert "no gradient to check" not in out


# --- as real processes


@pytest.mark.parametrize("lang", ["en", "pt-BR"])
@pytest.mark.parametrize("name", ["empty", "division-by-zero", "loop", "input", "recursion", "overflow-exp", "string"])
def test_a_process_ends_with_2_and_a_report(name: str, lang: str) -> None:
    Path("bad.py").write_text(PROGRAMS[name].text, encoding="utf-8")
    done = process("check", "bad.py", "--lang", lang, typed="1\n")
    assert (done.returncode, done.stderr) == (2, "")
    assert "bad.py" in done.stdout


@pytest.mark.parametrize(
    "text", ["x = x0 = 3.0\ny = x * x\nwhile x > 0:\n    x = x + 1\ndx = 2 * x0\n", "xs = [1]\nfor v in xs:\n    xs.append(v)\n"]
)
def test_the_ordinary_limit_ends_a_loop_in_good_time(text: str) -> None:
    Path("bad.py").write_text(text, encoding="utf-8")
    began = time.monotonic()
    done = process("check", "bad.py", "--lang", "en")
    assert time.monotonic() - began < 45  # a busy machine may take its time; without a limit it would never end
    assert (done.returncode, "problem[limit]" in done.stdout) == (2, True)


def test_a_bad_file_does_not_keep_the_next_from_its_turn() -> None:
    Path("bad.py").write_text("x = (\n", encoding="utf-8")
    Path("good.py").write_text("x = 3.0\n" + AFTER, encoding="utf-8")
    done = process("check", "bad.py", "missing.py", "good.py", "--format", "json")
    document = json.loads(done.stdout)
    SCHEMA.validate(document)
    assert [file["verdict"] for file in document["files"]] == ["unknown", "unknown", "right"]
    assert done.returncode == 2


def test_a_bad_program_on_standard_input() -> None:
    done = process("check", "-", "--lang", "en", typed="x = (\n")
    assert (done.returncode, "<stdin>:1:5" in done.stdout) == (2, True)
