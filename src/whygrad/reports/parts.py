"""What a report holds, a part at a time: the same data as in the diagnosis, and each part shows itself, in words, with its code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from whygrad.checking.report import Diagnosis, Finding, Problem, Target
from whygrad.reports.words import Words

if TYPE_CHECKING:
    from rich.text import Text as Styled

Part = TypeVar("Part", Finding, Target, Problem)


class Origin(NamedTuple):
    """Where a part comes from: the diagnosis's own object, and the report."""

    part: Finding | Target | Problem
    diagnosis: Diagnosis
    words: Words
    hint: int | None


class _Shown:
    """A part that knows what to say of itself."""

    _origin: Origin | None = None  # a part that was changed by hand belongs to no report, and is data only

    def _lines(self, width: int) -> list[Styled] | None:
        from whygrad.reports.terminal import report_of

        origin = self._origin
        return None if origin is None else report_of([origin.part], origin.diagnosis, origin.words, origin.hint, width)

    def __str__(self) -> str:
        from whygrad.reports.screen import painted, printable, screen_width

        lines = self._lines(screen_width())
        return repr(self) if lines is None else printable(painted(lines, color=False))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        """Of arrays, `==` gives an array: parts are the same where they say the same."""
        return type(other) is type(self) and repr(other) == repr(self)

    def __hash__(self) -> int:
        return hash(repr(self))

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        """A notebook shows the words; in a list, and for Python, `repr` gives the data."""
        from whygrad.reports.hypertext import WIDTH, hypertext

        lines = self._lines(WIDTH)
        return {"text/plain": str(self)} | ({} if lines is None else {"text/html": hypertext(lines)})


class ShownFinding(_Shown, Finding):
    """A finding that shows itself."""


class ShownTarget(_Shown, Target):
    """A claimed gradient that shows itself, with its verdict."""


class ShownProblem(_Shown, Problem):
    """A problem that shows itself."""


_SHOWN: dict[type, type] = {Finding: ShownFinding, Target: ShownTarget, Problem: ShownProblem}


class Parts(tuple[Part, ...]):
    """Several parts of one report, which show themselves one below the other."""

    __slots__ = ()

    def _lines(self, width: int) -> list[Styled]:
        from whygrad.reports.terminal import report_of

        origins: list[Origin] = [origin for part in self if (origin := getattr(part, "_origin", None)) is not None]
        if not origins:
            return []
        first = origins[0]
        return report_of([origin.part for origin in origins], first.diagnosis, first.words, first.hint, width)

    def __str__(self) -> str:
        from whygrad.reports.screen import painted, printable, screen_width

        return printable(painted(self._lines(screen_width()), color=False)) or repr(self)

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        from whygrad.reports.hypertext import WIDTH, hypertext

        lines = self._lines(WIDTH)
        return {"text/plain": str(self)} | ({"text/html": hypertext(lines)} if lines else {})


def shown(parts: Iterable[Part], diagnosis: Diagnosis, words: Words, hint: int | None) -> Parts[Part]:
    """These parts of a report, each able to show itself.

    >>> import whygrad
    >>> print(whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n", lang="en").targets[0])
    ✓ dx  ∂y/∂x  right
    """
    made = []
    for part in parts:
        one = _SHOWN[type(part)](**{field.name: getattr(part, field.name) for field in fields(part)})
        object.__setattr__(one, "_origin", Origin(part, diagnosis, words, hint))  # a frozen dataclass, and this is none of its fields
        made.append(one)
    return Parts(made)
