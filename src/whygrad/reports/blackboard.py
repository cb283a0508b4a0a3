"""A lesson on a terminal: its equations broken where a line ends, the equals signs below one another, its shapes under the factors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text as Styled

from whygrad.checking.report import Diagnosis
from whygrad.explaining.arrays.derivation import ArrayDerivation
from whygrad.explaining.derivation import Derivation
from whygrad.reports.changes import painted_rows
from whygrad.reports.lesson import Block, Changes, Equation, GateHead, Heading, Lesson, Prose, Row, Way
from whygrad.reports.lesson_of_numbers import Form, lesson_of_numbers
from whygrad.reports.prose import paragraph, run
from whygrad.reports.terminal import NARROWEST, WIDEST, report
from whygrad.reports.words import Words

#: As in the notes of CS231n: values in green, gradients in red.
STYLES = {"value": "green", "gradient": "red", "local": "blue"}
_STEP = "  "


def blackboard(derivation: Derivation | ArrayDerivation, words: Words, width: int = 80, form: Form = "long") -> list[Styled]:
    """The lines of a derivation, or of the problem that stands in its way."""
    width = min(max(width, NARROWEST), WIDEST)
    diagnosis = Diagnosis(derivation.file, derivation.source, "unknown", problems=derivation.problems)
    lines = report(diagnosis, words, width) if derivation.problems else []
    while lines and not lines[-1].plain:
        lines.pop()
    if derivation.ok:
        lines += [*([Styled()] if lines else []), *written(lesson_of(derivation, words, form), width)]
    return lines


def lesson_of(derivation: Derivation | ArrayDerivation, words: Words, form: Form = "long") -> Lesson:
    """The lesson of a derivation, whatever it is of."""
    if isinstance(derivation, Derivation):
        return lesson_of_numbers(derivation, words, form)
    from whygrad.reports.lesson_of_arrays import lesson_of_arrays  # which needs NumPy

    return lesson_of_arrays(derivation, words)


def written(lesson: Lesson, width: int) -> list[Styled]:
    """The lines of a lesson, a blank one before each heading."""
    board = _Blackboard(width)
    lines = [run(" --> ", "bold blue").append(lesson.file)]
    for block in lesson.blocks:
        if isinstance(block, Heading):
            lines.append(Styled())
        lines += board.block(block)
    return lines


class _Blackboard:
    """Blocks, for one width."""

    def __init__(self, width: int) -> None:
        self.width = width

    def block(self, block: Block) -> Iterator[Styled]:
        """The lines of one block."""
        writers: dict[type, Any] = {
            Heading: self.heading,
            Prose: self.prose,
            Equation: self.equation,
            Row: self.row,
            GateHead: self.gate,
            Way: self.way,
            Changes: self.changes,
        }
        yield from writers[type(block)](block)

    def heading(self, block: Heading) -> Iterator[Styled]:
        yield from paragraph(block.text, self.width, style="bold")

    def prose(self, block: Prose) -> Iterator[Styled]:
        yield from paragraph(block.text, self.width, _STEP * block.level or " ", style="dim" if block.quiet else "")

    def changes(self, block: Changes) -> Iterator[Styled]:
        yield from painted_rows(block.rows, block.gutter)

    def equation(self, block: Equation) -> list[Styled]:
        """On one line if there is room, else each side on a line of its own, the equals signs below one another."""
        indent, (first, *rest) = _STEP * block.level, [side.text for side in block.sides]
        style = STYLES[block.role] if block.is_result else ""
        if rest and rest[-1].startswith("["):
            return _array(f"{indent}{first} = ", rest[-1].split("\n"), self.width, style)
        above = [part for line in block.before for part in _broken(*_headed(indent, line), self.width)]
        sign = f" {block.sign} "
        if block.shapes and (lines := _over_shapes(indent, sign.join([first, *rest]), block.shapes, self.width)):
            return above + lines
        line = Styled(indent + sign.join([first, *rest[:-1]]))
        if rest:
            line.append(sign).append(rest[-1], style=style)
        if line.cell_len <= self.width or not rest:
            return [*above, line]
        whole = bool(indent + first) and cell_len(indent + first) <= self.width // 3  # else the left side stands alone
        column = cell_len(indent + first) if whole else len(indent)
        lines = [] if whole else _broken(indent, first, self.width)
        for position, text in enumerate(rest):
            head = f"{indent}{first}" if whole and position == 0 else " " * column
            lines += _broken(f"{head}{sign}", text, self.width, style if position == len(rest) - 1 else "")
        return above + lines + _shape_list(indent, block.shapes, self.width)

    def row(self, block: Row) -> Iterator[Styled]:
        """As many on a line as there is room for; each on its own, if one of them is long."""
        texts = [" = ".join(side.text for side in item.sides) for item in block.items]
        indent = _STEP * block.level
        if not all(text.count(" = ") <= 1 and cell_len(text) <= self.width - len(indent) for text in texts):
            for item in block.items:
                yield from self.equation(item)
            return
        lines: list[str] = []
        for text in texts:
            if lines and cell_len(f"{lines[-1]},  {text}") <= self.width:
                lines[-1] += f",  {text}"
            else:
                lines.append(indent + text)
        yield from map(Styled, lines)

    def gate(self, block: GateHead) -> list[Styled]:
        lines = [part for line in block.formula.text.split("\n") for part in _broken(_STEP, line, self.width)]
        room = self.width - lines[-1].cell_len - cell_len(block.title)
        if room < 2:
            lines.append(Styled(""))
            room = self.width - cell_len(block.title)
        lines[-1].append(" " * room).append(block.title, style="cyan")
        return lines

    def way(self, block: Way) -> list[Styled]:
        return _broken(_STEP * block.level, " ← ".join(name.text for name in block.names), self.width)


def _headed(indent: str, line: str) -> tuple[str, str]:
    """A line of code as what stands before its right side, below which that goes on, and the right side."""
    left, sign, right = line.partition(" = ")
    return (f"{indent}{left}{sign}", right) if sign else (indent, line)


def _array(head: str, rows: Sequence[str], width: int, style: str) -> list[Styled]:
    """An array, its rows below one another, and below its name where they are too long to stand beside it."""
    below = max(map(cell_len, rows)) + cell_len(head) > width
    indent = head[: len(head) - len(head.lstrip())] + _STEP if below else " " * cell_len(head)
    lines = [Styled(head.rstrip())] if below else []
    for k, row in enumerate(rows):
        lines += [
            Styled(head if k == 0 and not below else indent).append(part, style=style) for part in _wrapped_row(row, width - len(indent))
        ]
    return lines


def _wrapped_row(row: str, width: int) -> list[str]:
    """A row of numbers, broken between them."""
    lines = [""]
    for number in row.split(" "):
        longer = f"{lines[-1]} {number}" if lines[-1].strip() else lines[-1] + (number or " ")
        if cell_len(longer) > width and lines[-1].strip():
            lines.append(" " + number)
        else:
            lines[-1] = longer
    return lines


def _over_shapes(indent: str, text: str, shapes: Mapping[str, tuple[int, ...]], width: int) -> list[Styled]:
    """A line of code, and below it the shape of each array in it; nothing where there is no room for that."""
    above, below = indent, indent
    for token, shape in factors(text, shapes):
        under = "" if shape is None else "×".join(map(str, shape))
        room = max(cell_len(token), cell_len(under))
        above += token + " " * (room - cell_len(token))
        below += under + " " * (room - cell_len(under))
    lines = [Styled(above.rstrip()), *([Styled(below.rstrip(), style="dim")] if below.strip() else [])]
    return lines if max(line.cell_len for line in lines) <= width else []


def _shape_list(indent: str, shapes: Mapping[str, tuple[int, ...]], width: int) -> list[Styled]:
    """The shapes of what stands in a long line, one after another."""
    names = [f"`{name}` {'×'.join(map(str, shape))}" for name, shape in shapes.items() if shape]
    return paragraph(", ".join(names), width, indent, style="dim") if names else []


def factors(text: str, shapes: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, tuple[int, ...] | None]]:
    """The parts of a line of code: each array with its shape, and what stands between them.

    >>> list(factors("dW = x.T @ dz", {"dW": (3, 2), "x": (5, 3), "dz": (5, 2)}))
    [('dW', (3, 2)), (' = ', None), ('x.T', (3, 5)), (' @ ', None), ('dz', (5, 2))]
    """
    end = 0
    for match in re.finditer(r"(?<![\w.])([^\W\d]\w*)(\.T\b)?(?!\w|\.shape)", text):
        shape = shapes.get(match[1])
        if shape:
            if match.start() > end:
                yield text[end : match.start()], None
            yield match[0], shape[::-1] if match[2] else shape
            end = match.end()
    if end < len(text):
        yield text[end:], None


def _broken(head: str, text: str, width: int, style: str = "") -> list[Styled]:
    """The text behind a head; what is too long for a line is broken, and goes on below itself."""
    indent = " " * cell_len(head)
    lines = _lines(text, max(width - len(indent), 12))
    return [Styled(head if number == 0 else indent).append(line, style=style) for number, line in enumerate(lines)]


#: Where a formula is broken: between its terms or along a path; else between its factors; else at any operator.
_BREAKS = (("+ ", "- ", "← "), ("· ", "* ", "/ "), ("+ ", "- ", "* ", "/ ", "· "))


def _lines(text: str, width: int, level: int = 0) -> list[str]:
    """A formula in lines, broken in as few places and as far outside as can be.

    >>> _lines("a · (b + c) - d · e · f", 16)
    ['a · (b + c)', '- d · e · f']
    >>> _lines("a · (b + c) - d", 10)
    ['a', '· (b + c)', '- d']
    """
    if cell_len(text) <= width or level == len(_BREAKS):
        return [text]
    lines: list[str] = []
    for piece in _pieces(text, _BREAKS[level], anywhere=level == len(_BREAKS) - 1):
        if lines and cell_len(f"{lines[-1]} {piece}") <= width:
            lines[-1] += f" {piece}"
        else:
            lines += _lines(piece, width, level + 1)
    return lines


def _pieces(text: str, marks: Sequence[str], *, anywhere: bool) -> Iterator[str]:
    """Pieces of a formula, each but the first beginning with a mark, which stands outside of all parentheses unless `anywhere`."""
    depth = start = 0
    for position, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == " " and (anywhere or depth == 0) and position > start and text.startswith(tuple(marks), position + 1):
            yield text[start:position]
            start = position + 1
    yield text[start:]
