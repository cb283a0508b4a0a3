"""One line a gradient: the verdicts, what they take for granted, and notes on what is right and was worth a question."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import Any

from whygrad.checking.assumptions import reason
from whygrad.checking.claims import Claim
from whygrad.checking.explanation import Explainer
from whygrad.checking.forward import ForwardRepair
from whygrad.checking.investigation import Investigation
from whygrad.checking.report import Finding, Related, Target, Verdict
from whygrad.checking.session import Session
from whygrad.checking.values import unwrapped
from whygrad.checking.verdict import Judged, Ruling
from whygrad.text import Text, _, short
from whygrad.tracing.source import Span, span_of
from whygrad.tracing.traced import plain

#: Inputs that are named where a point is told.
MAX_INPUTS = 6
_WORST: dict[str, int] = {"right": 0, "unknown": 1, "wrong": 2}


def targets(
    session: Session,
    rulings: Sequence[Ruling],
    investigation: Investigation,
    forward: ForwardRepair | None,
    findings: Sequence[Finding],
) -> tuple[Target, ...]:
    """A target for each claimed gradient: of several turns or calls, the worst."""
    worst: dict[tuple[str, str, str | None], Ruling] = {}
    for ruling in rulings:
        claim = ruling.claim
        key = (claim.name, claim.reading.wrt, claim.output.name if claim.output else None)
        if key not in worst or _WORST[ruling.verdict] > _WORST[worst[key].verdict]:
            worst[key] = ruling
    return tuple(
        _target(session, ruling, forward, investigation.explainer, investigation.causes(ruling, findings)) for ruling in worst.values()
    )


def _target(session: Session, ruling: Ruling, forward: ForwardRepair | None, explainer: Explainer | None, causes: Sequence[str]) -> Target:
    claim = ruling.claim
    own = next((one for one in ruling.judged if not one.sample.point.reach), ruling.judged[0] if ruling.judged else None)
    given = _given(forward) if forward is not None and ruling.verdict == "right" else None
    why = reason(ruling.reason, claim) if ruling.verdict == "unknown" else None
    if causes:
        why = Text(
            _("It follows from {names}: with the right value there, this comes out right."),
            {"names": ", ".join(f"`{name}`" for name in causes), "n": len(causes)},
            plural=_("It follows from {names}: with the right values there, this comes out right."),
        )
    if ruling.only_here:
        why = Text(_("It is a plain number, and right at these inputs; at others it would not be."))
    if ruling.beyond is not None:
        why = _beyond(ruling.beyond, {claim.name for claim in session.claims.claims})
    verdict: Verdict = ruling.verdict  # type: ignore[assignment]
    return Target(
        name=claim.name,
        of=claim.output.name if claim.output else None,
        with_respect_to=claim.reading.wrt,
        verdict=verdict,
        span=_span(session, claim),
        given=given,
        reason=why,
        yours=unwrapped(plain(own.yours), own.true) if own else None,
        true=own.true if own else None,
        notes=tuple(_ones(session, claim, explainer)) if explainer is not None else (),
    )


def _beyond(one: Judged, gradients: Collection[str]) -> Text:
    inputs = {
        leaf.key.name + "".join(f"[{step!r}]" for step in leaf.path): leaf.value
        for leaf in one.sample.trace.leaves
        if leaf.key.name not in gradients
    }
    fields = {
        "inputs": ", ".join(f"{name} = {short(value)}" for name, value in list(inputs.items())[:MAX_INPUTS]),
        "yours": short(plain(one.yours)),
        "true": short(one.true),
    }
    return Text(_("That holds on this side of a kink. Beyond it, at {inputs}, it is {yours}, and it should be {true}."), fields)


def _given(forward: ForwardRepair) -> Text:
    if forward.recognised is None:
        return Text(_("given that `{name}` is meant as `{new}`"), {"name": forward.name, "new": forward.new})
    module = Text(forward.recognised.title)
    return Text(
        _("given that `{name}` is meant as the {module} of `{argument}`"),
        {"name": forward.name, "module": module, "argument": forward.recognised.argument},
    )


def _span(session: Session, claim: Claim) -> Span:
    statement = session.program.statements.get(claim.site)
    return span_of(statement) if statement is not None else Span(*claim.site, *claim.site)


def _ones(session: Session, claim: Claim, explainer: Explainer) -> list[Related]:
    """A factor 1 that the learner wrote where an add gate's local gradient stands: it is right, and worth a word."""
    statement = session.program.statements.get(claim.site)
    value: Any = getattr(statement, "value", None)
    if not isinstance(value, ast.expr):
        return []
    notes = []
    for position, part in enumerate(_parts(value)):
        one = next((node for node in ast.walk(part) if _is_one_times(node)), None)
        if one is None:
            continue
        path = (position,) if len(_parts(value)) > 1 else ()
        use = explainer.is_added(claim, path) or (explainer.is_added(claim, (0,)) if not path else None)
        if use is None:
            continue
        variable = claim.reading.wrt + "".join(f"[{step}]" for step in path)
        above = use.above_name or explainer.output_gradient(claim)
        fields = {"variable": variable, "gate": Text(use.gate.title), "above": above}
        notes.append(
            Related(
                span_of(one),
                Text(
                    _(
                        "the 1 is right: `{variable}` goes into an {gate}, whose local gradient is 1 whatever the values are; "
                        "the chain rule multiplies it by the gradient from above, {above}."
                    ),
                    fields,
                ),
            )
        )
    return notes


def _parts(value: ast.expr) -> list[ast.expr]:
    """The entries of a display, or, of a sum in a display of one, its terms."""
    if isinstance(value, ast.List | ast.Tuple):
        return list(value.elts) if len(value.elts) != 1 else _terms(value.elts[0])
    return [value]


def _terms(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return [*_terms(value.left), value.right]
    return [value]


def _is_one_times(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and any(isinstance(side, ast.Constant) and type(side.value) in (int, float) and side.value == 1 for side in (node.left, node.right))
    )
