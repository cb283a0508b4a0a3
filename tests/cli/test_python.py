"""The same from Python."""

import json
from pathlib import Path

import pytest

import whygrad
from tests.cli.conftest import RIGHT, WRONG


def test_source_text_is_checked():
    report = whygrad.check(WRONG)
    assert (report.ok, report.verdict) == (False, "wrong")
    assert [finding.span.line for finding in report.findings] == [3]
    assert [target.name for target in report.targets] == ["dx"]
    assert report.problems == ()


@pytest.mark.parametrize("as_path", [str, Path])
def test_a_path_is_a_file(folder, as_path):
    report = whygrad.check(as_path("right.py"))
    assert report.ok
    assert report.to_dict()["file"] == "right.py"


@pytest.mark.parametrize("path", ["missing.py", Path("missing"), Path("missing.py")])
def test_a_missing_file_is_a_problem_of_the_report(folder, path):
    report = whygrad.check(path)
    assert report.verdict == "unknown"
    assert report.problems[0].slug == "missing-file"


@pytest.mark.parametrize("text", ["", "x = 1", "x" * 5000, "a\0b"])
def test_what_is_no_path_is_source_text(folder, text):
    assert whygrad.check(text).to_dict()["file"] == "<text>"


def test_a_report_prints_itself():
    report = whygrad.check(WRONG, lang="en")
    assert str(report) == repr(report)
    assert "✗ dx  ∂y/∂x  wrong: 18, should be 6" in str(report)
    assert "\x1b" not in str(report)


def test_json_is_the_dictionary():
    report = whygrad.check(RIGHT)
    assert json.loads(report.to_json()) == report.to_dict()


def test_the_language_can_be_said(portuguese):
    assert "certo" in str(whygrad.check(RIGHT, lang="pt"))
    assert whygrad.check(RIGHT, lang="pt").to_dict()["language"] == "pt-BR"
    with pytest.raises(ValueError, match="tlh"):
        whygrad.check(RIGHT, lang="tlh")


def test_hints_cap_the_report():
    report = whygrad.check(WRONG, hint=1)
    assert report.findings[0].code == ""
    assert "--hint 2" in str(report)


def test_output_and_gradients_can_be_said():
    assert whygrad.check("a = 3.0\nb = a * a\nq = 2 * a\n", of="b", grads={"q": "a"}).ok


def test_a_function_comes_with_its_backward_function():
    report = whygrad.check(lambda x: x, 1.0)
    assert report.verdict == "unknown" and "give its backward function too" in " ".join(str(report).split())
    with pytest.raises(TypeError, match="takes \\(x\\), and I was given 0 inputs"):
        whygrad.check(lambda x: x)


@pytest.mark.parametrize("x", [3, None, b"x = 1", ["x = 1"]])
def test_anything_else_is_refused(x):
    with pytest.raises(TypeError, match="path"):
        whygrad.check(x)


def test_fix_returns_the_program_and_writes_it_if_asked(folder):
    assert whygrad.fix(WRONG) == RIGHT
    assert whygrad.fix("wrong.py") == RIGHT
    assert Path("wrong.py").read_text() == WRONG
    assert whygrad.fix(Path("wrong.py"), write=True) == RIGHT
    assert Path("wrong.py").read_text() == RIGHT


def test_fix_of_a_missing_file_is_an_error(folder):
    with pytest.raises(OSError, match="There is no such file"):
        whygrad.fix("missing.py")


def test_text_cannot_be_put_right_in_place(folder):
    with pytest.raises(ValueError, match="Only a file"):
        whygrad.fix(WRONG, write=True)


def test_explain_gives_pages_and_the_list():
    assert whygrad.explain("WG111").startswith("WG111[wrong-index]")
    assert repr(whygrad.explain("wrong-index")) == whygrad.explain("WG111")
    assert "WG111" in whygrad.explain()
    with pytest.raises(KeyError, match="WG000"):
        whygrad.explain("WG000")


def test_the_public_face_is_a_postcard():
    commands = {"check", "derive", "explain", "fix", "show"}
    derivatives = {"grad", "value_and_grad", "vjp", "jvp", "jacobian", "hessian", "hvp", "trace", "backward_source"}
    others = {"custom_vjp", "stop_gradient", "compile", "Compiled", "to_jax", "Report", "Trace", "TraceError", "__version__"}
    assert set(whygrad.__all__) == commands | derivatives | others
    assert all(getattr(whygrad, name) is not None for name in whygrad.__all__)
    assert isinstance(whygrad.check(RIGHT), whygrad.Report)
    with pytest.raises(AttributeError, match="nonsense"):
        whygrad.nonsense  # noqa: B018
