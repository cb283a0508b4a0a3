"""A misconception's page, and the list of all of them, for people."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from rich.cells import cell_len
from rich.text import Text as Styled

from whygrad.checking.rules.rule import Example, Page
from whygrad.reports.changes import ADDED, REMOVED
from whygrad.reports.frame import Line
from whygrad.reports.prose import paragraph, run
from whygrad.reports.screen import painted
from whygrad.reports.terminal import NARROWEST, WIDEST
from whygrad.reports.words import Words
from whygrad.text import Text, _


class Printed(str):
    """Lines as a string that shows itself at the prompt."""

    def __new__(cls, lines: Iterable[Styled]) -> Printed:
        return super().__new__(cls, painted(lines, color=False).rstrip("\n"))

    def __repr__(self) -> str:
        return str(self)


def page(page: Page, words: Words, width: int = 80) -> list[Styled]:
    """One page: what goes wrong, why people do it, how it is recognised, what to remember, examples."""
    width = min(max(width, NARROWEST), WIDEST)
    lines = paragraph(words.say(page.title), width, run(f"{page.code}[{page.slug}]: ", "bold red"), 2, "bold")
    for heading, text in (
        (_("What goes wrong"), page.what),
        (_("Why people do it"), page.why),
        (_("How I recognise it"), page.recognised),
        (_("A nudge"), page.hint),
        (_("What to remember"), page.remedy),
    ):
        lines += [Styled(), Styled(words.say(heading), style="bold"), *paragraph(words.say(text), width, "  ")]
    for number, example in enumerate(page.examples, 1):
        heading = words.say(Text(_("Example {number}: wrong (-) and right (+)"), {"number": number}))
        lines += [Styled(), Styled(heading, style="bold"), *_example(example)]
    return lines


def _example(example: Example) -> Iterator[Styled]:
    """The program, its wrong lines behind a minus and the right ones behind a plus."""
    wrong, right = example.wrong.rstrip("\n").split("\n"), example.right.rstrip("\n").split("\n")
    digits = len(str(max(len(wrong), len(right))))
    for kind, i, i_end, j, j_end in difflib.SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _numbered(wrong[i:i_end], i, " ", digits, "")
        else:
            yield from _numbered(wrong[i:i_end], i, "-", digits, REMOVED)
            yield from _numbered(right[j:j_end], j, "+", digits, ADDED)


def _numbered(rows: Iterable[str], start: int, sign: str, digits: int, style: str) -> Iterator[Styled]:
    for number, row in enumerate(rows, start + 1):
        yield Styled(f"  {number:>{digits}} {sign} {Line(row).text}".rstrip(), style=style)


def listing(pages: Iterable[Page], words: Words, width: int = 80) -> list[Styled]:
    """All misconceptions: code, slug, title."""
    pages = list(pages)
    slugs = max((cell_len(page.slug) for page in pages), default=0)
    lines = []
    for page in pages:
        head = run(page.code, "bold").append(f"  {page.slug:<{slugs}}  ")
        lines += paragraph(words.say(page.title), min(max(width, NARROWEST), WIDEST), head)
    lines += [Styled(), *paragraph(words.say(_("One page: `whygrad explain CODE`, or its name.")), width, style="dim")]
    return lines


def unknown(said: str, pages: Mapping[str, Page]) -> Text:
    """That there is no such page, and which were perhaps meant."""
    slugs = [page.slug for page in pages.values()]
    close = difflib.get_close_matches(said.strip().lower().replace("_", "-"), slugs, n=3, cutoff=0.5)
    if not close:
        return Text(_("I know no mistake called “{name}”. `whygrad explain` lists them all."), {"name": said})
    fields = {"name": said, "close": ", ".join(close)}
    return Text(_("I know no mistake called “{name}”. Perhaps you mean: {close}."), fields)
