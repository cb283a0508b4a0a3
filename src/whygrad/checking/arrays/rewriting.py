"""Where a gradient that no small change mends can be written anew: the statement that gives it its value, or the place that returns it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import leaves_in
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.checkpoints import Baseline, Checkpoint
from whygrad.checking.arrays.composing import Composed, Composer
from whygrad.checking.arrays.movement import is_mark
from whygrad.checking.arrays.proposing import Proposer
from whygrad.checking.arrays.scope import Scope, scope_of
from whygrad.checking.arrays.slices import given
from whygrad.checking.arrays.stages import Proposal
from whygrad.checking.arrays.subjects import Sample
from whygrad.tracing.source import has_position


class Rewriter:
    """The gradients of one function, written anew one at a time."""

    def __init__(self, proposer: Proposer, composer: Composer, main: Sample) -> None:
        self.proposer = proposer
        self.composer = composer
        self.main = main

    def rewritings(
        self, base: Baseline, points: Sequence[Checkpoint], wrong: Sequence[str]
    ) -> Iterator[tuple[Checkpoint | None, Proposal]]:
        """The first gradient that is wrong, then the next; a checkpoint stands beside what should give it its true value."""
        for point in sorted(points, key=lambda one: one.statement):
            top = self.proposer.body.statements[point.statement]
            for statement in leaves_in([top]) if isinstance(top, ast.If) else [top]:
                node = given(statement, point.name)
                if node is not None:
                    for one in self._at(base, point.statement, statement, node, point.truth):
                        yield point, one
        last, end = len(self.proposer.body.statements) - 1, self.proposer.body.statements[-1]
        for node, name in self._returned(base):
            if name in wrong:
                for one in self._at(base, last, end, node, self.main.true[name]):
                    yield None, one

    def returning(self, base: Baseline, place: int, truth: Any) -> Iterator[Proposal]:
        """The truth, in one place of the last `return`."""
        end = self.proposer.body.statements[-1]
        assert isinstance(end, ast.Return) and end.value is not None
        several = (
            end.value.elts if isinstance(end.value, ast.Tuple) else end.value.values if isinstance(end.value, ast.Dict) else [end.value]
        )
        part = several[place]
        k = len(self.proposer.body.statements) - 1
        for text, value in base.before[min(k, len(base.before) - 1)].items():  # what has that value is computed, and not returned
            if isinstance(value, np.ndarray) and agree(value, truth):
                yield Proposal(0.0, self._candidate(Composed((), text), end, part, k), Scope())
        yield from self._at(base, k, end, part, truth)

    def _returned(self, base: Baseline) -> Iterator[tuple[ast.expr, str]]:
        """The expressions that are returned, by the claims that they are; what is None is the claim that nothing else is."""
        last = self.proposer.body.statements[-1]
        if isinstance(last, ast.Return):
            yield from (both for both in self.proposer.returned(last, base) if not isinstance(both[0], ast.Name))

    def _at(self, base: Baseline, k: int, statement: ast.stmt, node: ast.expr, truth: Any) -> Iterator[Proposal]:
        """The truth, in the place of an expression of the k-th statement or of one in its branches."""
        is_inside = statement is not self.proposer.body.statements[k]
        own = base.names(k) if is_inside else base.before[min(k, len(base.before) - 1)]
        if not (has_position(node) and hasattr(node, "current")) or not all(np.isfinite(np.asarray(truth, dtype=float)).reshape(-1)):
            return
        scope = scope_of({**self.proposer.body.space, **own}, frozenset(own), frozenset(), self.proposer.forward)
        taken = {*own, *_names(self.proposer.body.statements)}
        for made in self.composer.compositions(truth, scope.atoms, taken):
            if made.lines and is_mark(statement):  # there is no line before which these could stand
                continue
            yield Proposal(0.0, self._candidate(made, statement, node, k), scope)

    def _candidate(self, made: Composed, statement: ast.stmt, node: ast.expr, k: int) -> Candidate:
        source = self.proposer.source
        old = source.code_of(node)
        if not made.lines:
            return Candidate(node, made.expression, "compose", 0.0, old=old, new=made.expression, statement=k)
        start, end = statement.current  # type: ignore[attr-defined]
        first, last = node.current  # type: ignore[attr-defined]
        indent = " " * statement.col_offset
        whole = source.text[start:first] + made.expression + source.text[last:end]
        text = f"\n{indent}".join([*made.lines, whole])
        return Candidate(statement, text, "compose", 0.0, old=old, new=made.expression, statement=k)


def _names(statements: Sequence[ast.stmt]) -> set[str]:
    return {node.id for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Name)}
