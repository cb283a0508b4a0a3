"""The learner's question, through the real command: each locale, each encoding, each way of asking."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from whygrad.checking.rules import PAGES

ROOT = Path(__file__).parents[2]
SEED = ROOT / "examples" / "seed" / "neuron.py"
SCHEMA = Draft202012Validator(json.loads((files("whygrad.reports") / "whygrad-1.schema.json").read_text()))
HEADS = [
    (4, 11, "WG202", "wrapped-scalar"),
    (5, 14, "WG201", "operator-precedence"),
    (5, 22, "WG203", "missing-import"),
    (7, 11, "WG129", "summed-components"),
    (7, 18, "WG106", "forward-value-for-gradient"),
    (7, 31, "WG111", "wrong-index"),
    (8, 11, "WG129", "summed-components"),
    (8, 18, "WG106", "forward-value-for-gradient"),
]
LOCALES = {
    "C": {"LC_ALL": "C"},
    "C-without-utf-8-mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin-1": {"LANG": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    "latin-1-portuguese": {"LANG": "pt_BR.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    "ascii": {"LANG": "pt_BR", "PYTHONIOENCODING": "ascii"},
    "portuguese": {"LANG": "pt_BR.UTF-8", "PYTHONIOENCODING": "utf-8"},
    "portugal": {"LC_ALL": "pt_PT.UTF-8", "PYTHONIOENCODING": "utf-8"},
}


def run(*arguments: str, env: dict[str, str] | None = None, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a process, its streams piped. No locale but the one that is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "WHYGRAD"))}
    environment = {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **(env or {"LANG": "C.UTF-8"})}
    done = subprocess.run(
        [sys.executable, "-m", "whygrad", *arguments], input=typed, capture_output=True, env=environment, check=False, timeout=60
    )
    assert b"Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def neuron(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seed in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "neuron.py"
    path.write_bytes(SEED.read_bytes())
    return path


def heads(text: str) -> list[tuple[int, int, str, str]]:
    """The findings of a report: line, column, code, slug."""
    found = re.findall(r"^\w+ (WG\d+)\[([a-z-]+)\]:.*?^ *--> \S*?:(\d+):(\d+)$", text, re.MULTILINE | re.DOTALL)
    return [(int(line), int(column), code, slug) for code, slug, line, column in found]


# --- check


@pytest.mark.parametrize("env", LOCALES.values(), ids=LOCALES)
def test_every_locale_and_encoding_shows_the_same_findings(neuron: Path, env: dict[str, str]) -> None:
    done = run("check", "neuron.py", env=env)
    assert (done.returncode, done.stderr) == (1, b"")
    text = done.stdout.decode(env.get("PYTHONIOENCODING", "utf-8"))
    assert heads(text) == HEADS
    assert "\x1b" not in text
    assert "math.exp(-product)" in text


@pytest.mark.parametrize("lang", ["en", "pt-BR"])
def test_the_answer_in_both_languages(neuron: Path, lang: str) -> None:
    text = run("check", "neuron.py", "--lang", lang).stdout.decode()
    assert heads(text) == HEADS
    for line in ("activation = 1 / (1 + math.exp(-product))", "grad_x = [w[0] * grad_product, w[1] * grad_product]"):
        assert line in text
    assert "grad_w = [x[0] * grad_product, x[1] * grad_product, 1 * grad_product]" in text
    marks = re.findall(r"^(\S) +(grad_\w+) +∂activation/∂(\w+)", text, re.MULTILINE)
    assert [(name, wrt) for _, name, wrt in marks] == [("grad_product", "product"), ("grad_x", "x"), ("grad_w", "w")]
    assert marks[0][0] != marks[1][0] == marks[2][0]


def test_the_locale_chooses_the_language_and_lang_is_stronger(neuron: Path) -> None:
    by_locale = run("check", "neuron.py", env={"LANG": "pt_BR.UTF-8"}).stdout
    assert by_locale == run("check", "neuron.py", "--lang", "pt-BR").stdout
    assert by_locale != run("check", "neuron.py", "--lang", "en").stdout
    assert run("check", "neuron.py", "--lang", "en", env={"LANG": "pt_BR.UTF-8"}).stdout == run("check", "neuron.py").stdout


def test_nothing_of_the_portuguese_report_is_english(neuron: Path) -> None:
    english, portuguese = (run("check", "neuron.py", "--lang", lang).stdout.decode().splitlines() for lang in ("en", "pt-BR"))
    sentences = {line for line in english if len(re.findall(r"\b[a-z]{2,}\b", line)) >= 3 and not re.match(r" *\d* *[|+-]", line)}
    assert sorted(sentences & set(portuguese)) == []


# --- hints


@pytest.mark.parametrize("hint", ["1", "2", "3", "4"])
@pytest.mark.parametrize("lang", ["en", "pt-BR"])
def test_a_hint_tells_no_more_than_its_step(neuron: Path, hint: str, lang: str) -> None:
    done = run("check", "neuron.py", "--hint", hint, "--lang", lang)
    text, step = done.stdout.decode(), int(hint)
    assert (done.returncode, done.stderr) == (1, b"")
    assert [f":{line}:{column}" in text for line, column, _, _ in HEADS] == [True] * len(HEADS)
    assert ("WG106" in text, "wrong-index" in text) == (step >= 2, step >= 2)
    assert ("0.1966" in text) == (step >= 3)
    assert ("w[1] * grad_product]" in text, "import math\n" in text) == (step >= 4, step >= 4)


@pytest.mark.parametrize("hint", ["1", "2", "3", "4"])
def test_a_hint_caps_the_document_too(neuron: Path, hint: str) -> None:
    done = run("check", "neuron.py", "--hint", hint, "--format", "json")
    document, step = json.loads(done.stdout), int(hint)
    SCHEMA.validate(document)
    assert done.returncode == 1
    assert [finding["span"]["line"] for finding in document["findings"]] == [line for line, *_ in HEADS]
    assert [finding["slug"] for finding in document["findings"]] == [slug if step >= 2 else None for *_, slug in HEADS]
    assert all((finding["fix"] is not None) == (step >= 4) for finding in document["findings"])
    assert (document["targets"][1]["true"] is not None) == (step >= 3)
    assert bool(document["targets"][2]["notes"]) == (step >= 3)


# --- json


@pytest.mark.parametrize("env", LOCALES.values(), ids=LOCALES)
def test_the_document_is_valid_in_every_locale(neuron: Path, env: dict[str, str]) -> None:
    done = run("check", "neuron.py", "--format", "json", env=env)
    document = json.loads(done.stdout.decode(env.get("PYTHONIOENCODING", "utf-8")))
    SCHEMA.validate(document)
    assert (done.returncode, document["verdict"], document["file"]) == (1, "wrong", "neuron.py")
    places = [(f["span"]["line"], f["span"]["column"] + 1, f["code"], f["slug"]) for f in document["findings"]]
    assert places == HEADS


def test_what_the_program_prints_never_gets_into_the_document(neuron: Path) -> None:
    neuron.write_text(neuron.read_text() + 'print("{", grad_w, "σ")\n', encoding="utf-8")
    SCHEMA.validate(json.loads(run("check", "neuron.py", "--format", "json").stdout))


# --- standard input


def test_standard_input_is_the_same_program(neuron: Path) -> None:
    done = run("check", "-", typed=neuron.read_bytes())
    assert done.returncode == 1
    assert done.stdout.replace(b"<stdin>", b"neuron.py") == run("check", "neuron.py").stdout


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_the_ends_of_lines_make_no_difference(neuron: Path, ending: bytes) -> None:
    before = run("check", "neuron.py").stdout
    neuron.write_bytes(neuron.read_bytes().replace(b"\n", ending))
    assert run("check", "neuron.py").stdout == before
    assert run("fix", "neuron.py", "--write").returncode == 0
    assert neuron.read_bytes().count(ending) == 9
    assert neuron.read_bytes().replace(ending, b"").count(b"\n") == 0


# --- fix


@pytest.mark.parametrize("env", LOCALES.values(), ids=LOCALES)
def test_fix_then_check_gives_right(neuron: Path, env: dict[str, str]) -> None:
    done = run("fix", "neuron.py", "--write", env=env)
    assert done.returncode == 0
    again = run("check", "neuron.py", env=env)
    assert (again.returncode, again.stderr, b"WG" in again.stdout) == (0, b"", False)
    exec(compile(neuron.read_text(), "neuron.py", "exec"), {})


def test_without_write_the_file_stays_and_the_patch_applies(neuron: Path, tmp_path: Path) -> None:
    before = neuron.read_bytes()
    patch = run("fix", "neuron.py").stdout
    assert patch == run("fix", "neuron.py", "--diff").stdout
    assert neuron.read_bytes() == before
    removed = [line[1:] for line in patch.decode().splitlines() if line[0] == "-" and not line.startswith("---")]
    assert removed == [before.decode().splitlines()[line - 1] for line in (4, 5, 7, 8)]
    fixed = run("fix", "-", typed=before).stdout
    assert run("fix", "neuron.py", "--write").returncode == 0
    assert neuron.read_bytes() == fixed


def test_a_fixed_program_is_left_alone(neuron: Path) -> None:
    run("fix", "neuron.py", "--write")
    before = neuron.read_bytes()
    assert run("fix", "neuron.py", "--write").returncode == 0
    assert neuron.read_bytes() == before


# --- explain


@pytest.mark.parametrize("lang", ["en", "pt-BR"])
@pytest.mark.parametrize(("code", "slug"), sorted({(code, slug) for *_, code, slug in HEADS}))
def test_each_finding_can_be_explained(code: str, slug: str, lang: str) -> None:
    by_code, by_slug = run("explain", code, "--lang", lang), run("explain", slug, "--lang", lang)
    assert (by_code.returncode, by_code.stderr) == (0, b"")
    assert by_code.stdout == by_slug.stdout
    text = by_code.stdout.decode()
    assert f"{code}[{slug}]" in text
    example = PAGES[slug].examples[0]
    for program in (example.wrong, example.right):
        assert all(line.strip() in text for line in program.splitlines())


def test_explain_speaks_portuguese() -> None:
    english, portuguese = (run("explain", "WG106", "--lang", lang).stdout.decode() for lang in ("en", "pt-BR"))
    assert PAGES["forward-value-for-gradient"].what.split(".")[0][:40] in english
    assert PAGES["forward-value-for-gradient"].what.split(".")[0][:40] not in portuguese
