"""Source text, edits to it, and places in it.

A program is run with edits applied (a bound module, an unwrapped list), but everything that is said about it points
into the text as its author wrote it. So an edited text keeps a map back to the original, and every node of its syntax
tree carries original positions, in characters (`ast` counts UTF-8 bytes: they are converted here, once).
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import NamedTuple, Self, TypeGuard


def tree_of(text: str) -> ast.Module | None:
    """The syntax tree of a text; None for what is no Python."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


class Span(NamedTuple):
    """A place in the original text: lines from 1, columns from 0 in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def lifted(span: Span, lines: int) -> Span | None:
    """The place in the text without its first `lines`; None where it lies in these.

    >>> lifted(Span(5, 0, 5, 3), 4), lifted(Span(4, 0, 4, 3), 4)
    (Span(line=1, column=0, end_line=1, end_column=3), None)
    """
    return span._replace(line=span.line - lines, end_line=span.end_line - lines) if span.line > lines else None


class Edit(NamedTuple):
    """Replace what stands at `span` of the original text."""

    span: Span
    replacement: str


Positioned = ast.expr | ast.stmt | ast.arg | ast.excepthandler | ast.keyword | ast.alias


def has_position(node: ast.AST) -> TypeGuard[Positioned]:
    """Does this node stand at a place in the text?"""
    return hasattr(node, "end_col_offset")


class _Lines:
    """Offsets of a text's lines, as Python's parser counts them."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *[match.end() for match in re.finditer("\r\n|\r|\n", text)]]

    def offset(self, line: int, column: int) -> int:
        return self.starts[min(line, len(self.starts)) - 1] + column

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1]


@dataclass(frozen=True)
class _Piece:
    """A run of the edited text and where it came from; `edited` if it stands in place of the original run."""

    start: int
    end: int
    original_start: int
    original_end: int
    edited: bool


class Source:
    """A text with edits applied: `tree` is the syntax tree of the edited text, with positions in the original."""

    def __init__(self, text: str, edits: Iterable[Edit] = ()) -> None:
        self.original = text
        self.edits = tuple(sorted(edits, key=lambda edit: edit.span))
        self._original_lines = _Lines(text)
        self.text, self._pieces = self._apply()

    def with_edits(self, edits: Iterable[Edit]) -> Self:
        """The same original with these edits too; raises ValueError if two of them overlap."""
        return type(self)(self.original, (*self.edits, *edits))

    def _apply(self) -> tuple[str, list[_Piece]]:
        parts: list[str] = []
        pieces: list[_Piece] = []
        done = length = 0
        for span, replacement in self.edits:
            start = self._original_lines.offset(span.line, span.column)
            end = self._original_lines.offset(span.end_line, span.end_column)
            if start < done:
                raise ValueError("two edits overlap")
            for text, original_start, original_end, edited in (
                (self.original[done:start], done, start, False),
                (replacement, start, end, True),
            ):
                pieces.append(_Piece(length, length + len(text), original_start, original_end, edited))
                parts.append(text)
                length += len(text)
            done = end
        rest = self.original[done:]
        pieces.append(_Piece(length, length + len(rest), done, len(self.original), False))
        return "".join((*parts, rest)), pieces

    def _origin(self, offset: int, *, is_end: bool) -> int:
        """The original offset of an edited one; inside a replacement, that of the nearer end of what it replaced."""
        for piece in self._pieces:
            inside = piece.start < offset <= piece.end if is_end else piece.start <= offset < piece.end
            if inside:
                if piece.edited:
                    return piece.original_end if is_end else piece.original_start
                return piece.original_start + offset - piece.start
        return len(self.original) if offset else 0

    @cached_property
    def tree(self) -> ast.Module:
        """The tree, for reading: its nodes are shared. Raises SyntaxError with positions in the edited text."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the program's text: they are not ours to print
            tree = ast.parse(self.text)
        lines = _Lines(self.text)
        as_ascii = self.text.isascii()
        rows = [] if as_ascii else [row.encode() for row in re.split("\r\n|\r|\n", self.text)]

        def characters(line: int, column: int) -> int:
            return column if as_ascii else len(rows[line - 1][:column].decode(errors="replace"))

        for node in ast.walk(tree):
            if not has_position(node):
                continue
            assert node.end_lineno is not None and node.end_col_offset is not None
            start = lines.offset(node.lineno, characters(node.lineno, node.col_offset))
            end = lines.offset(node.end_lineno, characters(node.end_lineno, node.end_col_offset))
            node.current = (start, end)  # type: ignore[union-attr]
            if self.edits:
                node.lineno, node.col_offset = self._original_lines.position(self._origin(start, is_end=False))
                node.end_lineno, node.end_col_offset = self._original_lines.position(self._origin(end, is_end=True))
            else:
                node.col_offset, node.end_col_offset = start - lines.starts[node.lineno - 1], end - lines.starts[node.end_lineno - 1]
        return tree

    def code_of(self, node: ast.AST) -> str:
        """The text of a node, as it stands now."""
        start, end = node.current  # type: ignore[attr-defined]
        return self.text[start:end]

    def is_original(self, node: ast.AST) -> bool:
        """Does this node stand in the original text, with no edit at or inside it?"""
        if not hasattr(node, "current"):  # made for a trial
            return False
        start, end = node.current
        line, column, end_line, end_column = span_of(node)
        lines = self._original_lines
        return self.original[lines.offset(line, column) : lines.offset(end_line, end_column)] == self.text[start:end]

    def span(self, start: int, end: int) -> Span:
        """The original span of a run of the edited text."""
        return Span(
            *self._original_lines.position(self._origin(start, is_end=False)),
            *self._original_lines.position(self._origin(end, is_end=True) if end > start else self._origin(start, is_end=False)),
        )


def span_of(node: ast.AST) -> Span:
    """Where a node of `Source.tree` stands in the original text."""
    assert has_position(node) and node.end_lineno is not None and node.end_col_offset is not None
    return Span(node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


_positions: dict[int, tuple[CodeType, list[tuple[int | None, int | None, int | None, int | None]]]] = {}


def span_of_instruction(code: CodeType, instruction: int) -> Span | None:
    """The span that an instruction was compiled from, None if its compiler left none."""
    entry = _positions.get(id(code))
    if entry is None or entry[0] is not code:
        entry = _positions[id(code)] = (code, list(code.co_positions()))
    line, end_line, column, end_column = entry[1][instruction // 2]
    if line is None or end_line is None or column is None or end_column is None:
        return None
    return Span(line, column, end_line, end_column)
