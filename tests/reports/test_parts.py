"""A finding, a claimed gradient and a problem show themselves."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

import whygrad
from whygrad.checking.report import Finding, Problem, Target
from whygrad.reports.report import Report

SEED = Path(__file__).parents[2] / "examples" / "seed" / "neuron.py"


@pytest.fixture(scope="module")
def report() -> Report:
    return whygrad.check(SEED, lang="en")


def test_each_finding_prints_its_place_its_words_and_its_fix(report: Report) -> None:
    whole = str(report)
    for finding in report.findings:
        shown = str(finding)
        assert f"{finding.code}[{finding.slug}]" in shown
        assert f":{finding.span.line}:{finding.span.column + 1}" in shown
        assert shown.partition("-->")[0] in whole
        assert "fix  " in shown


def test_a_finding_alone_leans_on_no_other(report: Report) -> None:
    """In the report, an explanation that several share stands once, and the fix of a group at its end."""
    assert "above" in str(report)
    for finding in report.findings:
        words = str(finding)
        assert "above." not in words.replace("from above", "")
        assert "below" not in words
        assert any(row.startswith(f"{edit.span.line} ") for row in words.split("\n") for edit in finding.fix.edits)  # type: ignore[union-attr]


def test_a_claimed_gradient_prints_its_verdict_and_its_notes(report: Report) -> None:
    right, *wrong = report.targets
    assert str(right).startswith("✓ grad_product  ∂activation/∂product  right")
    assert all(str(target).startswith("✗ ") for target in wrong)
    assert "note: " in str(wrong[-1])
    assert "grad_product" not in str(wrong[0])


def test_a_problem_prints_its_help() -> None:
    (problem,) = whygrad.check("x = (\n", lang="pt-BR").problems
    assert str(problem).startswith("problema[syntax-error]")
    assert "ajuda" in str(problem)


def test_a_notebook_shows_colours_and_repr_stays_data(report: Report) -> None:
    for part in (*report.findings, *report.targets):
        shown = part._repr_mimebundle_()  # type: ignore[attr-defined]
        assert shown["text/plain"] == str(part)
        assert shown["text/html"].startswith("<pre ")
        assert repr(part).startswith("Shown")


def test_a_part_is_the_data_that_it_was(report: Report) -> None:
    assert all(isinstance(one, kind) for kind, some in ((Finding, report.findings), (Target, report.targets)) for one in some)
    assert isinstance(whygrad.check("x = (\n").problems[0], Problem)
    assert report.findings == report.findings
    first = report.findings[0]
    for twin in (copy.deepcopy(first), pickle.loads(pickle.dumps(first))):
        assert twin == first
        assert str(twin) == str(first)


def test_parts_that_hold_arrays_can_be_compared_and_kept_in_sets() -> None:
    text = "import numpy as np\ndef f_forward(x):\n    return x**2, x\ndef f_backward(dout, x):\n    return dout * x\n"
    text += "def cases():\n    return {'f': (np.arange(4.0),)}\n"
    one, other = (whygrad.check(text, lang="en") for _time in range(2))
    assert one.findings == other.findings
    assert copy.deepcopy(one.findings[0]) == other.findings[0]
    assert len({*one.findings, *other.findings}) == len(one.findings)
    assert len({*one.targets, *other.targets}) == len(one.targets)


@pytest.mark.parametrize("lang", ["en", "pt-BR"])
def test_a_report_may_travel_to_another_process(lang: str) -> None:
    report = whygrad.check(SEED, lang=lang)
    for one in (report, report.findings[0], report.targets[0]):
        assert str(pickle.loads(pickle.dumps(one))) == str(one)


def test_a_part_that_was_changed_is_data_only(report: Report) -> None:
    changed = replace(report.findings[0], slug="another")
    assert "slug='another'" in str(changed)
    assert list(changed._repr_mimebundle_()) == ["text/plain"]  # type: ignore[attr-defined]


def test_several_parts_show_themselves_one_below_the_other(report: Report) -> None:
    whole = str(report)
    rows = str(report.targets).split("\n")
    assert [row for row in rows if row[:1] in "✓✗"] and all(row in whole for row in rows if row[:1] in "✓✗")
    for finding in report.findings:
        assert f"{finding.code}[{finding.slug}]" in str(report.findings)
    shown = report.findings._repr_mimebundle_()  # type: ignore[attr-defined]
    assert shown["text/html"].startswith("<pre") and shown["text/plain"] == str(report.findings)
    assert str(report.problems) == repr(()) and report.targets == tuple(report.targets)
    assert [str(part) for part in pickle.loads(pickle.dumps(report.targets))] == [str(part) for part in report.targets]


def test_reports_and_their_parts_are_compared_and_set_into_columns(report: Report) -> None:
    program = (
        "import numpy as np\ndef f_forward(x):\n    return x * x, x\ndef f_backward(dout, x):\n    return dout * x\n"
        "def cases():\n    return {'f': (np.arange(1.0, 4.0),)}\n"
    )
    one, other = (whygrad.check(program, lang="en") for _time in range(2))
    assert one == other and hash(one) == hash(other)
    assert one != report and one != whygrad.check(program.replace("x * x", "x * x * x"), lang="en")
    assert f"{one.targets[0]:>60}" == format(str(one.targets[0]), ">60") and f"{one:<10}" == str(one)
