"""Was another forward pass meant? Near misses of well-known functions, and operators that bind otherwise than they look.

The forward pass as written is the truth: a repair is offered only where a claim is wrong, the repair makes at least one
wrong claim right, and no right one wrong. It is likely, never certain, and the other reading is said.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from whygrad.checking.edits import Editor
from whygrad.checking.error_model import simple
from whygrad.checking.evaluate import FAILED, Environment, Expression, Values, evaluated, is_real
from whygrad.checking.grouping import regroupings
from whygrad.checking.modules import ModuleTable, Recognised, vector_module
from whygrad.checking.places import Place
from whygrad.checking.restructuring import other_lists
from whygrad.checking.samples import Sample
from whygrad.checking.scope import Scope
from whygrad.checking.session import Session, attempt
from whygrad.checking.spelling import substituted
from whygrad.checking.values import close, entries, nodes
from whygrad.checking.verdict import Ruling, rule
from whygrad.tracing.instrument import Site, site_of
from whygrad.tracing.source import Edit, Span, span_of

#: Repairs that are run; what comes later is less likely still.
MAX_TRIED = 24


@dataclass(frozen=True)
class ForwardRepair:
    """Edits to one forward statement, the function that it then computes, and what that does to the claims."""

    name: str
    span: Span
    edits: tuple[Edit, ...]
    old: str
    new: str
    slug: str
    recognised: Recognised | None
    yours: Any
    expected: Any
    mended: tuple[Any, ...]  # keys of the claims that it makes right
    cost: float
    plain: bool = False  # so common a slip that one claim made right speaks for it: `1 / 2 * m`, `//` for `/`


def forward_repair(session: Session, rulings: Sequence[Ruling]) -> ForwardRepair | None:
    """The best repair of the forward pass, None if none is called for."""
    wrong = [ruling for ruling in rulings if ruling.verdict == "wrong"]
    if not wrong:
        return None
    proposals = sorted(_proposals(session, wrong), key=lambda repair: repair.cost)
    for proposal in proposals[:MAX_TRIED]:
        mended = _effect(session, rulings, proposal.edits)
        needed = 1 if proposal.recognised or proposal.plain else 2
        if mended is not None and len(mended) >= needed:
            return ForwardRepair(**{**vars(proposal), "mended": tuple(mended)})
    return None


def _effect(session: Session, rulings: Sequence[Ruling], edits: tuple[Edit, ...]) -> list[Any] | None:
    """The claims that become right; None if one that was right becomes wrong, or the program no longer runs."""
    quick = session.candidate(edits, session.samples[-1:])  # nearest to zero, where nothing saturates
    if quick is None or not any(_rules(ruling, quick, at_least=1) == "right" for ruling in rulings if ruling.verdict == "wrong"):
        return None
    samples = session.candidate(edits, session.samples)
    if samples is None:
        return None
    mended = []
    for ruling in rulings:
        now = _rules(ruling, samples)
        if ruling.verdict == "right" and now == "wrong":
            return None
        if ruling.verdict == "wrong" and now == "right" and _matters(ruling, samples):
            mended.append(ruling.claim.key)
    return mended


def _matters(ruling: Ruling, samples: list[Sample]) -> bool:
    """Does the output still depend on the variable? A gradient of 0 everywhere is right too easily."""
    judged = [one for sample in samples if (one := attempt(ruling.claim, sample)) is not None]
    return any(number for one in judged for _, number in entries(one.true))


def _rules(ruling: Ruling, samples: list[Sample], at_least: int = 2) -> str:
    return rule(ruling.claim, samples, at_least).verdict


def _proposals(session: Session, wrong: Sequence[Ruling]) -> Iterator[ForwardRepair]:
    statements = _forward_statements(session, wrong)
    samples = session.samples
    snapshots = session.snapshots(samples, [site_of(statement) for statement, _ in statements])
    for statement, value in statements:
        site = site_of(statement)
        environments = _environments(site, snapshots)
        if environments:
            yield from _of_statement(session, statement, value, environments)


def _environments(site: Site, snapshots: Sequence[dict[tuple[Site, int], Environment]]) -> list[Environment]:
    return [seen[key] for seen in snapshots for key in sorted(seen) if key[0] == site][:12]


def _forward_statements(session: Session, wrong: Sequence[Ruling]) -> list[tuple[ast.stmt, ast.expr]]:
    """The statements that made a value between the claimed variables and the output."""
    sample = session.samples[0]
    graph = sample.graph
    outputs = [event for ruling in wrong if (event := sample.output(ruling.claim)) is not None]
    above = graph.ancestors(node for event in outputs for node in nodes(event.value))
    claimed = {key.site for claim in session.claims.claims for key in claim.keys}
    sites = {event.key.site for event in sample.events.values() if above & set(nodes(event.value))} - claimed
    found: list[tuple[ast.stmt, ast.expr]] = []
    for site, statement in session.program.statements.items():
        if site not in sites and not isinstance(statement, ast.Return):
            continue
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.Return) and isinstance(value := statement.value, ast.expr):
            found.append((statement, value))
    return found


def _of_statement(session: Session, statement: ast.stmt, value: ast.expr, environments: list[Environment]) -> Iterator[ForwardRepair]:
    """Repairs of one statement: other groupings first, then the error model, as far as they reach a known function."""
    source = session.program.source
    now = evaluated(value, environments)
    if all(isinstance(numbers, list) for numbers in now):
        yield from _of_list(session, statement, value, environments)
    if not all(is_real(number) for number in now):
        return
    table = ModuleTable(environments, source, value)
    if table.find(now) is not None:
        return
    name = _target(statement)

    def repair(edits: tuple[Edit, ...], new: str, values: Values, slug: str, cost: float, plain: bool = False) -> ForwardRepair:
        known = table.find(values)
        return ForwardRepair(
            name,
            span_of(value),
            edits,
            source.code_of(value),
            new,
            slug,
            known,
            now[0],
            values[0],
            (),
            cost - (0.5 if known else 0.0),
            plain,
        )

    for edits, text in regroupings(source, value):
        values = evaluated(ast.parse(text, mode="eval").body, environments)
        if all(is_real(number) for number in values) and any(a != b for a, b in zip(values, now, strict=True)):
            ratios = [b / a for a, b in zip(now, values, strict=True) if a]
            only_constants = len(ratios) > 2 and all(close(ratio, ratios[0]) for ratio in ratios)
            yield repair(edits, text, values, "operator-precedence", 0.4 + 0.1 * len(edits), only_constants)
    if all(number >= 0 for number in now) and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and source.is_original(value):
        opening, closing = ("math.sqrt(", ")") if "math" in environments[0] else ("(", ") ** 0.5")
        line, column, end_line, end_column = span_of(value)
        edits = (Edit(Span(line, column, line, column), opening), Edit(Span(end_line, end_column, end_line, end_column), closing))
        yield repair(edits, f"{opening}{source.code_of(value)}{closing}", [number**0.5 for number in now], "near-miss", 1.2)
    editor = Editor(source, Place(Expression(value, environments), [], [], []), Scope(environments, (), ()))
    for change in simple(editor):
        values = editor.expression.what_if(change.overrides)
        if FAILED in values or change.kind not in ("operator", "negate", "replace"):
            continue
        if isinstance(change.node, ast.BinOp) and isinstance(change.node.op, ast.FloorDiv):
            yield repair(change.spellings[0], change.new, values, "integer-array", 0.5, True)
        elif table.find(values) is not None:
            yield repair(change.spellings[0], change.new, values, "near-miss", change.cost)


def _of_list(session: Session, statement: ast.stmt, value: ast.expr, environments: list[Environment]) -> Iterator[ForwardRepair]:
    """Repairs of a statement that makes a list: one list for another, as far as they reach a known function of a list."""
    source = session.program.source
    now = evaluated(value, environments)
    if vector_module(environments, now) is not None:
        return
    editor = Editor(source, Place(Expression(value, environments), [], [], []), Scope(environments, (), ()))
    for change in other_lists(editor):
        text = substituted(source, value, change.spellings[0])
        values = evaluated(ast.parse(text, mode="eval").body, environments)
        known = vector_module(environments, values)
        if known is not None:
            edits = change.spellings[0]
            yield ForwardRepair(
                _target(statement), span_of(value), edits, source.code_of(value), text, "near-miss", known, now[0], values[0], (), 0.5
            )


def _target(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    return ast.unparse(statement.target) if isinstance(statement, ast.AugAssign) else "return"
