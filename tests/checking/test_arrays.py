"""Pairs of functions on arrays: right in every style, wrong in every way, and input that can't be judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.cli import main


def affine(x: Any, w: Any, b: Any) -> Any:
    return x @ w + b, (x, w)


def affine_grad(dout: Any, cache: Any) -> Any:
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), np.zeros(2)


@pytest.mark.parametrize(
    "backward",
    [
        affine_grad,
        lambda dout, cache: list(affine_grad(dout, cache)),
        lambda dout, cache: dict(zip(("dx", "dw", "db"), affine_grad(dout, cache), strict=True)),
        lambda dout, cache: np.add(dout, 0.0, out=dout) is not None and affine_grad(dout, cache),
        lambda dout, cache: (*affine_grad(dout, cache)[:2], None),
    ],
)
def test_right_in_every_style(backward: Any) -> None:
    report = whygrad.check(affine, backward, *inputs())
    assert report.ok, str(report)


@pytest.mark.parametrize(
    ("backward", "wrong"),
    [
        (lambda dout, cache: (dout @ cache[1].T, cache[0].T @ dout / len(dout), dout.sum(axis=0)), "w"),
        (lambda dout, cache: (dout @ cache[1].T, cache[0].T @ dout, dout.sum(axis=1)), "b"),
        (lambda dout, cache: (dout @ cache[1].T, cache[0].T @ dout, dout), "b"),
        (lambda dout, cache: (cache[0], cache[0].T @ dout, dout.sum(axis=0)), "x"),
        (lambda dout, cache: (dout @ cache[1].T, cache[0].T @ np.ones_like(dout), dout.sum(axis=0)), "w"),
    ],
)
def test_wrong_in_every_way(backward: Any, wrong: str) -> None:
    report = whygrad.check(affine, backward, *inputs())
    assert [target["with_respect_to"] for target in report.to_dict()["targets"] if target["verdict"] == "wrong"] == [wrong]
    assert report.findings and report.findings[0].counterexample is not None


def masked(x: Any, p: float) -> Any:
    mask = (np.random.rand(*x.shape) < p) / p
    return x * mask, mask


def step(x: Any, h: Any) -> Any:
    new = np.tanh(x + h)
    return new, new * 2.0, (x, h, new)


def step_grad(dnew: Any, dtwice: Any, cache: Any) -> Any:
    _x, _h, new = cache
    inner = (dnew + 2.0 * dtwice) * (1 - new**2)
    return inner, inner


def relu(x: Any) -> Any:
    return np.maximum(x, 0), x


def added_at(x: Any, at: Any) -> Any:
    out = np.zeros((4, 2))
    np.add.at(out, at, x)
    return out, (at,)


def pairs() -> list[tuple[str, Any, Any, tuple[Any, ...], str]]:
    x, y = np.array([[1.0, -2.0, 0.0], [0.5, 3.0, -1.0]]), np.array([[0.5, 0.1, 2.0], [1.0, 0.2, 0.3]])
    square = lambda p, t: (np.mean((p - t) ** 2), (p, t))  # noqa: E731
    return [
        ("a random mask", masked, lambda dout, mask: dout * mask, (x, 0.5), "right"),
        ("two outputs and a cache", step, step_grad, (x, y), "right"),
        ("two outputs", lambda a, b: (a * 2.0, b * 3.0), lambda da, db: (da * 2.0, db * 3.0), (x, y), "right"),
        ("a loss without dout", square, lambda cache: (2 * (cache[0] - cache[1]) / cache[0].size, None), (x, y), "right"),
        ("inputs by name", lambda x, w: x * w, lambda dout, x, w: (dout * w, dout * x), (x, y), "right"),
        ("a tie, one way", relu, lambda dout, x: dout * (x > 0), (x,), "right"),
        ("a tie, the other way", relu, lambda dout, x: dout * (x >= 0), (x,), "right"),
        ("a mask that is missing", relu, lambda dout, x: dout, (np.abs(x) + 1.0,), "wrong"),
        ("a small entry", lambda x: (x**2, x), lambda dout, x: 2 * x * dout * (np.abs(x) > 1), (np.array([1e6, 1e-3]),), "wrong"),
        ("complex", lambda x: (x * 2.0, x), lambda dout, x: dout * 2.0 + 5j, (x,), "wrong"),
        ("zeros", relu, lambda dout, x: np.zeros_like(x), (x,), "wrong"),
        ("names that match nothing", square, lambda dout, cache: {"left": 1.0}, (x, y), "unknown"),
        ("nothing is returned", lambda x: None, lambda dout: dout, (x,), "unknown"),
        ("written by index", added_at, lambda dout, cache: (dout[cache[0]], None), (np.ones((5, 2)), np.array([0, 1, 1, 3, 0])), "right"),
        ("nothing to differentiate by", lambda n: (n * 2, n), lambda dout, n: dout, (np.arange(3),), "unknown"),
        ("a crash on the way back", relu, lambda dout, x: dout @ np.ones((7, 7)), (x,), "unknown"),
        ("leaving the program", relu, lambda dout, x: (_ for _ in ()).throw(SystemExit(0)), (x,), "unknown"),
    ]


@pytest.mark.parametrize(("forward", "backward", "given", "verdict"), [row[1:] for row in pairs()], ids=[row[0] for row in pairs()])
def test_the_verdict(forward: Any, backward: Any, given: tuple[Any, ...], verdict: str) -> None:
    before = [np.array(value) for value in given]
    report = whygrad.check(forward, backward, *given)
    assert report.to_dict()["verdict"] == verdict, str(report)
    assert str(report).strip()
    assert all(np.array_equal(one, other) for one, other in zip(before, given, strict=True))


def test_float32_is_not_accused() -> None:
    arguments = tuple(value.astype(np.float32) for value in inputs())
    assert whygrad.check(affine, affine_grad, *arguments).ok


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numbers_that_are_not_finite_are_no_verdict() -> None:
    report = whygrad.check(lambda x: (np.log(x - 5.0), x), lambda dout, x: dout / (x - 5.0), np.ones(3))
    assert report.to_dict()["verdict"] == "unknown"
    assert "logarithm gate makes nan" in str(report)


def test_too_many_gradients_are_told() -> None:
    report = whygrad.check(affine, lambda dout, cache: (*affine_grad(dout, cache), 0.0, 1.0), *inputs())
    assert report.to_dict()["verdict"] == "unknown" and "returns 5 gradients for 3 inputs" in str(report)


PACKAGE = {
    "net/__init__.py": "",
    "net/helpers.py": "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(0, x)\n",
    "net/sizes.txt": "1 2 3\n",
    "net/layers.py": """\
import numpy as np
from .helpers import relu
from .fast_extension import col2im

sizes = np.loadtxt("sizes.txt")


def layer_forward(x, w, b):
    a = x.dot(w) + b
    return relu(a), (x, w, a)


def layer_backward(dout, cache):
    x, w, a = cache
    da = dout * (a > 0)
    return da.dot(w.T), x.T.dot(da), da.sum(axis=0)


def cases():
    rng = np.random.default_rng(0)
    return {"layer": (rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2))}
""",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in PACKAGE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "net"


def test_a_module_of_a_package_with_data_and_a_missing_extension(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Path.cwd()
    assert main(["check", "--format", "json", str(package / "layers.py")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [target["verdict"] for target in found["targets"]] == ["right"] * 3
    assert Path.cwd() == here


def test_a_missing_extension_that_is_reached_is_named(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PACKAGE["net/layers.py"].replace("return relu(a)", "return col2im(a)")
    (package / "layers.py").write_text(text, encoding="utf-8")
    assert main(["check", str(package / "layers.py")]) == 2
    assert "fast_extension" in capsys.readouterr().out


def test_a_notebook(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = PACKAGE["net/layers.py"].replace("from .fast_extension import col2im\n", "").replace("from .helpers import relu\n", "")
    code = code.replace('sizes = np.loadtxt("sizes.txt")\n', "").replace("relu(a)", "np.maximum(0, a)")
    cells = [
        {"cell_type": "markdown", "source": ["# a layer"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "!ls"]},
        {"cell_type": "code", "source": code.splitlines(keepends=True)},
    ]
    file = package / "layers.ipynb"
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert main(["check", str(file)]) == 0
    assert capsys.readouterr().out.count("✓") == 3


def test_without_cases_it_asks_for_them(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PACKAGE["net/layers.py"].partition("def cases")[0]
    (package / "layers.py").write_text(text, encoding="utf-8")
    assert main(["check", str(package / "layers.py")]) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert "`layer_forward` takes `x`, `w`, `b`." in said
    assert 'def cases(): rng = np.random.default_rng(0); return {"layer_forward": (rng' in said


def test_trap_nan_names_the_first_gate(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """\
import numpy as np


def safe_forward(x):
    return np.where(x > 0, np.log(x), 0.0), x


def safe_backward(dout, x):
    return dout * np.where(x > 0, 1 / x, 0.0)


cases = {"safe": (np.array([1.0, -1.0]),)}
"""
    (package / "safe.py").write_text(text, encoding="utf-8")
    assert main(["check", str(package / "safe.py")]) == 0
    assert main(["check", "--trap-nan", str(package / "safe.py")]) == 2
    assert "logarithm gate makes nan" in capsys.readouterr().out


def test_of_two_fixes_for_one_place_the_first_is_built_on(tmp_path: Path) -> None:
    """The same backward function serves two losses, and each is mended in its own way."""
    text = """\
import numpy as np


def step(dout, w, x):
    return dout * w


def one_forward(w, x):
    return w * x, (w, x)


def one_backward(dout, cache):
    return step(dout, *cache), dout * cache[0]


def two_forward(w, x):
    return w * x**2, (w, x)


def two_backward(dout, cache):
    return step(dout, *cache), 2 * dout * cache[0] * cache[1]


def cases():
    rng = np.random.default_rng(0)
    one = [(rng.normal(size=3), rng.normal(size=3)), (rng.normal(size=4), rng.normal(size=4))]
    return {"one": one, "two": (rng.normal(size=5), rng.normal(size=5))}
"""
    path = tmp_path / "two.py"
    path.write_text(text, encoding="utf-8")
    report = whygrad.check(path)
    assert report.to_dict()["verdict"] == "wrong"
    assert {target["of"] for target in report.to_dict()["targets"] if target["verdict"] == "wrong"} == {"one_forward", "two_forward"}
    assert report.findings[0].span.line == 5


def test_a_mask_stays_a_mask_at_other_sizes() -> None:
    def loss(u: Any, v: Any, ratings: Any, mask: Any) -> Any:
        error = (u @ v.T - ratings) * mask
        return 0.5 * np.sum(error**2), error @ v, error.T @ u

    rng = np.random.default_rng(0)
    mask = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    report = whygrad.check(loss, rng.normal(size=(4, 2)), rng.normal(size=(3, 2)), rng.normal(size=(4, 3)), mask, wrt=["u", "v"])
    assert report.ok and not report.findings, str(report)


def test_labels_with_a_single_one_stay_so_at_other_sizes() -> None:
    def loss(w: Any, x: Any, labels: Any) -> Any:
        e = np.exp(x @ w)
        p = e / e.sum(axis=1, keepdims=True)
        return -np.sum(labels * np.log(p)), x.T @ (p - labels)

    rng = np.random.default_rng(0)
    report = whygrad.check(loss, rng.normal(size=(4, 3)), rng.normal(size=(5, 4)), np.eye(3)[[0, 2, 1, 1, 0]], wrt=["w"])
    assert report.ok and not report.findings, str(report)


def softmax_in_place(x: Any) -> Any:
    x -= x.max(axis=1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=1, keepdims=True)
    return x, x


def doubled(x: Any, w: Any) -> Any:
    x *= 2
    return x @ w, (x, w)


class Doubling:
    def __init__(self) -> None:
        self.w, self.dw = np.random.default_rng(1).normal(size=(3, 2)), np.zeros((3, 2))

    def forward(self, x: Any) -> Any:
        self.x = x
        x *= 2
        return x @ self.w

    def backward(self, dout: Any) -> Any:
        self.dw = self.x.T @ dout
        return 2 * dout @ self.w.T


class DoublingTwice(Doubling):
    def backward(self, dout: Any) -> Any:
        self.dw = 2 * self.x.T @ dout
        return 2 * dout @ self.w.T


@pytest.mark.parametrize("rows", [4, 500])
def test_a_forward_pass_that_changes_its_input_hands_on_the_changed_one(rows: int) -> None:
    x, w = np.random.default_rng(0).normal(size=(rows, 3)), np.ones((3, 2))
    before = x.copy()
    assert whygrad.check(softmax_in_place, lambda dout, p: p * (dout - (dout * p).sum(axis=1, keepdims=True)), x).ok
    assert whygrad.check(doubled, lambda dout, cache: (2 * dout @ cache[1].T, cache[0].T @ dout), x, w).ok
    assert not whygrad.check(doubled, lambda dout, cache: (2 * dout @ cache[1].T, 2 * cache[0].T @ dout), x, w).ok
    assert whygrad.check(Doubling(), x).ok
    assert not whygrad.check(DoublingTwice(), x).ok
    assert np.array_equal(x, before)
