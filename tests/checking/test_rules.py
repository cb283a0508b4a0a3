"""The rules: one misconception, one file, whose examples are its tests."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import whygrad.checking.rules as rules
from whygrad.checking.check import check
from whygrad.checking.report import Diagnosis
from whygrad.checking.rules import PAGES, find
from whygrad.checking.rules.rule import Example, Page

MISTAKES = Path(__file__).parents[2] / "docs" / "mistakes.md"
FOLDER = Path(rules.__file__).parent

every_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
every_example = pytest.mark.parametrize(
    ("page", "example"),
    [pytest.param(page, example, id=f"{page.slug}-{number}") for page in PAGES.values() for number, example in enumerate(page.examples, 1)],
)


@cache
def checked(text: str) -> Diagnosis:
    return check(text)


def test_the_misconceptions_of_the_docs_all_have_their_page_and_code() -> None:
    rows = re.findall(r"^\| (WG\d{3}) \| `([a-z-]+)` \|", MISTAKES.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(page.code, slug) for slug, page in PAGES.items()] == rows


def test_a_page_stands_in_the_file_of_its_name() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "rule"}
    assert {slug.replace("-", "_") for slug in PAGES} == files


@every_page
def test_a_page_is_found_by_code_and_by_slug(page: Page) -> None:
    for asked in (page.code, page.code.lower(), page.slug, page.slug.replace("-", "_"), page.slug.upper(), f" {page.code}\n"):
        assert find(asked) is page


@pytest.mark.parametrize("asked", ["", "WG", "WG1", "WG999", "wrong", "rule", "__init__", "wrong-index-"])
def test_what_is_no_code_and_no_slug_has_no_page(asked: str) -> None:
    assert find(asked) is None


@every_page
def test_a_page_has_something_to_say_under_every_heading(page: Page) -> None:
    texts = [page.what, page.why, page.recognised, page.hint, page.remedy]
    assert all(text[-1] in ".?)" and "  " not in text and text == text.strip() for text in texts)
    assert len({page.title, *texts}) == 6
    assert page.title[-1] != "."


@every_page
def test_a_hint_and_a_remedy_name_nothing_that_only_an_example_has(page: Page) -> None:
    """They are about every program of the kind, and a hint gives no answer away."""
    said = set(re.findall(r"\w+", f"{page.hint} {page.remedy}"))
    for example in page.examples:
        names = {node.id for node in ast.walk(ast.parse(example.right)) if isinstance(node, ast.Name)}
        assert not said & {prefix + name for prefix in ("d", "grad_") for name in names}


@every_page
def test_a_page_has_examples(page: Page) -> None:
    assert page.examples


@every_example
def test_the_wrong_and_the_right_program_differ_at_the_line(page: Page, example: Example) -> None:
    ast.parse(example.wrong)
    ast.parse(example.right)
    wrong, right = example.wrong.splitlines(), example.right.splitlines()
    assert 1 <= example.line <= len(wrong)
    assert example.line > len(right) or wrong[example.line - 1] != right[example.line - 1]


@every_example
def test_they_differ_in_no_more_than_one_line(page: Page, example: Example) -> None:
    """A line is changed, moved, left out, or put in (an import, with the blank line after it)."""
    wrong, right = [[line for line in text.splitlines() if line] for text in (example.wrong, example.right)]
    gone, come = [line for line in wrong if line not in right], [line for line in right if line not in wrong]
    assert len(gone) <= 1
    assert len(come) <= 1
    assert abs(len(wrong) - len(right)) <= 1


@every_example
def test_the_right_program_runs(page: Page, example: Example) -> None:
    exec(compile(example.right, page.slug, "exec"), {"__name__": "__main__"})


@every_example
def test_the_wrong_program_is_found_out(page: Page, example: Example) -> None:
    found = checked(example.wrong)
    if page.slug == "overflow":  # there is no value to judge by: a problem, not a finding
        assert found.verdict == "unknown"
        assert [(problem.slug, problem.span and problem.span.line) for problem in found.problems] == [(page.slug, example.line)]
        return
    assert found.verdict == "wrong"
    assert (page.slug, example.line) in [(finding.slug, finding.span.line) for finding in found.findings]


@every_example
def test_the_wrong_program_has_one_mistake(page: Page, example: Example) -> None:
    found = checked(example.wrong)
    assert page.slug == "overflow" or [finding.slug for finding in found.findings if finding.severity == "error"] == [page.slug]


@every_example
def test_the_right_program_is_not_accused(page: Page, example: Example) -> None:
    found = checked(example.right)
    assert [finding for finding in found.findings if finding.severity == "error"] == []
    assert found.verdict == "right"
