"""One HTML file: the circuit, its steps, its paths, the code and what a check found, with all that they need inside."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.checking.check import LIMIT
from whygrad.checking.hints import RULE
from whygrad.checking.report import Diagnosis, Problem
from whygrad.checking.values import is_number
from whygrad.drawing.boxes import Box
from whygrad.drawing.numbers import NumberWiring
from whygrad.drawing.programs import wired_program
from whygrad.drawing.scene import Out, Thing
from whygrad.drawing.views import View, views
from whygrad.drawing.wiring import Wiring
from whygrad.graph import INPUT
from whygrad.progress import doing
from whygrad.reports.html.code import Place, code
from whygrad.reports.html.figures import Figure, Keys, figure
from whygrad.reports.html.lessons import Lessons
from whygrad.reports.html.paths import Paths
from whygrad.reports.html.skeleton import Parts, filled
from whygrad.reports.html.slips import Expected
from whygrad.reports.html.tongues import Tongues, plain
from whygrad.reports.html.verdicts import Verdicts, diff
from whygrad.reports.html.wording import SPOKEN
from whygrad.reports.plates import has_summaries, is_array, plate, short_share, short_value
from whygrad.reports.words import Words
from whygrad.text import Text, _
from whygrad.tracing.source import Edit, Span

if TYPE_CHECKING:
    from whygrad.checking.arrays.given import Table
    from whygrad.reports.html.array_lessons import ArrayLessons
    from whygrad.reports.html.array_paths import ArrayPaths

#: Nodes of a bundle of which the page knows that they are in it.
MOST_NODES = 64
#: Edges of a path up to which all of them are on the page, even those within a box that isn't opened there.
MOST_EDGES = 1000
#: The modules of the page, in no order: they import one another by these names.
MODULES = ("arrays", "circuit", "code", "stepper", "printing", "page")
#: Makes the text of a page of its parts.
Writer = Callable[[Parts, Tongues], str]


def page(
    file: str,
    source: str,
    words: Words,
    wiring: Wiring | None,
    *,
    problems: tuple[Problem, ...] = (),
    diagnosis: Diagnosis | None = None,
    hint: int | None = None,
    expand: Collection[str] = (),
    depth: int = 0,
    written: Writer = filled,
) -> str:
    """The page of a program: of its circuit, or of the problems that it has instead, and of what a check found.

    `written` makes the text of its parts: a document, or what stands within one. Raises `drawing.layout.NoLayout` if the library for
    the picture isn't there.

    >>> from whygrad.drawing.numbers import wired
    >>> from whygrad.reports.words import words
    >>> text = "x = 3.0\\ny = x * x\\n"
    >>> page("it.py", text, words("en"), wired(text)).startswith("<!doctype html>")
    True
    """
    tongues = Tongues(words)
    seen = views(wiring, expand, depth, spoken=words.say) if wiring is not None else []
    made = _Page(file, source, tongues, wiring, seen, _expected(diagnosis))
    verdicts = Verdicts(diagnosis or Diagnosis(file, source, "unknown", problems=problems), tongues, hint)
    return written(made.parts(verdicts, checked=diagnosis is not None), tongues)


def page_of_check(
    diagnosis: Diagnosis,
    words: Words,
    hint: int | None = None,
    *,
    of: str | None = None,
    grads: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    text: str | None = None,
    above: int = 0,
    written: Writer = filled,
    tables: Sequence[Table] = (),
    iteration: int = 1,
) -> str:
    """The page of a check: with the circuit where there is one; early hints are without it, as it has all the answers.

    `of`, `grads` and the others are what the check was told. Where the diagnosis is about the end of a `text` only, `above` is how
    many lines stand above that. Raises `drawing.layout.NoLayout`.
    """
    wiring = None
    if diagnosis.targets and (hint is None or hint >= RULE):
        found = wired_program(
            *(diagnosis.source if text is None else text, diagnosis.file),
            of=of,
            grads=grads,
            limit=limit,
            tables=tables,
            iteration=iteration,
            targets=diagnosis.targets,
            above=above,
        )
        wiring = found if isinstance(found, Wiring) else None
    return page(diagnosis.file, diagnosis.source, words, wiring, diagnosis=diagnosis, hint=hint, written=written)


class _Page:
    def __init__(self, file: str, source: str, tongues: Tongues, wiring: Wiring | None, seen: list[View], expected: Expected) -> None:
        self.file = PurePath(file).name  # a page is handed on: where it was made is nobody's business
        self.source = source
        self.tongues = tongues
        self.wiring = wiring
        self.keys = Keys()
        self.maps: dict[str, str] = {}
        self.figures: list[Figure] = []
        for number, view in enumerate(seen, 1):
            with doing(Text(_("drawing view {k} of {n}"), {"k": number, "n": len(seen)})):
                self.figures.append(figure(view, self.keys, tongues, expected, self.maps))
        self.has_summaries = any(has_summaries(view.scene) for view in seen)
        self.seen = {self.keys.thing(thing): thing for view in seen for thing in view.scene.things}
        self.lessons = _lessons(wiring, tongues)
        self.paths = self._paths()

    def parts(self, verdicts: Verdicts, *, checked: bool) -> Parts:
        found = verdicts.findings()
        output = self.wiring.output if self.wiring is not None else None
        return Parts(
            file=self.file,
            title=self.tongues.each(self._title(output)),
            circuit=None if output is None else Text(_("The circuit of `{output}`"), {"output": output}),
            picture=self.figures[0].svg if self.figures else "",
            taken=self._taken_for_granted(),
            beyond=self._beyond(),
            notes="".join(f'<p class="note">{self.tongues.html(note)}</p>' for note in (self.wiring.notes if self.wiring else ())),
            code=code(self.source, [*self._places(), *self._gradients(verdicts.diagnosis), *self._mistakes(verdicts.diagnosis)]),
            targets=verdicts.targets(),
            findings=found,
            checked=checked,
            is_wrong=any(not claim.right for thing in self.seen.values() for out in thing.outs for claim in out.claimed),
            data=self._json(),
            maps="".join(f'<g id="{own}" class="map">{shapes}</g>' for shapes, own in self.maps.items()),
            modules={name: _module(name) for name in MODULES},
            style=asset("page.css") + (_map_style() if self.maps or self.is_of_arrays else ""),
            has_summaries=self.has_summaries,
        )

    @property
    def is_of_arrays(self) -> bool:
        """Does anything that is seen stand for more than a number?"""
        return any(is_array(out.value) for thing in self.seen.values() for out in thing.outs)

    def _title(self, output: str | None) -> Text | Callable[[Words], str]:
        if output is None:
            return lambda _words: f"{self.file} · whygrad"
        return Text(_("The circuit of {output} · {file} · whygrad"), {"output": output, "file": self.file})

    def _taken_for_granted(self) -> str:
        """What was repaired before the program was run."""
        if self.wiring is None or not self.wiring.changes:
            return ""
        changes = "".join(f"<p>{self.tongues.html(change.message)}</p>" for change in self.wiring.changes)
        edits: list[Edit] = [edit for change in self.wiring.changes for edit in change.edits]
        return changes + diff(self.source, edits)

    def _beyond(self) -> str:
        """How to see what the page doesn't hold: it is no larger than a person can read, whatever the circuit is."""
        opened = {key for one in self.figures for key in one.opened}
        if self.wiring is None or all(key in opened for key in self.keys.known):
            return ""
        fields = {"n": len(self.figures), "gates": str(len(self.wiring.net.gates)), "command": "whygrad show --expand NAME"}
        text = Text(
            _(
                "This page holds {n} view of the circuit, which has {gates} gates. A box without a + can't be opened here: "
                "`{command}` opens it, by its name or by what is written in it."
            ),
            fields,
            plural=_(
                "This page holds {n} views of the circuit, which has {gates} gates. A box without a + can't be opened here: "
                "`{command}` opens it, by its name or by what is written in it."
            ),
        )
        return f'<p class="note beyond">{self.tongues.html(text)}</p>'

    # --- what is joined with what

    @cached_property
    def inside(self) -> dict[str, list[int]]:
        """The gates of each thing, as far as anything on the page is about them."""
        own = {node for thing in self.seen.values() if thing.kind != "box" for out in thing.outs for node in out.nodes}
        own |= {node for paths in self.paths.values() for path in paths["paths"] for edge in path["edges"] for node in edge[:2]}
        about = np.array(sorted(own), np.int64)
        within = {key: box.gates.those_of(about) or [box.last] for key, box in self.keys.known.items()}
        return within | {key: list(thing.outs[0].nodes) for key, thing in self.seen.items() if thing.box is None}

    def _places(self) -> list[Place]:
        if self.wiring is None:
            return []
        wiring = self.wiring
        nodes = {node for own in self.inside.values() for node in own}
        found: list[Place] = []
        for node in sorted(nodes):
            span = wiring.shown(wiring.span(node))
            if span is None and wiring.graph.gates[node] is INPUT and (line := wiring.line(node)):
                rows = self.source.split("\n")
                row = rows[line - 1] if line <= len(rows) else ""
                span = Span(line, len(row) - len(row.lstrip()), line, len(row.split("#", 1)[0].rstrip()))
            if span is not None:
                found.append((span, f"n{node}", False))
        boxes = [(self.wiring.shown(box.span), key) for key, box in self.keys.known.items() if box.kind != "fold"]
        found += [(span, key, False) for span, key in boxes if span is not None]
        return found

    def _gradients(self, diagnosis: Diagnosis) -> list[Place]:
        """Where the program computes the gradient of a node itself."""
        if self.wiring is None:
            return []
        spans = {target.name: target.span for target in diagnosis.targets}
        claims = [(node, claimed.name.split("[", 1)[0]) for node, own in self.wiring.claimed.items() for claimed in own]
        return [(spans[name], f"d{node}", False) for node, name in claims if name in spans]

    def _mistakes(self, diagnosis: Diagnosis) -> list[Place]:
        return [(finding.span, f"f{number}", True) for number, finding in enumerate(diagnosis.findings) if finding.severity == "error"]

    def _paths(self) -> dict[str, Any]:
        if self.lessons is None:
            return {}
        paths = _paths(self.lessons)
        single = [thing.outs[0].nodes[0] for thing in self.seen.values() if thing.kind == "input" and not thing.outs[0].is_bundle]
        found = {str(node): own for node in single if (own := paths.of(node)) is not None}
        for path in (path for own in found.values() for path in own["paths"] if len(path["edges"]) > MOST_EDGES):
            path["edges"] = [edge for edge in path["edges"] if self._holders[edge[0]] != self._holders[edge[1]]]
        return found

    @cached_property
    def _holders(self) -> list[int]:
        """By node, what the page holds it in when all that can be opened is open: a number of its own, or of the box around it. What
        goes on within a box that stays closed is never lit up, and may be most of the circuit.
        """
        assert self.wiring is not None
        net = self.wiring.net
        count = len(self.wiring.graph)
        found = np.arange(count)
        for number, box in enumerate(sorted(self.keys.known.values(), key=lambda box: -len(box.gates)), count):
            found[net.gates[box.gates.index]] = number
        for thing in self.seen.values():
            if thing.kind != "box":
                nodes = list(thing.outs[0].nodes)
                found[nodes] = nodes
        own: list[int] = found.tolist()
        return own

    # --- the data of the scripts

    def _json(self) -> str:
        inside = self.inside
        output = self.wiring.output if self.wiring is not None else ""
        data = {
            "views": [{"opened": one.opened, "order": one.order, "svg": one.svg} for one in self.figures],
            "things": {key: self._thing(key, inside[key]) for key in {**self.seen, **self.keys.known}},
            "paths": self.paths,
            "turn": self.lessons.start() if self.lessons is not None else "",
            "ui": {key: self.tongues.each(text) for key, text in SPOKEN.items()}
            | {"title": self.tongues.each(self._title(output or None))},
        }
        return _within_script(json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    def _thing(self, key: str, inside: list[int]) -> dict[str, Any]:
        lessons, thing, box = self.lessons, self.seen.get(key), self.keys.known.get(key)
        assert lessons is not None
        title = thing.title if thing is not None else box.title if box is not None else ""
        lesson = lessons.of_box(box) if box is not None else None
        if thing is not None and thing.kind != "box" and len(inside) == 1:
            lesson = lessons.of_gate(inside[0]) if thing.kind == "gate" else lessons.of_input(inside[0])
        is_gate = thing is not None and thing.gate is not None
        return {
            "kind": "box" if thing is None else thing.kind,
            "title": self.tongues.each(thing.gate.title if is_gate else title) if is_gate or isinstance(title, Text) else self._same(title),  # type: ignore[union-attr]
            "name": plain(str(title)),
            "line": self._line(thing, box),
            "inside": inside,
            "wrong": thing is not None and thing.hides_wrong,
            "about": "" if lesson is None else lesson.about,
            "forward": "" if lesson is None else lesson.forward,
            "backward": "" if lesson is None else lesson.backward,
            "outs": [self._out(out) for out in thing.outs] if thing is not None else [],
        }

    def _line(self, thing: Thing | None, box: Box | None) -> int | None:
        if thing is not None:
            return thing.line
        span = self.wiring.shown(box.span) if box is not None and self.wiring is not None else None
        return None if span is None else span.line

    def _same(self, title: str) -> dict[str, str]:
        return {words.language: title for words in self.tongues.all}

    def _out(self, out: Out) -> dict[str, Any]:
        assert self.lessons is not None
        count = Text(_("{n} number"), {"n": len(out.nodes)}, plural=_("{n} numbers"))
        return {
            "nodes": list(out.nodes[:MOST_NODES]),
            "name": out.name,
            "value": None if out.is_bundle else self._told(out.value),
            "gradient": None if out.is_bundle or out.gradient is None else self._told(out.gradient),
            "derivative": None if out.is_bundle else self.lessons.derivative(out.nodes[0]),
            "output": out.is_output,
            "seed": short_share(self.lessons.wiring.seeds[out.nodes[0]], self.tongues.first) if out.is_output else None,
            "rows": self._rows(out) if is_array(out.value) else None,
            "count": self.tongues.each(count) if out.is_bundle else None,
            "claims": [{"name": one.name, "right": one.right, "missing": one.yours is None} for one in out.claimed],
        }

    def _told(self, value: Any) -> str | dict[str, str]:
        """A number; of an array what is said of it, in each language."""
        return self.tongues.each(lambda words: short_value(value, words)) if is_array(value) else short_value(value, self.tongues.first)

    def _rows(self, out: Out) -> dict[str, list[str]]:
        """The last word of each row that stands at an array's wire, in each language."""
        found = {}
        for words in self.tongues.all:
            own = plate(out, words, is_input=False)
            found[words.language] = [parts[-1][1] for _role, parts in (*own.above.rows, *own.below.rows) if parts[-1][1]]
        return found if len({tuple(rows) for rows in found.values()}) > 1 else {}


def _lessons(wiring: Wiring | None, tongues: Tongues) -> Lessons | ArrayLessons | None:
    if isinstance(wiring, NumberWiring):
        return Lessons(wiring, tongues)
    if wiring is None:
        return None
    from whygrad.drawing.arrays import ArrayWiring  # which needs NumPy
    from whygrad.reports.html.array_lessons import ArrayLessons

    assert isinstance(wiring, ArrayWiring)
    return ArrayLessons(wiring, tongues)


def _paths(lessons: Lessons | ArrayLessons) -> Paths | ArrayPaths:
    if isinstance(lessons, Lessons):
        return Paths(lessons)
    from whygrad.reports.html.array_paths import ArrayPaths

    return ArrayPaths(lessons)


def _expected(diagnosis: Diagnosis | None) -> Expected:
    found: dict[str, list[float]] = {}
    for finding in diagnosis.findings if diagnosis is not None else ():
        if is_number(finding.expected):
            for target in finding.targets:
                found.setdefault(target, []).append(float(finding.expected))
    return found


def _within_script(text: str) -> str:
    r"""JSON that no parser of HTML takes for the end of its element, or for the beginning of another.

    >>> _within_script('{"html":"<b>bold</b> <!-- </script>"}')
    '{"html":"<b>bold<\\/b> \\u003c!-- <\\/script>"}'
    """
    return re.sub(r"<(?=!--|script)", r"\\u003c", text.replace("</", "<\\/"), flags=re.IGNORECASE)


def _map_style() -> str:
    from whygrad.reports.heatmap import DARK, LIGHT, rules

    colours = {own: f"light-dark({colour}, {DARK[own]})" for own, colour in LIGHT.items()}
    cells = " ".join(f".numbers .{own} {{ border-bottom: 3px solid {colour}; }}" for own, colour in colours.items() if len(own) < 4)
    return f"\n{rules(colours)}\n{cells}\n"


@cache
def asset(name: str) -> str:
    """A file of the page's own: its style, or one of its modules."""
    return (files("whygrad.reports.html") / name).read_text(encoding="utf-8")


def _module(name: str) -> str:
    """A module as an address: a page on disk can import no other file."""
    return f"data:text/javascript;base64,{b64encode(asset(f'{name}.js').encode()).decode()}"
