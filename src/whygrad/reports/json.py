"""The report for programs: one JSON document a file, `whygrad/1`. `docs/json.md` describes it, the schema beside this file defines it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from whygrad.checking.report import Counterexample, Diagnosis, Edit, Finding, Problem, Related, Span, Target, Verdict
from whygrad.reports.values import at, entries, is_large, plain, shape, worst
from whygrad.reports.words import Words
from whygrad.text import Text

SCHEMA = "whygrad/1"

#: From the mildest to the worst, as exit codes rank them.
_RANKS: tuple[Verdict, ...] = ("right", "unknown", "wrong")


def document(diagnosis: Diagnosis, words: Words) -> dict[str, Any]:
    """A diagnosis as a JSON object, in Python's own types."""
    return _Writer(diagnosis.file, words).document(diagnosis)


def documents(diagnoses: Sequence[Diagnosis], words: Words) -> dict[str, Any]:
    """Several files as one JSON object; its verdict is that of the worst file."""
    return {
        "schema": SCHEMA,
        "language": words.language,
        "verdict": overall([diagnosis.verdict for diagnosis in diagnoses]),
        "files": [document(diagnosis, words) for diagnosis in diagnoses],
    }


def overall(verdicts: Sequence[Verdict]) -> Verdict:
    """Wrong if any is wrong, else unknown if any is, else right.

    >>> overall(["right", "unknown"])
    'unknown'
    """
    return max(verdicts, key=_RANKS.index, default="right")


def dumped(value: dict[str, Any], encoding: str | None = "utf-8") -> str:
    """JSON text that a stream of this encoding can hold.

    >>> dumped({"σ": 1}, "ascii")
    '{\\n  "\\\\u03c3": 1\\n}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, allow_nan=False, indent=2)
    return text


class _Writer:
    """Turns the parts of one file's diagnosis into JSON objects."""

    def __init__(self, file: str, words: Words) -> None:
        self.file = file
        self.words = words

    def document(self, diagnosis: Diagnosis) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "file": self.file,
            "language": self.words.language,
            "verdict": diagnosis.verdict,
            "assumptions": [self.words.say(text) for text in diagnosis.assumptions],
            "targets": [self.target(target) for target in diagnosis.targets],
            "findings": [self.finding(finding) for finding in diagnosis.findings],
            "problems": [self.problem(problem) for problem in diagnosis.problems],
        }

    def target(self, target: Target) -> dict[str, Any]:
        yours, true = both(target.yours, target.true)
        return {
            "name": target.name,
            "of": target.of,
            "with_respect_to": target.with_respect_to,
            "given": self.said(target.given),
            "verdict": target.verdict,
            "reason": self.said(target.reason),
            "yours": yours,
            "true": true,
            "at": target.at or None,
            "span": self.span(target.span),
            "notes": [self.related(note) for note in target.notes],
        }

    def finding(self, finding: Finding) -> dict[str, Any]:
        yours, expected = both(finding.yours, finding.expected)
        return {
            "code": finding.code or None,
            "slug": finding.slug or None,
            "severity": finding.severity,
            "confidence": finding.confidence,
            "targets": list(finding.targets),
            "span": self.span(finding.span),
            "message": self.said(finding.message),
            "explanation": "\n".join(self.words.say(text) for text in finding.explanation) or None,
            "yours": yours,
            "expected": expected,
            "related": [self.related(related) for related in finding.related],
            "counterexample": None if finding.counterexample is None else self.counterexample(finding.counterexample),
            "fix": None
            if finding.fix is None
            else {
                "group": finding.fix.group,
                "certainty": finding.fix.certainty,
                "edits": [self.edit(edit) for edit in finding.fix.edits],
            },
        }

    def problem(self, problem: Problem) -> dict[str, Any]:
        return problem_object(problem, self.file, self.words)

    def counterexample(self, counterexample: Counterexample) -> dict[str, Any]:
        yours, true = both(counterexample.yours, counterexample.true)
        return {"inputs": {name: alone(value) for name, value in counterexample.inputs.items()}, "yours": yours, "true": true}

    def related(self, related: Related) -> dict[str, Any]:
        return {"span": self.span(related.span), "message": self.words.say(related.message)}

    def edit(self, edit: Edit) -> dict[str, Any]:
        return {"span": self.span(edit.span), "replacement": edit.replacement}

    def span(self, span: Span) -> dict[str, Any]:
        return span_object(span, self.file)

    def said(self, text: Text | None) -> str | None:
        """The sentence; null where there is none, or where a hint holds it back."""
        return None if text is None else self.words.say(text) or None


def problem_object(problem: Problem, file: str, words: Words) -> dict[str, Any]:
    """A problem as a JSON object."""
    return {
        "slug": problem.slug,
        "message": words.say(problem.message),
        "span": None if problem.span is None else span_object(problem.span, file),
        "help": [words.say(text) for text in problem.help],
    }


def span_object(span: Span, file: str) -> dict[str, Any]:
    """A place in a file as a JSON object."""
    return {"file": file, **span._asdict()}


def both(yours: Any, true: Any) -> tuple[Any, Any]:
    """Two values that belong together. Where one is large, each is its shape and the entry where they differ most."""
    yours, true = plain(yours), plain(true)
    if not (is_large(yours) or is_large(true)):
        return alone(yours), alone(true)
    path = worst(yours, true)
    return _summary(yours, path), _summary(true, path)


def alone(value: Any) -> Any:
    """A value in JSON's types; a large one is its shape and its first entry."""
    value = plain(value)
    if is_large(value):
        return _summary(value, next(path for path, _ in entries(value)))
    return _json(value)


def _summary(value: Any, path: tuple[int | str, ...] | None) -> Any:
    if not isinstance(value, list | tuple | dict):
        return _json(value)
    lengths = shape(value)
    return {
        "shape": None if lengths is None else list(lengths),
        "worst": None if path is None else {"index": [_json(step) for step in path], "value": _json(at(value, path))},
    }


def _json(value: Any) -> Any:
    """Numbers that JSON has no way to write, and all that is no number, are strings."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    return str(value)
