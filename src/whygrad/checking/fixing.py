"""Fixes applied to the original text, whole groups at a time, and looked at once more as they stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from whygrad.checking.report import Diagnosis, Edit, Finding
from whygrad.checking.session import Session
from whygrad.checking.verdict import rule
from whygrad.tracing.source import Source


def fixed(text: str, diagnosis: Diagnosis) -> str:
    """The text with the edits of every group of fixes in it; a group that would overlap an earlier one is left out.

    >>> from whygrad.checking.check import check
    >>> text = "x = 3.0\\ny = x * x\\ndx = 2 + x\\n"
    >>> print(fixed(text, check(text)), end="")
    x = 3.0
    y = x * x
    dx = 2 * x
    """
    return _applied(text, diagnosis.findings).text


def _applied(text: str, findings: Iterable[Finding]) -> Source:
    groups: dict[str, list[Edit]] = defaultdict(list)
    for finding in findings:
        if finding.fix is not None:
            groups[finding.fix.group] += [edit for edit in finding.fix.edits if edit not in groups[finding.fix.group]]
    source = Source(text)
    for edits in groups.values():
        try:
            source = source.with_edits(edits)
        except ValueError:
            continue
    return source


def confirmed(session: Session, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, without the fixes of those gradients that are still wrong when all fixes are made together.

    Each fix was verified with the truth in the place of the mistakes before it. Where one of these has no fix, there is
    nothing to be made together yet, and the fixes stand as they are.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors or any(finding.fix is None for finding in errors):
        return list(findings)
    source = _applied(session.program.source.original, findings)
    whole = replace(session, program=session.program.with_source(source), truths={})
    runs = whole.candidate((), session.samples)
    wrong = {claim.name for claim in session.claims.claims if runs is None or rule(claim, runs, at_least=1).verdict == "wrong"}
    return [replace(finding, fix=None) if wrong.intersection(finding.targets) else finding for finding in findings]
