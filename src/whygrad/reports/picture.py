"""Where everything of a picture stands: each thing is measured with all the text that belongs to it, so that no text can lie
over another, and the layout places these blocks. The parts are kept by what they belong to: a thing, a wire, a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from whygrad.drawing.layout import Block, Layout, Point, Rectangle, laid_out
from whygrad.drawing.scene import Scene, Thing
from whygrad.reports import strokes
from whygrad.reports.lettering import SMALL, Label, Parts, clipped, text_width
from whygrad.reports.plates import Half, Plate, constant, plate, short_share
from whygrad.reports.strokes import RADIUS
from whygrad.reports.words import Words
from whygrad.text import Text, _

ROW = 15.0
MARGIN = 18.0
#: The size of the title of a frame: a page shows it at 0.8 of that where there is no room.
FRAME_TITLE = 12.8
#: How much smaller than its room a frame is drawn, so that no wire runs along it.
INSET = 4.0
#: And a box that is closed, above and below.
CLEAR = 8.0
#: Room before a gate, in which its wires come together.
LEAST_PAD = 16.0
#: The last part of it, in which each wire bends to its place at the gate.
BEND = 14.0
#: Between a map and a row of text above or below it.
GAP_OF_MAP = 3.0
#: Room behind it, in which they part.
FORK = 10.0

#: As they are written on a blackboard.
SYMBOLS = {"*": "×", "-": "−"}
#: Gates whose operands can't change places.
ORDERED = frozenset({"subtract", "divide", "power", "floor_divide", "modulo", "fmod", "remainder", "atan2"})

Owner = tuple[Literal["frame", "wire", "thing"], int]


@dataclass
class _Shape:
    """A thing, measured: how much room each part of it takes."""

    thing: Thing
    symbol: str
    pad: float  # before the body
    body: float
    stem: float  # behind it
    plates: list[Plate] = field(default_factory=list)  # what is above and below the wire of each output
    heights: list[float] = field(default_factory=list)

    @property
    def width(self) -> float:
        return self.pad + self.body + self.stem + FORK


def _room(half: Half) -> float:
    """How much room one side of a wire takes."""
    return max(3 + ROW * len(half.rows), ROW + 3) + (GAP_OF_MAP if half.map is not None else 0)


class Picture:
    """A scene, drawn. `beside` are other languages that its words may be replaced by: they get the room that they need. With `maps`,
    heat-maps are kept there, once each, and the picture only refers to them.

    >>> from whygrad.drawing.scene import scene
    >>> from whygrad.drawing.numbers import wired
    >>> from whygrad.reports.words import words
    >>> drawn = Picture(scene(wired("x = 3.0\\ny = x * x\\n")), words("en"))
    >>> [label.parts for label in drawn.labels][:2]
    [(('name', 'x'),), (('value', '3'),)]
    """

    def __init__(self, scene: Scene, words: Words, beside: Sequence[Words] = (), maps: dict[str, str] | None = None) -> None:
        self.scene = scene
        self.maps = maps
        self.words = words
        self.tongues = (words, *beside)
        self.parts: dict[Owner, list[str | Label]] = {}
        self.starts: dict[tuple[int, int], tuple[Point, Point]] = {}  # of each output, where its wires start and may turn
        self.ends: dict[int, tuple[Point, ...]] = {}  # of each wire, its way into the gate
        self.width, self.height = self._draw()

    @property
    def labels(self) -> list[Label]:
        """Every text."""
        return [part for own in self.parts.values() for part in own if isinstance(part, Label)]

    @property
    def shapes(self) -> list[str]:
        """Everything that is no text, as SVG elements."""
        return [part for own in self.parts.values() for part in own if isinstance(part, str)]

    def owned(self, kind: Literal["frame", "wire", "thing"]) -> Iterator[tuple[int, str]]:
        """The frames, the wires or the things, each with its number and as SVG elements."""
        for (own, number), parts in self.parts.items():
            if own == kind:
                yield number, "".join(part.written() if isinstance(part, Label) else part for part in parts)

    def say(self, text: Text | str, words: Words | None = None) -> str:
        """A sentence; code and names stand as they are."""
        return (words or self.words).say(text) if isinstance(text, Text) else text

    def _add(self, kind: Literal["frame", "wire", "thing"], number: int, *parts: str | Label) -> None:
        self.parts.setdefault((kind, number), []).extend(parts)

    # --- measuring

    def _shape(self, thing: Thing) -> _Shape:
        symbols = [self._symbol(thing, words) for words in self.tongues]
        body = max(
            {
                "input": text_width(symbol) + 6,
                "gate": max(2 * RADIUS, text_width(symbol, 15) + 14),
                "box": text_width(symbol, 14) + 22,
            }[thing.kind]
            for symbol in symbols
        )
        plates = [plate(out, self.words, is_input=thing.kind == "input") for out in thing.outs]
        said = [plate(out, words, is_input=thing.kind == "input") for out in thing.outs for words in self.tongues]
        stem = max(one.width for one in said) + 14
        heights = [2 * max(_room(one.above), _room(one.below)) for one in plates]
        return _Shape(thing, symbols[0], self._pad(thing), body, stem, plates, heights)

    def _symbol(self, thing: Thing, words: Words) -> str:
        symbol = clipped(self.say(thing.title, words))
        symbol = SYMBOLS.get(symbol, symbol) if thing.kind == "gate" else symbol
        return symbol + (" ✗" if thing.hides_wrong else "")

    def _pad(self, thing: Thing) -> float:
        if thing.kind == "input":
            return 0.0
        shared = [
            text_width(short_share(self.scene.wires[port.wire].share, words), SMALL)
            for port in thing.ports
            for words in self.tongues
            if port.wire is not None and self._is_marked(port.wire)
        ]
        before = max((width + BEND + 2 for width in shared), default=0.0)
        return max(LEAST_PAD, BEND + 2, before) + self._at(thing)  # beside each other: there may be no room for one above the other

    def _at(self, thing: Thing) -> float:
        """Room at a gate for the constants that are written there: on two sides of its wires, which come together before it."""
        constants = [text_width(self._constants(thing, above), SMALL) for above in (True, False)]
        return max((width + 2 for width in constants if width), default=0.0)

    def _constants(self, thing: Thing, above: bool) -> str:
        """The constants above or below a gate: only the first operand is above."""
        own = [port for position, port in enumerate(thing.ports) if port.wire is None and (position == 0) == above]
        return ", ".join(constant(port.constant) for port in own)

    def _is_marked(self, wire: int | None) -> bool:
        return wire is not None and self.scene.wires[wire].is_shared

    def _block(self, shape: _Shape) -> Block:
        thing = shape.thing
        coming = sum(port.wire is not None for port in thing.ports)
        marked = any(self._is_marked(port.wire) for port in thing.ports)
        height = max(sum(shape.heights), 2 * RADIUS + 2, coming * 26.0 + (22.0 if marked else 0.0))
        if any(port.wire is None for port in thing.ports):
            height = max(height, 2 * (RADIUS + 12))
        if thing.kind == "box":
            height += 2 * CLEAR - 6
        return Block(shape.width, height, thing.group)

    # --- drawing

    def _draw(self) -> tuple[float, float]:
        shapes = [self._shape(thing) for thing in self.scene.things]
        links = [(wire.source, wire.target) for wire in self.scene.wires]
        layout = laid_out([self._block(shape) for shape in shapes], links, [group.parent for group in self.scene.groups])
        layout = strokes.moved(layout, MARGIN, MARGIN)
        self._frames(layout)
        for number, (shape, place) in enumerate(zip(shapes, layout.blocks, strict=True)):
            self._thing(number, shape, place, layout)
        self._wires(layout)
        return layout.width + 2 * MARGIN, layout.height + 2 * MARGIN

    def _frames(self, layout: Layout) -> None:
        for number, (group, place) in enumerate(zip(self.scene.groups, layout.frames, strict=True)):
            inner = Rectangle(place.x + INSET, place.y + INSET, place.width - 2 * INSET, place.height - 2 * INSET)
            title = Label(inner.x + 6, inner.y + 14, (("frame-title", clipped(self.say(group.title))),), FRAME_TITLE)
            self._add("frame", number, f'<rect class="frame" {strokes.at(inner)} rx="8"/>', title)

    def _thing(self, number: int, shape: _Shape, place: Rectangle, layout: Layout) -> None:
        thing, middle = shape.thing, place.middle
        left = place.x + shape.pad
        right = left + shape.body
        if thing.kind == "input":
            self._add("thing", number, Label(right - 3, middle + 4.5, (("name", shape.symbol),), anchor="end", role="title"))
        else:
            kind = "gate" if thing.kind == "gate" else "box"
            half = RADIUS if kind == "gate" else max(RADIUS, place.height / 2 - CLEAR)
            body = Rectangle(left, middle - half, shape.body, 2 * half)
            title = f"<title>{escape(self._described(thing))}</title>"
            self._add("thing", number, f'<rect class="{kind}" {strokes.at(body)} rx="{RADIUS if kind == "gate" else 7:g}">{title}</rect>')
            size = 15 if kind == "gate" else 14
            style = "symbol" if kind == "gate" else "box-title"
            label = Label(left + shape.body / 2, middle + 5, ((style, shape.symbol),), size, "middle", "title")
            self._add("thing", number, label)
            self._coming(number, shape, body, place, layout)
        self._leaving(number, shape, right, place)

    def _described(self, thing: Thing) -> str:
        parts = [self.words.say(thing.gate.title)] if thing.gate is not None else [self.say(thing.title)]
        if thing.line is not None:
            parts.append(self.say(Text(_("line {line}"), {"line": thing.line})))
        story = Text(thing.gate.story) if thing.gate is not None else thing.box.story if thing.box else None
        return ", ".join(parts) + (f". {self.words.say(story)}" if story is not None else "")

    def _coming(self, number: int, shape: _Shape, body: Rectangle, place: Rectangle, layout: Layout) -> None:
        """The wires from the edge of the block to the gate, in the order of its operands, with what comes back by each."""
        thing = shape.thing
        wires = [port.wire for port in thing.ports if port.wire is not None]
        arrivals = [layout.links[wire][-1] for wire in wires]
        ordered = thing.gate is not None and thing.gate.name in ORDERED
        ends = strokes.ends(len(wires), body, thing.kind == "gate")
        if not ordered:  # which is which makes no difference: no wire need cross another
            ends = [ends[rank] for rank in strokes.ranks([y for _x, y in arrivals])]
        at = self._at(thing) if thing.kind == "gate" else 0.0
        for wire, (_x, y), end in zip(wires, arrivals, ends, strict=True):
            self.ends[wire] = ((body.x - at - BEND / 2, y), (body.x - at, end[1]), end) if at else ((body.x - BEND / 2, y), end)
        self._shares(wires, arrivals, place)
        for above in (True, False):
            if text := self._constants(thing, above):
                y = place.middle + (-RADIUS - 2 if above else RADIUS + 10)
                x = body.x - text_width(text, SMALL) + 3
                turn = -1 if above else 1
                start = (body.x + 3.5, place.middle + turn * (RADIUS + 1))
                line = f'<path class="wire" d="M{start[0]:.1f} {start[1]:.1f}L{body.x + 6:.1f} {place.middle + turn * 12.5:.1f}"/>'
                self._add("thing", number, Label(x, y, (("value", text),), SMALL, role="constant"), line)

    def _shares(self, wires: Sequence[int], arrivals: Sequence[Point], place: Rectangle) -> None:
        """What comes back by each wire of a number that is used more than once: below the wire, or above it, where there is room."""
        needed = SMALL + 2
        taken = place.y  # down to where there is something already
        order = sorted(range(len(wires)), key=lambda position: arrivals[position][1])
        for position, following in zip(order, [*order[1:], None], strict=True):
            x, y = arrivals[position]
            room = (place.y + place.height if following is None else arrivals[following][1]) - y
            up = y - taken
            taken = y
            if not self._is_marked(wires[position]) or max(room, up) < needed:
                continue
            parts: Parts = (("gradient", short_share(self.scene.wires[wires[position]].share, self.words)),)
            label = Label(x + 2, y + SMALL if room >= needed else y - 3, parts, SMALL, role="share")
            self._add("wire", wires[position], label)
            taken = y + needed if room >= needed else y

    def _leaving(self, number: int, shape: _Shape, right: float, place: Rectangle) -> None:
        """The numbers of each output beside the start of its wire; behind the last one, a tip."""
        top = place.middle - sum(shape.heights) / 2
        for position, (out, height) in enumerate(zip(shape.thing.outs, shape.heights, strict=True)):
            y = top + height / 2
            top += height
            own = shape.plates[position]
            self._half(number, position, "above", own.above, right + 6, y - 5 - ROW * (len(own.above.rows) - 1))
            self._half(number, position, "below", own.below, right + 6, y + ROW - 2)
            end = place.x + place.width
            self.starts[number, position] = ((right, y), (end - FORK / 2, y))
            if out.is_output:
                tip = f"M{right:.1f} {y:.1f}H{end:.1f}M{end - 6:.1f} {y - 4:.1f}L{end:.1f} {y:.1f}L{end - 6:.1f} {y + 4:.1f}"
                self._add("thing", number, f'<path class="tip" d="{tip}"/>')

    def _half(self, number: int, position: int, side: str, half: Half, x: float, y: float) -> None:
        """What stands on one side of a wire; `y` is the base line of its first row."""
        for row, (role, parts) in enumerate(half.rows):
            apart = GAP_OF_MAP if half.map is not None else 0.0  # between the map and the rows above or below it
            shift = -apart if row < half.over else apart if row >= half.over + half.beside else 0.0
            if parts[0][1]:
                self._add("thing", number, Label(x + half.indent_of(row), y + ROW * row + shift, parts, role=role, out=position))
        if half.map is not None:
            middle = y + ROW * (half.over + (half.beside - 1) / 2) - 4.5
            top = middle - half.map.height / 2
            if self.maps is None:
                self._add("thing", number, half.map.drawn(x, top, self.words))
            else:
                own = self.maps.setdefault(half.map.shapes, f"map{len(self.maps)}")
                self._add("thing", number, f'<use href="#{own}" x="{x:.1f}" y="{top:.1f}" class="{side}" data-out="{position}"/>')

    def _wires(self, layout: Layout) -> None:
        """Every wire from the gate that it leaves to the gate that it enters; a dot where the wires of a number part."""
        courses: dict[tuple[int, int], list[tuple[int, tuple[Point, ...]]]] = {}
        for number, wire in enumerate(self.scene.wires):
            start, turn = self.starts[wire.source, wire.out]
            course = layout.links[number]
            points = strokes.plain([start, turn, (turn[0], course[0][1]), *course, *self.ends[number]])
            courses.setdefault((wire.source, wire.out), []).append((number, points))
            bundle = " bundle" if self.scene.things[wire.source].outs[wire.out].is_bundle else ""
            self._add("wire", number, f'<path class="wire{bundle}" d="{strokes.rounded(points)}"/>')
        for own in courses.values():
            if len(own) > 1:
                x, y = strokes.parting([points for _number, points in own])
                self._add("wire", own[-1][0], f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.8"/>')
