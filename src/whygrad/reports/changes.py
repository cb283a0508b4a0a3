"""What edits do to a text: the lines before and after."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from rich.text import Text as Styled

from whygrad.checking.report import Diagnosis, Edit
from whygrad.reports.frame import Line
from whygrad.text import Text, _
from whygrad.tracing.source import Source

REMOVED, ADDED = "red", "green"


def change_rows(source: str, edits: Iterable[Edit], gutter: int) -> list[Styled]:
    """The changed lines as in a frame: removed ones with a minus, then what stands there instead with a plus."""
    return painted_rows(changed_lines(source, edits), gutter)


def painted_rows(rows: Iterable[tuple[str, int, str]], gutter: int) -> list[Styled]:
    """Changed lines, in colour."""
    styles = {"-": REMOVED, "+": ADDED}
    return [Styled(f"{number:>{gutter}} {sign} {text}".rstrip(), style=styles[sign]) for sign, number, text in rows]


def changed_lines(source: str, edits: Iterable[Edit]) -> tuple[tuple[str, int, str], ...]:
    """The changed lines: a sign, the number of the line, and its text, with nothing in it that would harm a terminal."""
    after = Source(source, dict.fromkeys(edits)).text
    return tuple((sign, number, Line(text).text) for sign, number, text in _changed(source, after))


def _changed(before: str, after: str) -> Iterator[tuple[str, int, str]]:
    old, new = before.split("\n"), after.split("\n")
    for kind, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for number in range(i, i_end):
                yield "-", number + 1, old[number]
            for number in range(j, j_end):
                yield "+", number + 1, new[number]


def unified(before: str, after: str, name: str, new_name: str) -> str:
    """The change as a patch.

    >>> print(unified("a\\n", "b\\n", "x.py", "x.py"))
    --- x.py
    +++ x.py
    @@ -1 +1 @@
    -a
    +b
    <BLANKLINE>
    """
    rows = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, new_name)
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def summary(before: Diagnosis, after: Diagnosis, *, done: bool) -> Iterator[Text]:
    """What a fix did, or would do, and how things stand after it."""
    if after is not before:
        fields = {"n": sum(finding.fix is not None for finding in before.findings), "file": before.file}
        if done:
            yield Text(_("I put {n} mistake right in {file}."), fields, plural=_("I put {n} mistakes right in {file}."))
        else:
            yield Text(
                _("I can put {n} mistake right: `--write` does it."), fields, plural=_("I can put {n} mistakes right: `--write` does it.")
            )
    given_only = any(finding.fix is not None and finding.fix.certainty == "as-given" for finding in before.findings)
    if after.verdict == "right" and given_only and after is not before:
        yield Text(_("Then every gradient is right for the sizes and numbers given; for others, look at the fix before you keep it."))
    elif after.verdict == "right":
        yield Text(_("There is nothing to put right: every gradient is right.") if after is before else _("Then every gradient is right."))
    for verdict, template in (
        ("wrong", _("Still wrong, without a fix that I could verify: {names}.")),
        ("unknown", _("I can't tell about {names}.")),
    ):
        names = dict.fromkeys(f"`{target.name}`" for target in after.targets if target.verdict == verdict)
        if names:
            yield Text(template, {"names": ", ".join(names)})
