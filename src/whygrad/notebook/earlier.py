"""The cells that were run before: which statement gave a name its value."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from whygrad.files import plain_code
from whygrad.notebook.names import bound, needed
from whygrad.tracing.source import tree_of

#: Magics whose cells are run as they stand.
RUNS = ("%%whygrad", "%%time", "%%capture", "%%prun")


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement of an earlier cell; `place` is the number of the cell, and that of the statement in it."""

    place: tuple[int, int]
    node: ast.stmt
    text: str

    @cached_property
    def needs(self) -> list[str]:
        return needed([self.node])


class Earlier:
    """The statements of earlier cells, in the order in which they were run.

    >>> earlier = Earlier(["x = 1.0\\ny = x * 2", "%%time\\ny += x"])
    >>> [one.text for one in earlier.makers("y")]
    ['y = x * 2', 'y += x']
    """

    def __init__(self, cells: Sequence[str]) -> None:
        self.statements = [one for number, cell in enumerate(cells) for one in _statements(number, cell)]
        self._by_name: dict[str, list[Statement]] = {}
        for statement in self.statements:
            for name in bound(statement.node):
                self._by_name.setdefault(name, []).append(statement)

    def makers(self, name: str) -> list[Statement]:
        """The statements that made a name's value: the last one that gave it a whole one, and what has changed that since."""
        own = self._by_name.get(name, [])
        first = next((k for k in reversed(range(len(own))) if _gives_whole(own[k].node, name)), None)
        return [] if first is None else own[first:]


def _statements(number: int, cell: str) -> Iterable[Statement]:
    text = code_of(cell)
    if text is None:
        return []
    tree = tree_of(text)
    if tree is None:
        return []
    rows = text.split("\n")
    return [
        Statement((number, k), node, "\n".join(rows[_first_line(node) - 1 : node.end_lineno]))
        for k, node in enumerate(tree.body)
        if node.col_offset == 0 and not _shares_a_line(tree.body, k)
    ]


def code_of(cell: str) -> str | None:
    """A cell as Python code, what is for the notebook alone as comments; None of a cell in another language."""
    if cell.lstrip().startswith("%%") and not cell.lstrip().startswith(RUNS):
        return None
    return "\n".join(plain_code(cell))


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    found: int = min([node.lineno, *(one.lineno for one in decorators)])
    return found


def _shares_a_line(body: Sequence[ast.stmt], k: int) -> bool:
    """Does another statement stand on one of its lines? Then it can't be cut out by lines."""
    node = body[k]
    return any(
        other is not node and _first_line(other) <= (node.end_lineno or 0) and (other.end_lineno or 0) >= _first_line(node)
        for other in body[max(k - 1, 0) : k + 2]
    )


def _gives_whole(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name == name
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) and node.value else []
    parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple | ast.List) else [target])]
    return any(isinstance(part, ast.Name) and part.id == name for part in parts)
