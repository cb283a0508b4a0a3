"""What the commands say: to people in the output or beside it, and into files. What takes time to import is imported when it is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from whygrad.reports.words import Words
from whygrad.text import Text, _

if TYPE_CHECKING:
    from rich.text import Text as Styled

    from whygrad.checking.arrays.inputs import Input
    from whygrad.checking.report import Diagnosis, Problem
    from whygrad.files import Opened
    from whygrad.reports.screen import Color

DEBUG = "WHYGRAD_DEBUG"
RIGHT, WRONG, CANNOT = 0, 1, 2
STDOUT = "-"  # in place of the name of a file to write


class Asked(NamedTuple):
    """What is said on the command line about the programs, and about the output."""

    words: Words
    color: Color
    of: str | None
    grads: Mapping[str, str]
    limit: int
    inputs: Mapping[str, Input]
    course: str | None
    iteration: int


def misused(said: Words, usage: str, path: str, message: str) -> int:
    more = Text(_("`{command} --help` says more."), {"command": path})
    say_aside("".join(f"{line}\n" for line in (usage, f"{said.say(_('Error'))}: {message}", said.say(more)) if line))
    return CANNOT


def show_lines(asked: Asked, lines: Sequence[Styled], before: str = "") -> None:
    from whygrad.reports.screen import painted, wants_color

    color = sys.stdout is not None and wants_color(sys.stdout, asked.color)
    say_out(before + painted(lines, color=color))


def show_problems(asked: Asked, diagnosis: Diagnosis) -> None:
    """The problems of a check alone, beside the output."""
    tell(asked, diagnosis.file, diagnosis.source, diagnosis.problems)


def tell(asked: Asked, file: str, source: str, problems: tuple[Problem, ...]) -> None:
    """Problems, beside the output."""
    from whygrad.checking.report import Diagnosis
    from whygrad.reports.screen import painted, screen_width, wants_color
    from whygrad.reports.terminal import report

    color = sys.stderr is not None and wants_color(sys.stderr, asked.color)
    if problems:
        only = Diagnosis(file, source, "unknown", problems=problems)
        say_aside(painted(report(only, asked.words, screen_width()), color=color))


def show_patch(asked: Asked, opened: Opened, text: str) -> None:
    """The change as a patch: in colour for people, byte for byte for programs."""
    from whygrad.reports.changes import unified
    from whygrad.reports.screen import wants_color

    rows = unified(opened.text, text, opened.file, opened.file).splitlines(keepends=True)
    if sys.stdout is not None and wants_color(sys.stdout, asked.color):
        styles = {"+": "green", "-": "red", "@": "cyan"}
        say_out("".join(click.style(row, fg=styles[row[0]]) if row[0] in styles else row for row in rows))
    else:
        say_raw("".join(rows).encode(opened.encoding.removesuffix("-sig"), "surrogateescape"))


def say_raw(data: bytes) -> None:
    from whygrad.reports.screen import write_bytes

    write_bytes(data, sys.stdout)


def say_out(text: str) -> None:
    from whygrad.reports.screen import write

    write(text, sys.stdout)


def say_aside(text: str) -> None:
    from whygrad.reports.screen import write

    write(text, sys.stderr)


def complain(said: Words, text: Text) -> None:
    say_aside(f"{said.say(_('Error'))}: {said.say(text)}\n")


def our_fault(error: Exception) -> tuple[Text, ...]:
    fields = {"kind": type(error).__name__, "words": str(error) or "-", "variable": f"{DEBUG}=1"}
    return (
        Text(_("Something went wrong in whygrad itself; it is not your fault. ({kind}: {words})"), fields),
        Text(_("Set {variable} in the environment and try again to see where, and please report it."), fields),
    )


# --- files


def write_drawn(asked: Asked, drawn: str | bytes, out: str) -> bool:
    """Write a picture or a page, but never in the place of anything else."""
    data = drawn.encode() if isinstance(drawn, str) else drawn
    if out == STDOUT:
        say_raw(data)
        return True
    if os.path.isfile(out) and not _is_drawn(out):
        complain(
            asked.words, Text(_("There is a file {file} already, and it is no picture or page of mine: name another one."), {"file": out})
        )
        return False
    with open(out, "wb") as stream:
        stream.write(data)
    return True


def _is_drawn(file: str) -> bool:
    """Does a file begin as a picture or a page of ours does, or has it nothing in it?"""
    with open(file, "rb") as stream:
        start = stream.read(1000).lstrip()
    if start.startswith(b"\x89PNG"):
        return b"whygrad" in start
    if not start or start.startswith((b"<svg", b"<?xml", b"// drawn by whygrad")):
        return True
    return start.startswith(b"<!doctype html>") and b'content="whygrad"' in start
