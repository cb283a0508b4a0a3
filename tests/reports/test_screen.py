import io
import os
import sys

import pytest
from rich.text import Text as Styled

from tests.reports.diagnoses import SEED
from whygrad.reports.screen import fitting, look_alike, painted, wants_color, write, write_bytes
from whygrad.reports.terminal import report
from whygrad.reports.words import words

LINES = report(SEED, words("en"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8", "utf-16", None])
def test_any_encoding_can_hold_the_report(encoding):
    text = fitting(painted(LINES, color=False), encoding)
    assert text.encode(encoding or "utf-8")
    assert "grad_x" in text


def test_ascii_has_look_alikes_of_the_same_sense():
    text = fitting(painted(LINES, color=False), "ascii")
    assert "+ grad_product  dactivation/dproduct  right" in text
    assert "x grad_x" in text
    assert "2 * 0.1966 = 0.3932" in text


def test_an_encoding_that_has_a_character_keeps_it():
    assert fitting("ação × ✓", "latin-1") == "ação × +"


@pytest.mark.parametrize(
    ("character", "ascii"),
    [("σ", "s"), ("Σ", "S"), ("é", "e"), ("\u0301", ""), ("ﬁ", "fi"), ("漢", "??"), ("😀", "??"), ("\udcff", "?"), ("Ж", "?")],
)
def test_a_look_alike_is_ascii(character, ascii):
    assert look_alike(character) == ascii


def test_a_name_that_is_no_utf_8_does_not_stop_the_report():
    assert fitting("evil\udcff.py", "utf-8") == "evil?.py"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "color", "environment", "wanted"),
    [
        (io.StringIO(), "auto", {}, False),
        (Terminal(), "auto", {}, True),
        (Terminal(), "auto", {"NO_COLOR": "1"}, False),
        (Terminal(), "auto", {"NO_COLOR": ""}, True),
        (Terminal(), "auto", {"TERM": "dumb"}, False),
        (io.StringIO(), "auto", {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), "auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (io.StringIO(), "always", {"NO_COLOR": "1"}, True),
        (Terminal(), "never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_as_said_and_else_as_the_environment_wants(stream, color, environment, wanted):
    assert wants_color(stream, color, environment) is wanted


def test_colour_changes_nothing_but_colour(monkeypatch):
    import re

    monkeypatch.setenv("NO_COLOR", "1")  # what was decided is decided
    colored = painted(LINES, color=True)
    assert "\x1b[1;31merror WG106[forward-value-for-gradient]\x1b[0m" in colored
    plain = re.sub(r"\x1b\[[\d;]*m", "", colored)
    assert [line.rstrip() for line in plain.split("\n")] == painted(LINES, color=False).split("\n")


def test_code_that_looks_like_markup_stays_code():
    assert painted([Styled("x[red] = [1, :smile:]")], color=True) == "x[red] = [1, :smile:]\n"


def test_a_reader_that_has_gone_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:
        write("much ado\n" * 10_000, stream)
        write("and nobody hears\n", stream)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_a_full_disk_is_an_error_once():
    with open("/dev/full", "w", encoding="utf-8") as stream, pytest.raises(OSError, match="No space"):
        write("something\n", stream)


def test_a_closed_stream_is_passed_over():
    write("something", None)
    write_bytes(b"something", None)


def test_bytes_are_written_as_they_are(capfdbinary):
    sys.stdout.write("before\n")
    write_bytes(b"caf\xe9\r\n", sys.stdout)
    assert capfdbinary.readouterr().out == b"before\ncaf\xe9\r\n"
