"""A traced run prints, computes, branches and fails as plain Python does: every program of `programs/`, six ways."""

from __future__ import annotations

import ast
import builtins
import io
import random
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from whygrad.tracing.running import Settings, Trace
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source
from whygrad.tracing.traced import plain

PROGRAMS = {
    f"{file.stem}: {text.partition(chr(10))[0]}": text.partition("\n")[2]
    for file in sorted((Path(__file__).parent / "programs").glob("*.txt"))
    for text in file.read_text(encoding="utf-8").split("### ")[1:]
}
every_program = pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS.keys())


def names_stored(text: str) -> frozenset[str]:
    """Every name that a program gives a value."""
    nodes = list(ast.walk(Source(text).tree))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset(names | {node.arg for node in nodes if isinstance(node, ast.arg)})


def python(text: str, file: str) -> tuple[str, str, int]:
    """What plain Python prints, the exception that it ends in, and the line."""
    printed = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n", write_through=True)
    names = {"__name__": "__main__", "__file__": file, "__builtins__": vars(builtins)}
    crash, line = "", 0
    with redirect_stdout(printed), redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, file, "exec", dont_inherit=True), names)
        except SystemExit:
            pass
        except Exception as error:
            crash = f"{type(error).__name__}: {error}"
            traceback = error.__traceback__
            while traceback is not None:
                line = traceback.tb_lineno if traceback.tb_frame.f_code.co_filename == file else line
                traceback = traceback.tb_next
    return printed.buffer.getvalue().decode(), crash, line  # type: ignore[attr-defined]


def outcome(trace: Trace) -> tuple[str, str, int]:
    """The same of a traced run."""
    if trace.crash is None:
        return trace.printed, "", 0
    return trace.printed, f"{type(trace.crash.exception).__name__}: {trace.crash.exception}", trace.crash.line


@every_program
@pytest.mark.parametrize("watching", ["nothing", "everything", "calls"])
def test_a_run_under_watch_is_a_run(text: str, watching: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["<program>"])
    random.seed(0)
    settings = Settings(names_stored(text) if watching == "everything" else frozenset(), calls=watching == "calls")
    program = Program(Source(text), "<program>")
    first, again = program.run(settings), program.run(settings)
    random.seed(0)
    expected = python(text, "<program>")
    if "RecursionError" in expected[1]:
        expected = (expected[0], outcome(first)[1], expected[2])  # where exactly the stack ends is nobody's promise
        assert "RecursionError" in outcome(first)[1]
    assert outcome(first) == expected
    assert outcome(again) == expected


@every_program
def test_every_node_holds_what_its_gate_gives(text: str) -> None:
    graph = Program(Source(text), "<program>").run(Settings(names_stored(text))).graph
    for node in graph:
        assert all(source < node.index for source in node.inputs)
        if not node.inputs or node.gate.name in ("sum", "prod", "absolute", "power"):  # math rounds these in its own way
            continue
        again = node.gate.forward(*[graph.values[source] for source in node.inputs])
        assert close(again, node.value), node


def close(a: Any, b: Any) -> bool:
    return repr(a) == repr(b) or abs(a - b) <= 1e-12 * max(abs(a), abs(b)) or plain(a) == plain(b)
