"""What functions on arrays are given: the small language, `--input`, `whygrad.toml`, and losses, layers and methods in Python."""

# ruff: noqa: N803, N806 - the names that the field has for them

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.checking.arrays.inputs import BadInput, Values, option, read
from whygrad.cli import main

LAYERS = """\
import numpy as np


def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def mse(w, X, y, reg=0.0):
    error = X @ w - y
    loss = np.mean(error**2) + reg * np.sum(w * w)
    dw = 2 * X.T @ error / len(y) + 2 * reg * w
    return loss, dw


class Scale:
    def __init__(self, gain, offset=0.0):
        self.gain, self.offset = gain, offset

    def forward(self, z):
        self.z = z
        return z * self.gain + self.offset

    def backward(self, dout):
        self.dgain = (dout * self.z).sum(axis=0)
        return dout * self.gain
"""
AFFINE = ["--input", "x=randn(N, D)", "--input", "affine.w=randn(D, M)", "--input", "b=randn(M)"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "layers.py").write_text(LAYERS, encoding="utf-8")
    return tmp_path


def verdicts(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """By function and input: what the command says of each gradient."""
    main(["check", "--format", "json", *arguments])
    found = json.loads(capsys.readouterr().out)
    return {f"{target['of']} {target['with_respect_to']}": target["verdict"] for target in found["targets"]}


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says when it can't tell, on one line."""
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    return " ".join((captured.out + captured.err).split())


# --- the language


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("randn(4, 5)", (4, 5)),
        ("np.random.randn(4, 5)", (4, 5)),
        ("rand((2, 3))", (2, 3)),
        ("0.5 * randn(3) - 1", (3,)),
        ("zeros(2 * D)", (10,)),
        ("eye(3)", (3, 3)),
        ("arange(6)", (6,)),
        ("array([0, 2, 1])", (3,)),
        ("randn()", ()),
    ],
)
def test_arrays(text: str, shape: tuple[int, ...]) -> None:
    assert np.shape(Values({"x": read(text)}).of("x")) == shape


@pytest.mark.parametrize("text", ["{'stride': 1, 'pad': [1, 2]}", "-3", "'relu'", "None", "(1, True)"])
def test_plain_values(text: str) -> None:
    import ast

    assert Values({"x": read(text)}).of("x") == ast.literal_eval(text)


def test_labels_are_whole_numbers_below_the_bound_and_all_there() -> None:
    labels = Values({"y": read("randint(3, 7)")}).of("y")
    assert labels.dtype.kind == "i" and set(labels) == {0, 1, 2}
    assert set(Values({"y": read("np.random.randint(1, 3, size=(4, 2))")}).of("y").flat) == {1, 2}


def test_sizes_are_shared_and_no_two_are_equal() -> None:
    made = Values({"x": read("randn(N, D)"), "w": read("randn(D, Q, R, M)"), "y": read("zeros(M)")})
    (n, d), w = made.of("x").shape, made.of("w").shape
    assert w[0] == d and made.of("y").shape == w[-1:]
    assert len({n, *w}) == 5


def test_a_size_that_is_said_holds_and_an_input_may_use_another() -> None:
    made = Values({"N": read("9"), "x": read("randn(N, width)"), "width": read("2")})
    assert made.of("x").shape == (9, 2)


def test_draws_are_the_same_each_time_and_different_for_each_name() -> None:
    row = {"a": read("randn(3)"), "b": read("randn(3)")}
    first, second = Values(row), Values(row)
    assert np.array_equal(first.of("a"), second.of("a"))
    assert not np.array_equal(first.of("a"), first.of("b"))


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("rnadn(4)", "Did you mean `randn`?", "rnadn"),
        ("__import__('os').system('ls')", "no function", "__import__('os').system"),
        ("open('/etc/passwd')", "no function `open`", "open"),
        ("x.__class__", "more than I read", "x.__class__"),
        ("[i for i in x]", "more than I read", "[i for i in x]"),
        ("2 ** 99", "more than I read", "2 ** 99"),
        ("randn(*N)", "more than I read", "*N"),
        ("randn(4,", "can't be read", None),
        ("", "nothing here", None),
    ],
)
def test_what_is_no_input_is_named_and_marked(text: str, words: str, marked: str | None) -> None:
    whole = f"x= {text}"
    with pytest.raises(BadInput) as caught:
        option(whole)
    assert words in " ".join([str(caught.value), *map(str, caught.value.help)])
    if marked is not None:
        assert whole[caught.value.start : caught.value.end] == marked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zeros(-1)", "-1 is no size"),
        ("zeros()", "a size is missing"),
        ("randn(99999, 99999)", "more than 1000000 entries"),
        ("arange(10000000000)", "more than 1000000 entries"),
        ("'a' * 9", "no number"),
        ("[1] * 9", "no number"),
        ("1 / 0", "division by zero"),
        ("zeros(foo)", "don't know what `foo` is"),
        ("x", "don't know what `x` is"),
        ("randn(3, shape=4)", "can't be made"),
    ],
)
def test_what_can_not_be_made_says_why(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Values({"x": read(text)}).of("x")


# --- the command line


def test_inputs_by_name_for_every_function(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = [
        "--input",
        "mse.w=randn(D)",
        "--input",
        "X=randn(N, D)",
        "--input",
        "y=randn(N)",
        "--input",
        "z=randn(N, H)",
        "--input",
        "gain=randn(H)",
    ]
    found = verdicts(capsys, *AFFINE, *more, "layers.py")
    assert {"affine_forward x", "affine_forward w", "affine_forward b", "mse w", "Scale z", "Scale self.gain"} <= {*found}
    assert {*found.values()} == {"right"}
    (folder / "layers.py").write_text(
        LAYERS.replace("dw = x.T @ dout", "dw = x.T @ dout / len(x)").replace("/ len(y)", ""), encoding="utf-8"
    )
    found = verdicts(capsys, *AFFINE, *more, "layers.py")
    assert {name for name, verdict in found.items() if verdict == "wrong"} == {"affine_forward w", "mse w"}


def test_fix_is_given_inputs_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "layers.py").write_text(LAYERS.replace("dx = dout @ w.T", "dx = 2 * dout @ w.T"), encoding="utf-8")
    assert main(["fix", "--write", *AFFINE, "layers.py"]) == 0
    assert "2 * dout" not in (folder / "layers.py").read_text(encoding="utf-8")


def test_a_file_s_own_cases_are_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "\n\ndef cases():\n    return {'affine': (np.ones((2, 7)), np.ones((7, 2)), np.ones(2))}\n"
    (folder / "layers.py").write_text(LAYERS + own, encoding="utf-8")
    arguments = ["--input", "x='no array'", "--input", "z=randn(N, H)", "--input", "gain=randn(H)"]
    assert verdicts(capsys, *arguments, "layers.py")["affine_forward x"] == "right"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            ["x=rnadn(4)"],
            "Error: Invalid value for '--input': I know no function `rnadn` for inputs. x=rnadn(4) ^^^^^ Did you mean `randn`?",
        ),
        (["x= zeros(-1)"], "`zeros(-1)` can't be made: -1 is no size. x= zeros(-1) ^^^^^^^^^ It is written `zeros(3)`."),
        (["x"], "This is not of the form NAME=VALUE."),
        (["x=randn(N, D)"], "I don't check `affine_forward`: I am given no `w`, `b`."),
        (["x=randn(4, rows)", "w=randn(4)", "b=0.0"], "`--input x`: I don't know what `rows` is here."),
        (["q=randn(4)"], "`--input q` is used by nothing in this file."),
        (["x=randn(4)", "afine.w=randn(4)"], "`--input afine.w` is used by nothing in this file"),
    ],
)
def test_mistakes_in_the_option(folder: Path, capsys: pytest.CaptureFixture[str], given: list[str], words: str) -> None:
    assert words in said(capsys, *(part for one in given for part in ("--input", one)), "layers.py")


def test_the_mark_stands_under_the_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--input", "x = 2 * rnadn(4)", "layers.py"])
    lines = capsys.readouterr().err.splitlines()
    at = next(k for k, line in enumerate(lines) if "^" in line)
    assert lines[at - 1][lines[at].index("^") : lines[at].rindex("^") + 1] == "rnadn"


# --- whygrad.toml

TOML = """\
[inputs]
x = "randn(N, D)"

[inputs.affine]
w = "randn(D, M)"
b = "randn(M)"

[[inputs.mse]]
w = "randn(D)"
X = "randn(N, D)"
y = "randn(N)"

[[inputs.mse]]
w = "randn(D)"
X = "randn(N, D)"
y = "randn(N)"
reg = 0.5

[inputs."layers.py".Scale]
self = "new(randn(H), offset=1.5)"
z = "randn(N, H)"

[inputs."other.py".nobody]
z = 1
"""


def test_inputs_from_a_file_beside_the_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "whygrad.toml").write_text(TOML, encoding="utf-8")
    found = verdicts(capsys, "layers.py")
    assert {"affine_forward w", "mse w", "Scale z", "Scale self.gain"} <= {*found} and {*found.values()} == {"right"}
    assert whygrad.check(folder / "layers.py").ok
    assert whygrad.fix(folder / "layers.py") == LAYERS
    # only the second case has a regularisation, and shows that it is missing
    (folder / "layers.py").write_text(LAYERS.replace(" + 2 * reg * w", ""), encoding="utf-8")
    assert [name for name, verdict in verdicts(capsys, "layers.py").items() if verdict == "wrong"] == ["mse w"]


def test_standard_input_has_the_file_of_the_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "whygrad.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LAYERS.encode())))
    assert verdicts(capsys, "-")["mse w"] == "right"


def test_the_nearest_file_up_to_the_root_of_the_repository_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner = folder / "repository" / "src" / "net"
    inner.mkdir(parents=True)
    (inner / "layers.py").write_text(LAYERS, encoding="utf-8")
    (folder / "whygrad.toml").write_text(TOML, encoding="utf-8")
    assert "arguments to try `affine_forward`" in said(capsys, str(inner / "layers.py"))
    (folder / "repository" / ".git").mkdir()
    assert "arguments to try `affine_forward`" in said(capsys, str(inner / "layers.py"))
    (folder / "repository" / "whygrad.toml").write_text(TOML.replace("layers.py", "src/net/layers.py"), encoding="utf-8")
    assert verdicts(capsys, str(inner / "layers.py"))["Scale z"] == "right"


def test_the_command_line_is_stronger_than_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "whygrad.toml").write_text(TOML.replace('b = "randn(M)"', 'b = "randn(M, 17)"'), encoding="utf-8")
    assert main(["check", "layers.py"]) == 2
    capsys.readouterr()
    assert verdicts(capsys, "--input", "affine.b=randn(M)", "layers.py")["affine_forward b"] == "right"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[inputs\nx = 1\n", "`whygrad.toml`, line 1: this is no TOML"),
        ("[inputs.affine]\nx = 'ones(3)'\nw = 'onse(3)'\n", "`whygrad.toml`, line 3: I know no function `onse` for inputs."),
        ("[inputs.affine]\nx = 'ones(3)'\n\nv = 'ones(3)'\n", "`whygrad.toml`, line 4: `affine_forward` takes no `v`."),
        ("[[inputs.affine]]\nx = 'ones(3)'\n[[inputs.affine]]\nv = 1\n", "`whygrad.toml`, line 4: `affine_forward` takes no `v`."),
        ("[inputs.'layers.py'.afine]\nx = 'ones(3)'\n", "`whygrad.toml`, line 1: there is no `afine` to check in this file"),
        ("[input]\nx = 'ones(3)'\n", "`whygrad.toml`, line 1: I don't know what `input` is here."),
        ("inputs = 3\n", "`whygrad.toml`, line 1: `inputs` has the wrong type."),
        ("course = 'cs2'\n", "`whygrad.toml`, line 1: I know no course `cs2`."),
        ("[inputs.affine]\nx = 'zeros(0)'\nw = 'ones(3)'\nb = 0.0\n", "`whygrad.toml`, line 2: `zeros(0)` can't be made: 0 is no size."),
    ],
)
def test_mistakes_in_the_file(folder: Path, capsys: pytest.CaptureFixture[str], text: str, words: str) -> None:
    (folder / "whygrad.toml").write_text(text, encoding="utf-8")
    assert words in said(capsys, "layers.py")


def test_a_file_that_is_no_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "whygrad.toml").write_bytes(b"\xff\xfe")
    assert "`whygrad.toml`: this file can't be read" in said(capsys, "layers.py")


def test_a_file_for_others_changes_nothing_for_a_script(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "whygrad.toml").write_text(TOML, encoding="utf-8")
    (folder / "script.py").write_text("x = 3.0\ny = x * x\ndx = 2 * x\n", encoding="utf-8")
    assert verdicts(capsys, "script.py") == {"y x": "right"}


# --- in Python


def softmax(X: Any, W: Any, b: Any, y: Any) -> Any:
    p = np.exp(X @ W + b)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    p[np.arange(len(y)), y] -= 1
    return loss, X.T @ p / len(y), p.mean(axis=0)


def data() -> tuple[Any, ...]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(4, 5)), rng.normal(size=(5, 3)), np.zeros(3), np.array([0, 2, 1, 1])


def test_a_loss_with_the_names_of_its_gradients() -> None:
    report = whygrad.check(softmax, *data(), wrt=["W", "b"])
    assert report.ok and [target.with_respect_to for target in report.targets] == ["W", "b"]
    wrong = whygrad.check(lambda X, W, b, y: (*softmax(X, W, b, y)[:2], 4 * softmax(X, W, b, y)[2]), *data(), wrt=["W", "b"])
    assert [target.verdict for target in wrong.targets] == ["right", "wrong"]


def test_a_loss_with_a_dict_and_one_with_names_of_its_own() -> None:
    X, W, b, y = data()
    assert whygrad.check(
        lambda X, W, b, y: (softmax(X, W, b, y)[0], dict(zip(("W", "b"), softmax(X, W, b, y)[1:], strict=True))), X, W, b, y
    ).ok

    def square(w: Any) -> Any:
        dw = 2 * w
        return np.sum(w**2), dw

    assert whygrad.check(square, W).ok
    assert whygrad.check(square, W, wrt="w").ok


@pytest.mark.parametrize("wrt", [["W"], ["W", "b", "X"], ["b", "W"]])
def test_names_that_do_not_go_with_what_is_returned(wrt: list[str]) -> None:
    assert not whygrad.check(softmax, *data(), wrt=wrt).ok


def test_one_gradient_for_two_names_is_no_verdict() -> None:
    report = whygrad.check(lambda w, v: (np.sum(w * v), v), np.ones(3), np.ones(3) * 2, wrt=["w", "v"])
    assert report.verdict == "unknown" and "no gradient for that" in " ".join(str(report).split())


class Linear:
    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor
        self.params = {"W": np.random.default_rng(2).normal(size=(5, 3))}

    def forward(self, x: Any) -> Any:
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout: Any) -> Any:
        self.grads = {"W": self.factor * self.x.T @ dout}
        return dout @ self.params["W"].T

    def loss(self, X: Any, y: Any) -> Any:
        value, dW, _db = softmax(X, self.params["W"], np.zeros(3), y)
        return value, {"W": self.factor * dW}


@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "right"), (3.0, "wrong")])
def test_layers_and_methods(factor: float, verdict: str) -> None:
    X, _W, _b, y = data()
    for report in (whygrad.check(Linear(factor), X), whygrad.check(Linear(factor).loss, X, y)):
        assert report.verdict == verdict, str(report)
        assert "self.params['W']" in [target.with_respect_to for target in report.targets]


@pytest.mark.parametrize(
    ("given", "wrt", "words"),
    [
        ((softmax, *data()[:2]), None, r"`softmax` takes \(X, W, b, y\), and I was given 2 inputs for it."),
        ((Linear(),), None, r"`Linear` takes \(x\), and I was given 0 inputs for it."),
        ((Linear().loss, 1.0), None, r"`Linear.loss` takes \(X, y\), and I was given 1 input for it."),
        ((softmax, *data()), ["W", "bias"], "`wrt` names `bias`"),
        ((Linear(), data()[0]), "x", "`wrt` belongs to a function"),
        (("x = 1.0\n",), "x", "`wrt` belongs to a function"),
    ],
)
def test_calls_that_make_no_sense(given: tuple[Any, ...], wrt: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        whygrad.check(*given, wrt=wrt)


def test_a_second_argument_that_can_be_called_is_a_backward_function() -> None:
    report = whygrad.check(lambda x: (x * 3.0, x), lambda dout, x: dout * 3.0, np.ones(3))
    assert report.ok and [target.name for target in report.targets] == ["dx"]
