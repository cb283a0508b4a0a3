"""The hint ladder: where → what kind → the rule → the fix. A learner asks for the next step, a teacher caps them."""

from __future__ import annotations

from dataclasses import replace

from whygrad.checking.report import Diagnosis, Finding, Target
from whygrad.checking.rules import find
from whygrad.text import Text

WHERE, KIND, RULE, FIX = 1, 2, 3, 4

#: What stands in place of a message that is held back.
NOTHING = Text("")


def capped(diagnosis: Diagnosis, hint: int | None) -> Diagnosis:
    """What of a diagnosis may be seen at this step of the ladder; all of it at the last, or without a hint.

    1. where: the span, and the gradients that it spoils;
    2. and what kind of mistake: code, slug, the misconception's title, a teacher's nudge;
    3. and the rule to remember, with both numbers;
    4. and what is there, what belongs there, why, and the fix.
    """
    if hint is None or hint >= FIX:
        return diagnosis
    return replace(
        diagnosis,
        targets=tuple(_target(target, hint) for target in diagnosis.targets),
        findings=tuple(_finding(finding, hint) for finding in diagnosis.findings),
    )


def _target(target: Target, hint: int) -> Target:
    if hint >= RULE:
        return target
    reason = target.reason if target.verdict == "unknown" else None  # why I can't tell gives nothing away
    return replace(target, given=None, reason=reason, yours=None, true=None, at="", notes=())


def _finding(finding: Finding, hint: int) -> Finding:
    page = find(finding.code)
    if hint >= RULE:
        rule = () if page is None else (Text(page.remedy),)
        title = finding.message if page is None else Text(page.title)
        return replace(finding, message=title, explanation=rule, related=(), fix=None)
    hidden = replace(finding, message=NOTHING, explanation=(), yours=None, expected=None, related=(), counterexample=None, fix=None)
    if hint == WHERE:
        return replace(hidden, code="", slug="")
    return hidden if page is None else replace(hidden, message=Text(page.title), explanation=(Text(page.hint),))
