"""The courses: their data is sound, their inputs fit code of that course, and what doesn't fit is left alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import whygrad
from whygrad.checking.arrays.inputs import Values
from whygrad.checking.check import check
from whygrad.checking.courses import course, names
from whygrad.cli import main

CORPUS = Path(__file__).parents[1] / "corpus" / "arrays"

#: Right and wrong programs of the corpus that have functions of a course: with its inputs they need no `cases`.
RIGHT = (
    "001_affine_course_style 004_relu_mask_assignment 013_softmax_loss_fused 015_softmax_classifier_naive_loops 018_svm_naive_loops "
    "019_svm_vectorized 020_hinge_scores_squared_portuguese 023_two_layer_net_modular_class 031_batchnorm_compact_running_dict "
    "036_layernorm_transposed_course 040_spatial_groupnorm_course 042_spatial_batchnorm_by_transpose 044_dropout_course_style "
    "101_embedding_add_at 104_rnn_course 108_lstm_course 121_temporal_affine_course"
).split()
WRONG = "004_svm_naive_assign 005_svm_vectorized_row_sum 007_affine_bias_not_summed 010_relu_mask_dout 056_rnn_no_next_state".split()


def without_cases(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    cases = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == "cases")
    lines = text.splitlines(keepends=True)
    return "".join(lines[: cases.lineno - 1] + lines[cases.end_lineno :])


@pytest.mark.parametrize("name", names())
def test_every_input_of_a_course_can_be_made(name: str) -> None:
    found = course(name)
    assert found.title and found.table.entries and not found.table.for_all
    for function, rows in found.table.entries.items():
        for row in rows:
            values = Values(row)
            assert [values.of(parameter) for parameter in row], function


@pytest.mark.parametrize(("kind", "name"), [*(("right", name) for name in RIGHT), *(("wrong", name) for name in WRONG)])
def test_code_of_a_course_is_checked_without_a_word(kind: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / "layers.py"
    file.write_text(without_cases(CORPUS / kind / f"{name}.py"), encoding="utf-8")
    diagnosis = check(file.read_text(encoding="utf-8"), str(file), tables=(course("cs231n").table,))
    assert (diagnosis.verdict, diagnosis.problems) == (kind, ())
    assert whygrad.check(file, course="cs231n", hint=1).verdict == kind


NETWORK = """\
import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, {extra}reg=0.0, weight_scale=1e-2, dtype=np.float32):
        self.reg = reg
        sizes = [input_dim, *hidden_dims, num_classes]
        self.params = {{}}
        for k, (a, b) in enumerate(zip(sizes, sizes[1:]), 1):
            self.params[f"W{{k}}"] = (weight_scale * np.random.randn(a, b)).astype(dtype)
            self.params[f"b{{k}}"] = np.zeros(b, dtype=dtype)
        self.layers = len(sizes) - 1

    def loss(self, X, y=None):
        hidden, caches = X, []
        for k in range(1, self.layers + 1):
            caches.append(hidden)
            hidden = hidden @ self.params[f"W{{k}}"] + self.params[f"b{{k}}"]
            if k < self.layers:
                hidden = np.maximum(hidden, 0)
        if y is None:
            return hidden
        p = np.exp(hidden - hidden.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        loss, grads = -np.log(p[np.arange(len(y)), y]).mean(), {{}}
        p[np.arange(len(y)), y] -= 1
        d = p / len(y)
        for k in range(self.layers, 0, -1):
            W = self.params[f"W{{k}}"]
            loss += 0.5 * self.reg * np.sum(W * W)
            grads[f"W{{k}}"] = caches[k - 1].T @ d + {reg} * W
            grads[f"b{{k}}"] = d.sum(axis=0)
            d = d @ W.T * (caches[k - 1] > 0)
        return loss, grads
"""
RECURRENT = """\
import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    return da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da, da.sum(axis=0)


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    sigma = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / sigma
    return gamma * xhat + beta, (xhat, gamma, sigma)


def batchnorm_backward(dout, cache):
    xhat, gamma, sigma = cache
    d = dout * gamma
    dx = (d - d.mean(axis=0) - xhat * (d * xhat).mean(axis=0)) / sigma
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)


def batchnorm_backward_alt(dout, cache):
    xhat, gamma, sigma = cache
    d = dout * gamma
    dx = (d - d.mean(axis=0) - xhat * (d * xhat).mean(axis=0)) / sigma
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    N, C, H, W = padded.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, 1 + (H - HH) // s, 1 + (W - WW) // s))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = padded[:, :, i * s : i * s + HH, j * s : j * s + WW]
            out[:, :, i, j] = np.tensordot(window, w, ((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    HH, WW = w.shape[2:]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = padded[:, :, i * s : i * s + HH, j * s : j * s + WW]
            dw += np.tensordot(dout[:, :, i, j], window, ((0,), (0,)))
            dpadded[:, :, i * s : i * s + HH, j * s : j * s + WW] += np.tensordot(dout[:, :, i, j], w, ((1,), (0,)))
    dx = dpadded[:, :, p : p + x.shape[2], p : p + x.shape[3]]
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db


def temporal_softmax_loss(x, y, mask, verbose=False):
    N, T, V = x.shape
    flat, labels, weights = x.reshape(N * T, V), y.reshape(N * T), mask.reshape(N * T)
    p = np.exp(flat - flat.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.sum(weights * np.log(p[np.arange(N * T), labels])) / N
    dflat = p.copy()
    dflat[np.arange(N * T), labels] -= 1
    dx = (dflat / N * weights[:, None]).reshape(N, T, V)
    return loss, dx
"""


def checked(text: str, tmp_path: Path, name: str = "cs231n") -> whygrad.Report:
    file = tmp_path / "layers.py"
    file.write_text(text, encoding="utf-8")
    return whygrad.check(file, course=name)


def test_layers_of_a_course(tmp_path: Path) -> None:
    report = checked(RECURRENT, tmp_path)
    assert report.ok, str(report)
    found = {target.of for target in report.targets}
    assert found >= {"rnn_step_forward", "batchnorm_forward", "batchnorm_backward_alt", "conv_forward_naive", "temporal_softmax_loss"}


@pytest.mark.parametrize(
    ("old", "new", "of"),
    [
        ("prev_h.T @ da", "prev_h.T @ dnext_h", "rnn_step_forward"),
        ("j * s : j * s + WW] += np", "j : j + WW] += np", "conv_forward_naive"),  # which only a stride shows
        ("* weights[:, None]", "", "temporal_softmax_loss"),
    ],
)
def test_mistakes_in_layers_of_a_course(old: str, new: str, of: str, tmp_path: Path) -> None:
    assert old in RECURRENT
    report = checked(RECURRENT.replace(old, new), tmp_path)
    assert {target.of for target in report.targets if target.verdict == "wrong"} == {of}


def test_a_mistake_in_the_other_version_of_a_backward_function_is_its_own(tmp_path: Path) -> None:
    head, alt, tail = RECURRENT.partition("def batchnorm_backward_alt")
    report = checked(head + alt + tail.replace("d.mean(axis=0)", "d.sum(axis=0)", 1), tmp_path)
    assert {target.of for target in report.targets if target.verdict == "wrong"} == {"batchnorm_backward_alt"}


@pytest.mark.parametrize("extra", ["", "dropout_keep_ratio=1, normalization=None, "])
def test_a_network_is_made_and_checked(extra: str, tmp_path: Path) -> None:
    report = checked(NETWORK.format(extra=extra, reg="self.reg"), tmp_path)
    assert report.ok, str(report)
    assert {target.with_respect_to for target in report.targets} == {f"self.params['{kind}{k}']" for kind in "Wb" for k in (1, 2, 3)}
    assert checked(NETWORK.format(extra=extra, reg="2 * self.reg"), tmp_path).verdict == "wrong"


def test_what_is_not_of_the_course_is_left_alone(tmp_path: Path) -> None:
    report = checked(
        RECURRENT + "\n\ndef swish_forward(q):\n    return q, q\n\n\ndef swish_backward(dout, q):\n    return 7 * dout\n", tmp_path
    )
    assert report.ok and "I don't know with which arguments to try `swish_forward`" in str(report)


def test_other_parameters_than_those_of_the_course_are_said(tmp_path: Path) -> None:
    report = checked(RECURRENT.replace("(x, prev_h, Wx, Wh, b)", "(frame, state, Wx, Wh, b)"), tmp_path)
    assert "The course knows `rnn_step_forward` with other parameters" in " ".join(str(report).split())
    assert "rnn_step_forward" not in {target.of for target in report.targets}


def test_the_layers_of_a_book(tmp_path: Path) -> None:
    file = CORPUS / "right" / "011_sigmoid_tanh_stable_classes.py"
    assert checked(without_cases(file), tmp_path, "deep-learning-from-scratch").ok


def test_pairs_of_other_names(tmp_path: Path) -> None:
    text = """\
import numpy as np


def relu(Z):
    return np.maximum(0, Z), Z


def relu_backward(dA, cache):
    return dA * (cache > 0)
"""
    assert checked(text, tmp_path, "deeplearning-ai").ok
    assert checked(text.replace("(cache > 0)", "cache"), tmp_path, "deeplearning-ai").verdict == "wrong"


def test_a_course_is_named_on_the_command_line_or_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "layers.py").write_text(RECURRENT, encoding="utf-8")
    assert main(["check", "--course", "cs231n", str(tmp_path / "layers.py")]) == 0
    (tmp_path / "whygrad.toml").write_text("course = 'cs231n'\n", encoding="utf-8")
    assert main(["check", str(tmp_path / "layers.py")]) == 0
    assert "rnn_step_forward" in capsys.readouterr().out


def test_an_unknown_course_lists_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--course", "cs231", "layers.py"]) == 2
    complaint = capsys.readouterr().err
    assert "Did you mean `cs231n`?" in complaint and all(f"`{name}`" in complaint for name in names())
    assert "I know no course `x`" in " ".join(str(checked(RECURRENT, tmp_path, "x")).split())


def test_courses_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["courses"]) == 0
    shown = capsys.readouterr().out
    assert all(f"{name}: {course(name).title}" in shown for name in names())
    assert "affine_forward" in shown
