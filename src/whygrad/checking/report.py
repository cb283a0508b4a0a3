"""What a check found, as data: targets, findings, fixes, problems. Words come last, in `reports`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from whygrad.text import Text
from whygrad.tracing.source import Edit, Span

__all__ = ["Counterexample", "Diagnosis", "Edit", "Finding", "Fix", "Problem", "Related", "Severity", "Span", "Target", "Verdict"]

Verdict = Literal["right", "wrong", "unknown"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Fix:
    """The edits of one finding. The findings that share a `group` are applied together: only so are they verified.

    One that comes out right for the given sizes and numbers, and wrong for others, holds `as-given`.
    """

    group: str
    certainty: Literal["verified", "one-of-several", "as-given"]
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Related:
    """Another place that belongs to the story: the second of two places, where a value came from, what is right here."""

    span: Span
    message: Text


@dataclass(frozen=True)
class Counterexample:
    """A point where the learner's number and the true one differ: inputs by name, and both values."""

    inputs: dict[str, Any]
    yours: Any
    true: Any


@dataclass(frozen=True)
class Finding:
    """One mistake: which misconception, where, both numbers, why, and the fix.

    `message` says what is there; `explanation` why it should be otherwise, a sentence or a formula each (local gradient
    × gradient from above, with numbers); `yours` and `expected` are the values of the sub-expression as it stands and
    as it should be, at the learner's own numbers.
    """

    code: str
    slug: str
    severity: Severity
    confidence: Literal["certain", "likely"]
    targets: tuple[str, ...]
    span: Span
    message: Text
    explanation: tuple[Text, ...] = ()
    yours: Any = None
    expected: Any = None
    related: tuple[Related, ...] = ()
    counterexample: Counterexample | None = None
    fix: Fix | None = None


@dataclass(frozen=True)
class Target:
    """One claimed gradient and its verdict: `name` claims the gradient of `of` with respect to `with_respect_to`.

    `given` says what the verdict takes for granted (an intended forward, a corrected earlier gradient); `reason` why it
    is unknown, or what shows that it is right; `at` is the entry of an array, as code, that `yours` and `true` are about; `notes` explain
    places that are right and were worth a question.
    """

    name: str
    of: str | None
    with_respect_to: str
    verdict: Verdict
    span: Span
    given: Text | None = None
    reason: Text | None = None
    yours: Any = None
    true: Any = None
    at: str = ""
    notes: tuple[Related, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Why a file can't be analysed (wholly, or from a line on): what, where, why, what to do."""

    slug: str
    message: Text
    span: Span | None = None
    help: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Diagnosis:
    """Everything that a check of one file found. `source` is the original text, `printed` what the program printed."""

    file: str
    source: str
    verdict: Verdict
    assumptions: tuple[Text, ...] = ()
    targets: tuple[Target, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    printed: str = field(default="", repr=False)
