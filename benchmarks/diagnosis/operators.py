"""The mutations of a program: one mistake each in a statement that makes gradients, the rest of the text as it was."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.diagnosis import arithmetic, calls, steps
from benchmarks.diagnosis.site import Change, Site
from benchmarks.diagnosis.source import Edit, Source, bodies, edited, header

OPERATORS: tuple[Callable[[Site], Iterator[Change]], ...] = (
    steps.carried,
    steps.tied,
    steps.augmented,
    steps.assigned,
    steps.order,
    steps.indices,
    arithmetic.products,
    arithmetic.chains,
    arithmetic.sums,
    arithmetic.formulas,
    arithmetic.names,
    arithmetic.values,
    calls.reductions,
    calls.outside,
    calls.matrices,
    calls.shapes,
    calls.copies,
    calls.masks,
)


@dataclass(frozen=True)
class Mutation:
    """A mistake: the slugs that name it rightly (the likeliest first), and the lines of the text at which a finding is right."""

    slugs: tuple[str, ...]
    lines: tuple[int, ...]
    text: str
    edits: tuple[Edit, ...]
    statement: int  # the first line of the statement that was changed


def _lines(stmt: ast.stmt) -> tuple[int, ...]:
    """The lines of a statement itself."""
    last = header(stmt)[-1] if bodies(stmt) and header(stmt) else stmt
    return tuple(range(stmt.lineno, (last.end_lineno or stmt.lineno) + 1))


def _valid(source: Source, change: Change) -> bool:
    """Whether the edits keep every line in its place, and change something."""
    return all(one.text.count("\n") == source.text[one.start : one.end].count("\n") for one in change.edits)


def mutations(text: str) -> list[Mutation]:
    """Every mutation of a program that the operators know; one that several make has the slugs of all."""
    source = Source(text)
    found: dict[str, Mutation] = {}
    for region in source.regions:
        for stmt in region.stmts:
            site = Site(source, region, stmt)
            for operator in OPERATORS:
                for change in operator(site):
                    wrong = edited(text, change.edits)
                    if not _valid(source, change) or wrong == text:
                        continue
                    lines = tuple(sorted({*_lines(stmt), *change.lines}))
                    before = found.get(wrong)
                    slugs = change.slugs
                    if before is not None:
                        slugs, lines = tuple(dict.fromkeys(before.slugs + slugs)), tuple(sorted({*before.lines, *lines}))
                    found[wrong] = Mutation(slugs, lines, wrong, change.edits, stmt.lineno)
    return sorted(found.values(), key=lambda one: (one.statement, one.edits))
