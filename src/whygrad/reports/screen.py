"""From lines to a stream: colour or none, and characters that the stream's encoding can hold."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from rich.text import Text as Styled

Color = Literal["auto", "always", "never"]

#: What to write where an encoding lacks a character, if not the letter without its accent.
_LOOK_ALIKES = {
    "✓": "+", "✗": "x", "×": "*", "−": "-", "–": "-", "—": "-", "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    "…": "...", "“": '"', "”": '"', "’": "'", "∂": "d", "·": ".", "�": "?",
}  # fmt: skip
_ERRORS = "whygrad-look-alike"


def look_alike(character: str) -> str:
    """ASCII that looks or sounds like a character: an accent is dropped, a Greek letter is written as it is called.

    >>> look_alike("✓"), look_alike("ç"), look_alike("σ"), look_alike("漢")
    ('+', 'c', 's', '??')
    """
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    if unicodedata.combining(character):
        return ""
    letters = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    if letters:
        return letters
    name = unicodedata.name(character, "")
    if " LETTER " in name and name.startswith("GREEK"):
        letter = name.split(" LETTER ", 1)[1][0]
        return letter.lower() if character.islower() else letter
    return "??" if unicodedata.east_asian_width(character) in "WF" else "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(look_alike, error.object[error.start : error.end])), error.end


codecs.register_error(_ERRORS, _replace)


def fitting(text: str, encoding: str | None) -> str:
    """The text with look-alikes for what an encoding can't hold.

    >>> fitting("✓ ação: local × above", "latin-1")
    '+ ação: local × above'
    """
    encoding = encoding or "utf-8"
    return text.encode(encoding, _ERRORS).decode(encoding)


def printable(text: str) -> str:
    """A report as `str` gives it: in characters that the standard output has."""
    return fitting(text, getattr(sys.stdout, "encoding", None)).rstrip("\n")


def wants_color(stream: TextIO, color: Color = "auto", environment: Mapping[str, str] | None = None) -> bool:
    """Is colour wanted? What is said goes first, then NO_COLOR, FORCE_COLOR, and whether a terminal listens."""
    environment = os.environ if environment is None else environment
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def screen_width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def painted(lines: Iterable[Styled], *, color: bool) -> str:
    """The lines as one text, with the codes of a terminal's colours or without."""
    lines = list(lines)
    if not color:
        return "".join(f"{line.plain.rstrip()}\n" for line in lines)
    from rich.console import Console

    out = StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", no_color=False, width=10_000, legacy_windows=False)
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)
    return out.getvalue()


def write(text: str, stream: TextIO | None) -> None:
    """Write to a stream, whatever its encoding; a reader that has gone away is no error."""
    if stream is not None:  # None: it was closed before we were started
        _send(lambda: stream.write(fitting(text, stream.encoding)), stream)


def write_bytes(data: bytes, stream: TextIO | None) -> None:
    """Write to a stream what is not to be changed by a single byte."""
    if stream is not None:
        stream.flush()
        _send(lambda: stream.buffer.write(data), stream)


def _send(written: Callable[[], object], stream: TextIO) -> None:
    try:
        written()
        stream.flush()
    except OSError as error:
        _hush(stream)
        if not isinstance(error, BrokenPipeError):
            raise


def _hush(stream: TextIO) -> None:
    """Let nobody hear what is still to come: Python flushes once more at its end."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
