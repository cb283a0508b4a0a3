"""Pairs, layers and losses by the names that people give them, and what is said where their inputs are missing."""

from __future__ import annotations

import pytest

from whygrad.checking.arrays.given import options
from whygrad.checking.arrays.inputs import option
from whygrad.checking.check import check

PAIR = """\
import numpy as np
def {ahead}(x, w):
    h = np.tanh(x @ w)
    return h, (x, w, h)
def {back}(dh, saved):
    x, w, h = saved
    dz = dh * {local}
    return dz @ w.T, x.T @ dz
def cases():
    rng = np.random.default_rng(0)
    return {{"{key}": (rng.normal(size=(4, 5)), rng.normal(size=(5, 3)))}}
"""
NAMES = [
    ("dense_fwd", "dense_bwd"),
    ("dense", "dense_grad"),
    ("dense", "dense_back"),
    ("dense", "dense_vjp"),
    ("dense", "dense_bprop"),
    ("dense", "grad_dense"),
    ("frente", "tras"),
    ("densa_avanca", "densa_retrocede"),
    ("dense_forward", "dense_pullback"),
    ("vorwaerts", "rueckwaerts"),
]


@pytest.mark.parametrize(("ahead", "back"), NAMES)
def test_a_pair_is_known_by_its_names(ahead: str, back: str) -> None:
    right = check(PAIR.format(ahead=ahead, back=back, key=ahead, local="(1 - h * h)"))
    assert right.verdict == "right"
    assert {target.with_respect_to for target in right.targets} == {"x", "w"}
    wrong = check(PAIR.format(ahead=ahead, back=back, key=ahead, local="(1 - h)"))
    assert wrong.verdict == "wrong"
    assert [finding.span.line for finding in wrong.findings] == [7]


def test_what_only_sounds_alike_is_no_pair() -> None:
    diagnosis = check(PAIR.format(ahead="dense", back="gradual_dense_bits", key="dense", local="(1 - h * h)"))
    assert diagnosis.verdict == "unknown"


METHODS = [("fwd", "bwd"), ("adelante", "atras"), ("__call__", "pull"), ("run", "back"), ("frente", "tras")]
LAYER = """\
import numpy as np
class Dense:
    def __init__(self, n, m):
        self.W = np.ones((n, m)) + np.arange(n * m).reshape(n, m) / 7
        self.kept = {{}}
    def {ahead}(self, x):
        self.x = x
        return x @ self.W
    def {back}(self, g):
        {keep} = {gradient}
        return g @ self.W.T
def cases():
    return {{"Dense": (Dense(5, 3), np.random.default_rng(0).normal(size=(4, 5)))}}
"""


@pytest.mark.parametrize(
    ("ahead", "back"), [("fwd", "bwd"), ("adelante", "atras"), ("__call__", "pull"), ("run", "back"), ("frente", "tras")]
)
@pytest.mark.parametrize("keep", ["self.dW", "self.g", "self.grads"])
def test_a_layer_is_known_by_its_methods(ahead: str, back: str, keep: str) -> None:
    def of(gradient: str) -> str:
        made = gradient if keep == "self.dW" else "{'W': " + gradient + "}"
        return LAYER.format(ahead=ahead, back=back, keep=keep, gradient=made)

    right = check(of("self.x.T @ g"))
    assert right.verdict == "right"
    assert {target.with_respect_to for target in right.targets} == {"x", "self.W"}
    assert check(of("2 * self.x.T @ g")).verdict == "wrong"


TWO_OUTPUTS = """\
import numpy as np
class Flow:
    def __init__(self):
        self.a = 0.7
    def forward(self, z):
        self.z = z
        return np.sinh(self.a * z), np.log(np.cosh(self.a * z)).sum(axis=1)
    def backward(self, gout, glogdet):
        t = np.tanh(self.a * self.z)
        self.da = (gout * self.z * np.cosh(self.a * self.z) + glogdet[:, None] * t * self.z).sum()
        return self.a * (gout * np.cosh(self.a * self.z) + glogdet[:, None] * t)
def cases():
    return {"Flow": (Flow(), np.random.default_rng(0).normal(size=(4, 2)))}
"""


def test_each_output_of_a_layer_has_a_gradient_from_above() -> None:
    assert check(TWO_OUTPUTS).verdict == "right"
    assert check(TWO_OUTPUTS.replace("glogdet[:, None] * t)", "glogdet[:, None])")).verdict == "wrong"


PACKED = """\
import numpy as np
def misfit(depth, width, r, seen):
    e = np.exp(-r / width)
    res = depth * e - seen
    return 0.5 * res @ res, np.array([res @ e, res @ (depth * e * r / width ** {power})])
def cases():
    return {{"misfit": (1.3, 0.8, np.array([0.5, 1.0, 2.0]), np.array([0.6, 0.4, 0.1]))}}
"""


def test_the_gradients_of_single_numbers_in_one_array() -> None:
    assert check(PACKED.format(power=2)).verdict == "right"
    assert check(PACKED.format(power=3)).verdict == "wrong"


KEPT = """\
import numpy as np
class Net:
    def __init__(self):
        self.weights = [np.full((3, 2), 0.3), np.full((2, 1), -0.4)]
    def loss(self, x, y):
        h = np.tanh(x @ self.weights[0])
        self.x, self.h, self.e = x, h, h @ self.weights[1] - y
        return 0.5 * np.sum(self.e ** 2)
    def backprop(self):
        dh = self.e @ self.weights[1].T
        self.d_weights = [self.x.T @ (dh * {local}), self.h.T @ self.e]
def cases():
    rng = np.random.default_rng(0)
    return {{"Net.loss": (Net(), rng.normal(size=(4, 3)), rng.normal(size=(4, 1)))}}
"""


def test_a_loss_that_only_returns_its_value() -> None:
    right = check(KEPT.format(local="(1 - self.h ** 2)"))
    assert right.verdict == "right"
    assert {target.with_respect_to for target in right.targets} == {"self.weights[0]", "self.weights[1]"}
    assert check(KEPT.format(local="1")).verdict == "wrong"


def test_missing_inputs_are_named_and_guessed() -> None:
    text = PAIR.format(ahead="dense", back="dense_vjp", key="dense", local="(1 - h * h)").partition("def cases")[0]
    diagnosis = check(text)
    assert diagnosis.verdict == "unknown"
    assert [problem.slug for problem in diagnosis.problems] == ["no-inputs"]
    said = "\n".join(one.english() for one in diagnosis.problems[0].help)
    assert "`x`, `w`" in said
    assert "uess" in said
    assert 'def cases(): rng = np.random.default_rng(0); return {"dense": (' in said


def test_the_guess_can_be_pasted() -> None:
    text = PAIR.format(ahead="dense", back="dense_vjp", key="dense", local="(1 - h * h)").partition("def cases")[0]
    said = "\n".join(one.english() for one in check(text).problems[0].help)
    code = next(part for part in said.split("`") if part.startswith("def cases()"))
    assert check(f"{text}\n{code}\n").verdict == "right"
    given = dict(option(part) for part in next(part for part in said.split("`") if part.startswith("--input")).split('"') if "=" in part)
    assert check(text, tables=[options(given)]).verdict == "right"


def test_nothing_is_judged_by_a_guess() -> None:
    text = PAIR.format(ahead="dense", back="dense_vjp", key="dense", local="1").partition("def cases")[0]
    diagnosis = check(text)
    assert diagnosis.verdict == "unknown"
    assert not diagnosis.targets
    assert not diagnosis.findings


def test_a_case_may_be_called_by_what_a_pair_has_in_common() -> None:
    program = (
        "import numpy as np\n"
        "def gn_fwd(x):\n    return x * 2, x\n"
        "def gn_bwd(dout, x):\n    return dout * 2\n"
        "def cases():\n    return {'gn': (np.ones(3),)}\n"
    )
    diagnosis = check(program, "gn.py")
    assert diagnosis.verdict == "right" and not diagnosis.problems
