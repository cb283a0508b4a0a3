"""Fixes applied to the original text, whole groups at a time."""

from __future__ import annotations

from collections import defaultdict

from whygrad.checking.report import Diagnosis, Edit
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
    groups: dict[str, list[Edit]] = defaultdict(list)
    for finding in diagnosis.findings:
        if finding.fix is not None:
            groups[finding.fix.group] += [edit for edit in finding.fix.edits if edit not in groups[finding.fix.group]]
    source = Source(text)
    for edits in groups.values():
        try:
            source = source.with_edits(edits)
        except ValueError:
            continue
    return source.text
