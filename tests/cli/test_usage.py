import gettext
import os

import pytest

from whygrad import __version__
from whygrad.cli import main


def run(capsys, *arguments):
    code = main(arguments)
    return code, *capsys.readouterr()


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["check", "--help"], ["fix", "-h"], ["explain", "--help"]])
def test_help_is_help(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: whygrad")


def test_without_a_command_help_is_a_complaint(capsys):
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: whygrad")


def test_help_speaks_the_language(portuguese, capsys, monkeypatch):
    out = run(capsys, "check", "--help", "--lang", "pt")[1]
    assert out.startswith("Uso: whygrad check")
    assert "Opções:" in out
    assert "Mostra esta ajuda." in out
    monkeypatch.setenv("LC_ALL", "pt_BR.UTF-8")
    assert run(capsys, "--help")[1].startswith("Uso:")
    assert run(capsys, "--help", "--lang", "en")[1].startswith("Usage:")


def test_the_version(capsys):
    assert run(capsys, "--version") == (0, f"whygrad {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "FILE"),
        (["chekc", "x.py"], "check"),
        (["check", "--hnt", "1", "x.py"], "--hint"),
        (["check", "--hint", "5", "x.py"], "'1', '2', '3', '4'"),
        (["check", "--hint", "0", "x.py"], "'1', '2', '3', '4'"),
        (["check", "--format", "xml", "x.py"], "'json'"),
        (["check", "--limit", "0", "x.py"], "above 0"),
        (["check", "--limit", "1e6", "x.py"], "above 0"),
        (["check", "--grad", "dx", "x.py"], "NAME=VARIABLE"),
        (["check", "--grad", "=x", "x.py"], "NAME=VARIABLE"),
        (["check", "--grad", "a=b=c", "x.py"], "NAME=VARIABLE"),
        (["check", "--grad", "d x=x", "x.py"], "NAME=VARIABLE"),
        (["--color", "purple", "check", "x.py"], "'always'"),
        (["--lang", "tlh", "check", "x.py"], "tlh"),
        (["check", "x.py", "--lang"], "--lang"),
        (["fix"], "FILE"),
        (["fix", "a.py", "b.py"], "b.py"),
        (["fix", "a.py", "--write", "--diff"], "--diff"),
        (["fix", "-", "--write"], "--write"),
        (["explain", "WG000"], "WG000"),
        (["explain", "a", "b"], "b"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(capsys, arguments, said):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_complaints_speak_the_language(portuguese, capsys):
    assert "Não há a opção '--foo'." in run(capsys, "--lang", "pt", "check", "--foo")[2]
    assert "não é um número inteiro acima de 0" in run(capsys, "check", "--lang", "pt", "--limit", "-1", "x.py")[2]
    assert "Não conheço o erro “WG000”" in run(capsys, "explain", "WG000", "--lang", "pt")[2]


def test_an_unknown_language_is_said_in_that_of_the_environment(portuguese, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")
    code, _, err = run(capsys, "--lang", "tlh", "check", "x.py")
    assert code == 2
    assert "Não falo “tlh”. Línguas que falo: en, pt-BR." in err


def test_reading_a_line_leaves_the_process_as_it_was(portuguese, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "de")
    before = gettext.textdomain(), gettext.bindtextdomain("whygrad")
    run(capsys, "--lang", "pt", "check", "--foo")
    assert (gettext.textdomain(), gettext.bindtextdomain("whygrad"), os.environ["LANGUAGE"]) == (*before, "de")


def test_what_follows_a_double_dash_is_a_file(folder, capsys):
    (folder / "--lang").write_text("x = 3.0\ny = x * x\ndx = 2 * x\n")
    assert run(capsys, "check", "--", "--lang")[0] == 0


def test_explain_lists_and_shows_pages(capsys):
    code, out, _ = run(capsys, "explain")
    assert code == 0
    assert "WG106  forward-value-for-gradient" in out
    by_code, by_slug = run(capsys, "explain", "wg106"), run(capsys, "explain", "forward_value_for_gradient")
    assert by_code == by_slug
    assert by_code[1].startswith("WG106[forward-value-for-gradient]")


@pytest.mark.parametrize("said", ["long", "0", "-1", "inf", "nan"])
def test_a_patience_that_is_no_number_is_told_and_help_is_given_all_the_same(capsys, monkeypatch, tmp_path, said):
    file = tmp_path / "right.py"
    file.write_text("x = 3.0\ny = x * x\ndx = 2 * x\n")
    monkeypatch.setenv("WHYGRAD_PATIENCE", said)
    code, out, err = run(capsys, "check", str(file), "--lang", "en")
    assert (code, out) == (2, "")
    assert f"`WHYGRAD_PATIENCE` is “{said}”" in err
    assert run(capsys, "check", "--help")[0] == 0
    monkeypatch.setenv("WHYGRAD_PATIENCE", "0.5")
    assert run(capsys, "check", str(file))[0] == 0
