from dataclasses import replace

import pytest

import whygrad
from tests.reports.diagnoses import BROKEN, RIGHT, SEED, on
from whygrad.checking.report import Counterexample, Diagnosis, Edit, Finding, Fix, Problem, Related, Span, Target
from whygrad.reports.screen import painted
from whygrad.reports.terminal import report
from whygrad.reports.words import words
from whygrad.text import Text

ENGLISH = words("en")


def text_of(diagnosis: Diagnosis, width: int = 100, said=ENGLISH) -> str:
    return painted(report(diagnosis, said, width), color=False)


def with_finding(source: str, span: Span, **more) -> Diagnosis:
    settings = {"severity": "error", "confidence": "certain", "targets": ("dx",), **more}
    return Diagnosis("x.py", source, "wrong", findings=(Finding("WG111", "wrong-index", span=span, message=Text("Here."), **settings),))


def block(text: str, start: str) -> str:
    """The report's part that begins with `start`, to the next blank line but one heading."""
    return text[text.index(start) :].split("\nerror ")[0].split("\nnote: ")[0]


def test_a_finding_reads_like_a_compilers():
    assert block(text_of(SEED), "error WG106").startswith(
        """\
error WG106[forward-value-for-gradient]: `activation` is a forward value; the gradient from above,
  `grad_product`, belongs here.
 --> examples/seed/neuron.py:7:18
  |
7 | grad_x = [w[0] * activation + w[2] * activation]
  |                  ^^^^^^^^^^          ---------- and here

  yours        0.7311
  should be    0.1966
  why          Local gradient × gradient from above: 2 × 0.1966 = 0.3932.
  fix          below, with WG129[summed-components]: these changes belong together.
"""
    )


def test_a_group_is_put_right_once_by_its_last_finding():
    text = text_of(SEED)
    assert text.count("7 + grad_x = [w[0] * grad_product, w[1] * grad_product]") == 1
    last = block(text, "error WG129")
    assert "applied together with the fix of WG106[forward-value-for-gradient] and WG111[wrong-index]" in " ".join(last.split())
    assert "7 - grad_x = [w[0] * activation + w[2] * activation]\n7 + grad_x = [w[0] * grad_product" in last


def test_an_inserted_line_has_no_line_before_it():
    assert "fix          I ran it with this change, and it comes out right.\n\n1 + import math\n" in text_of(SEED)


def test_the_report_ends_with_a_line_a_gradient():
    assert text_of(SEED).split("I assumed: ")[1] == (
        "the output is `activation`; the gradient from above is 1.\n"
        "\n"
        "✓ grad_product  ∂activation/∂product  right, given that `activation` is meant as the sigmoid gate\n"
        "✗ grad_x        ∂activation/∂x        wrong: [-0.7311], should be [0.3932, -0.5898]\n"
        "✗ grad_w        ∂activation/∂w        wrong: [-1.462], should be [-0.1966, -0.3932, 0.1966]\n"
        "\n"
        "More about a mistake: `whygrad explain WG202`.\n"
    )


def test_what_is_right_and_was_asked_about_is_explained():
    assert (
        "note: the 1 is right: an add gate hands on what comes from above.\n"
        " --> examples/seed/neuron.py:8:50\n"
        "  |\n"
        "8 | grad_w = [x[0] * activation + x[1] * activation + 1 * activation]\n"
        "  |                                                  ^^^^^^^^^^^^^^\n"
    ) in text_of(SEED)


def test_a_right_file_is_told_in_two_lines():
    assert text_of(RIGHT) == " --> right.py\n\n✓ dx  ∂y/∂x  right\n"


def test_a_problem_says_what_where_and_what_to_do():
    assert text_of(BROKEN) == (
        "problem[syntax-error]: Python can't read this: '(' was never closed.\n"
        " --> broken.py:1:5\n"
        "  |\n"
        "1 | x = (3.0\n"
        "  |     ^\n"
        "\n"
        "  help         Correct this line first.\n"
    )


def test_a_problem_without_a_place_names_the_file():
    text = text_of(Diagnosis("gone.py", "", "unknown", problems=(Problem("missing-file", Text("There is no such file.")),)))
    assert text == "problem[missing-file]: There is no such file.\n --> gone.py\n"


def test_numbers_that_coincide_are_said_to_and_a_point_shows_the_difference():
    counter = Counterexample({"x": 2.0, "y": 3.0}, 5.0, 6.0)
    text = text_of(with_finding("dx = a[2]\n", on(1, 5, 9), yours=-3.0, expected=-3.0, counterexample=counter))
    assert "should be    -3  (the same at these numbers, by coincidence)" in text
    assert "for example  at x = 2, y = 3, `dx` is 5, and it should be 6." in text


def test_a_point_is_not_repeated_where_the_numbers_speak():
    counter = Counterexample({"x": 2.0}, 5.0, 6.0)
    assert "for example" not in text_of(with_finding("dx = a[2]\n", on(1, 5, 9), yours=5.0, expected=6.0, counterexample=counter))


def test_a_point_with_many_inputs_names_the_first():
    counter = Counterexample({f"x[{i}]": float(i) for i in range(40)}, 5.0, 6.0)
    text = text_of(with_finding("dx = a[2]\n", on(1, 5, 9), counterexample=counter))
    assert "x[7] = 7" in text
    assert "x[8]" not in text


def test_of_long_lists_the_worst_entry_is_named():
    yours = [[0.0] * 60 for _ in range(40)]
    true = [list(row) for row in yours]
    true[12][5] = 1.0
    assert "They differ most at [12][5]." in text_of(with_finding("dx = a\n", on(1, 5, 6), yours=yours, expected=true))


def test_severities_and_doubt_are_said_in_words():
    text = text_of(with_finding("dx = a\n", on(1, 5, 6), severity="warning", confidence="likely"))
    assert text.startswith("warning WG111[wrong-index]: Here.")
    assert "likely       This is the likeliest reading" in text


def test_an_explanation_is_given_once_for_a_group():
    story = (Text("A multiply gate swaps its inputs."),)
    source = "dx = a + b\n"
    findings = [
        Finding(code, slug, "error", "certain", ("dx",), span, Text("Here."), story, fix=Fix("fix-1", "verified", (Edit(span, "c"),)))
        for code, slug, span in (("WG111", "wrong-index", on(1, 5, 6)), ("WG127", "sign", on(1, 9, 10)))
    ]
    text = text_of(Diagnosis("x.py", source, "wrong", findings=tuple(findings)))
    assert text.count("A multiply gate swaps") == 1
    assert "why          as for WG111[wrong-index], above." in text


@pytest.mark.parametrize(("certainty", "said"), [("verified", "I ran it with this change"), ("one-of-several", "one way to write it")])
def test_a_fix_says_whether_there_are_others(certainty, said):
    fix = Fix("fix-1", certainty, (Edit(on(1, 5, 6), "b"),))
    assert said in text_of(with_finding("dx = a\n", on(1, 5, 6), fix=fix))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (
            {"verdict": "unknown", "reason": Text("The program stops before this line.")},
            "? dx  ∂y/∂x  can't tell. The program stops before this line.",
        ),
        ({"verdict": "wrong"}, "✗ dx  ∂y/∂x  wrong"),
        ({"verdict": "wrong", "yours": 6.0, "true": 6.0}, "✗ dx  ∂y/∂x  wrong, though it happens to be 6 at these numbers"),
        ({"verdict": "wrong", "yours": 0.12345, "true": 0.12346}, "✗ dx  ∂y/∂x  wrong: 0.12345, should be 0.12346"),
        (
            {"verdict": "wrong", "yours": 1.0, "true": 2.0, "given": Text("with the right `dy` in its place")},
            "✗ dx  ∂y/∂x  wrong: 1, should be 2, with the right `dy` in its place",
        ),
        ({"verdict": "right", "reason": Text("It is a plain number.")}, "✓ dx  ∂y/∂x  right. It is a plain number."),
        ({"verdict": "unknown", "of": None}, "? dx  ∂/∂x  can't tell"),
    ],
)
def test_a_verdict_is_one_line(target, said):
    settings = {"name": "dx", "of": "y", "with_respect_to": "x", "span": on(1, 0, 2), **target}
    assert text_of(Diagnosis("x.py", "dx = 1\n", "unknown", targets=(Target(**settings),))).splitlines()[-1] == said


@pytest.mark.parametrize("width", [20, 40, 60, 79, 100, 300])
def test_prose_keeps_to_the_width_and_code_is_never_wrapped(width):
    lines = text_of(SEED, width).splitlines()
    code = [line for line in lines if "|" in line or line[:3] in ("1 +", "4 -", "4 +", "7 -", "7 +")]
    assert "8 | grad_w = [x[0] * activation + x[1] * activation + 1 * activation]" in code
    prose = [line for line in lines if line not in code and "[0.3932, -0.5898]" not in line and "--> " not in line]
    assert all(len(line) <= max(width, 60) or "]:" in line for line in prose)


def test_the_words_follow_the_language(portuguese):
    text = text_of(replace(SEED, findings=SEED.findings[2:3]), said=portuguese)
    assert "  o seu " in text
    assert "certo" in text.splitlines()[-5]


def test_what_a_file_holds_cannot_drive_the_terminal():
    source = "dx = 'a\x1b[2J\u202eb'\n"
    related = (Related(on(1, 0, 2), Text("{code}", {"code": "\x1b]0;title\x07"})),)
    text = text_of(replace(with_finding(source, on(1, 5, 16), related=related), file="evil\x1b[31m.py"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x07" not in text


def test_a_message_of_several_lines_stays_in_its_place():
    diagnosis = replace(BROKEN, problems=(Problem("crash", Text("It says: {words}", {"words": "one\ntwo"})),))
    assert text_of(diagnosis).startswith("problem[crash]: It says: one two\n")


def test_names_that_are_too_long_for_columns_stand_alone():
    long = "d_the_first_input_of_the_network_in_float64"
    targets = tuple(
        Target(name, "loss", name[2:], "wrong", Span(1, 0, 1, 1), yours=-12.0, true=9.0) for name in (long, "dw", f"{long}_too", "dbias")
    )
    rows = text_of(Diagnosis("a.py", "x\n", "wrong", targets=targets), 72).split("\n")
    assert all(len(row) <= 72 for row in rows)
    start = rows.index(f"✗ {long}")
    assert rows[start + 1].strip() == f"∂loss/∂{long[2:]}" and rows[start + 2].strip() == "wrong: -12, should be 9"
    (short,), (other,) = ([row for row in rows if row.startswith(f"✗ {name} ")] for name in ("dw", "dbias"))
    assert short.index("∂") == other.index("∂")


def test_of_an_array_the_entry_is_named_that_the_numbers_are_about():
    text = "import numpy as np\nx = np.array([1.0, 2.0, 3.0])\nL = (x**3).sum()\ndx = 3 * x\n"
    found = whygrad.check(text, lang="en")
    assert "✗ dx  ∂L/∂x  wrong: 9, should be 27 at [2]" in str(found)
    assert found.to_dict()["targets"][0]["at"] == "[2]"
    assert whygrad.check("x = 3.0\ny = x * x\ndx = x\n").to_dict()["targets"][0]["at"] is None
