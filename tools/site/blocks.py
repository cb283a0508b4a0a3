"""The code blocks of a document, run: files are written, commands typed, and what they print is what stands there.

A block of Python with a title is a file of that name; a `console` block is what is typed after `$` and what is printed; a `pycon`
block is a session at Python's prompt. `…` on a line of its own stands for what is left out. After a change in what whygrad prints,
`python -m tools.site.blocks docs/tutorial.md` writes the outputs anew (those that have a `…` stay, and are told if they are wrong).
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = "…"
WIDTH = "88"
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block, and where its text stands in the document."""

    language: str
    title: str | None
    text: str
    start: int
    end: int


def blocks(document: str) -> list[Block]:
    """The fenced blocks of a document, in order."""
    found = _BLOCK.finditer(document)
    return [Block(one["language"], one["title"], one["text"], one.start("text"), one.end("text")) for one in found]


def ran(found: Sequence[Block], folder: Path, language: str) -> Iterator[tuple[Block, str]]:
    """Each block, as it would stand there if it were written now; files and commands go into the folder."""
    session: dict[str, object] = {}
    for block in found:
        if block.language in ("python", "toml") and block.title is not None:
            (folder / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            yield block, _typed(block.text, folder, language)
        elif block.language == "pycon":
            yield block, _at_prompt(block.text, session, folder)


def _typed(text: str, folder: Path, language: str) -> str:
    """The commands of a block with what they print."""
    return "".join(f"$ {command}\n{_output(command, folder, language)}" for command in _COMMAND.findall(text))


def _output(command: str, folder: Path, language: str) -> str:
    name, *arguments = shlex.split(command)
    if name == "cat":
        return (folder / arguments[0]).read_text(encoding="utf-8")
    if name != "whygrad":
        raise ValueError(f"a block types {name!r}, and only whygrad and cat are run")
    environment = {
        **os.environ,
        "COLUMNS": WIDTH,
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": f"{language.replace('-', '_')}.UTF-8",
        "LANGUAGE": "",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "whygrad", *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout + done.stderr


def _at_prompt(text: str, session: dict[str, object], folder: Path) -> str:
    """A session at the prompt, each line with what Python answers now."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        made = ""
        for example in doctest.DocTestParser().get_examples(text):
            first, *more = example.source.splitlines()
            made += "".join([f">>> {first}\n", *(f"... {line}\n" for line in more)])
            made += _answer(example.source, session)
        return made
    finally:
        os.chdir(before)


def _answer(source: str, session: dict[str, object]) -> str:
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=0)
    test = doctest.DocTest([doctest.Example(source, "\0")], session, "block", None, 0, None)
    runner.report_failure = lambda _out, _test, _example, got: said.append(got)  # type: ignore[method-assign, assignment]
    runner.report_unexpected_exception = lambda _out, _test, _example, info: said.append(f"{info[0].__name__}: {info[1]}\n")  # type: ignore[method-assign, assignment]
    runner.run(test, out=lambda _text: None, clear_globs=False)
    session.update(test.globs)
    return "".join(one for one in said if one != "\0\n")


def agrees(shown: str, real: str) -> bool:
    """Does what is shown stand in what is real, with nothing left out but where a `…` says so?

    >>> agrees("a\\n…\\nd\\n", "a\\nb\\nc\\nd\\n"), agrees("a\\nd\\n", "a\\nb\\nd\\n")
    (True, False)
    """
    pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + "\n" for line in _lines(shown))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _lines(real))) is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def language_of(path: Path) -> str:
    """The language of a document, by its name."""
    return "pt-BR" if path.name.endswith(".pt-BR.md") else "en"


def main(names: Sequence[str]) -> int:
    """Write the outputs of documents anew."""
    wrong = 0
    for path in map(Path, names):
        document = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            found = list(ran(blocks(document), Path(folder), language_of(path)))
        for block, real in reversed(found):
            if LEFT_OUT not in block.text:
                document = document[: block.start] + "\n".join(_lines(real)) + "\n" + document[block.end :]
            elif not agrees(block.text, real):
                wrong += 1
                print(f"{path}: this has a {LEFT_OUT} and is not what is printed now:\n{block.text}\n--- but:\n{real}")
        path.write_text(document, encoding="utf-8")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
