"""What a finding, a target and the assumptions say beyond the place and the kind."""

from __future__ import annotations

import pytest

from whygrad.checking.check import check
from whygrad.checking.report import Diagnosis, Target


def target(diagnosis: Diagnosis, name: str) -> Target:
    return next(one for one in diagnosis.targets if one.name == name)


def explained(diagnosis: Diagnosis) -> str:
    return " ".join(text.english() for finding in diagnosis.findings for text in finding.explanation)


LOOP = "w = 0.5\nxs = [1.0, 2.0, 4.0]\nloss = 0.0\nfor x in xs:\n    loss += (w * x - 1) ** 2\ndw = 0.0\nfor x in xs:\n    dw += {}\n"


def test_a_mistake_in_a_loop_is_said_with_the_turn_in_which_it_shows_first() -> None:
    assert check(LOOP.format("2 * (w * x - 1) * x")).verdict == "right"
    found = check(LOOP.format("2 * (w * x - 1)"))
    assert [(finding.span.line, finding.slug) for finding in found.findings] == [(8, "missing-local-derivative")]
    assert "`x = 4`" in explained(found)  # at 1 the factor is 1, and at 2 the rest is 0


def test_what_follows_from_another_mistake_says_so() -> None:
    found = check("x = 3.0\nw = 2.0\nz = w * x\ny = z * z\ndz = z\ndw = dz * x\n")
    reason = target(found, "dw").reason
    assert [finding.targets for finding in found.findings] == [("dz",)]
    assert reason is not None
    assert "`dz`" in reason.english()


def test_another_reading_is_said() -> None:
    found = check("x = 3.0\ny = x * x\ndx = 2 + x\n")
    (finding,) = found.findings
    told = [related.message.english() for related in finding.related]
    assert (finding.fix is not None and finding.fix.certainty == "one-of-several") == any("instead" in text for text in told)


def test_a_sigmoid_is_explained_as_one_gate() -> None:
    text = "import math\nz = 0.3\na = 1 / (1 + math.exp(-z))\nloss = a * a\nda = 2 * a\ndz = da * a\n"
    assert "(1 - a) * a) × da" in explained(check(text))


@pytest.mark.parametrize(("forward", "gradient", "there"), [("max(0.0, x)", "1.0", 0), ("abs(x)", "1.0", -1)])
def test_a_gradient_that_is_right_on_one_side_of_a_kink_says_so(forward: str, gradient: str, there: int) -> None:
    (one,) = check(f"x = 2.0\ny = {forward}\ndx = {gradient}\n").targets
    assert one.verdict == "right"
    assert one.reason is not None
    assert f"should be {there}" in one.reason.english()


def test_what_looks_like_a_gradient_and_is_not_judged_is_named() -> None:
    found = check("w = 2.0\nx = 3.0\ny = w * x\nloss = y * y\ndy = 2 * y\ngw = dy * x\n")
    assert found.verdict == "right"
    assert any("`gw`" in text.english() for text in found.assumptions)


@pytest.mark.parametrize("after", ["dw = max(-1.0, min(1.0, dw))", "norm = 7.0\ndw = dw / norm", "dw *= 0.01\nw -= dw"])
def test_a_gradient_that_is_made_a_step_afterwards_is_judged_before(after: str) -> None:
    assert check(f"w = 2.0\nloss = w ** 3\ndw = 3 * w ** 2\n{after}\n").verdict == "right"
    assert check(f"w = 2.0\nloss = w ** 3\ndw = 4 * w ** 2\n{after}\n").verdict == "wrong"


def test_a_fix_holds_for_other_data() -> None:
    """A factor that happens to be 2 is the variable of that value, not the number."""
    found = check("x = 2.0\nw = 0.7\np = w * x\nloss = (p - 1) ** 2 / 2\ndw = p - 1\n")
    (finding,) = found.findings
    assert finding.fix is not None
    assert "x" in finding.fix.edits[0].replacement
    assert finding.fix.certainty == "verified"


def test_what_a_placeholder_should_be_is_written() -> None:
    found = check("x = 2.0\nw = 0.7\nz = w * x\ny = z * z + x\ndz = 2 * z\ndw = dz * x\ndx = 0\n")
    (finding,) = found.findings
    assert (finding.slug, finding.fix is not None and finding.fix.edits[0].replacement) == ("unfinished", "dz * w + 1")


def test_a_term_that_every_entry_lacks_is_written() -> None:
    text = "w = [1.0, -2.0]\nx = [0.5, 3.0]\nreg = 0.1\nz = w[0] * x[0] + w[1] * x[1]\nloss = z * z + reg * (w[0] ** 2 + w[1] ** 2)\n"
    found = check(text + "dz = 2 * z\ndw = [dz * v for v in x]\n")
    (finding,) = found.findings
    assert finding.fix is not None
    assert any("2 * reg * w[" in edit.replacement for edit in finding.fix.edits)


def test_of_arrays_both_numbers_are_those_of_the_programs_own_inputs() -> None:
    found = check("import numpy as np\nx = np.array([1.0, 2.0])\nw = np.array([0.5, -1.0])\nloss = ((w * x) ** 2).sum()\ndw = 2 * w * x\n")
    (finding,) = found.findings
    assert (finding.yours, finding.expected) == (target(found, "dw").yours, target(found, "dw").true) == (-4.0, -8.0)


def test_of_arrays_that_are_right_by_coincidence_other_numbers_are_told() -> None:
    found = check("import numpy as np\nx = np.array([1.0, 1.0])\nw = np.array([0.5, -1.0])\nloss = ((w * x) ** 2).sum()\ndx = 2 * w * w\n")
    one = target(found, "dx")
    assert one.verdict == "wrong"
    assert one.yours != one.true
