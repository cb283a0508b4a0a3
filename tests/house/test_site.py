"""The site that `make docs` builds: whole, of its own, and made by whygrad as it is now."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

import whygrad
from tools.site.doctests import fenced
from tools.site.gallery import ENTRIES
from tools.site.hooks import BORROWED
from whygrad.checking.rules import PAGES
from whygrad.reports.words import words

ROOT = Path(__file__).parents[2]
_TARGET = re.compile(r"""<(?:a|img|iframe|script|link)\b[^>]*?\b(?:href|src)="([^"]+)\"""")


def texts(site: Path) -> dict[str, str]:
    """Every page, by its path."""
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    broken = []
    for name, text in texts(site).items():
        if name == "404.html" or ".circuit." in name:  # the one is found from anywhere, the other has all inside
            continue
        for target in map(unescape, _TARGET.findall(text)):
            if not re.match(r"[a-z]+:|#", target):
                there = site / name / ".." / unquote(target.split("#")[0])
                broken += [] if there.resolve().is_file() else [(name, target)]
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for name, text in texts(site).items():
        tags = re.findall(r'<(?:script|img|iframe|link rel="(?:stylesheet|icon|preconnect)")[^>]*>', text)
        fetched = [tag for tag in tags if re.search(r'(?:src|href)="https?:', tag)]
        assert fetched == [], name


def test_no_page_says_where_it_was_built(site: Path) -> None:
    assert [name for name, text in texts(site).items() if str(ROOT) in text] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_gallery_is_what_whygrad_makes_of_the_programs_now(site: Path, entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = Path(entry.program)
    assert (site / f"gallery/{entry.name}.svg").read_text("utf-8") == whygrad.show(path, expand=entry.expand, lang="en").svg()
    assert (site / f"gallery/{entry.name}.circuit.html").read_text("utf-8") == whygrad.check(path, lang="en").html()
    page = (site / f"gallery/{entry.name}.html").read_text("utf-8")
    assert page.count("<math") >= 3
    shown = unescape(re.sub(r"<[^>]+>", "", page))
    for target in whygrad.check(path, lang="en").targets:
        assert f" {target.name} " in shown


def test_every_misconception_has_its_page_in_every_language(site: Path) -> None:
    for language, folder in (("en", "misconceptions"), ("pt-BR", "misconceptions/pt-BR")):
        for page in PAGES.values():
            text = unescape(re.sub(r"<[^>]+>", "", (site / folder / f"{page.slug}.html").read_text("utf-8")))
            said = words(language).say(page.remedy).replace("`", "")
            assert " ".join(said.split()) in " ".join(text.split()), page.slug


def test_what_is_public_has_its_place_in_the_reference(site: Path) -> None:
    text = (site / "reference/python.html").read_text("utf-8")
    missing = [name for name in whygrad.__all__ if name != "__version__" and not re.search(rf'id="whygrad[\w.]*\.{name}"', text)]
    assert missing == []


def test_what_is_borrowed_from_outside_of_the_documents_is_there() -> None:
    assert [source for source in BORROWED if not (ROOT / source).is_file()] == []


def test_an_example_in_a_docstring_is_set_off_as_code() -> None:
    assert fenced("Adds.\n\n>>> 1 + 1\n2\n\nMore.") == "Adds.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nMore."
