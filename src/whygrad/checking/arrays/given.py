"""Where inputs are said: on the command line, in `whygrad.toml`, in a course. Each is a table; the first that says something counts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from whygrad.checking.arrays.inputs import BadInput, Input, read
from whygrad.checking.arrays.pairing import stem_of
from whygrad.checking.report import Problem
from whygrad.text import Text, _

Row = Mapping[str, Input]
#: What a file of inputs may say at its top.
KEYS = ("course", "inputs", "title")
FILE = "whygrad.toml"


class BadTable(Exception):
    """A file of inputs that can't be read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.english())
        self.problem = problem


@dataclass(frozen=True)
class Table:
    """What one place says: of every function by the parameter's name, and of some by the function's name, perhaps several times."""

    for_all: Row = field(default_factory=dict)
    entries: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    is_said: bool = False  # on the command line: what nothing uses is told
    is_course: bool = False  # what doesn't fit the code is left out
    own: Mapping[str, Text] = field(default_factory=dict)  # the names of functions that this file must have, and where they are said

    def is_about(self, name: str) -> bool:
        """May a function or class of this name be meant here?"""
        if self.is_said and self.for_all:
            return True
        return any(name in (key.split(".")[0], key.rpartition("-> ")[2]) or stem_of(name) == key for key in self.entries)


@dataclass(frozen=True)
class Settings:
    """What a `whygrad.toml` says."""

    table: Table
    course: str | None = None
    title: str = ""
    where: Text = field(default_factory=lambda: Text(""))  # the course is named


def options(said: Mapping[str, Input]) -> Table:
    """What was said by `--input`: `x=…` for every function, `affine.x=…` for one.

    >>> table = options({"x": read("zeros(3)"), "affine.w": read("ones(3)")})
    >>> list(table.for_all), list(table.entries)
    (['x'], ['affine'])
    """
    entries: dict[str, dict[str, Input]] = {}
    for name, value in said.items():
        function, dot, parameter = name.rpartition(".")
        if dot:
            entries.setdefault(function, {})[parameter] = value
    for_all = {name: value for name, value in said.items() if "." not in name}
    return Table(for_all, {name: (row,) for name, row in entries.items()}, is_said=True)


def settings(text: str, shown: str = FILE, file: str = "", *, is_course: bool = False) -> Settings:
    """A file of inputs; what it says of other files than `file` (seen from its folder) is left out. Raises BadTable.

    >>> settings("[inputs.affine]\\nx = 'randn(N, D)'\\n").table.entries["affine"][0]["x"].text
    'randn(N, D)'
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words, _at, place = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", place)
        where = _where(shown, int(line[1]) if line else text.count("\n") + 1)
        raise _bad(where, Text(_("this is no TOML: {words}"), {"words": words})) from None
    return _Reader(text, shown, file, is_course).settings(found)


def _where(shown: str, line: int | None) -> Text:
    return Text(_("`{file}`, line {line}"), {"file": shown, "line": line}) if line is not None else Text("`{file}`", {"file": shown})


def _bad(where: Text, what: Text, *help: Text) -> BadTable:
    return BadTable(bad_input(where, what, *help))


def bad_input(where: Text, what: Text, *help: Text) -> Problem:
    """That what was said of an input can't be used."""
    return Problem("input", Text(_("{where}: {what}"), {"where": where, "what": what}), None, help)


class _Reader:
    """Goes through a file of inputs."""

    def __init__(self, text: str, shown: str, file: str, is_course: bool) -> None:
        self.shown = shown
        self.file = file
        self.is_course = is_course
        self.lines = dict(_lines(text))
        self.for_all: dict[str, Input] = {}
        self.entries: dict[str, tuple[Row, ...]] = {}
        self.own: dict[str, Text] = {}

    def where(self, *path: str | int) -> Text:
        line = next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), None)
        return _where(self.shown, line)

    def settings(self, found: Mapping[str, Any]) -> Settings:
        for key in found:
            if key not in KEYS:
                known = Text(_("What can stand at the top: {names}."), {"names": ", ".join(KEYS)})
                raise _bad(self.where(key), Text(_("I don't know what `{name}` is here."), {"name": key}), known)
        for key, kind in (("course", str), ("title", str), ("inputs", dict)):
            if key in found and not isinstance(found[key], kind):
                raise _bad(self.where(key), Text(_("`{name}` has the wrong type."), {"name": key}), _example())
        self._functions(found.get("inputs", {}), ("inputs",))
        table = Table(self.for_all, self.entries, is_course=self.is_course, own=self.own)
        return Settings(table, found.get("course"), found.get("title", ""), self.where("course"))

    def _functions(self, found: Mapping[str, Any], path: tuple[str, ...]) -> None:
        """Inputs by function, inputs for every function, and tables for single files; what is said of one file is the stronger."""
        for name, value in found.items():
            if name.endswith((".py", ".ipynb")):
                if not isinstance(value, dict) or len(path) > 1:
                    raise _bad(self.where(*path, name), Text(_("`{name}` has the wrong type."), {"name": name}), _example())
                continue
            rows = value if isinstance(value, list) and value and all(isinstance(one, dict) for one in value) else [value]
            if isinstance(rows[0], dict):
                several = value is rows
                made = [self._row(row, (*path, name, k) if several else (*path, name)) for k, row in enumerate(rows)]
                self.entries[name] = tuple(made)
                if len(path) > 1:
                    self.own[name] = self.where(*path, name)
            else:
                self.for_all[name] = self._input(value, (*path, name))
        for name, value in found.items():
            if name.endswith((".py", ".ipynb")) and self.file == name:
                self._functions(value, (*path, name))

    def _row(self, row: Mapping[str, Any], path: tuple[str | int, ...]) -> Row:
        return {name: self._input(value, (*path, name)) for name, value in row.items()}

    def _input(self, value: Any, path: tuple[str | int, ...]) -> Input:
        where = self.where(*path)
        if not isinstance(value, str):
            return Input(value=value, where=where)
        try:
            return read(value, where)
        except BadInput as bad:
            raise _bad(where, bad.text, *bad.help) from None


def _example() -> Text:
    return Text(_("It is written like this: {example}"), {"example": '[inputs.affine] x = "randn(N, D)"'})


def _lines(text: str) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Where each table and each key stands: by the path to it, counted in arrays of tables."""
    above: tuple[str | int, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)[^\[\]]+\]", line)
        key = re.match(r"""\s*([\w.-]+|"[^"]*"|'[^']*')\s*=""", line)
        if header:
            path = _path(line)
            above = path
            if header[1] == "[[":
                seen[path] = seen.get(path, -1) + 1
                above = (*path, seen[path])
            yield above, number
        elif key:
            yield (*above, *_path(f"{key[1]} = 0")), number


def _path(line: str) -> tuple[str, ...]:
    """The keys that lead to what a line of TOML defines."""
    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    path = []
    while found and isinstance(found, dict | list):
        if isinstance(found, list):
            found = found[0]
            continue
        name, found = next(iter(found.items()))
        path.append(name)
    return tuple(path)
