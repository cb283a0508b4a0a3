"""A circuit as an object: data to work with, a table and a tree for the terminal, a picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from whygrad.reports.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from whygrad.checking.arrays.given import Table
    from whygrad.checking.report import Problem
    from whygrad.drawing.scene import Scene
    from whygrad.drawing.wiring import Wiring
    from whygrad.reports.html.document import Writer


class NoPicture(ImportError):
    """The library that lays out pictures isn't installed; the message says how to get it."""


@dataclass(frozen=True, repr=False)
class Circuit:
    """The circuit of one program, or the problems for which it can't be drawn. `print` it, or ask for its parts.

    >>> import whygrad
    >>> circuit = whygrad.show("x = 3.0\\ny = x * x\\n")
    >>> circuit.ok, [thing.title for thing in circuit.scene.things]
    (True, ['x', '*'])
    """

    file: str
    source: str
    scene: Scene | None
    problems: tuple[Problem, ...] = ()
    words: Words = field(default_factory=words)
    opened: tuple[tuple[str, ...], int] = ((), 0)  # what was asked to be open: names, and levels

    @property
    def ok(self) -> bool:
        """Could it be drawn?"""
        return self.scene is not None

    def to_dict(self) -> dict[str, Any]:
        """The circuit as the JSON document `whygrad-circuit/1`, in Python's own types.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").to_dict()["things"][0]["outputs"][0]["gradient"]
        6.0
        """
        from whygrad.reports.circuit_json import document

        return document(self)

    def svg(self) -> str:
        """The picture, an SVG document. Raises NoPicture, an ImportError, if the library that lays it out isn't installed.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").svg().startswith("<svg")
        True
        """
        from whygrad.reports.svg import picture

        return self._laid_out(lambda scene: picture(scene, self.words))

    def png(self) -> bytes:
        """The picture in pixels, as a PNG file. Raises as `svg` does, and where the library for it or any font is missing.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").png()[1:4]
        b'PNG'
        """
        from whygrad.reports.png import NoPixels, pixels

        try:
            return pixels(self.svg())
        except NoPixels as missing:
            raise NoPicture(" ".join(self.words.say(text) for text in missing.texts)) from None

    def dot(self) -> str:
        """The circuit in the language of Graphviz, to be laid out by its `dot`. Raises ValueError where there is no circuit.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").dot().splitlines()[1]
        'digraph circuit {'
        """
        from whygrad.reports.dot import graph

        return self._drawn(lambda scene: graph(scene, self.words))

    def html(self) -> str:
        """The circuit as a page: one HTML file to step through, open and close, which works from disk. Raises as `svg` does.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").html().startswith("<!doctype html>")
        True
        """
        from whygrad.reports.html.skeleton import filled

        return self._page(filled)

    def fragment(self) -> str:
        """The page as one element of HTML, to put into another page, without its scripts. Raises as `svg` does.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").fragment().startswith("<style>")
        True
        """
        from whygrad.reports.html.skeleton import fragment

        return self._page(fragment)

    def _page(self, written: Writer) -> str:
        from whygrad.reports.html.document import page

        (names, depth), own = self.opened, (self.file, self.source, self.words)
        return self._laid_out(lambda scene: page(*own, scene.wiring, problems=self.problems, expand=names, depth=depth, written=written))

    def _laid_out(self, drawn: Callable[[Scene], str]) -> str:
        from whygrad.drawing.layout import NoLayout
        from whygrad.reports.lesson_html import NoMathML

        try:
            return self._drawn(drawn)
        except (NoLayout, NoMathML) as missing:
            raise no_picture(self.words, missing) from None

    def code(self) -> str:
        """The code that computes the value and the gradients: a function of the inputs, as `whygrad.compile` writes it.

        What was changed of the program to draw it is said above.

        >>> import whygrad
        >>> print(whygrad.show("x = 3.0\\ny = x * x\\n").code().splitlines()[-1])
            return y, {'x': dx}
        """
        from whygrad.drawing.code import code_of

        def written(scene: Scene) -> str:
            said = [f"# {self.words.say(change.message)}" for change in scene.wiring.changes]
            return "\n".join([*said, code_of(scene.wiring)])

        return self._drawn(written)

    def _drawn(self, drawn: Callable[[Scene], str]) -> str:
        if self.scene is None:
            raise ValueError(" ".join(self.words.say(problem.message) for problem in self.problems))
        return drawn(self.scene)

    def painted(self, width: int, *, color: bool) -> str:
        """The circuit for a terminal of this width.

        >>> import whygrad
        >>> "∂y" in whygrad.show("x = 3.0\\ny = x * x\\n").painted(80, color=False)
        True
        """
        from whygrad.reports.circuit_text import lines
        from whygrad.reports.screen import painted

        return painted(lines(self, width), color=color)

    def hypertext(self) -> str:
        """The circuit as a table in HTML, for a notebook.

        >>> import whygrad
        >>> whygrad.show("x = 3.0\\ny = x * x\\n").hypertext().startswith("<pre ")
        True
        """
        from whygrad.reports.circuit_text import lines
        from whygrad.reports.hypertext import WIDTH, hypertext

        return hypertext(lines(self, WIDTH))

    def _repr_html_(self) -> str | None:
        """What a notebook shows where there is no picture; it would prefer this to one."""
        return None if self._repr_svg_() is not None else self.hypertext()

    def _repr_svg_(self) -> str | None:
        """What a notebook shows; None where there is no picture, and it shows the text."""
        try:
            return self.svg()
        except (ImportError, ValueError):
            return None

    def __str__(self) -> str:
        from whygrad.reports.screen import printable, screen_width

        return printable(self.painted(screen_width(), color=False))

    __repr__ = __str__


def no_picture(words: Words, missing: Exception) -> NoPicture:
    """Which library is missing, and how to get it."""
    from whygrad.reports import lesson_html
    from whygrad.reports.circuit_text import HOW_TO_INSTALL, NO_LAYOUT

    if isinstance(missing, lesson_html.NoMathML):
        return NoPicture(f"{words.say(lesson_html.NO_MATHML)} {words.say(lesson_html.HOW_TO_INSTALL)}")
    return NoPicture(f"{words.say(NO_LAYOUT)} {words.say(HOW_TO_INSTALL)}")


def circuit(
    text: str,
    file: str,
    words: Words,
    *,
    of: str | None,
    limit: int,
    grads: Mapping[str, str] | None = None,
    expand: Collection[str] = (),
    depth: int = 0,
    above: int = 0,
    tables: Sequence[Table] = (),
    iteration: int = 1,
) -> Circuit:
    """The circuit of a program, with the boxes open that were asked for; its first lines, `above`, are run but not shown."""
    from whygrad.checking.excerpts import below, problems_below
    from whygrad.drawing.programs import wired_program
    from whygrad.tracing.stops import uncollected

    with uncollected():
        found = wired_program(text, file, of=of, grads=grads, limit=limit, tables=tables, iteration=iteration, above=above)
        seen = _seen(found, file, below(text, above), words, expand, depth)
    return replace(seen, problems=problems_below(seen.problems, above)) if above else seen


def circuit_of_function(
    function: Callable[..., Any], args: tuple[Any, ...], words: Words, *, of: str | None, expand: Collection[str] = (), depth: int = 0
) -> Circuit:
    """The circuit of a function on arrays at these arguments."""
    from whygrad.drawing.arrays import source_of, wired_function

    text, file = source_of(function)
    return _seen(wired_function(function, args, of=of), file, text, words, expand, depth)


def _seen(found: Wiring | tuple[Problem, ...], file: str, text: str, words: Words, expand: Collection[str], depth: int) -> Circuit:
    from whygrad.drawing.finite import not_finite
    from whygrad.drawing.scene import scene

    if isinstance(found, tuple):
        return Circuit(file, text, None, found, words)
    odd = not_finite(found)
    told = found.problems if odd is None or found.problems else (odd,)
    return Circuit(file, text, scene(found, expand, depth, spoken=words.say), told, words, (tuple(expand), depth))
