"""How many small changes a second the search tries on scalar programs, beside compiling and running each changed text."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.measure import table
from benchmarks.page import markdown, put
from whygrad.checking.changes import Change
from whygrad.checking.check import check
from whygrad.checking.edits import Editor
from whygrad.checking.error_model import every, simple
from whygrad.checking.restructuring import merged, regrouped
from whygrad.checking.search import Search
from whygrad.tracing.running import Settings
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source

ROOT = Path(__file__).parents[1]
PROGRAMS = [ROOT / "examples" / "seed" / "neuron.py", *sorted((ROOT / "tests" / "corpus" / "wrong").glob("*.py"))[::3]]
REPEATS = 5
#: Of so many changed texts it is measured what compiling and running them takes.
TEXTS = 300


def searched() -> list[tuple[Source, Editor]]:
    """The places that the search looks at in these programs."""
    found: list[tuple[Source, Editor]] = []
    singles = Search._singles

    def seen(self: Search, editor: Editor, *, pairs: bool) -> Iterator[Change]:
        found.append((self.source, editor))
        return singles(self, editor, pairs=pairs)

    with mock.patch.object(Search, "_singles", seen):
        for path in PROGRAMS:
            check(path.read_text(encoding="utf-8"), path.name)
    return found


def changes(editor: Editor) -> Iterator[Change]:
    """The small changes of one place, as the search makes them."""
    yield from chain(simple(editor), regrouped(editor), merged(editor)) if editor.place.single else every(editor)


def tried(places: list[tuple[Source, Editor]]) -> int:
    """Make all changes, and see whether each makes its place right; how many they are."""
    count = 0
    for _source, editor in places:
        for change in changes(editor):
            editor.place.meets(editor.expression.what_if(change.overrides))
            count += 1
    return count


def texts(places: list[tuple[Source, Editor]]) -> list[str]:
    """The changed programs, some from each place."""
    found = [source.with_edits(change.spellings[0]).text for source, editor in places for change in changes(editor)]
    return found[:: max(1, len(found) // TEXTS)]


def compiled_and_run(programs: list[str]) -> int:
    """Without a trace or a judgement: what it takes at least."""
    for text in programs:
        space: dict[str, Any] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(text, "<changed>", "exec"), space)
    return len(programs)


def watched(programs: list[str]) -> int:
    """As the search does with what it has found."""
    for text in programs:
        Program(Source(text), "<changed>").run(Settings(trace=False))
    return len(programs)


def main() -> None:
    """Measure, print, and write into the docs."""
    places = searched()
    programs = texts(places)
    ways = {
        "tried in its place": lambda: tried(places),
        "compiled and run, watched": lambda: watched(programs),
        "compiled and run": lambda: compiled_and_run(programs),
    }
    rates: dict[str, float] = dict.fromkeys(ways, 0.0)
    for _ in range(REPEATS):
        for name, way in ways.items():
            start = time.process_time()
            count = way()
            rates[name] = max(rates[name], count / (time.process_time() - start))
    slow = rates["compiled and run, watched"]
    reach = {"tried in its place": "≥ 30,000, ≥ 10 ×"}
    rows = [[name, f"{rate:,.0f}", f"{rate / slow:.1f}", reach.get(name, "")] for name, rate in rates.items()]
    header = ["a change is", "a second", "×", "reach"]
    table(f"Candidates on {len(PROGRAMS)} wrong programs of numbers, {len(places)} places", header, rows)
    put("candidates", f"## Small changes that the search tries\n\n{ABOUT}\n\n{markdown(header, rows)}")


ABOUT = f"""On {len(PROGRAMS)} wrong programs of numbers: changes a second (of processor time), made and tried by recomputing what
stands above them. Beside it, what it takes to compile each changed text and to run it watched, as the search does with what it has found,
and to compile and run it by itself, without a look at what comes out."""
