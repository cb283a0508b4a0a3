"""What was found in a text, as it is said of the end of it: a cell of a notebook, below what it has from earlier cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from whygrad.checking.report import Diagnosis, Problem
from whygrad.tracing.source import Span, lifted

Found = TypeVar("Found")


class Above(Exception):
    """Something that was found lies in the first lines."""


def excerpt(diagnosis: Diagnosis, lines: int) -> Diagnosis:
    """The diagnosis of the text without its first lines. Raises Above if a mistake, or what it is about, lies in these.

    >>> from whygrad.checking.check import check
    >>> found = check("x = 3.0\\ny = x * x\\ndx = 2 * y\\n")
    >>> excerpt(found, 1).findings[0].span.line, excerpt(found, 1).source
    (2, 'y = x * x\\ndx = 2 * y\\n')
    """
    own = tuple(target for target in diagnosis.targets if target.verdict == "wrong" or lifted(target.span, lines) is not None)
    own = tuple(replace(one, notes=tuple(note for note in one.notes if lifted(note.span, lines) is not None)) for one in own)
    return replace(
        diagnosis,
        source=below(diagnosis.source, lines),
        targets=moved(own, lines),
        findings=moved(diagnosis.findings, lines),
        problems=moved(diagnosis.problems, lines),
    )


def below(text: str, lines: int) -> str:
    """A text without its first lines.

    >>> below("a\\nb\\nc", 1)
    'b\\nc'
    """
    return text.split("\n", lines)[-1]


def problems_below(problems: Iterable[Problem], lines: int) -> tuple[Problem, ...]:
    """Problems as they are said of the text without its first lines: of those that lie in these, the place is left out."""
    return tuple(replace(one, span=None if one.span is None else lifted(one.span, lines)) for one in problems)


def moved(found: Found, lines: int, *, is_loose: bool = False) -> Found:
    """What was found, data of any kind, with every place in it moved up. Raises Above if one lies in the first lines; or,
    where it may do without and `is_loose`, leaves it out."""
    made: Any = _moved(found, lines, is_loose)
    return made  # type: ignore[no-any-return]


def _moved(found: Any, lines: int, is_loose: bool) -> Any:
    if isinstance(found, Span):
        at = lifted(found, lines)
        if at is None:
            raise Above
        return at
    if type(found) is tuple or type(found) is list:
        return type(found)(_moved(one, lines, is_loose) for one in found)
    if isinstance(found, tuple) and hasattr(found, "_fields"):  # an edit
        return type(found)(*(_moved(one, lines, is_loose) for one in found))
    if is_dataclass(found) and not isinstance(found, type):
        changed = {}
        for field in fields(found):
            before = getattr(found, field.name)
            is_left_out = is_loose and field.type == "Span | None" and before is not None and lifted(before, lines) is None
            after = None if is_left_out else _moved(before, lines, is_loose)
            if after is not before and field.init:
                changed[field.name] = after
        return replace(found, **changed) if changed else found
    return found
