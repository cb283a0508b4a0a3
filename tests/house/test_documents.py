"""The documents say what the sources say: the misconceptions, and the map of the house."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import whygrad.checking.rules
from whygrad.checking.rules.rule import Page

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (WG\d{3}) \| `([a-z-]+)` \|", re.MULTILINE)


def rows() -> list[tuple[str, str]]:
    """Code and slug of every misconception in the document."""
    return ROW.findall((ROOT / "docs/mistakes.md").read_text(encoding="utf-8"))


def pages() -> dict[str, Page]:
    """Every rule's page, by the name of its module."""
    package = whygrad.checking.rules
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    modules = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    return {name: module.PAGE for name, module in modules.items() if hasattr(module, "PAGE")}


def test_the_document_names_the_misconceptions_that_have_a_rule_and_no_others() -> None:
    assert sorted(rows()) == sorted((page.code, page.slug) for page in pages().values())


def test_codes_and_slugs_are_given_once_and_in_order() -> None:
    codes, slugs = zip(*rows(), strict=True)
    assert list(codes) == sorted(set(codes))
    assert len(set(slugs)) == len(slugs)


def test_a_rule_stands_in_the_file_of_its_name() -> None:
    assert {name: page.slug for name, page in pages().items() if name != page.slug.replace("-", "_")} == {}


def test_the_map_of_the_house_names_the_rooms_that_stand_and_no_others() -> None:
    text = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    house = text.partition("    src/whygrad/\n")[2].partition("\n\n")[0]
    drawn = set(re.findall(r"^      (\w+(?:\.py|/)) ", house, re.MULTILINE))
    standing = {path for path in (ROOT / "src/whygrad").iterdir() if path.name not in {"__pycache__", "py.typed"} and path.name[0] != "."}
    assert drawn == {path.name + "/" if path.is_dir() else path.name for path in standing}
