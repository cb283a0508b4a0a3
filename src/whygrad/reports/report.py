"""What a check found, as an object: data to work with, and a report that prints itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from whygrad.checking.report import Diagnosis, Finding, Problem, Target, Verdict
from whygrad.reports.parts import shown
from whygrad.reports.words import Words, words

if TYPE_CHECKING:
    from whygrad.reports.html.document import Writer


@dataclass(frozen=True, repr=False, eq=False)
class Report:
    """The report on one program. `print` it, or ask for its parts.

    >>> import whygrad
    >>> report = whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n")
    >>> report.ok, report.verdict, report.targets[0].name
    (True, 'right', 'dx')
    """

    diagnosis: Diagnosis
    words: Words = field(default_factory=words)
    hint: int | None = None
    told: Mapping[str, Any] = field(
        default_factory=dict
    )  # `of`, `grads` and `limit`, as the check was told them; of a cell, `text` and `above`

    @property
    def ok(self) -> bool:
        """Is every gradient right?"""
        return self.diagnosis.verdict == "right"

    @property
    def verdict(self) -> Verdict:
        """`right`, `wrong` or `unknown`, for the program as a whole."""
        return self.diagnosis.verdict

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The mistakes, in the order of the program's lines. Each prints what the report says of it, and shows it in a notebook."""
        return shown(self.diagnosis.findings, self.diagnosis, self.words, self.hint)

    @property
    def targets(self) -> tuple[Target, ...]:
        """The gradients that the program claims, each with its verdict; they show themselves as the findings do."""
        return shown(self.diagnosis.targets, self.diagnosis, self.words, self.hint)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept the program, or a part of it, from being analysed; they show themselves, too."""
        return shown(self.diagnosis.problems, self.diagnosis, self.words, self.hint)

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON document `whygrad/1`, in Python's own types.

        >>> import whygrad
        >>> whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n").to_dict()["schema"]
        'whygrad/1'
        """
        from whygrad.reports.json import document

        return document(self.diagnosis, self.words)

    def to_json(self) -> str:
        """The report as JSON text.

        >>> import json, whygrad
        >>> json.loads(whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n").to_json())["verdict"]
        'right'
        """
        from whygrad.reports.json import dumped

        return dumped(self.to_dict())

    def html(self) -> str:
        """The report as a page: the circuit with your gradients beside the true ones, the findings, the code; one HTML file.

        Raises NoPicture, an ImportError, if the library that lays the circuit out, or the one that writes its formulas, isn't installed.

        >>> import whygrad
        >>> whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * y\\n").html().count("<!doctype html>")
        1
        """
        from whygrad.reports.html.skeleton import filled

        return self._page(filled)

    def fragment(self) -> str:
        """The page as one element of HTML, to put into another page, without its scripts. Raises as `html` does.

        >>> import whygrad
        >>> whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * y\\n").fragment().startswith("<style>")
        True
        """
        from whygrad.reports.html.skeleton import fragment

        return self._page(fragment)

    def _page(self, written: Writer) -> str:
        from whygrad.drawing.layout import NoLayout
        from whygrad.reports.circuit import no_picture
        from whygrad.reports.html.document import page_of_check
        from whygrad.reports.lesson_html import NoMathML

        try:
            return page_of_check(self.diagnosis, self.words, self.hint, **self.told, written=written)
        except (NoLayout, NoMathML) as missing:
            raise no_picture(self.words, missing) from None

    def painted(self, width: int, *, color: bool) -> str:
        """The report for a terminal of this width.

        >>> import whygrad
        >>> "∂y/∂x" in whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n").painted(80, color=False)
        True
        """
        from whygrad.reports.screen import painted
        from whygrad.reports.terminal import report

        return painted(report(self.diagnosis, self.words, width, self.hint), color=color)

    def hypertext(self) -> str:
        """The report as HTML for a notebook, in its colours.

        >>> import whygrad
        >>> whygrad.check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n").hypertext().startswith("<pre ")
        True
        """
        from whygrad.reports.hypertext import WIDTH, hypertext
        from whygrad.reports.terminal import report

        return hypertext(report(self.diagnosis, self.words, WIDTH, self.hint))

    _repr_html_ = hypertext

    def __str__(self) -> str:
        from whygrad.reports.screen import printable, screen_width

        return printable(self.painted(screen_width(), color=False))

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        """Reports are the same where they hold the same: of arrays, `==` gives an array."""
        return isinstance(other, Report) and (self.hint, self.to_json()) == (other.hint, other.to_json())

    def __hash__(self) -> int:
        return hash((self.hint, self.to_json()))
