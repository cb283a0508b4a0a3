"""The command line's own help, as a page."""

from __future__ import annotations

import contextlib
import io
from unittest import mock

from tools.site.made import Made
from whygrad.cli import main

COMMANDS = ("check", "fix", "show", "derive", "courses", "explain")


def commands() -> Made:
    """What `whygrad --help` and the help of each command print."""
    parts = ["# The command line\n", _help()]
    for name in COMMANDS:
        parts += [f"## whygrad {name}\n", _help(name)]
    parts.append(
        "## Exit codes\n\n| code | meaning |\n|---|---|\n| 0 | all gradients are right |\n| 1 | one is wrong |\n"
        "| 2 | something can't be analysed, or the command was misused |\n| 130 | stopped by Ctrl-C |\n\n"
        "Of many files: 1 if any is wrong, else 2 if any can't be analysed, else 0.\n"
    )
    return Made("reference/commands.md", "\n".join(parts))


def _help(*names: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), mock.patch.dict("os.environ", {"COLUMNS": "88"}):
        main([*names, "--help", "--lang", "en"])
    said = " ".join(("whygrad", *names, "--help"))
    return f"```console\n$ {said}\n{out.getvalue().rstrip()}\n```\n"
