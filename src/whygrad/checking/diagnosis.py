"""From verified changes to findings: which misconception each is, where it stands, both numbers, why, and the fix."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from whygrad.checking.attributions import PATHS
from whygrad.checking.changes import Change
from whygrad.checking.claims import Claim
from whygrad.checking.crashes import Repair
from whygrad.checking.evaluate import Environment, is_real
from whygrad.checking.explanation import Explainer
from whygrad.checking.facts import Facts
from whygrad.checking.forward import ForwardRepair
from whygrad.checking.matrices import likeness
from whygrad.checking.recognition import recognise
from whygrad.checking.report import Counterexample, Finding, Fix, Related
from whygrad.checking.rules import find
from whygrad.checking.search import Solution
from whygrad.checking.session import Session
from whygrad.checking.values import close, entries, unwrapped
from whygrad.checking.verdict import Judged, Ruling
from whygrad.text import Text, _, short
from whygrad.tracing.source import Span, has_position, span_of
from whygrad.tracing.traced import plain


def counterexample(claim: Claim, judged: Sequence[Judged], *, generic: bool = False) -> Counterexample | None:
    """The first point at which a claim is wrong: the program's own numbers, if it is wrong there, unless a generic one is asked for."""
    one = next((one for one in judged if not one.agrees and (one.sample.point.reach or not generic)), None)
    if one is None:
        return None
    inputs: dict[str, float] = {}
    for leaf in one.sample.trace.leaves:
        name = leaf.key.name + "".join(f"[{step!r}]" for step in leaf.path)
        if leaf.key not in claim.keys:
            inputs.setdefault(name, leaf.value)
    return Counterexample(inputs, plain(one.yours), one.true)


def findings(
    claims: Sequence[Claim],
    solution: Solution,
    judged: Sequence[Judged],
    explainer: Explainer,
    facts: Facts,
    group: str,
    *,
    rivals: bool,
    rival: Solution | None = None,
    tree: ast.AST | None = None,
) -> Iterator[Finding]:
    """The findings that a solution amounts to: like changes make one. It mends all `claims`; `judged` is of the first.
    `rival` is another solution that is said, not hidden; `tree` shows in which loops the changes stand."""
    claim = claims[0]
    for changes in _alike(solution.changes):
        slip = facts.slip(changes)
        rule = recognise(slip)
        spans = [_span(change) for change in changes]
        edits = tuple(dict.fromkeys(edit for change in changes for edit in change.edits))
        yours, expected = _numbers(changes[0], claim, judged)
        yield Finding(
            code=rule.page.code,
            slug=rule.page.slug,
            severity="error",
            confidence="likely" if rivals else "certain",
            targets=tuple(dict.fromkeys(claim.name for claim in claims)),
            span=spans[0],
            message=rule.message(slip),
            explanation=(*_why(claim, changes, explainer, judged), *_first_turn(tree, solution, changes[0])),
            yours=yours,
            expected=expected,
            related=(*(Related(span, Text(_("and here"))) for span in spans[1:]), *_rival_reading(rival, spans)),
            # where the slip makes no difference at the program's own numbers, another point shows it
            counterexample=counterexample(claim, judged, generic=yours == expected),
            fix=Fix(group, "one-of-several" if rivals else "verified", edits),
        )


def _rival_reading(rival: Solution | None, spans: Sequence[Span]) -> Iterator[Related]:
    """Another solution of one change, at another place or with another text."""
    if rival is not None and len(rival.changes) == 1 and rival.changes[0].new:
        change = rival.changes[0]
        message = Text(_("or, instead: `{new}` for `{old}` here"), {"old": change.old, "new": change.new})
        yield Related(_span(change), message)


def _first_turn(tree: ast.AST | None, solution: Solution, change: Change) -> Iterator[Text]:
    """The turn of the loop around a change in which it first makes a difference."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For) and _stands_in(change.node, node)] if tree is not None else []
    new = change.new_values
    turns = solution.workplace.environments
    if not loops or len(new) != len(change.old_values) or len(turns) < len(new):
        return
    different = (environment for environment, a, b in zip(turns, change.old_values, new, strict=False) if a != b)
    environment = next(different, None)
    names = [node.id for loop in loops for node in ast.walk(loop.target) if isinstance(node, ast.Name)]
    values = [f"`{name} = {short(environment[name])}`" for name in names if environment is not None and is_real(environment.get(name))]
    if values:
        yield Text(_("It shows first in the turn of the loop with {values}."), {"values": ", ".join(values)})


def _stands_in(node: ast.AST, loop: ast.For) -> bool:
    if not has_position(node):
        return False
    first, last = span_of(loop.body[0]), span_of(loop.body[-1])
    return first[:2] <= span_of(node)[:2] and span_of(node)[2:] <= last[2:]


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    """Changes of the same kind that put the same in the place of the same, together, in the order of the text."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        scaled = change.kind in ("scale", "term", "drop", "negate")
        texts = (change.part,) if scaled else (change.old, change.new)
        # of the entries of a display, each has its own index
        key = (change.kind, change.detail, *(re.sub(r"\[\d+\]", "[]", text) for text in texts))
        groups.setdefault(key, []).append(change)
    for group in groups.values():
        group.sort(key=_span)
    return sorted(groups.values(), key=lambda group: _span(group[0]))


def _span(change: Change) -> Span:
    if change.kind == "assign":
        return change.edits[0].span if change.edits else span_of(change.node)
    return span_of(change.node)


def _numbers(change: Change, claim: Claim, judged: Sequence[Judged]) -> tuple[object, object]:
    """What the part is and what it should be, at the program's own numbers; for a change of the whole, the gradient's values."""
    if change.new_values and change.old_values and is_real(change.old_values[0]) and is_real(change.new_values[0]):
        return change.old_values[0], change.new_values[0]
    own = judged[0]
    return unwrapped(plain(own.yours), own.true), own.true


def _why(claim: Claim, changes: Sequence[Change], explainer: Explainer, judged: Sequence[Judged]) -> tuple[Text, ...]:
    """The chain rule for the entry that the first change is about, or for the first one that is wrong."""
    path = changes[0].path
    if path is None or path not in dict(entries(judged[0].true)):
        return _why_wrong(claim, judged[0], explainer)
    return explainer.why(claim, path)


def _why_wrong(claim: Claim, own: Judged, explainer: Explainer) -> tuple[Text, ...]:
    """The chain rule for the first entry that is wrong."""
    mine = dict(entries(plain(unwrapped(own.yours, own.true))))
    path = next((place for place, value in entries(own.true) if place not in mine or not close(mine[place], value)), ())
    return explainer.why(claim, path)


def repair_finding(repair: Repair, targets: Sequence[str]) -> Finding:
    """What Python stopped at, and the edit with which it goes on."""
    page = find(repair.slug)
    assert page is not None
    return Finding(
        code=page.code,
        slug=page.slug,
        severity="error",
        confidence="certain" if repair.certain else "likely",
        targets=tuple(targets),
        span=repair.span,
        message=repair.message,
        explanation=repair.explanation,
        related=repair.related,
        fix=Fix("run", "verified" if repair.certain else "one-of-several", repair.edits),
    )


def forward_finding(repair: ForwardRepair, targets: Sequence[str], rulings: Sequence[Ruling], rival: Solution | None) -> Finding:
    """A forward pass that was likely meant otherwise; `rival` is what would be right if it is meant as it stands."""
    page = find(repair.slug)
    assert page is not None
    fields: dict[str, object] = {
        "name": repair.name,
        "old": repair.old,
        "new": repair.new,
        "names": ", ".join(f"`{name}`" for name in targets),
    }
    if repair.recognised is not None:
        fields |= {"module": Text(repair.recognised.title), "argument": repair.recognised.argument}
        message = Text(_("`{name}` is close to the {module} of `{argument}`, but it is not: that would be `{new}`."), fields)
    elif repair.slug == "integer-array":
        message = Text(_("`{old}` cuts the fraction off, and with it the gradient: perhaps `{new}` is meant."), fields)
    elif repair.slug == "operator-precedence":
        message = Text(_("`{old}` is not read as it looks: perhaps `{new}` is meant."), fields)
    else:
        message = Text(_("`{old}` is close to `{new}`: perhaps that is meant."), fields)
    explanation = []
    if repair.slug == "operator-precedence":
        explanation.append(Text(_("`*` and `/` bind before `+` and `-`, and `**` before both, whatever the spaces suggest.")))
    explanation.append(
        Text(
            _("With `{new}` the gradient {names} comes out right; with the code as it stands it is wrong."),
            {**fields, "n": len(targets)},
            plural=_("With `{new}` the gradients {names} come out right; with the code as it stands they are wrong."),
        )
    )
    return Finding(
        code=page.code,
        slug=page.slug,
        severity="error",
        confidence="likely",
        targets=tuple(targets),
        span=repair.span,
        message=message,
        explanation=tuple(explanation),
        yours=repair.yours,
        expected=repair.expected,
        related=tuple(_other_reading(change) for change in rival.changes) if rival is not None else (),
        counterexample=next((counterexample(r.claim, r.judged) for r in rulings if r.claim.name in targets and r.verdict == "wrong"), None),
        fix=Fix("forward", "verified", repair.edits),
    )


def _other_reading(change: Change) -> Related:
    message = _("the other reading: if the forward pass is meant as it stands, `{old}` should be `{new}` here")
    return Related(_span(change), Text(message, {"old": change.old, "new": change.new}))


def unexplained(claim: Claim, judged: Sequence[Judged], session: Session, explainer: Explainer, facts: Facts) -> Finding:
    """A wrong gradient that no small change makes right: where it is made, both values, the paths in it, and the chain rule."""
    own = judged[0]
    statement = session.program.statements[claim.site]
    value = getattr(statement, "value", None)
    slug, message = _whole_story(claim, judged, facts, value, _scope_of(claim, judged, session))
    page = find(slug)
    assert page is not None
    return Finding(
        code=page.code,
        slug=page.slug,
        severity="error",
        confidence="certain",
        targets=(claim.name,),
        span=span_of(value if isinstance(value, ast.expr) else statement),
        message=message,
        explanation=_why_wrong(claim, own, explainer),
        yours=unwrapped(plain(own.yours), own.true),
        expected=own.true,
        counterexample=counterexample(claim, judged),
    )


def _scope_of(claim: Claim, judged: Sequence[Judged], session: Session) -> tuple[Judged, Environment]:
    """A point at which a claim is wrong, and what is in scope there when it is made."""
    wrong = next((one for one in judged if not one.agrees and one.sample.point.reach), judged[0])
    seen = session.snapshots([wrong.sample], [claim.site])[0]
    return wrong, next((environment for key, environment in reversed(seen.items()) if key[0] == claim.site), {})


def _whole_story(
    claim: Claim, judged: Sequence[Judged], facts: Facts, value: object, scope: tuple[Judged, Environment]
) -> tuple[str, Text]:
    """What a value is, where no change of it is known: nothing yet, a copy, some of the paths, another product, or a riddle."""
    wrong, environment = scope
    fields: dict[str, object] = {"name": claim.name, "output": claim.output.name if claim.output else "", "wrt": claim.reading.wrt}
    if all(number == 0 for _, number in entries(plain(judged[0].yours))) or _is_copy(value, claim.reading.wrt):
        message = _("Something stands here only to hold the place: the gradient of `{output}` with respect to `{wrt}` is due.")
        return "unfinished", Text(message, fields)
    if facts.only_at_ties:
        message = _("Several entries share the largest value, and each of them gets the whole gradient: only one of them may.")
        return "ties", Text(message, fields)
    slug = likeness(wrong.yours, wrong.true, environment)
    if slug:
        return slug, Text(_LIKENESS[slug], fields)
    if facts.attribution is None:
        message = _("This is not the gradient of `{output}` with respect to `{wrt}`, and no small change that I know makes it so.")
        return "unexplained", Text(message, fields)
    fields["through"] = ", ".join(f"`{name}`" for name in facts.attribution.names)
    slug, message = PATHS[facts.attribution.kind]
    return slug, Text(message, fields)


_LIKENESS = {
    "transposed": _("A matrix product is in the wrong order here, or one of its factors is not transposed as it should be."),
    "elementwise-for-matmul": _("Entries are multiplied one by one here, where a matrix product or an outer product is due."),
    "wrong-axis": _("The sum runs over the wrong axis: rows where columns are due, or the other way round."),
    "window-arithmetic": _("The right list, but the wrong window of it: it begins at another entry."),
}


def _is_copy(value: object, variable: str) -> bool:
    """Is this the variable itself, or a copy of it?"""
    if isinstance(value, ast.Call) and len(value.args) == 1 and isinstance(value.func, ast.Name) and value.func.id in ("list", "tuple"):
        value = value.args[0]
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice):
        value = value.value
    return isinstance(value, ast.Name) and value.id == variable
