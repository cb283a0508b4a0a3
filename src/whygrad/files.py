"""Files of source code: read as Python would read them, written back as they were."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from whygrad.checking.report import Diagnosis, Problem
from whygrad.reports.words import Words
from whygrad.text import Text, _

if TYPE_CHECKING:
    from whygrad.checking.arrays.given import Settings, Table
    from whygrad.checking.arrays.inputs import Input

STDIN = "-"
STDIN_NAME = "<stdin>"
TEXT_NAME = "<text>"
SETTINGS = "whygrad.toml"
PERMISSIONS = Text(_("Its permissions don't let you; its owner can change them."))


class Unreadable(Exception):
    """A file that can't be read or written as source code; `problem` says why and what to do."""

    def __init__(self, file: str, problem: Problem) -> None:
        super().__init__(f"{file}: {problem.message.english()}")
        self.file = file
        self.problem = problem

    @property
    def diagnosis(self) -> Diagnosis:
        """The report on such a file."""
        return Diagnosis(self.file, "", "unknown", problems=(self.problem,))


@dataclass(frozen=True)
class Opened:
    """A file's text, and how it stands on the disk: its encoding and its line ends."""

    file: str
    text: str
    encoding: str = "utf-8"
    newline: str = "\n"
    ends: tuple[str, ...] = ()  # how each line ends, where not all end alike

    @property
    def is_file(self) -> bool:
        """Does it stand on the disk, so that it can be written back?"""
        return self.file not in (STDIN_NAME, TEXT_NAME)

    def encoded(self, text: str) -> bytes:
        """Another text as it would stand in this file. Raises Unreadable if the file's encoding can't hold it."""
        try:
            return self._ended(text).encode(self.encoding)
        except UnicodeEncodeError as error:
            fields = {"character": error.object[error.start], "encoding": self.encoding}
            message = Text(_("The fix has the character `{character}`, which the file's encoding, {encoding}, can't hold."), fields)
            raise Unreadable(self.file, Problem("not-writable", message)) from None

    def _ended(self, text: str) -> str:
        """The text with the file's line ends: a line that was there before keeps its own."""
        if not self.ends:
            return text.replace("\n", self.newline)
        old, new = self.text.split("\n"), text.split("\n")
        ends = [self.newline] * (len(new) - 1)
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            for offset in range(block.size):
                if block.b + offset < len(ends) and block.a + offset < len(self.ends):
                    ends[block.b + offset] = self.ends[block.a + offset]
        return "".join(line + end for line, end in zip(new, [*ends, ""], strict=True))

    def write(self, text: str) -> None:
        """Put another text in the file's place, in the same encoding and with the same line ends. Raises Unreadable."""
        if text == self.text:
            return
        data = self.encoded(text)
        try:
            with open(self.file, "wb") as stream:
                stream.write(data)
        except OSError as error:
            raise Unreadable(self.file, _not_writable(error)) from None


def read(file: str) -> Opened:
    """Read a file, or standard input for `-`; raises Unreadable.

    >>> read("no/such/file.py")
    Traceback (most recent call last):
        ...
    whygrad.files.Unreadable: no/such/file.py: There is no such file.
    """
    name = STDIN_NAME if file == STDIN else file
    try:
        if file == STDIN:
            data = sys.stdin.buffer.read() if sys.stdin is not None else b""
        else:
            with open(file, "rb") as stream:
                data = stream.read()
    except OSError as error:
        raise Unreadable(name, _not_readable(file, error)) from None
    return decoded(name, data)


def tables_for(file: str, said: Mapping[str, Input] | None = None, course: str | None = None) -> tuple[Table, ...]:
    """What is said of inputs for a file, the strongest first: on the command line, in its `whygrad.toml`, in a course. Raises Unreadable.

    >>> tables_for("layers.py")
    ()
    """
    found = _settings_of(file)
    if not said and course is None and found is None:
        return ()
    from whygrad.checking.arrays.given import bad_input, options
    from whygrad.checking.courses import UnknownCourse
    from whygrad.checking.courses import course as known

    tables = [options(said)] if said else []
    tables += [found.table] if found is not None else []
    name, where = (course, Text("`--course`")) if course is not None or found is None else (found.course, found.where)
    if name is not None:
        try:
            tables.append(known(name).table)
        except UnknownCourse as unknown:
            raise Unreadable(file, bad_input(where, unknown.text, *unknown.help)) from None
    return tuple(tables)


def _settings_of(file: str) -> Settings | None:
    """The `whygrad.toml` beside a file, or in a folder above it up to the root of its repository; the nearest counts."""
    if file == TEXT_NAME:
        return None
    path = os.path.abspath(os.curdir if file == STDIN_NAME else os.path.dirname(file) or os.curdir)
    folders = [path]
    while not os.path.exists(os.path.join(folders[-1], ".git")) and os.path.dirname(folders[-1]) != folders[-1]:
        folders.append(os.path.dirname(folders[-1]))
    if not os.path.exists(os.path.join(folders[-1], ".git")):  # no repository: the folders above are somebody else's
        folders = [path]
    at = next((folder for folder in folders if os.path.isfile(os.path.join(folder, SETTINGS))), None)
    if at is None:
        return None
    from whygrad.checking.arrays.given import BadTable, bad_input, settings

    shown = os.path.join(os.path.dirname(file), SETTINGS) if at == path else os.path.join(at, SETTINGS)
    try:
        with open(os.path.join(at, SETTINGS), encoding="utf-8-sig") as stream:
            text = stream.read()
        return settings(text, shown, os.path.relpath(os.path.abspath(file), at).replace(os.sep, "/"))
    except BadTable as bad:
        raise Unreadable(file, bad.problem) from None
    except (OSError, UnicodeDecodeError) as error:
        words = Text(_("this file can't be read: {words}"), {"words": getattr(error, "strerror", None) or str(error)})
        raise Unreadable(file, bad_input(Text("`{file}`", {"file": shown}), words)) from None


def program(x: object, inputs: tuple[object, ...], words: Words) -> Opened:
    """What `whygrad.check` was given: a path is read, any other string is source text. Raises Unreadable."""
    if isinstance(x, str) and not _is_path(x):
        return Opened(TEXT_NAME, x.replace("\r\n", "\n").replace("\r", "\n"))
    if not isinstance(x, str | os.PathLike) or inputs:
        raise TypeError(words.say(_("I check a file's path, or source text, and nothing beside it.")))
    return read(os.fsdecode(x))


def _is_path(text: str) -> bool:
    """Is this string a file's name rather than source code? One that ends in .py and isn't there is a missing file."""
    if "\n" in text or "\0" in text or not text.strip():
        return False
    try:
        return os.path.exists(text) or text.endswith((".py", ".ipynb"))
    except OSError:
        return False


def decoded(name: str, data: bytes) -> Opened:
    """Bytes as Python would read them: a byte order mark or a coding line names the encoding, else it is UTF-8."""
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        encoding = "utf-8"  # the first lines are no UTF-8: below it is said which byte
        if "unknown encoding" in str(error) or "encoding problem" in str(error):
            raise Unreadable(name, _unknown_encoding(str(error).rsplit(": ", 1)[-1])) from None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(name, _not_decodable(error, len(data) - len(error.object))) from None
    except (LookupError, UnicodeError):  # a codec that is none for text, such as hex
        raise Unreadable(name, _unknown_encoding(encoding)) from None
    if name.endswith(".ipynb"):
        text = _cells(name, text)
    newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    ends = re.findall("\r\n|\r|\n", text)
    mixed = tuple(ends) if len(set(ends)) > 1 else ()
    return Opened(name, text.replace("\r\n", "\n").replace("\r", "\n"), encoding, newline, mixed)


def _cells(name: str, text: str) -> str:
    """The code of a notebook, cell after cell; lines for the notebook alone (%, !) are left out, as comments."""
    try:
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError):
        spelling = Text(_("Open it in Jupyter and save it again."))
        raise Unreadable(name, Problem("not-a-notebook", Text(_("This is no notebook that I can read.")), None, (spelling,))) from None
    written = []
    for number, source in enumerate(sources, start=1):
        written.append("\n".join([f"# [{number}]", *plain_code(source)]))
    return "\n\n".join(written) + "\n"


def plain_code(cell: str) -> list[str]:
    """The lines of a cell; those for the notebook alone as comments.

    >>> plain_code("%matplotlib inline\\nx = 1")
    ['# %matplotlib inline', 'x = 1']
    """
    return ["# " + line if line.lstrip().startswith(("%", "!", "?")) else line for line in cell.splitlines()]


def _not_readable(file: str, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        spelling = Text(_("Check the spelling, and the folder that you are in."))
        return Problem("missing-file", Text(_("There is no such file.")), None, (spelling,))
    if isinstance(error, IsADirectoryError) or os.path.isdir(file):  # Windows calls a folder a denied permission
        names = Text(_("Name the files in it: `{pattern}`."), {"pattern": os.path.join(file, "*.py")})
        return Problem("directory", Text(_("This is a folder, and I check files.")), None, (names,))
    if isinstance(error, PermissionError):
        return Problem("not-readable", Text(_("I may not read this file.")), None, (PERMISSIONS,))
    return Problem("not-readable", Text(_("This file can't be read: {words}."), {"words": error.strerror or str(error)}))


def _not_writable(error: OSError) -> Problem:
    if isinstance(error, PermissionError):
        return Problem("not-writable", Text(_("I may not write this file.")), None, (PERMISSIONS,))
    return Problem("not-writable", Text(_("This file can't be written: {words}."), {"words": error.strerror or str(error)}))


def _unknown_encoding(name: str) -> Problem:
    message = _("The encoding that this file names, {name}, is none that Python reads source code in, or its first bytes contradict it.")
    return Problem(
        "unknown-encoding", Text(message, {"name": name}), None, (Text(_("Save the file as UTF-8, and take its coding line out.")),)
    )


def _not_decodable(error: UnicodeDecodeError, skipped: int) -> Problem:
    fields = {
        "encoding": error.encoding.upper(),
        "byte": f"0x{error.object[error.start]:02X}",
        "position": skipped + error.start,
        "line": error.object.count(b"\n", 0, error.start) + 1,
    }
    return Problem(
        "not-utf-8",
        Text(_("This file is not {encoding} text: the byte {byte} at position {position}, in line {line}, doesn't belong there."), fields),
        None,
        (Text(_("Save it as UTF-8 in your editor, or say in its first line which encoding it has: `# -*- coding: latin-1 -*-`.")),),
    )
