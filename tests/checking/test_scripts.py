"""Programs that train on arrays: one turn of their loop is judged, with what comes before and after it left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.diagnosis.training import CORPUS, FIFTH, FOURTH, THIRD, scored
from whygrad.checking.check import check
from whygrad.checking.fixing import fixed

CORPORA = (CORPUS, THIRD, FOURTH, FIFTH)
RIGHT = sorted(path for corpus in CORPORA for folder in ("right", "mended") for path in (corpus / folder).glob("*.py"))
#: No gradient in them has a name, or no loss is computed where they are, or what is called a gradient is a step, or they aren't read.
CANNOT_TELL = {
    "011_in-place-damage_entropy_policy",
    "011_reinforce_bandit_ctx",
    "013_actor_critic_chain",
    "043_ppo_like_gaussian_policy",
    "052_funk_svd",
    "073_conjugate_gradient",
    "085_perceptron_rosenblatt",
    "099_simulation",
    "107_perceptron",
    "158_reinforce_entropy",
    "160_skipgram_negative",
    "163_fista_fourier",
}

TWO_LAYERS = """\
import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=(12, 4))
y = np.sin(X[:, :1])
W1, b1 = rng.normal(size=(4, 6)) * 0.4, np.zeros(6)
W2 = rng.normal(size=(6, 1)) * 0.4
lr = 0.1
for epoch in range(20):
    hidden = np.tanh(X @ W1 + b1)
    out = hidden @ W2
    loss = np.mean((out - y) ** 2)
    dout = 2 * (out - y) / len(y)
    dW2 = hidden.T @ dout
    dhidden = dout @ W2.T
    dz = dhidden * (1 - hidden**2)
    dW1 = X.T @ dz
    db1 = dz.sum(axis=0)
    W1 -= lr * dW1
    b1 -= lr * db1
    W2 -= lr * dW2
    if epoch % 10 == 0:
        print(f"{epoch}: {loss:.4f}")
"""


def slugs(text: str, **said: object) -> list[str]:
    return [finding.slug for finding in check(text, **said).findings]  # type: ignore[arg-type]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_right_programs_are_not_accused(path: Path) -> None:
    diagnosis = check(path.read_text(encoding="utf-8"), str(path))
    expected = "unknown" if path.stem in CANNOT_TELL else "right"
    assert diagnosis.verdict == expected, [finding.message.english() for finding in diagnosis.findings]


def test_wrong_programs_of_other_people() -> None:
    scores = [one for _path, one in scored(40)]
    assert all(one.detected for one in scores)
    assert not [one for one in scores if one.verdict == "right"]
    for what, least in (("blamed", 0.85), ("mended", 0.75), ("named", 0.65)):
        assert sum(getattr(one, what) for one in scores) >= least * len(scores), what


def test_every_named_gradient_has_a_verdict() -> None:
    diagnosis = check(TWO_LAYERS)
    assert diagnosis.verdict == "right"
    assert {target.name for target in check(TWO_LAYERS.replace("hidden**2", "hidden")).targets} == {"dW1", "db1", "dW2", "dhidden", "dout"}


@pytest.mark.parametrize(
    ("old", "new", "line", "slug"),
    [
        ("(1 - hidden**2)", "(1 - hidden)", 16, "derivative-at-wrong-point"),
        ("dz.sum(axis=0)", "dz.sum(axis=1)", 18, "wrong-axis"),
        ("dhidden = dout @ W2.T", "dhidden = dout @ W2.T * 2", 15, "constant-factor"),
        ("dW2 = hidden.T @ dout", "dW2 = hidden.T @ out", 14, "forward-value-for-gradient"),
        ("dW1 = X.T @ dz", "dW1 = X.T @ dhidden", 17, "wrong-variable"),
    ],
)
def test_the_slip_is_found_in_the_loop(old: str, new: str, line: int, slug: str) -> None:
    wrong = TWO_LAYERS.replace(old, new)
    diagnosis = check(wrong)
    assert diagnosis.verdict == "wrong"
    assert [finding.span.line for finding in diagnosis.findings] == [line]
    assert check(fixed(wrong, diagnosis)).verdict == "right"
    if slug != "derivative-at-wrong-point":  # a power and a derivative elsewhere are the same thing here
        assert diagnosis.findings[0].slug == slug


def test_an_update_that_comes_too_early_is_moved() -> None:
    early = TWO_LAYERS.replace("    W2 -= lr * dW2\n", "").replace("    dhidden =", "    W2 -= lr * dW2\n    dhidden =")
    diagnosis = check(early)
    assert [finding.slug for finding in diagnosis.findings] == ["updated-before-use"]
    mended = fixed(early, diagnosis)
    assert check(mended).verdict == "right"
    assert mended.count("W2 -= lr * dW2") == 1


def test_ascent_is_no_wrong_sign() -> None:
    ascent = TWO_LAYERS.replace("-= lr", "+= lr").replace("2 * (out - y)", "2 * (y - out)")
    assert check(ascent).verdict == "right"
    assert slugs(TWO_LAYERS.replace("2 * (out - y)", "2 * (y - out)")) == ["sign"]


def test_a_step_says_what_a_bare_gradient_belongs_to() -> None:
    text = """\
import numpy as np
x, y, w = np.arange(5.0), np.arange(5.0) ** 2, np.array([0.3])
for step in range(10):
    cost = ((w * x - y) ** 2).sum()
    grad = np.array([(2 * (w * x - y) * x).sum()])
    w = w - 0.01 * grad
"""
    assert check(text).verdict == "right"
    assert check(text.replace("2 * (w", "(w")).verdict == "wrong"


def test_what_is_read_from_the_module_by_functions_is_a_parameter_too() -> None:
    text = """\
import numpy as np
W = np.ones((3, 2)) * 0.2
def cost_and_gradient(x, y):
    out = x @ W
    return ((out - y) ** 2).sum(), 2 * x.T @ (out - y)
x, y = np.random.randn(4, 3), np.random.randn(4, 2)
for _ in range(3):
    cost, dW = cost_and_gradient(x, y)
    W -= 0.1 * dW
"""
    assert check(text).verdict == "right"
    wrong = text.replace("2 * x.T @ (out - y)", "x.T @ (out - y)")
    diagnosis = check(wrong)
    assert [finding.span.line for finding in diagnosis.findings] == [5]
    assert check(fixed(wrong, diagnosis)).verdict == "right"


def test_lines_without_a_loop_and_a_given_gradient_from_above() -> None:
    text = """\
import numpy as np
x = np.random.randn(4, 3)
w = np.random.randn(3, 5)
z = x @ w
b = np.random.randn(5)
a = np.tanh(z + b)
dout = np.random.randn(*a.shape)
dz = dout * (1 - a**2)
dw = x.T @ dz
db = dz.sum(axis=0)
"""
    assert check(text).verdict == "right"
    assert slugs(text.replace("dz.sum(axis=0)", "dz.sum(axis=1)")) == ["wrong-axis"]


def test_a_few_lines_of_numpy() -> None:
    assert check("x = 1.0\nfrom numpy import exp\ny = exp(x)\ndx = y\n").verdict == "right"
    lines = "import numpy as np\nx = np.array([1.0, 2.0])\ny = x * x\ndx = 2 * x\n"
    assert check(lines).verdict == "right"
    assert check(lines.replace("2 * x", "x")).verdict == "wrong"


def test_another_turn_and_another_loss() -> None:
    late = TWO_LAYERS.replace("    dW1 = X.T @ dz\n", "    dW1 = X.T @ dz * (2 if epoch == 4 else 1)\n")
    assert check(late).verdict == "right"
    assert check(late, iteration=5).verdict == "wrong"
    few = check(TWO_LAYERS, iteration=100)
    assert few.verdict == "unknown"
    assert "20" in few.problems[0].message.english()
    penalty = TWO_LAYERS.replace("    dout =", "    total_penalised = loss + 0.1 * np.sum(W1 * W1)\n    dout =")
    assert check(penalty).verdict == "wrong"
    assert check(penalty, of="loss").verdict == "right"


def test_forward_values_with_the_name_of_a_gradient_are_no_claims() -> None:
    text = """\
import numpy as np
x, centre, w = np.linspace(0, 1, 9), np.array([0.3]), np.array([0.5])
y = np.exp(-((x - 0.4) ** 2))
for _ in range(5):
    dx = x - centre
    phi = np.exp(-dx**2)
    loss = np.sum((w * phi - y) ** 2)
    dphi = 2 * (w * phi - y) * w
    grad_w = np.array([np.sum(2 * (w * phi - y) * phi)])
    grad_centre = np.array([np.sum(dphi * phi * 2 * dx)])
    w -= 0.1 * grad_w
    centre -= 0.1 * grad_centre
"""
    assert check(text).verdict == "right"


def test_without_a_loss_it_is_said_what_is_taken_for_it() -> None:
    text = TWO_LAYERS.replace("    loss = np.mean((out - y) ** 2)\n", "").replace(
        '    if epoch % 10 == 0:\n        print(f"{epoch}: {loss:.4f}")\n', ""
    )
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert "is what is minimised: no loss is written here" in diagnosis.assumptions[0].english()
    other = check(text.replace("2 * (out - y)", "np.tanh(out - y)"))
    assert other.verdict != "wrong"


def test_a_loss_that_is_computed_only_to_be_printed() -> None:
    late = TWO_LAYERS.replace("    loss = np.mean((out - y) ** 2)\n", "").replace(
        "        print(", "        loss = np.mean((out - y) ** 2)\n        print("
    )
    assert check(late).verdict == "right"
    assert check(late.replace("2 * (out - y)", "(out - y)"), iteration=3).verdict == "wrong"


def test_a_program_that_stops_before_its_loop() -> None:
    diagnosis = check(TWO_LAYERS.replace("lr = 0.1", "lr = 0.1 / 0"))
    assert diagnosis.verdict == "unknown"
    assert diagnosis.problems[0].span is not None and diagnosis.problems[0].span.line == 8


@pytest.mark.parametrize(
    ("bound", "read", "kept"),
    [
        ('params = {f"W{i}": rng.normal(size=(3, 3)) for i in range(2)}', 'params["W{}"]', 'grads["W{}"]'),
        ("params = {key: rng.normal(size=(3, 3)) for key in ('W0', 'W1')}", 'params["W{}"]', 'grads["dW{}"]'),
        ("W0, W1 = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))", "W{}", 'grads["W{}"]'),
    ],
)
def test_lines_that_keep_gradients_in_a_dict(bound: str, read: str, kept: str) -> None:
    (first, second), (one, other) = ([form.format(k) for k in (0, 1)] for form in (read, kept))
    text = f"""import numpy as np
rng = np.random.default_rng(0)
{bound}
x = rng.normal(size=(5, 3))
h = np.tanh(x @ {first})
out = h @ {second}
loss = np.mean(out ** 2)
dout = 2 * out / out.size
grads = {{}}
{other} = h.T @ dout
{one} = x.T @ (dout @ {second}.T * (1 - h ** 2))
"""
    right = check(text)
    assert right.verdict == "right" and len(right.targets) == 2
    wrong = check(text.replace("1 - h ** 2", "1 - h"))
    assert [target.verdict for target in wrong.targets].count("wrong") == 1


@pytest.mark.parametrize("names", ["x", "w", "xw"])
def test_whole_numbers_that_gradients_are_of(names: str) -> None:
    text = """import numpy as np
x = np.array([1, 2, 3])
w = np.array([[1, 0, 2], [3, 1, 1]])
"""
    for name in {*"xw"} - {*names}:
        text = text.replace(f"{name} = np.array(", f"{name} = 1.0 * np.array(")
    text += "y = w @ x\nloss = (y ** 2).sum()\ndy = 2 * y\ndw = np.outer(dy, x)\ndx = w.T @ dy\n"
    right = check(text)
    assert right.verdict == "right" and {target.name for target in right.targets} >= {"dw", "dx"}
    wrong = check(text.replace("w.T @ dy", "w.T @ y"))
    assert [target.name for target in wrong.targets if target.verdict == "wrong"] == ["dx"]


def test_whole_numbers_that_are_labels_or_places_stay_whole() -> None:
    text = """import numpy as np
rng = np.random.default_rng(0)
X, W, y = rng.normal(size=(4, 3)), rng.normal(size=(3, 3)), np.array([0, 2, 1, 0])
p = np.exp(X @ W)
p /= p.sum(axis=1, keepdims=True)
loss = -np.log(p[np.arange(4), y]).mean()
dy = (p - np.eye(3)[y]) / 4
dW = X.T @ dy
"""
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert [target.name for target in diagnosis.targets] == ["dW"]


@pytest.mark.parametrize(
    "step",
    [
        "setattr(net, n, getattr(net, n) - 0.3 * getattr(net, 'd' + n))",
        "setattr(net, n, getattr(net, n) - 0.3 * getattr(net, f'd{n}'))",
        "getattr(net, n).__isub__(0.3 * getattr(net, 'd' + n))",
        "p = getattr(net, n); p -= 0.3 * getattr(net, 'd' + n)",
    ],
)
def test_attributes_by_names_that_are_computed_are_moved(step: str) -> None:
    program = f"""\
import numpy as np

class Net:
    def __init__(self, rng):
        self.W, self.U = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))

    def run(self, X, y):
        h = np.tanh(X @ self.W)
        e = h @ self.U - y
        self.dU = 2 * h.T @ e / len(y)
        self.dW = 2 * X.T @ (e @ self.U.T * (1 - h**2)) / len(y)
        return np.mean(e**2)

rng = np.random.default_rng(0)
X, y, net = rng.normal(size=(8, 3)), rng.normal(size=(8, 1)), Net(rng)
for epoch in range(20):
    loss = net.run(X, y)
    for n in ("W", "U"):
        {step}
"""
    assert {target.name: target.verdict for target in check(program).targets} == {"net.dW": "right", "net.dU": "right"}
    wrong = check(program.replace("(1 - h**2)", "(1 - h)"))
    assert {target.name: target.verdict for target in wrong.targets} == {"net.dW": "wrong", "net.dU": "right"}
