"""What stands in the way of a gradient: a value that is no number, or a number that is not finite, and where it began."""

from __future__ import annotations

import ast
import math
from typing import Any

from whygrad.checking import problems
from whygrad.checking.evaluate import Expression
from whygrad.checking.names import base_name
from whygrad.checking.report import Problem
from whygrad.checking.samples import Sample
from whygrad.checking.session import Session
from whygrad.checking.values import entries, is_number, nodes
from whygrad.gates.selection import max_, min_
from whygrad.graph import CONSTANT
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Event
from whygrad.tracing.source import Span, span_of
from whygrad.tracing.traced import plain

#: Statements through which an infinity is followed back to where it began.
MAX_STEPS = 20


def strange_value(session: Session) -> Problem | None:
    """A claimed gradient, or the variable of one, that is text or a complex number and nothing else."""
    assert session.first is not None
    claimed = {claim.name for claim in session.claims.claims}
    for name, reading in session.readings.items():
        if name in claimed:
            continue
        for candidate in (base_name(reading.wrt), base_name(name)):
            events = [event for event in session.first.events if event.name == candidate]
            if events and all(_is_strange(event.value) for event in events):
                return problems.not_a_number(candidate, type(plain(events[0].value)).__name__, _place(session, events[0]))
    return None


def _is_strange(value: Any) -> bool:
    return isinstance(plain(value), str | bytes | complex)


def _place(session: Session, event: Event) -> Span | None:
    statement = session.program.statements.get(event.key.site)
    value = getattr(statement, "value", None)
    return span_of(value if isinstance(value, ast.expr) else statement) if statement is not None else None


def first_not_finite(session: Session) -> Problem | None:
    """Where, on the way to an output, the numbers stop being finite; None if they don't, or only where it can't matter."""
    own = next((sample for sample in session.samples if not sample.point.reach), None)
    if own is None:
        return None
    graph = own.graph
    for claim in {claim.output: claim for claim in session.claims.claims if claim.output is not None}.values():
        event = own.output(claim)
        for index in sorted(graph.ancestors(nodes(event.value))) if event is not None else ():
            # of a largest or smallest so far, an infinity is the usual start
            if graph.gates[index] in (max_, min_) or graph.gates[index] is CONSTANT:
                continue
            if not all(_is_finite(graph.values[node]) for node in (index, *graph.inputs(index))):
                return _Origin(session, own).problem(index)
    return None


def _is_finite(value: Any) -> bool:
    return not isinstance(value, float) or math.isfinite(value)


class _Origin:
    """Follows a value that is not finite back to the sub-expression where it began."""

    def __init__(self, session: Session, sample: Sample) -> None:
        self.session = session
        self.sample = sample

    def problem(self, index: int) -> Problem | None:
        """Where the trouble of a node began."""
        leaf = next((leaf for leaf in self.sample.trace.leaves if leaf.index == index), None)
        if leaf is not None:
            statement = self.session.program.statements.get(leaf.key.site)
            value = getattr(statement, "value", None)
            return self._within(value, leaf.key.site) if isinstance(value, ast.expr) else None
        span = self.session.program.span_of(self.sample.graph[index])
        if span is None:
            return None
        for site, statement in self.session.program.statements.items():
            for node in ast.walk(statement):
                if isinstance(node, ast.expr) and span_of(node) == span and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                    return self._within(node, site)
        return None

    def _within(self, node: ast.expr, site: Site, steps: int = MAX_STEPS) -> Problem | None:
        """The smallest part of an expression that is not finite though its own parts are; a name is followed to its value."""
        for environment in self.session.snapshots([self.sample], [site])[0].values():
            expression = Expression(node, [environment])
            outermost = next((part for part in reversed(expression.nodes) if _has_strange(expression.values[part][0])), None)
            if outermost is None:
                continue
            node = outermost
            while inner := next((part for part in expression.children(node) if _has_strange(expression.values[part][0])), None):
                node = inner
            if isinstance(node, ast.Name) and steps:
                return self._bound(node.id, site, steps)
            return self._said(node, expression)
        return None

    def _bound(self, name: str, site: Site, steps: int) -> Problem | None:
        """The statement that gave a name its value."""
        for event in self.sample.trace.events:
            statement = self.session.program.statements.get(event.key.site)
            value = getattr(statement, "value", None)
            if event.name == name and event.key.site != site and _has_strange(plain(event.value)) and isinstance(value, ast.expr):
                return self._within(value, event.key.site, steps - 1)
        return None

    def _said(self, node: ast.expr, expression: Expression) -> Problem:
        value = expression.values[node][0]
        operands = [(self.session.program.source.code_of(part), expression.values[part][0]) for part in expression.children(node)]
        code = self.session.program.source.code_of(node)
        if all(is_number(operand) for _, operand in operands) and operands and value in (math.inf, -math.inf):
            return problems.overflow(code, operands, span_of(node))
        return problems.not_finite(code, value, span_of(node))


def _has_strange(value: Any) -> bool:
    return any(not _is_finite(number) for _, number in entries(value))
