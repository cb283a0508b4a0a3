"""What whygrad says of a wrong program, beside what was done to it."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.diagnosis.oracle import differs
from benchmarks.rates import Mistake
from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Finding


@dataclass(frozen=True)
class Score:
    """What was right in one diagnosis."""

    verdict: str
    detected: bool
    blamed: bool
    mended: bool
    identical: bool
    named: bool
    unverified: bool  # a fix that is shown as certain, and doesn't mend
    seconds: float
    said: tuple[str, ...]


def lines_of(finding: Finding) -> set[int]:
    """All lines that a finding points at."""
    spans = [finding.span, *([edit.span for edit in finding.fix.edits] if finding.fix is not None else [])]
    return {line for span in spans for line in range(span.line, span.end_line + 1)}


def score(
    wrong: str, right: str, mistakes: Sequence[Mistake], name: str = "<mutant>", *, holds: Callable[[str], bool] | None = None
) -> Score:
    """Check a wrong program and compare. `holds` says of a mended text whether it does what the right one does."""
    start = time.process_time()
    diagnosis = check(wrong, name)
    seconds = time.process_time() - start
    # that numbers a thousand times as large overflow is said of the right program, too
    findings = [one for one in diagnosis.findings if (one.slug, one.severity) != ("overflow", "warning")]
    placed = [[finding for finding in findings if mistake.lines & lines_of(finding)] for mistake in mistakes]
    blamed = all(placed) and all(any(finding in one for one in placed) for finding in findings)
    text = fixed(diagnosis.source, diagnosis)
    identical = text != wrong and ast.dump(ast.parse(text)) == ast.dump(ast.parse(right))
    # the mutation puts a step of training in front of the last use; the step itself is no mistake, and may stay behind that
    once = any("updated-before-use" in mistake.slugs for mistake in mistakes)
    mended = identical or (text != wrong and (holds(text) if holds is not None else differs(right, text, seed=97, once=once) == "same"))
    certain = any(finding.fix is not None and finding.confidence == "certain" for finding in findings)
    return Score(
        diagnosis.verdict,
        diagnosis.verdict == "wrong" or bool(findings),
        blamed,
        mended,
        identical,
        all(any(finding.slug in mistake.slugs for finding in one) for one, mistake in zip(placed, mistakes, strict=True)),
        certain and not mended and all(finding.fix is not None for finding in findings),
        seconds,
        tuple(f"{finding.span.line} {finding.slug}: {finding.message.english()}" for finding in findings)
        + tuple(problem.message.english() for problem in diagnosis.problems),
    )
