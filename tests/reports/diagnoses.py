"""Diagnoses made by hand, so that the reports are tested apart from the check."""

from pathlib import Path

from whygrad.checking.report import Counterexample, Diagnosis, Edit, Finding, Fix, Problem, Related, Span, Target
from whygrad.text import Text

ROOT = Path(__file__).parents[2]
NEURON = (ROOT / "examples/seed/neuron.py").read_text()


def on(line: int, column: int, end: int) -> Span:
    """A place on one line."""
    return Span(line, column, line, end)


def finding(code: str, slug: str, span: Span, message: str, **more) -> Finding:
    """A finding of the seed."""
    settings = {"severity": "error", "confidence": "certain", "targets": ("grad_x",), **more}
    return Finding(code, slug, span=span, message=Text(message), **settings)


_LINE_7 = "fix-4"
_COUNTER = Counterexample({"w[0]": 2.0, "x[0]": -1.0}, [-0.7310585786300049], [0.3932238664829637, -0.5898357997244456])

SEED = Diagnosis(
    file="examples/seed/neuron.py",
    source=NEURON,
    verdict="wrong",
    assumptions=(Text("the output is `{output}`", {"output": "activation"}), Text("the gradient from above is 1")),
    targets=(
        Target(
            "grad_product",
            "activation",
            "product",
            "right",
            on(6, 0, 44),
            given=Text("given that `activation` is meant as the {module}", {"module": Text("sigmoid gate")}),
            yours=0.19661193324148185,
            true=0.19661193324148185,
        ),
        Target(
            "grad_x",
            "activation",
            "x",
            "wrong",
            on(7, 0, 48),
            yours=[-0.7310585786300049],
            true=[0.3932238664829637, -0.5898357997244456],
        ),
        Target(
            "grad_w",
            "activation",
            "w",
            "wrong",
            on(8, 0, 64),
            yours=[-1.4621171572600098],
            true=[-0.19661193324148185, -0.3932238664829637, 0.19661193324148185],
            notes=(Related(on(8, 49, 63), Text("the 1 is right: an add gate hands on what comes from above.")),),
        ),
    ),
    findings=(
        finding(
            "WG202",
            "wrapped-scalar",
            on(4, 10, 36),
            "`product` is a list of one number here, where a number is meant.",
            targets=("grad_product",),
            related=(Related(on(5, 32, 40), Text("here a number is needed")),),
            explanation=(Text("Python stops with TypeError, because arithmetic is for numbers."),),
            fix=Fix("fix-1", "verified", (Edit(on(4, 10, 11), ""), Edit(on(4, 35, 36), ""))),
        ),
        finding(
            "WG203",
            "missing-import",
            on(5, 21, 25),
            "`math` is used here, but it is never imported.",
            fix=Fix("fix-2", "verified", (Edit(on(1, 0, 0), "import math\n"),)),
        ),
        finding(
            "WG106",
            "forward-value-for-gradient",
            on(7, 17, 27),
            "`activation` is a forward value; the gradient from above, `grad_product`, belongs here.",
            yours=0.7310585786300049,
            expected=0.19661193324148185,
            related=(Related(on(7, 37, 47), Text("and here")),),
            explanation=(Text("Local gradient × gradient from above: {equation}.", {"equation": "2 × 0.1966 = 0.3932"}),),
            counterexample=_COUNTER,
            fix=Fix(_LINE_7, "verified", (Edit(on(7, 17, 27), "grad_product"), Edit(on(7, 37, 47), "grad_product"))),
        ),
        finding(
            "WG111",
            "wrong-index",
            on(7, 30, 34),
            "`w[2]` stands where `w[1]` belongs.",
            counterexample=_COUNTER,
            confidence="likely",
            fix=Fix(_LINE_7, "verified", (Edit(on(7, 32, 33), "1"),)),
        ),
        finding(
            "WG129",
            "summed-components",
            on(7, 10, 47),
            "The entries of the gradient are added up, and belong side by side.",
            yours=[-0.7310585786300049],
            expected=[0.3932238664829637, -0.5898357997244456],
            counterexample=_COUNTER,
            fix=Fix(_LINE_7, "verified", (Edit(on(7, 27, 30), ", "),)),
        ),
    ),
)

#: All right, nothing to say.
RIGHT = Diagnosis(
    "right.py",
    "x = 3.0\ny = x * x\ndx = 2 * x\n",
    "right",
    targets=(Target("dx", "y", "x", "right", on(3, 0, 10), yours=6.0, true=6.0),),
)

#: What can't be analysed.
BROKEN = Diagnosis(
    "broken.py",
    "x = (3.0\n",
    "unknown",
    problems=(
        Problem(
            "syntax-error",
            Text("Python can't read this: {words}.", {"words": "'(' was never closed"}),
            on(1, 4, 5),
            (Text("Correct this line first."),),
        ),
    ),
)
