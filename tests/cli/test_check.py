import io
import json
import sys

import pytest

from whygrad.cli import main


def run(capsys, *arguments):
    """The command's exit code, output and complaints."""
    code = main(arguments)
    return code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["right.py"], 0),
        (["wrong.py"], 1),
        (["unknown.py"], 2),
        (["right.py", "right.py"], 0),
        (["right.py", "unknown.py"], 2),
        (["unknown.py", "wrong.py", "right.py"], 1),
        (["missing.py", "right.py"], 2),
        (["missing.py", "wrong.py"], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst_file(folder, capsys, files, code):
    assert run(capsys, "check", *files)[0] == code


def test_a_report_goes_to_standard_output(folder, capsys):
    code, out, err = run(capsys, "check", "wrong.py")
    assert (code, err) == (1, "")
    assert " --> wrong.py:3:" in out
    assert "✗ dx  ∂y/∂x  wrong: 18, should be 6" in out


def test_reports_on_several_files_stand_apart(folder, capsys):
    out = run(capsys, "check", "right.py", "unknown.py")[1]
    assert "✓ dx  ∂y/∂x  right\n\nproblem[" in out


def test_json_is_one_document_and_nothing_else(folder, capsys):
    (folder / "chatty.py").write_text("print('hello')\nx = 3.0\ny = x * x\ndx = 2 * x\nprint('bye')\n")
    code, out, err = run(capsys, "check", "chatty.py", "--format", "json")
    assert (code, err, json.loads(out)["verdict"]) == (0, "", "right")


def test_json_of_several_files_is_a_collection(folder, capsys):
    found = json.loads(run(capsys, "check", "right.py", "missing.py", "--format", "json")[1])
    assert [file["verdict"] for file in found["files"]] == ["right", "unknown"]
    assert found["files"][1]["problems"][0]["slug"] == "missing-file"


def test_hints_cap_the_json_too(folder, capsys):
    found = json.loads(run(capsys, "check", "wrong.py", "--format", "json", "--hint", "1")[1])
    assert found["findings"][0]["span"]["line"] == 3
    assert found["findings"][0]["code"] is None
    assert found["targets"][0]["true"] is None


def test_a_dash_is_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = 3.0\ny = x * x\ndx = 2 * y\n")))
    code, out, _ = run(capsys, "check", "-")
    assert code == 1
    assert " --> <stdin>:3:" in out


def test_output_and_gradients_can_be_said(folder, capsys):
    (folder / "odd.py").write_text("a = 3.0\nb = a * a\nc = 5 * b\nq = 2 * a\n")
    assert run(capsys, "check", "odd.py")[0] == 2
    code, out, _ = run(capsys, "check", "odd.py", "--of", "b", "--grad", "q=a")
    assert code == 0
    assert "✓ q  ∂b/∂a  right" in out
    assert run(capsys, "check", "odd.py", "--of", "c", "--grad", "q = a")[0] == 1


def test_the_limit_ends_a_program(folder, capsys):
    (folder / "endless.py").write_text("x = 1.0\nwhile True:\n    x = x\n")
    code, out, _ = run(capsys, "check", "endless.py", "--limit", "1000")
    assert code == 2
    assert "1000" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--color", "always", "check", "right.py"),
        ("check", "--color", "always", "right.py"),
        ("--color", "never", "check", "--color", "always", "right.py"),
    ],
)
def test_colour_can_be_said_before_and_after_the_command(folder, capsys, arguments):
    assert "\x1b[" in run(capsys, *arguments)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "pt", "check", "right.py"),
        ("check", "right.py", "--lang=pt_BR"),
        ("--lang", "en", "check", "right.py", "--lang", "pt-br"),
    ],
)
def test_the_language_can_be_said_before_and_after_the_command(folder, portuguese, capsys, arguments):
    assert "✓ dx  ∂y/∂x  certo" in run(capsys, *arguments)[1]


def test_the_language_comes_from_the_environment_when_it_is_not_said(folder, portuguese, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")
    assert "certo" in run(capsys, "check", "right.py")[1]
    assert "right" in run(capsys, "check", "right.py", "--lang", "en")[1]


def test_a_fault_of_our_own_is_said_to_be_ours_and_the_next_file_has_its_turn(folder, capsys, monkeypatch):
    from whygrad.checking import check

    def broken(text, file, **_):
        if file == "wrong.py":
            raise RecursionError("too deep")
        return whole(text, file)

    whole = check.check
    monkeypatch.setattr(check, "check", broken)
    code, out, err = run(capsys, "check", "wrong.py", "right.py")
    assert (code, err) == (2, "")
    assert "it is not your fault. (RecursionError: too deep)" in " ".join(out.split())
    assert "WHYGRAD_DEBUG=1" in out
    assert "✓ dx" in out
    monkeypatch.setenv("WHYGRAD_DEBUG", "1")
    with pytest.raises(RecursionError):
        main(["check", "wrong.py"])


def test_control_c_says_so(folder, capsys, monkeypatch):
    from whygrad.checking import check

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check", stopped)
    assert run(capsys, "check", "right.py") == (130, "", "Error: Stopped.\n")
