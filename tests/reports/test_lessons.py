"""Lessons in LaTeX, Markdown and HTML: they compile, every formula is one, nothing is fetched, both languages are whole."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from math_core import LatexToMathML

from whygrad.explaining.deriving import derive_file
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.words import words

ROOT = Path(__file__).parents[2]
ARRAYS = ROOT / "tests/corpus/arrays/right"
FILES = [
    ROOT / "examples/seed/neuron.py",
    *sorted((ROOT / "tests/corpus/right").glob("*.py"))[::20],
    *sorted(ARRAYS.glob("*.py"))[::9],
]
STRANGE = {
    "names": "é_1 = 2.0\nσ = 0.5\nnome_muito_longo = é_1 * σ\nx = {'a&b': 3.0, 'c_d%': 1.5}\ny = nome_muito_longo * x['a&b'] / x['c_d%']\n",
    "arrays": "import numpy as np\nação = np.ones((2, 3))\nα = np.arange(3.0)\nL = np.sum((ação * α)[:, [0, 2]] ** 2, axis=1)[0]\n",
}


def reports() -> list[tuple[str, str]]:
    return [(str(path), path.read_text(encoding="utf-8")) for path in FILES] + [(f"{name}_50%.py", text) for name, text in STRANGE.items()]


@pytest.fixture(params=reports(), ids=lambda one: Path(one[0]).stem)
def made(request) -> tuple[str, str]:
    return request.param


def report(made: tuple[str, str], language: str, form: str = "long") -> DerivationReport:
    found = DerivationReport(derive_file(made[1], made[0], form=form), words(language))  # type: ignore[arg-type]
    assert found.ok, found.problems
    return found


class Page(HTMLParser):
    """The elements of a page, which must be closed in order, and the text of those that have a name."""

    VOID = frozenset({"meta", "br", "link", "img", "mspace"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_html_is_whole_by_itself(made, language: str) -> None:
    text = report(made, language).html()
    page = Page()
    page.feed(text)
    assert page.open == []
    tags = [tag for tag, _attributes in page.seen]
    assert not {"script", "link", "img", "iframe", "object"} & set(tags)
    assert not re.search(r"(src|href)=|url\(|@import|https?://", text)
    assert dict(page.seen)["html"] == {"lang": language}
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert tags.count("math") > 3
    assert "`" not in re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("form", ["short", "long"])
def test_every_formula_in_markdown_is_latex(made, form: str) -> None:
    text = report(made, "pt-BR", form).markdown()
    converter = LatexToMathML()
    fences = re.findall(r"^(`{3,})(\w*)\n(.*?)\n\1$", text, re.DOTALL | re.MULTILINE)
    formulas = [body for _fence, kind, body in fences if kind == "math"] + re.findall(r"\$`(.+?)`\$", text)
    assert formulas
    for formula in formulas:
        assert converter.convert_with_local_state(formula, displaystyle=True)
    rest = re.sub(r"^(`{3,})\w*\n.*?\n\1$|\$`.+?`\$|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    assert "`" not in rest
    assert "$" not in rest.replace(r"\$", "")


def test_latex_has_no_open_ends(made) -> None:
    for document in (True, False):
        text = report(made, "pt-BR").latex(document=document)
        assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
        begun, ended = (re.findall(rf"\\{word}{{(\w+)}}", text) for word in ("begin", "end"))
        assert sorted(begun) == sorted(ended)
        assert text.count(r"\[") == text.count(r"\]")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX here; the formulas are checked by their conversion to MathML")
@pytest.mark.parametrize("form", ["short", "long"])
def test_latex_compiles(made, form: str, tmp_path: Path) -> None:
    (tmp_path / "lesson.tex").write_text(report(made, "pt-BR", form).latex(form, document=True), encoding="utf-8")  # type: ignore[arg-type]
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "lesson.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, [line for line in done.stdout.decode("utf-8", "replace").split("\n") if line.startswith(("!", "l."))]


def test_a_changed_program_is_shown_as_changed_in_every_format() -> None:
    found = report((str(FILES[0]), FILES[0].read_text(encoding="utf-8")), "en")
    assert "+   1  import math" in found.markdown()
    assert '<span class="plus">' in found.html()
    assert "import~math" in found.latex()


def test_the_steps_of_a_simplification_are_in_every_format() -> None:
    found = report((str(FILES[0]), FILES[0].read_text(encoding="utf-8")), "en")
    assert "step by step" in found.markdown()
    assert r"\left(1 - \mathrm{activation}\right) \cdot \mathrm{activation}" in found.latex()
    assert len(found.to_dict()["modules"][0]["step_by_step"]["text"].split(" = ")) >= 6
