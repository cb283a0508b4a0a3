"""Large results written in the place of what is done with: to ask for memory anew can take longer than to compute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whygrad.executing.statements import FRESH
from whygrad.gates.arithmetic import add, divide, multiply, subtract
from whygrad.graph import CONSTANT, INPUT

if TYPE_CHECKING:
    from whygrad.writing.lines import Lines

#: Smaller arrays are made anew: their memory is at hand.
LARGE = 1 << 17
#: In a longer chain of operators NumPy itself goes on in the place of the first result.
FEW = 2
_SYMBOLS = {add: "+", subtract: "-", multiply: "*", divide: "/"}
_NEVER = 1 << 60


class Steps(NamedTuple):
    """An array that is changed step by step: the name of what it was, and an operator and its operand for each step."""

    name: str
    operations: list[tuple[str, str]]


def in_place(lines: Lines, index: int) -> Steps | None:
    """How a large node is made in the place of one that it is computed from; None if it isn't."""
    found = _steps(lines, index, index) if lines.reuses and _bytes(lines.graph.values[index]) >= LARGE else None
    if found is None or len(found.operations) > FEW or any(_mentions(text, found.name) for _symbol, text in found.operations[1:]):
        return None
    return found


def is_written_last(lines: Lines, base: int, index: int) -> bool:
    """Is this write to some places of an array of ours the last that looks at it, under any name that nodes have for it?"""
    if not lines.is_own(base) or lines.last_use.get(base) != index or base in lines.viewed:
        return False
    name = lines.known.get(base)
    several = [base] if name is None else [node for node, known in lines.known.items() if known == name]
    return all(_last_look(lines, node) <= index for node in several)


def _steps(lines: Lines, index: int, line: int) -> Steps | None:
    gate = lines.graph.gates[index]
    sources = lines.sources(index)
    if gate not in _SYMBOLS or len(sources) != 2:
        return None
    operator, *parts = lines.operator(gate, index, sources)
    pairs = [(0, 1), (1, 0)] if operator is add or operator is multiply else [(0, 1)]
    for first, second in pairs:
        for source in sources:
            if lines.known.get(source) == parts[first].text and _is_free(lines, source, line):
                return Steps(parts[first].text, [(_SYMBOLS[operator], parts[second].text)])
            is_before = first == 0 and source in lines.inside and lines.inside[source].text == parts[0].text
            if is_before and _is_like(lines, source, line):
                before = _steps(lines, source, line)
                if before is not None:
                    return before._replace(operations=[*before.operations, (_SYMBOLS[operator], parts[second].text)])
    return None


def _is_free(lines: Lines, node: int, line: int) -> bool:
    """Is this an array like what the line makes, ours under all the names that nodes have for it, at which nothing looks from then on?"""
    name = lines.known[node]
    return _is_like(lines, node, line) and all(_is_done(lines, other, line) for other, known in lines.known.items() if known == name)


def _is_done(lines: Lines, node: int, line: int) -> bool:
    gate = lines.graph.gates[node]
    if gate in (INPUT, CONSTANT) or not (gate.vjps is None or gate.name in FRESH) or not lines.is_own(node):
        return False
    if (node < lines.users) != (line < lines.users):  # the way back leaves the cache as it is
        return False
    return not (node in lines.viewed or node in lines.narrowed or node in lines.kept) and _last_look(lines, node) <= line


def _is_like(lines: Lines, node: int, line: int) -> bool:
    one, other = lines.graph.values[node], lines.graph.values[line]
    return bool(getattr(one, "shape", None) == other.shape and one.dtype == other.dtype)


def _last_look(lines: Lines, node: int) -> int:
    """The last line that looks at a node, by what stands inside of lines too."""
    last = -1
    for reader in lines.readers.get(node, ()):
        if reader == node:  # it is what is asked for
            return _NEVER
        last = max(last, _last_look(lines, reader) if reader in lines.inside else reader)
    return last


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _bytes(value: Any) -> int:
    shape, dtype = getattr(value, "shape", ()), getattr(value, "dtype", None)
    return int(np.prod(shape)) * dtype.itemsize if dtype is not None and shape else 0
