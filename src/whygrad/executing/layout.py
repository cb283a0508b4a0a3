"""Lines of code as they are laid out, and the arrays that they write into."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from whygrad.executing.program import Like

#: Refusals that are longer together stand each in a line of its own.
_WIDE = 150


def joined(lines: Sequence[str], refused: str) -> list[str]:
    """Refusals that follow each other, in one line: Python is sooner done with that."""
    found: list[str] = []
    for line in lines:
        if found and line.endswith(refused) and found[-1].endswith(refused) and len(found[-1]) + len(line) < _WIDE:
            found[-1] = f"{found[-1].removesuffix(refused)} or {line.removeprefix('if ')}"
        else:
            found.append(line)
    return found


def without_brackets(line: str) -> str:
    """The same statement with no brackets but those that are needed; its comment stays."""
    statement, mark, comment = line.partition("  # ")
    return ast.unparse(ast.parse(statement)) + mark + comment


def shape_beside(kind: Like) -> str:
    """The shape of a result, beside its line."""
    return f"  # {'×'.join(map(str, kind.shape))}" if kind.is_array and kind.shape else ""


def workspace_of(places: list[Like]) -> Callable[[], tuple[Any, ...]]:
    """A function that makes a workspace."""
    kinds = [(kind.shape, kind.dtype) for kind in places]

    def workspace() -> tuple[Any, ...]:
        return tuple([np.empty(shape, dtype) for shape, dtype in kinds])

    return workspace
