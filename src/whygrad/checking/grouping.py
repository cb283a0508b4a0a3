"""Other ways to put the parentheses of an expression: what `1 / 1 + e` may have been meant to say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from whygrad.tracing.source import Edit, Source

#: Operands of one chain beyond which only single pairs of parentheses are tried.
MAX_OPERANDS = 6
#: Operands of one chain beyond which a pair of parentheses holds only so many.
LONG, SHORT = 12, 4

Run = tuple[int, int]


def regroupings(source: Source, value: ast.expr) -> Iterator[tuple[tuple[Edit, ...], str]]:
    """Every way to add one or two pairs of parentheses to a chain of operators: the edits, and the text of the whole value."""
    for chain in _chains(source, value):
        if not all(source.is_original(operand) for operand in chain):
            continue
        bounds = [_outer(source, operand) for operand in chain]
        longest = len(chain) if len(chain) <= LONG else SHORT
        runs = [(i, j) for i in range(len(chain)) for j in range(i + 1, min(i + longest, len(chain))) if (i, j) != (0, len(chain) - 1)]
        choices: list[tuple[Run, ...]] = [(run,) for run in runs]
        if len(chain) <= MAX_OPERANDS:
            choices += [pair for pair in combinations(runs, 2) if _nest_or_part(*pair)]
        for choice in choices:
            spots = sorted((bounds[i][0], bounds[j][1]) for i, j in choice)
            yield _edits(source, spots), _text(source, value, spots)


def _nest_or_part(first: Run, second: Run) -> bool:
    (a, b), (c, d) = first, second
    return b < c or d < a or (a <= c and d <= b) or (c <= a and b <= d)


def _chains(source: Source, value: ast.expr) -> Iterator[list[ast.expr]]:
    """The operands of each run of operators that no parentheses divide, outer ones first."""
    inner = {id(side) for node in ast.walk(value) if isinstance(node, ast.BinOp) for side in (node.left, node.right)}
    for node in ast.walk(value):
        if isinstance(node, ast.BinOp) and (id(node) not in inner or _is_parenthesised(source, node)):  # else it is part of a longer one
            chain = list(_operands(source, node, root=True))
            if len(chain) > 2:
                yield chain


def _operands(source: Source, node: ast.expr, *, root: bool = False) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and (root or not _is_parenthesised(source, node)):
        yield from _operands(source, node.left)
        yield from _operands(source, node.right)
    else:
        yield node


def _is_parenthesised(source: Source, node: ast.expr) -> bool:
    return bool(_outer(source, node) != node.current)  # type: ignore[attr-defined]


def _outer(source: Source, node: ast.expr) -> tuple[int, int]:
    """Where a part begins and ends with the parentheses around it."""
    start, end = node.current  # type: ignore[attr-defined]
    while True:
        left, right = start, end
        while left > 0 and source.text[left - 1] in " \t\n\\":
            left -= 1
        while right < len(source.text) and source.text[right] in " \t\n\\":
            right += 1
        # the parenthesis of a call belongs to the call, not to its argument
        if left > 0 and source.text[left - 1] == "(" and source.text[right : right + 1] == ")" and not _is_call(source.text, left - 1):
            start, end = left - 1, right + 1
        else:
            return start, end


def _is_call(text: str, opening: int) -> bool:
    before = text[:opening].rstrip(" \t")
    if not before or not (before[-1].isalnum() or before[-1] in "_])"):
        return False
    word = before.rsplit(None, 1)[-1]
    return word not in ("return", "in", "and", "or", "not", "if", "else", "yield", "print")


def _edits(source: Source, spots: list[tuple[int, int]]) -> tuple[Edit, ...]:
    edits: dict[tuple[int, bool], int] = {}
    for start, end in spots:
        edits[start, False] = edits.get((start, False), 0) + 1
        edits[end, True] = edits.get((end, True), 0) + 1
    return tuple(Edit(source.span(place, place), (")" if closing else "(") * count) for (place, closing), count in sorted(edits.items()))


def _text(source: Source, value: ast.expr, spots: list[tuple[int, int]]) -> str:
    start, end = value.current  # type: ignore[attr-defined]
    inserts = sorted([*((place, "(") for place, _ in spots), *((place, ")") for _, place in spots)])
    parts, done = [], start
    for place, sign in inserts:
        parts += [source.text[done:place], sign]
        done = place
    return "".join((*parts, source.text[done:end]))
