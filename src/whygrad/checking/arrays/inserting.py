"""Statements that are put in beside others, and the empty lines in which something may have stood."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.changes import Kind
from whygrad.tracing.source import Source


def after(statement: ast.stmt, line: str, source: Source, kind: Kind, cost: float, part: str) -> Candidate:
    own = source.code_of(statement)
    text = f"{own}\n{' ' * statement.col_offset}{line}"
    return Candidate(statement, text, kind, cost, old=own, new=line, part=part, gap=gap(statement, source))


def gap(statement: ast.stmt, source: Source) -> int:
    """The line behind a statement, if it is empty: something may have stood there. 0 where it isn't."""
    rows, last = source.original.splitlines(), statement.end_lineno or statement.lineno
    return last + 1 if last < len(rows) - 1 and not rows[last].strip() and is_alone(statement, source) else 0


def is_alone(statement: ast.stmt, source: Source) -> bool:
    """Is there nothing else on the lines of a statement?"""
    rows = source.original.splitlines()
    first, last = rows[statement.lineno - 1], rows[(statement.end_lineno or statement.lineno) - 1]
    return not first[: statement.col_offset].strip() and not last[statement.end_col_offset :].strip()


def places(body: Sequence[ast.stmt], names: Collection[str], source: Source) -> list[ast.stmt]:
    """Behind which statements of a loop these names have their values: where a line is empty, beside what else is collected, at the end."""
    bound = [{node.id for node in ast.walk(one) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} for one in body]
    first = max((next((k for k, made in enumerate(bound) if one in made), 0) for one in names), default=0)
    later = [one for one in body[first:] if hasattr(one, "current")]
    gaps = [one for one in later if gap(one, source)]
    alike = [one for one in later if isinstance(one, ast.AugAssign)]
    return list({id(one): one for one in [*gaps[:1], *alike[-1:], *later[-1:]]}.values())
