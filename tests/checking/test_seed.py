"""The learner's question that whygrad was founded on: the findings, to the column, and the same findings in other clothes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import whygrad
from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis, Finding, Span

SEED = Path(__file__).parents[2] / "examples" / "seed" / "neuron.py"
TEXT = SEED.read_text(encoding="utf-8")
SCHEMA = Draft202012Validator(json.loads((files("whygrad.reports") / "whygrad-1.schema.json").read_text()))

#: What is to be found, in the order of the text: code, slug, place, the other places of the same mistake, the group of its fix.
TABLE = [
    ("WG202", "wrapped-scalar", (4, 10, 36), [], "run"),
    ("WG201", "operator-precedence", (5, 13, 39), [], "forward"),
    ("WG203", "missing-import", (5, 21, 25), [], "run"),
    ("WG129", "summed-components", (7, 10, 47), [], "x"),
    ("WG106", "forward-value-for-gradient", (7, 17, 27), [(7, 37, 47)], "x"),
    ("WG111", "wrong-index", (7, 30, 34), [], "x"),
    ("WG129", "summed-components", (8, 10, 64), [], "w"),
    ("WG106", "forward-value-for-gradient", (8, 17, 27), [(8, 37, 47), (8, 54, 64)], "w"),
]

REPAIRED = """\
import math
w = [2,-3,-3]
x = [-1, -2]
# Compute the forward pass
product = w[0]*x[0]+w[1]*x[1]+w[2]
activation = 1 / (1 + math.exp(-product))
grad_product = (1 - activation) * activation
grad_x = [w[0] * grad_product, w[1] * grad_product]
grad_w = [x[0] * grad_product, x[1] * grad_product, 1 * grad_product]
"""


@cache
def seed() -> Diagnosis:
    return check(TEXT, "neuron.py")


def one_line(span: Span) -> tuple[int, int, int]:
    assert span.end_line == span.line
    return span.line, span.column, span.end_column


def found(slug: str, line: int) -> Finding:
    (finding,) = [finding for finding in seed().findings if (finding.slug, finding.span.line) == (slug, line)]
    return finding


# --- the table


def test_the_findings_are_those_of_the_table() -> None:
    assert [(f.code, f.slug, one_line(f.span)) for f in seed().findings] == [(code, slug, place) for code, slug, place, _, _ in TABLE]
    assert seed().verdict == "wrong"
    assert seed().problems == ()
    assert {finding.severity for finding in seed().findings} == {"error"}


@pytest.mark.parametrize("slug", ["forward-value-for-gradient"])
@pytest.mark.parametrize(("line", "places"), [(7, [(7, 37, 47)]), (8, [(8, 37, 47), (8, 54, 64)])])
def test_one_mistake_in_several_places_is_one_finding(slug: str, line: int, places: list[tuple[int, int, int]]) -> None:
    assert [one_line(related.span) for related in found(slug, line).related] == places


def test_the_wrapped_number_is_shown_where_python_stops_at_it() -> None:
    assert [one_line(related.span) for related in found("wrapped-scalar", 4).related] == [(5, 30, 38)]


def test_only_the_meant_forward_is_likely_all_else_is_certain() -> None:
    assert [f.slug for f in seed().findings if f.confidence == "likely"] == ["operator-precedence"]


def test_a_finding_names_the_gradients_that_it_spoils() -> None:
    for finding in seed().findings:
        if finding.span.line >= 7:
            assert finding.targets == ({7: "grad_x", 8: "grad_w"}[finding.span.line],)
    assert "grad_product" in found("operator-precedence", 5).targets


@pytest.mark.parametrize(
    ("slug", "line", "yours", "expected"),
    [
        ("operator-precedence", 5, 1.3678794411714423, 0.7310585786300049),
        ("summed-components", 7, [-0.7310585786300049], [0.3932238664829637, -0.5898357997244456]),
        ("forward-value-for-gradient", 7, 0.7310585786300049, 0.19661193324148185),
        ("wrong-index", 7, -3, -3),
        ("summed-components", 8, [-1.4621171572600098], [-0.19661193324148185, -0.3932238664829637, 0.19661193324148185]),
        ("forward-value-for-gradient", 8, 0.7310585786300049, 0.19661193324148185),
    ],
)
def test_both_numbers(slug: str, line: int, yours: object, expected: object) -> None:
    assert found(slug, line).yours == pytest.approx(yours, rel=1e-12)
    assert found(slug, line).expected == pytest.approx(expected, rel=1e-12)


def test_a_counterexample_shows_two_numbers_that_differ() -> None:
    for finding in seed().findings:
        if finding.slug not in ("wrapped-scalar", "missing-import"):
            assert finding.counterexample is not None
            assert finding.counterexample.yours != pytest.approx(finding.counterexample.true)
            assert set(finding.counterexample.inputs) == {"w[0]", "w[1]", "w[2]", "x[0]", "x[1]"}


def test_the_wrong_entry_is_shown_at_a_point_where_it_matters() -> None:
    """At the learner's numbers w[1] = w[2]."""
    counterexample = found("wrong-index", 7).counterexample
    assert counterexample is not None
    assert counterexample.inputs["w[1]"] != counterexample.inputs["w[2]"]


# --- the gradients


def test_each_gradient_has_its_verdict() -> None:
    assert [(t.name, t.of, t.with_respect_to, t.verdict, t.span.line) for t in seed().targets] == [
        ("grad_product", "activation", "product", "right", 6),
        ("grad_x", "activation", "x", "wrong", 7),
        ("grad_w", "activation", "w", "wrong", 8),
    ]


def test_the_numbers_of_each_gradient() -> None:
    s = 0.19661193324148185
    for target, yours, true in zip(
        seed().targets, (s, [-0.7310585786300049], [-1.4621171572600098]), (s, [2 * s, -3 * s], [-s, -2 * s, s]), strict=True
    ):
        assert target.yours == pytest.approx(yours, rel=1e-12)
        assert target.true == pytest.approx(true, rel=1e-12)


def test_grad_product_is_right_given_the_sigmoid() -> None:
    grad_product, grad_x, grad_w = seed().targets
    assert grad_product.given is not None
    assert "sigmoid" in grad_product.given.english()
    assert grad_x.given is None
    assert grad_w.given is None


def test_the_one_is_right_and_explained() -> None:
    """The answer to what was asked."""
    (note,) = seed().targets[2].notes
    assert one_line(note.span) == (8, 50, 64)
    said = note.message.english()
    assert "add gate" in said
    assert "`w[2]`" in said
    assert "grad_product" in said
    assert seed().targets[0].notes == seed().targets[1].notes == ()


def test_what_was_assumed_is_said_in_one_line() -> None:
    (assumed,) = [assumption.english() for assumption in seed().assumptions]
    for part in ("activation", "grad_product", "grad_x", "grad_w", "gradient from above is 1"):
        assert part in assumed
    assert "\n" not in assumed


# --- the fix


def test_the_fixes_come_in_groups() -> None:
    groups: dict[str, set[str]] = {}
    for finding, (*_, group) in zip(seed().findings, TABLE, strict=True):
        assert finding.fix is not None
        assert finding.fix.certainty == "verified"
        groups.setdefault(group, set()).add(finding.fix.group)
    assert all(len(names) == 1 for names in groups.values())
    assert len(set.union(*groups.values())) == 4


def test_the_fixed_program_is_right() -> None:
    text = fixed(TEXT, seed())
    assert text == REPAIRED
    after = check(text)
    assert after.verdict == "right"
    assert [target.verdict for target in after.targets] == ["right"] * 3
    assert after.findings == after.problems == ()


@pytest.mark.parametrize("left_out", [1, 2])
def test_each_group_puts_its_own_gradient_right(left_out: int) -> None:
    """Without the group of grad_x (grad_w), that gradient alone is wrong."""
    line = {1: 7, 2: 8}[left_out]
    kept = [f for f in seed().findings if f.span.line != line]
    after = check(fixed(TEXT, Diagnosis("neuron.py", TEXT, "wrong", findings=tuple(kept))))
    assert [target.verdict == "wrong" for target in after.targets] == [number == left_out for number in range(3)]


# --- both languages


@pytest.mark.parametrize("lang", ["en", "pt-BR"])
def test_the_document_is_valid_and_its_places_know_no_language(lang: str) -> None:
    document = whygrad.check(SEED, lang=lang).to_dict()
    SCHEMA.validate(document)
    assert document["language"] == lang
    assert [(f["code"], f["slug"]) for f in document["findings"]] == [(code, slug) for code, slug, *_ in TABLE]
    spans = [f["span"] for f in document["findings"]]
    assert [(s["line"], s["column"], s["end_column"]) for s in spans] == [place for _, _, place, _, _ in TABLE]


def test_every_sentence_about_the_seed_is_said_in_portuguese() -> None:
    english, portuguese = (whygrad.check(SEED, lang=lang).to_dict() for lang in ("en", "pt-BR"))

    def sentences(document: dict) -> list[str]:  # type: ignore[type-arg]
        related = [r["message"] for f in document["findings"] for r in f["related"]]
        notes = [n["message"] for t in document["targets"] for n in t["notes"]]
        given = [t["given"] for t in document["targets"] if t["given"]]
        told = [part for f in document["findings"] for part in (f["message"], *(f["explanation"] or "").split("\n"))]
        return [*told, *related, *notes, *given, *document["assumptions"]]

    pairs = list(zip(sentences(english), sentences(portuguese), strict=True))
    assert [said for said, dito in pairs if said == dito] == []


# --- the same findings in other clothes

GRADIENTS = ["grad_{}", "d{}", "d_{}", "{}_grad", "gradiente_{}", "derivada_{}", "delta_{}", "gradient_of_{}"]
NAMES = "w x z a p h pesos entradas soma ativação saída σ θ weights inputs neurônio pré_ativação k1 produto activation product".split()
FLOATS = st.floats(-3, 3, allow_nan=False).map(lambda value: round(value, 2)).map(lambda value: value or 0.5)

#: name → (forward without a slip, forward with one or None, local gradient). {p} is the sum, {a} the activation, {m} `math.` or nothing.
FUNCTIONS = {
    "sigmoid": ("1 / (1 + {m}exp(-{p}))", "1 / 1 + {m}exp(-{p})", "(1 - {a}) * {a}"),
    "tanh": ("{m}tanh({p})", None, "1 - {a}**2"),
    "tanh spelt out": (
        "({m}exp({p}) - {m}exp(-{p})) / ({m}exp({p}) + {m}exp(-{p}))",
        "({m}exp({p}) - {m}exp(-{p})) / {m}exp({p}) + {m}exp(-{p})",
        "(1 - {a}) * (1 + {a})",
    ),
    "softplus": ("{m}log(1 + {m}exp({p}))", None, "1 / (1 + {m}exp(-{p}))"),
}


@dataclass(frozen=True)
class Variation:
    """The seed's pattern with everything that may vary."""

    w: tuple[float, ...] = (2, -3, -3)
    x: tuple[float, ...] = (-1, -2)
    names: tuple[str, str, str, str] = ("w", "x", "product", "activation")
    gradients: str = "grad_{}"
    function: str = "sigmoid"
    slip: bool = True
    imports: str = ""  # "", "import math", "from math import …"
    wrapping: str = "list"  # list, tuple, none
    times: str = " * "
    plus: str = " + "
    before: str = ""
    between: str = "# Compute the forward pass\n"
    comment: str = ""
    place: str = "script"  # script, function, returned


@st.composite
def variations(draw: st.DrawFn) -> Variation:
    count = draw(st.integers(1, 5))
    number = draw(st.sampled_from([st.integers(-3, 3), FLOATS, st.one_of(st.integers(-3, 3), FLOATS)]))
    function = draw(st.sampled_from(sorted(FUNCTIONS)))
    w, x = [[draw(number) for _ in range(count)] for _ in "wx"]
    total = sum(a * b for a, b in zip(w, x, strict=True))
    return Variation(
        w=(*w, round(draw(st.integers(-4, 4)) - total, 2)),  # so that the activation is not saturated: tests of that are below
        x=tuple(x),
        names=tuple(draw(st.permutations(NAMES))[:4]),  # type: ignore[arg-type]
        gradients=draw(st.sampled_from(GRADIENTS)),
        function=function,
        slip=FUNCTIONS[function][1] is not None and draw(st.booleans()),
        imports=draw(st.sampled_from(["", "import math", "from math import exp, log, tanh"])),
        wrapping=draw(st.sampled_from(["list", "tuple", "none"])),
        times=draw(st.sampled_from(["*", " * ", "  *  "])),
        plus=draw(st.sampled_from(["+", " + "])),
        before=draw(st.sampled_from(["", "\n\n", "# um neurônio\n", '"""A neuron, by hand."""\n\n'])),
        between=draw(st.sampled_from(["", "\n", "# forward: σ(w·x + b)\n"])),
        comment=draw(st.sampled_from(["", "  # ∂f", " # chain rule"])),
        place=draw(st.sampled_from(["script", "function", "returned"])),
    )


def marked(variation: Variation) -> str:
    """The program, each mistake between ⟦slug| and ⟧; a second place of a mistake between ⟦+slug| and ⟧."""
    v, n = variation, len(variation.x)
    w, x, p, a = v.names
    grad_p, grad_x, grad_w = (v.gradients.format(name) for name in (p, x, w))
    module = "" if v.imports.startswith("from") else "math."
    first = module if v.imports else "⟦missing-import|math⟧."
    right, slipped, local = FUNCTIONS[v.function]

    total = v.plus.join([*(f"{w}[{i}]{v.times}{x}[{i}]" for i in range(n)), f"{w}[{n}]"])
    forward = ((slipped if v.slip else right) or "").format(m="@", p=p, a=a).replace("@", first, 1).replace("@", module)
    wrong = [f"⟦{'+' if i else ''}forward-value-for-gradient|{a}⟧" for i in range(n + 1)]
    terms_x = [f"{w}[{i}]{v.times}{wrong[i]}" for i in range(n - 1)] + [f"⟦wrong-index|{w}[{n}]⟧{v.times}{wrong[n - 1]}"]
    terms_w = [f"{x}[{i}]{v.times}{wrong[i]}" for i in range(n)] + [f"1{v.times}{wrong[n]}"]
    sum_x = v.plus.join(terms_x)
    lines = [
        f"{p} = " + {"list": f"⟦wrapped-scalar|[{total}]⟧", "tuple": f"⟦wrapped-scalar|{total},⟧", "none": total}[v.wrapping],
        f"{a} = " + (f"⟦operator-precedence|{forward}⟧" if v.slip else forward),
        f"{grad_p} = {local.format(m=module, p=p, a=a)}{v.comment}",
        f"{grad_x} = [" + (f"⟦summed-components|{sum_x}⟧" if n > 1 else sum_x) + "]",
        f"{grad_w} = [⟦summed-components|{v.plus.join(terms_w)}⟧]" + v.comment,
    ]
    leaves = [f"{name} = [{', '.join(map(repr, values))}]" for name, values in ((w, v.w), (x, v.x))]
    head = v.before + (f"{v.imports}\n" if v.imports else "")
    if v.place == "script":
        return head + "\n".join(leaves) + "\n" + v.between + "\n".join(lines) + "\n"
    body = "\n".join(f"    {line}" for line in lines)
    between = "".join(f"    {line}" if line.strip() else line for line in v.between.splitlines(keepends=True))
    returned = f"    return [{grad_x}, {grad_w}]\n" if v.place == "returned" else ""
    return f"{head}def neuron({w}, {x}):\n{between}{body}\n{returned}\n" + "\n".join(leaves) + f"\nneuron({w}, {x})\n"


def unmarked(text: str) -> tuple[str, list[tuple[str, int, int, int]]]:
    """The program itself, and its marked places: (slug, line, column, end column)."""
    found: list[tuple[str, int, int, int]] = []
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        plain, open_ = "", []
        for part in re.split(r"(⟦[^|]+\||⟧)", line):
            if part.startswith("⟦"):
                open_.append((part[1:-1], len(plain)))
            elif part == "⟧":
                slug, start = open_.pop()
                found.append((slug, number, start, len(plain)))
            else:
                plain += part
        lines.append(plain)
    return "\n".join(lines), found


def places(diagnosis: Diagnosis) -> list[tuple[str, int, int, int]]:
    own = [(finding.slug, *one_line(finding.span)) for finding in diagnosis.findings]
    other = [
        (f"+{finding.slug}", *one_line(related.span))
        for finding in diagnosis.findings
        if finding.slug == "forward-value-for-gradient"
        for related in finding.related
    ]
    return [*own, *other]


def holds(variation: Variation) -> None:
    """The findings are where they were put, the verdicts as they should be, and the fix makes all of it right."""
    text, expected = unmarked(marked(variation))
    diagnosis = check(text)
    assert sorted(places(diagnosis)) == sorted(expected), text
    verdicts = {target.with_respect_to: target.verdict for target in diagnosis.targets}
    w, x, p, _ = variation.names
    assert verdicts == {w: "wrong", x: "wrong", p: "right"}, text
    given = [target.with_respect_to for target in diagnosis.targets if target.given is not None]
    assert given == ([p] if variation.slip else []), text
    after = check(fixed(text, diagnosis))
    assert (after.verdict, len(after.targets)) == ("right", 3), fixed(text, diagnosis)
    (note,) = [note for target in diagnosis.targets for note in target.notes]
    assert text.split("\n")[note.span.line - 1][note.span.column : note.span.end_column].startswith("1"), text


def test_the_pattern_is_the_seed_itself() -> None:
    text, expected = unmarked(marked(Variation(plus="+", times="*")))
    assert text.replace(" ", "") == TEXT.replace(" ", "")
    assert len([slug for slug, *_ in expected if slug[0] != "+"]) == len(TABLE)


@example(Variation(names=("pesos", "entradas", "pré_ativação", "ativação"), gradients="gradiente_{}"))
@example(Variation(w=(2, -3), x=(-1,)))
@example(Variation(wrapping="tuple", place="returned", gradients="d{}"))
@example(Variation(function="tanh", slip=False, place="function"))
@example(Variation(function="tanh spelt out"))
@example(Variation(function="softplus", slip=False, w=(0.5, -1, 2, 0.25), x=(1, 2, -0.5)))
@given(variations())
@settings(max_examples=54, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
def test_the_same_findings_in_other_clothes(variation: Variation) -> None:
    holds(variation)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(("w", "x"), [((3, 3, 3), (3, 3)), ((-3, -3, -3), (3, 3)), ((1, -2, 1.5, 3, -1, 0.5), (1, 2, -3, 0.5, 2))])
def test_the_same_findings_where_the_activation_is_saturated(function: str, w: tuple[float, ...], x: tuple[float, ...]) -> None:
    """The derivative is next to nothing at the learner's numbers, or rounded to 0."""
    holds(Variation(w=w, x=x, function=function, slip=FUNCTIONS[function][1] is not None))


def test_a_slip_in_the_local_gradient_is_found_as_one() -> None:
    """Softplus has the sigmoid for its derivative, and that is where its parentheses get lost."""
    text, expected = unmarked(marked(Variation(function="softplus", slip=False, wrapping="none", imports="import math")))
    diagnosis = check(text.replace("1 / (1 + math.exp(-product))", "1 / 1 + math.exp(-product)"))
    assert sorted(place for place in places(diagnosis) if place[1] != 7) == sorted(expected)
    assert ("operator-precedence", 7) in [(finding.slug, finding.span.line) for finding in diagnosis.findings]
    assert [target.verdict for target in diagnosis.targets] == ["wrong"] * 3
    assert check(fixed(diagnosis.source, diagnosis)).verdict == "right"
