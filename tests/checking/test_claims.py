"""Finding the parts without being told: names, the output, the gradient from above; each rule of the verdict by a small program."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from whygrad.checking.check import check
from whygrad.checking.report import Diagnosis

FORWARD = "x = 3.0\nw = 2.0\nq = x * w\nf = q * q + 5 * q\n"


def verdicts(text: str, *, of: str | None = None, grads: Mapping[str, str] | None = None) -> dict[str, str]:
    return {target.name: target.verdict for target in check(text, of=of, grads=grads).targets}


def errors(diagnosis: Diagnosis) -> list[tuple[int, str]]:
    return [(finding.span.line, finding.slug) for finding in diagnosis.findings if finding.severity == "error"]


# --- names


NAMES = (
    "grad_x gradx dx d_x x_grad dL_dx dLdx dfdx df_dx d_f_d_x gradient_of_x gradient_x delta_x "
    "gradiente_x gradiente_de_x x_gradiente derivada_x derivada_de_x"
).split()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_claims_the_gradient_of_the_output(name: str) -> None:
    (target,) = check(f"{FORWARD}{name} = (2 * q + 5) * w\n").targets
    assert (target.name, target.of, target.with_respect_to, target.verdict) == (name, "f", "x", "right")
    (target,) = check(f"{FORWARD}{name} = (2 * q + 5) * x\n").targets
    assert (target.of, target.with_respect_to, target.verdict) == ("f", "x", "wrong")


@pytest.mark.parametrize(
    "pattern", ["grad_{}", "d{}", "d_{}", "{}_grad", "dL_d{}", "dLd{}", "gradiente_{}", "derivada_{}", "gradient_of_{}"]
)
@pytest.mark.parametrize("variable", ["x1", "peso", "θ", "entrada_1", "ação", "W", "hidden"])
def test_whatever_the_variable_is_called(pattern: str, variable: str) -> None:
    name = pattern.format(variable)
    (target,) = check(f"{variable} = 3.0\nL = {variable} ** 2\n{name} = 2 * {variable}\n").targets
    assert (target.name, target.of, target.with_respect_to, target.verdict) == (name, "L", variable, "right")


@pytest.mark.parametrize("name", ["dqdx", "dq_dx", "d_q_d_x"])
def test_two_names_of_the_program_make_a_local_gradient(name: str) -> None:
    (local, dx) = check(f"{FORWARD}{name} = w\ndx = (2 * q + 5) * {name}\n").targets
    assert (local.of, local.with_respect_to, local.verdict) == ("q", "x", "right")
    assert (dx.of, dx.verdict) == ("f", "right")
    assert verdicts(f"{FORWARD}{name} = x\ndx = (2 * q + 5) * w\n") == {name: "wrong", "dx": "right"}


@pytest.mark.parametrize(
    "text",
    [
        "x = 3.0\ny = x * x\ngrad = 7 * x\ndx = 2 * x\n",
        "x = 3.0\ny = x * x\ng = 7 * x\ndx = 2 * x\n",
        "x = 3.0\ny = x * x\ndelta = 7 * x\ndx = 2 * x\n",
        "x = 3.0\ny = x * x\nd = 7 * x\ndx = 2 * x\n",
        "ata = 1.0\nx = 3.0\ndata = [1.0, 2.0]\ny = x * data[0] + x * data[1]\ndx = data[0] + data[1]\n",
        "x = 3.0\nx_max = 10.0\ny = x * x\ndmax = 4.0\ndx = 2 * x\n",
    ],
    ids=["grad", "g", "delta", "d", "data", "dmax"],
)
def test_a_bare_name_claims_nothing(text: str) -> None:
    assert verdicts(text) == {"dx": "right"}


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("x = 3.0\ny = 1.0\nd = x - y\nloss = d * d\ngrad_x = 2 * d\ngrad_y = -2 * d\n", ["grad_x", "grad_y"]),
        ("t = 0.5\nx = 1.0\ndt = 0.01\nx = x + dt * 2\ny = x * x\ngrad_x = 2 * x\n", ["grad_x"]),
        ("x = 3.0\nx0 = 1.0\ndx = x - x0\nenergy = 0.5 * dx * dx\ngrad_x = dx\n", ["grad_x"]),
        ("x = 3.0\ny = 1.0\ndelta_x = x - y\nloss = delta_x ** 2\ngrad_x = 2 * delta_x\n", ["grad_x"]),
        ("x = 3.0\nw = 2.0\ndx = 2 * x\nloss = w * dx\ngrad_w = dx\n", ["grad_w"]),
    ],
    ids=["d", "dt", "dx", "delta_x", "dx-of-another"],
)
def test_an_ancestor_of_the_output_is_a_forward_value(text: str, claimed: list[str]) -> None:
    assert verdicts(text) == dict.fromkeys(claimed, "right")


@pytest.mark.parametrize("step", ["dx = 1e-5", "dx = 0.001"])
def test_a_step_size_claims_nothing(step: str) -> None:
    text = f"x = 3.0\ny = x * x\n{step}\nslope = ((x + dx) ** 2 - y) / dx\n"
    assert verdicts(f"{text}grad_x = 2 * x\n") == {"grad_x": "right"}
    assert verdicts(f"{text}grad_x = 3 * x\n") == {"grad_x": "wrong"}
    assert check(text).verdict == "unknown"


# --- numerical gradients


@pytest.mark.parametrize(
    "quotient",
    [
        "(f(x + h) - f(x)) / h",
        "(f(x) - f(x - h)) / h",
        "(f(x + h) - f(x - h)) / (2 * h)",
        "(f(x + h) - y) / h",
        "(f(x + h) - f(x - h)) / h * 0.5",
    ],
)
@pytest.mark.parametrize("h", ["1e-6", "1e-4", "0.01"])
def test_a_numerical_gradient_is_never_accused(quotient: str, h: str) -> None:
    diagnosis = check(f"def f(v):\n    return v ** 3\nx = 3.0\ny = f(x)\nh = {h}\ndx = {quotient}\n")
    assert errors(diagnosis) == []
    assert diagnosis.verdict != "wrong"


def test_beside_a_numerical_gradient_the_other_is_judged() -> None:
    text = "x = 3.0\ny = x ** 3\nh = 1e-3\ngrad_x_num = ((x + h) ** 3 - x ** 3) / h\ngrad_x = {} * x ** 2\n"
    assert verdicts(text.format(3))["grad_x"] == "right"
    assert errors(check(text.format(2))) != []
    assert {line for line, _ in errors(check(text.format(2)))} == {5}


# --- the gradient from above


@pytest.mark.parametrize(
    ("output", "upstream"),
    [
        ("out", "dout"),
        ("y", "dout"),
        ("y", "upstream"),
        ("L", "dL"),
        ("f", "df"),
        ("D", "dD"),
        ("y", "dy"),
        ("loss", "dloss"),
        ("saída", "grad_saída"),
    ],
)
def test_a_number_named_for_the_output_is_the_gradient_from_above(output: str, upstream: str) -> None:
    text = f"a = 3.0\nb = 2.0\n{output} = a * b\n{upstream} = 0.7\nda = b * {upstream}\ndb = "
    right, wrong = check(f"{text}a * {upstream}\n"), check(f"{text}a\n")
    assert verdicts(right.source) == {"da": "right", "db": "right"}
    assert any(upstream in assumption.english() for assumption in right.assumptions)
    assert errors(wrong) == [(6, "missing-upstream")]


def test_a_parameter_of_the_backward_function_is_the_gradient_from_above() -> None:
    text = "def backward(a, b, dout):\n    return b * dout, {} * dout\na, b = 2.0, -3.0\nout = a * b\nda, db = backward(a, b, 1.0)\n"
    assert verdicts(text.format("a")) == {"da": "right", "db": "right"}
    assert verdicts(text.format("b")) == {"da": "right", "db": "wrong"}


def test_a_constant_for_an_inner_value_is_a_claim() -> None:
    diagnosis = check("x = 3.0\nq = 2 * x\nf = q * q\ndq = 1.0\ndx = 2 * dq\n")
    assert errors(diagnosis) != []
    assert {line for line, _ in errors(diagnosis)} == {4}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("x = 3.0\nq = x + 2\nf = q * q\ndqdx = 1.0\ndfdx = 2 * q * dqdx\n", {"dqdx": "right", "dfdx": "right"}),
        ("x = 3.0\nq = 2 * x\nf = q * q\ndqdx = 1.0\ndfdx = 4 * q\n", {"dqdx": "wrong", "dfdx": "right"}),
        ("x = 3.0\ny = x * x\ndx = 0\n", {"dx": "wrong"}),
        ("x = 3.0\ny = x * x\ndx = 6.0\n", {"dx": "right"}),
    ],
)
def test_other_constants_are_claims(text: str, verdict: dict[str, str]) -> None:
    assert verdicts(text) == verdict


# --- accumulators


LOSS = "xs = [1.0, 2.0, -1.5]\nw = 3.0\nloss = 0.0\nfor x in xs:\n    loss += (w * x - 1) ** 2\n"


@pytest.mark.parametrize("statement", ["dw += 2 * (w * x - 1) * x", "dw = dw + 2 * (w * x - 1) * x"])
@pytest.mark.parametrize("zero", ["0", "0.0"])
def test_the_zero_of_an_accumulator_is_no_claim(zero: str, statement: str) -> None:
    assert verdicts(f"{LOSS}dw = {zero}\nfor x in xs:\n    {statement}\n") == {"dw": "right"}


def test_a_list_of_zeros_is_an_accumulator_too() -> None:
    forward = "xs = [1.0, 2.0]\nw = [3.0, 1.0]\ns = w[0] * xs[0] + w[1] * xs[1]\nloss = s ** 2\n"
    text = forward + "dw = [0.0, 0.0]\nfor i in range(2):\n    dw[i] += 2 * s * {}\n"
    assert verdicts(text.format("xs[i]")) == {"dw": "right"}
    assert verdicts(text.format("w[i]")) == {"dw": "wrong"}


def test_an_accumulator_that_never_gets_anything_is_a_claim() -> None:
    assert verdicts(f"{LOSS}dw = 0.0\n") == {"dw": "wrong"}


# --- the output


def test_the_name_inside_the_gradient_decides() -> None:
    text = "x = 3.0\na = x * x\nb = x ** 3\nda_dx = 2 * x\ndb_dx = {} * x ** 2\n"
    assert verdicts(text.format(3)) == {"da_dx": "right", "db_dx": "right"}
    assert verdicts(text.format(2)) == {"da_dx": "right", "db_dx": "wrong"}


def test_the_last_named_forward_value_is_the_output() -> None:
    (target,) = check("x = 3.0\na = 2 * x\nb = a * a\nc = b + 1\ndx = 8 * x\n").targets
    assert (target.of, target.verdict) == ("c", "right")


@pytest.mark.parametrize(
    "after",
    [
        "print(y * 7)\n",
        "print(y)\n",
        "print(f'{y:.3f}')\n",
        "y2 = 3 * y\nprint(y2)\n",
        "error = abs(dx - 6.0)\n",
        "norm = (dx * dx) ** 0.5\n",
    ],
)
def test_what_comes_after_the_claims_or_is_only_printed_is_no_output(after: str) -> None:
    place = ("", after) if "dx" in after or "y2" in after else (after, "")
    (target,) = check(f"x = 3.0\ny = x * x\n{place[0]}dx = 2 * x\n{place[1]}").targets
    assert (target.of, target.verdict) == ("y", "right")


@pytest.mark.parametrize(("first", "second"), [("p", "q"), ("y", "z"), ("z", "y"), ("f", "g"), ("out", "aux")])
def test_two_outputs_that_change_the_verdict_are_unknown(first: str, second: str) -> None:
    for gradient in ("2 * a", "3 * a ** 2"):
        (target,) = check(f"a = 3.0\n{first} = a * a\n{second} = a ** 3\nda = {gradient}\n").targets
        assert target.verdict == "unknown"
        assert target.reason is not None
        assert f"`{first}`" in target.reason.english()
        assert f"`{second}`" in target.reason.english()


def test_two_outputs_that_agree_are_no_obstacle() -> None:
    assert verdicts("a = 3.0\np = a * a\nq = a * a + 1\nda = 2 * a\n") == {"da": "right"}
    assert verdicts("a = 3.0\np = a * a\nq = a * a + 1\nda = 3 * a\n") == {"da": "wrong"}


def test_gradients_that_are_not_claimed_are_not_demanded() -> None:
    assert verdicts("x = 3.0\nw = 2.0\nb = 1.0\ny = x * w + b\ndx = w\n") == {"dx": "right"}


# --- what is said


TWO = "x = 3.0\ny = x * x\nz = 5 * x\n"


@pytest.mark.parametrize(
    ("of", "gradient", "verdict"), [("y", "2 * x", "right"), ("z", "2 * x", "wrong"), ("z", "5", "right"), ("y", "5", "wrong")]
)
def test_the_output_can_be_said(of: str, gradient: str, verdict: str) -> None:
    for text, said in ((f"{TWO}dx = {gradient}\n", of), (f"# whygrad: of={of}\n{TWO}dx = {gradient}\n", None)):
        (target,) = check(text, of=said).targets
        assert (target.of, target.verdict) == (of, verdict)


@pytest.mark.parametrize("name", ["grad", "g", "delta", "inclinação"])
def test_which_name_is_a_gradient_can_be_said(name: str) -> None:
    for factor, verdict in ((2, "right"), (7, "wrong")):
        text = f"x = 3.0\ny = x * x\n{name} = {factor} * x\n"
        assert verdicts(text, grads={name: "x"}) == {name: verdict}
        assert verdicts(f"{text}# whygrad: of=y {name}=x\n") == {name: verdict}


def test_what_is_said_in_the_call_goes_before_the_comment() -> None:
    assert verdicts(f"# whygrad: of=z\n{TWO}dx = 2 * x\n", of="y") == {"dx": "right"}


def test_what_is_said_may_go_against_the_name() -> None:
    text = "x = 3.0\nw = 2.0\ny = x * x * w\ndx = x * x\n"
    assert verdicts(text) == {"dx": "wrong"}
    assert verdicts(text, grads={"dx": "w"}) == {"dx": "right"}


# --- updates and segments


def test_a_parameter_update_ends_a_segment() -> None:
    text = "w = 3.0\nloss = w * w\ndw = 2 * w\nw = w - 0.1 * dw\n{}"
    for after in ("", "print(w)\n", "loss = w * w\nprint(loss)\n", "new_loss = w ** 3\n"):
        (target,) = check(text.format(after)).targets
        assert (target.of, target.verdict) == ("loss", "right")


def test_a_later_loss_opens_a_new_segment() -> None:
    text = "w = 3.0\nloss1 = w * w\ndw = 2 * w\nw = w - 0.1 * dw\nloss2 = w ** 3\ndw = {} * w ** 2\n"
    assert [(target.of, target.verdict) for target in check(text.format(3)).targets] == [("loss1", "right"), ("loss2", "right")]
    wrong = check(text.format(2))
    assert [(target.of, target.verdict) for target in wrong.targets] == [("loss1", "right"), ("loss2", "wrong")]
    assert [line for line, _ in errors(wrong)] == [6]


def test_a_later_loss_is_not_that_of_earlier_gradients() -> None:
    targets = check("w = 3.0\nv = 2.0\nloss = w * w * v\ndw = 2 * w * v\ncost = v ** 3\ndv = 3 * v ** 2\n").targets
    assert [(target.of, target.verdict) for target in targets] == [("loss", "right"), ("cost", "right")]


@pytest.mark.parametrize(("gradient", "verdict"), [("2 * (w - 1)", "right"), ("(w - 1)", "wrong"), ("2 * w", "wrong")])
def test_a_training_loop_is_one_claim(gradient: str, verdict: str) -> None:
    assert verdicts(f"w = 3.0\nfor step in range(50):\n    loss = (w - 1) ** 2\n    dw = {gradient}\n    w -= 0.1 * dw\n") == {
        "dw": verdict
    }


# --- parts of a larger value


@pytest.mark.parametrize("grads", ['grads = {}\ngrads["w"] = {0}\ngrads["b"] = dy\n', 'grads = {{"w": {0}, "b": dy}}\n'])
def test_gradients_kept_in_a_dict_are_claims_too(grads: str) -> None:
    text = 'params = {"w": 2.0, "b": -1.0}\nx = 3.0\ny = params["w"] * x + params["b"]\nloss = y ** 2\ndy = 2 * y\n'
    grads = grads if "{0}, " in grads else grads.replace("grads = {}", "grads = {{}}")
    assert check(text + grads.format("dy * x")).verdict == "right"
    assert check(text + grads.format("dy * y")).verdict == "wrong"


def test_one_mistake_does_not_spread() -> None:
    """What is made from a wrong gradient by the right rule is not blamed."""
    diagnosis = check("x = 3.0\nq = 2 * x\nr = q * q\nf = r * 5\ndr = 4\ndq = 2 * q * dr\ndx = 2 * dq\n")
    assert [line for line, _ in errors(diagnosis)] == [5]


# --- a function that is differentiated, and never called at the point itself


BESIDE = "h = 1e-5\nnumerical = (f(x + h) - f(x - h)) / (2 * h)\n"


def test_a_function_called_beside_the_point_is_the_output() -> None:
    text = "def f(v):\n    return v ** 3 - 2 * v\nx = 2.0\ndx = {}\n" + BESIDE
    (target,) = check(text.format("3 * x ** 2 - 2")).targets
    assert (target.of, target.verdict) == ("f(x)", "right")
    assert errors(check(text.format("3 * x ** 2 - 1"))) == [(4, "constant-factor")]


def test_of_two_functions_none_is_chosen() -> None:
    text = "def f(v):\n    return v ** 3\ndef g(v):\n    return v ** 2\nx = 2.0\ndx = 3 * x ** 2\n" + BESIDE
    assert check(text).verdict == "unknown"


def test_without_a_numerical_gradient_a_helper_is_no_output() -> None:
    assert check("def f(v):\n    return v ** 3\nx = 2.0\ndx = 5 * x\n").verdict == "unknown"


# --- a gradient that a function returns


RETURNED = "def run(a, b):\n    y = a * b * b\n    da = {}\n    db = {}\n    return y, da, db\na = 2.0\nb = 3.0\n"


def test_a_gradient_that_a_function_returns_under_its_own_name_is_blamed_where_it_is_made() -> None:
    text = RETURNED + "y, da, db = run(a, b)\n"
    assert verdicts(text.format("b * b", "2 * a * b")) == {"da": "right", "db": "right"}
    assert [line for line, _ in errors(check(text.format("b * b", "2 * a")))] == [4]


def test_gradients_that_are_unpacked_in_the_wrong_order_are_wrong() -> None:
    text = RETURNED + "y, db, da = run(a, b)\n"
    assert check(text.format("b * b", "2 * a * b")).verdict == "wrong"
