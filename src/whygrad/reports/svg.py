"""The circuit as a picture, in the manner of the CS231n notes: values above the wires in green, gradients below in red.

What stands where is found in two steps: each thing is measured with all the text that belongs to it, so that no text can
lie over another, and the layout places these blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from whygrad.drawing.layout import Block, Layout, Point, Rectangle, laid_out
from whygrad.drawing.scene import Out, Scene, Thing
from whygrad.reports.lettering import SMALL, Label, Parts, parts_width, prose, text_width
from whygrad.reports.values import pair, short
from whygrad.reports.words import Words
from whygrad.text import Text, _

RADIUS = 17.0
ROW = 15.0
MARGIN = 18.0
#: How much smaller than its room a frame is drawn, so that no wire runs along it.
INSET = 4.0
#: Room before a gate, in which its wires come together.
LEAST_PAD = 16.0
#: The last part of it, in which each wire bends to its place at the gate.
BEND = 14.0
#: Room behind it, in which they part.
FORK = 10.0
#: How round the corners of wires are.
CORNER = 6.0
LEGEND_WIDTH = 430.0

#: As they are written on a blackboard.
SYMBOLS = {"*": "×", "-": "−"}

_STYLE = """
text { font-family: "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", sans-serif; fill: #1f2937; }
.paper { fill: #ffffff; }
.wire, .gate, .box, .tip { stroke: #4b5563; stroke-width: 1.3; fill: none; }
.gate { fill: #eff6ff; stroke: #1d4ed8; } .box { fill: #f5f3ff; stroke: #6d28d9; }
.frame { fill: #6d28d9; fill-opacity: 0.05; stroke: #6d28d9; stroke-dasharray: 5 4; }
.dot { fill: #4b5563; } .bundle { stroke-width: 2.2; }
.value { fill: #15803d; } .gradient { fill: #c81e1e; } .wrong { fill: #b45309; font-weight: bold; }
.name { font-style: italic; }
.code { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.92em; }
.symbol { font-weight: bold; } .small, .frame-title { fill: #4b5563; }
@media screen and (prefers-color-scheme: dark) {
  text { fill: #e5e7eb; } .paper { fill: #111827; }
  .wire, .tip { stroke: #9ca3af; } .dot { fill: #9ca3af; }
  .gate { fill: #1e293b; stroke: #60a5fa; } .box { fill: #2e1065; stroke: #a78bfa; } .frame { stroke: #a78bfa; fill: #a78bfa; }
  .value { fill: #4ade80; } .gradient { fill: #fca5a5; } .wrong { fill: #fbbf24; } .small, .frame-title { fill: #9ca3af; }
}
"""


def picture(scene: Scene, words: Words) -> str:
    """The circuit as an SVG document. Raises `drawing.layout.NoLayout` if the library for it isn't there."""
    return _Picture(scene, words).svg()


@dataclass
class _Shape:
    """A thing, measured: how much room each part of it takes."""

    thing: Thing
    symbol: str
    pad: float  # before the body
    body: float
    stem: float  # behind it
    rows: list[tuple[Parts, list[Parts]]] = field(default_factory=list)  # for each output what is above and below its wire
    heights: list[float] = field(default_factory=list)

    @property
    def width(self) -> float:
        return self.pad + self.body + self.stem + FORK


class _Picture:
    def __init__(self, scene: Scene, words: Words) -> None:
        self.scene = scene
        self.words = words
        self.labels: list[Label] = []
        self.shapes: list[str] = []
        self.starts: dict[tuple[int, int], tuple[Point, Point]] = {}  # of each output, where its wires start and may turn
        self.ends: dict[int, tuple[Point, ...]] = {}  # of each wire, its way into the gate

    def say(self, text: Text | str) -> str:
        """A sentence; code and names stand as they are."""
        return self.words.say(text) if isinstance(text, Text) else text

    # --- measuring

    def shape(self, thing: Thing) -> _Shape:
        symbol = self.say(thing.title)
        symbol = SYMBOLS.get(symbol, symbol) if thing.kind == "gate" else symbol
        symbol += " ✗" if thing.hides_wrong else ""
        body = {
            "input": text_width(symbol) + 6,
            "gate": max(2 * RADIUS, text_width(symbol, 15) + 14),
            "box": text_width(symbol, 14) + 22,
        }[thing.kind]
        rows = [self.rows(out, thing) for out in thing.outs]
        stem = max(max(parts_width(parts) for parts in (above, *below)) for above, below in rows) + 14
        heights = [2 * max(ROW + 3, 3 + ROW * len(below)) for _above, below in rows]
        return _Shape(thing, symbol, self.pad(thing), body, stem, rows, heights)

    def rows(self, out: Out, thing: Thing) -> tuple[Parts, list[Parts]]:
        """What stands above an output's wire, and below it."""
        if out.is_bundle:
            text = Text(_("{n} number"), {"n": len(out.nodes)}, plural=_("{n} numbers"))
            return (("small", self.say(text)),), [(("small", ""),)]
        name: Parts = (("name", f"{out.name} "),) if out.name and thing.kind != "input" else ()
        wrong = [claimed for claimed in out.claimed if not claimed.right]
        gradient = short(out.gradient) + (" ✓" if out.claimed and not wrong else "")
        below: list[Parts] = [(("gradient", gradient),)]
        for claimed in wrong:
            yours = self.words.say(_("missing")) if claimed.yours is None else pair(claimed.yours, out.gradient)[0]
            below += [(("wrong", f"✗ {claimed.name}: {yours}"),)]
        return (*name, ("value", short(out.value))), below

    def pad(self, thing: Thing) -> float:
        if thing.kind == "input":
            return 0.0
        shared = [text_width(short(self.scene.wires[port.wire].share), SMALL) for port in thing.ports if self.is_marked(port.wire)]  # type: ignore[index]
        constants = [text_width(short(port.constant), SMALL) for port in thing.ports if port.wire is None]
        return max(LEAST_PAD, *(width + BEND + 2 for width in shared), *(width + 2 for width in constants), 0.0)

    def is_marked(self, wire: int | None) -> bool:
        return wire is not None and self.scene.wires[wire].is_shared

    def block(self, shape: _Shape) -> Block:
        thing = shape.thing
        coming = sum(port.wire is not None for port in thing.ports)
        height = max(
            sum(shape.heights), 2 * RADIUS + 2, coming * 26.0 + (22.0 if any(self.is_marked(port.wire) for port in thing.ports) else 0.0)
        )
        if any(port.wire is None for port in thing.ports):
            height = max(height, 2 * (RADIUS + 12))
        return Block(shape.width, height, thing.group)

    # --- drawing

    def svg(self) -> str:
        shapes = [self.shape(thing) for thing in self.scene.things]
        links = [(wire.source, wire.target) for wire in self.scene.wires]
        layout = laid_out([self.block(shape) for shape in shapes], links, [group.parent for group in self.scene.groups])
        layout = _moved(layout, MARGIN, MARGIN)
        self.frames(layout)
        for number, (shape, place) in enumerate(zip(shapes, layout.blocks, strict=True)):
            self.thing(number, shape, place, layout)
        self.wires(layout)
        width = max(layout.width + 2 * MARGIN, LEGEND_WIDTH)
        bottom = self.legend(layout.height + 2 * MARGIN + 6, width)
        return self.document(width, bottom)

    def frames(self, layout: Layout) -> None:
        for group, place in zip(self.scene.groups, layout.frames, strict=True):
            inner = Rectangle(place.x + INSET, place.y + INSET, place.width - 2 * INSET, place.height - 2 * INSET)
            self.shapes.append(f'<rect class="frame" {_at(inner)} rx="8"/>')
            self.labels.append(Label(inner.x + 6, inner.y + 13, (("frame-title", self.say(group.title)),), SMALL))

    def thing(self, number: int, shape: _Shape, place: Rectangle, layout: Layout) -> None:
        thing, middle = shape.thing, place.middle
        left = place.x + shape.pad
        right = left + shape.body
        if thing.kind == "input":
            self.labels.append(Label(left, middle + 4.5, (("name", shape.symbol),)))
        else:
            kind = "gate" if thing.kind == "gate" else "box"
            half = RADIUS if kind == "gate" else max(RADIUS, place.height / 2 - 3)
            body = Rectangle(left, middle - half, shape.body, 2 * half)
            title = f"<title>{escape(self.described(thing))}</title>"
            self.shapes.append(f'<rect class="{kind}" {_at(body)} rx="{RADIUS if kind == "gate" else 7:g}">{title}</rect>')
            size = 15 if kind == "gate" else 14
            style = "symbol" if kind == "gate" else "box-title"
            self.labels.append(Label(left + shape.body / 2, middle + 5, ((style, shape.symbol),), size, "middle"))
            self.coming(number, shape, body, place, layout)
        self.leaving(number, shape, right, place)

    def described(self, thing: Thing) -> str:
        parts = [self.words.say(thing.gate.title)] if thing.gate is not None else [self.say(thing.title)]
        if thing.line is not None:
            parts.append(self.say(Text(_("line {line}"), {"line": thing.line})))
        story = thing.gate.story if thing.gate is not None else thing.box.module.story if thing.box and thing.box.module else ""
        return ", ".join(parts) + (f". {self.words.say(story)}" if story else "")

    def coming(self, number: int, shape: _Shape, body: Rectangle, place: Rectangle, layout: Layout) -> None:
        """The wires from the edge of the block to the gate, in the order of its operands, with what comes back by each."""
        thing = shape.thing
        wires = [port.wire for port in thing.ports if port.wire is not None]
        arrivals = [layout.links[wire][-1] for wire in wires]
        ordered = thing.gate is not None and thing.gate.name in ORDERED
        ends = _ends(len(wires), body, thing.kind == "gate")
        if not ordered:  # which is which makes no difference: no wire need cross another
            ends = [ends[rank] for rank in _ranks([y for _x, y in arrivals])]
        for wire, (_x, y), end in zip(wires, arrivals, ends, strict=True):
            self.ends[wire] = ((body.x - BEND / 2, y), end)
        self.shares(wires, arrivals, place)
        for above in (True, False):
            own = [port for position, port in enumerate(thing.ports) if port.wire is None and (position == 0) == above]
            if own:
                text = ", ".join(short(port.constant) for port in own)
                y = place.middle + (-RADIUS - 2 if above else RADIUS + 10)
                x = body.x - text_width(text, SMALL) + 3
                self.labels.append(Label(x, y, (("value", text),), SMALL))
                turn = -1 if above else 1
                start = (body.x + 3.5, place.middle + turn * (RADIUS + 1))
                self.shapes.append(
                    f'<path class="wire" d="M{start[0]:.1f} {start[1]:.1f}L{body.x + 6:.1f} {place.middle + turn * 12.5:.1f}"/>'
                )

    def shares(self, wires: Sequence[int], arrivals: Sequence[Point], place: Rectangle) -> None:
        """What comes back by each wire of a number that is used more than once: below the wire, or above it, where there is room."""
        needed = SMALL + 2
        taken = place.y  # down to where there is something already
        order = sorted(range(len(wires)), key=lambda position: arrivals[position][1])
        for position, following in zip(order, [*order[1:], None], strict=True):
            x, y = arrivals[position]
            room = (place.y + place.height if following is None else arrivals[following][1]) - y
            up = y - taken
            taken = y
            if not self.is_marked(wires[position]) or max(room, up) < needed:
                continue
            parts: Parts = (("gradient", short(self.scene.wires[wires[position]].share)),)
            self.labels.append(Label(x + 2, y + SMALL if room >= needed else y - 3, parts, SMALL))
            taken = y + needed if room >= needed else y

    def leaving(self, number: int, shape: _Shape, right: float, place: Rectangle) -> None:
        """The numbers of each output beside the start of its wire; behind the last one, a tip."""
        top = place.middle - sum(shape.heights) / 2
        for position, (out, height) in enumerate(zip(shape.thing.outs, shape.heights, strict=True)):
            y = top + height / 2
            top += height
            above, below = shape.rows[position]
            self.labels.append(Label(right + 6, y - 5, above))
            self.labels += [Label(right + 6, y + ROW * (row + 1) - 2, parts) for row, parts in enumerate(below) if parts[0][1]]
            end = place.x + place.width
            self.starts[number, position] = ((right, y), (end - FORK / 2, y))
            if out.is_output:
                tip = f"M{right:.1f} {y:.1f}H{end:.1f}M{end - 6:.1f} {y - 4:.1f}L{end:.1f} {y:.1f}L{end - 6:.1f} {y + 4:.1f}"
                self.shapes.append(f'<path class="tip" d="{tip}"/>')

    def wires(self, layout: Layout) -> None:
        """Every wire from the gate that it leaves to the gate that it enters; a dot where the wires of a number part."""
        courses: dict[tuple[int, int], list[tuple[Point, ...]]] = {}
        for number, wire in enumerate(self.scene.wires):
            start, turn = self.starts[wire.source, wire.out]
            course = layout.links[number]
            points = _plain([start, turn, (turn[0], course[0][1]), *course, *self.ends[number]])
            courses.setdefault((wire.source, wire.out), []).append(points)
            bundle = " bundle" if self.scene.things[wire.source].outs[wire.out].is_bundle else ""
            self.shapes.append(f'<path class="wire{bundle}" d="{_rounded(points)}"/>')
        for own in courses.values():
            if len(own) > 1:
                x, y = _parting(own)
                self.shapes.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.8"/>')

    def legend(self, top: float, width: float) -> float:
        """What the colours mean, and what the picture takes for granted. Returns where it ends."""
        output = self.scene.wiring.output
        rows: list[Parts] = [
            (("value", "0.5 "), ("small", self.words.say(_("value, on the way forward")))),
            (("gradient", "0.5 "), *prose(self.say(Text(_("gradient of `{output}`, on the way back"), {"output": output})), width)[0]),
        ]
        if any(not claimed.right for thing in self.scene.things for out in thing.outs for claimed in out.claimed):
            rows.append((("wrong", "✗ dx: 0.5 "), ("small", self.words.say(_("your gradient, where it is wrong")))))
        for text in self.notes():
            rows += prose(text, width - 2 * MARGIN)
        for number, parts in enumerate(rows):
            self.labels.append(Label(MARGIN, top + SMALL + number * ROW, parts, SMALL))
        return top + len(rows) * ROW + MARGIN / 2

    def notes(self) -> Iterable[str]:
        return [self.words.say(change.message) for change in self.scene.wiring.changes]

    def document(self, width: float, height: float) -> str:
        output = self.scene.wiring.output
        title = self.say(Text(_("The circuit of `{output}`"), {"output": output}))
        described = [self.words.say(_("Values on the way forward, gradients on the way back."))]
        for thing in self.scene.things:
            for out in thing.outs:
                if not out.is_bundle:
                    name = out.name or self.say(thing.title)
                    described.append(f"{name} = {short(out.value)}, ∂{output}/∂{name} = {short(out.gradient)}.")
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'role="img" lang="{escape(self.words.language)}" aria-labelledby="title desc">'
        )
        parts = [
            head,
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(" ".join(described))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
            *self.shapes,
            *(label.written() for label in self.labels),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"


#: Gates whose operands can't change places.
ORDERED = frozenset({"subtract", "divide", "power", "floor_divide", "modulo", "fmod", "remainder", "atan2"})


def _ranks(numbers: Sequence[float]) -> list[int]:
    order = sorted(range(len(numbers)), key=lambda position: numbers[position])
    ranks = [0] * len(numbers)
    for rank, position in enumerate(order):
        ranks[position] = rank
    return ranks


def _ends(count: int, body: Rectangle, is_round: bool) -> list[Point]:
    """Where wires end at the left side of a gate, from the top down."""
    found = []
    for number in range(count):
        down = (2 * number + 1 - count) / count if count else 0.0
        y = body.middle + down * body.height * 0.42
        inset = RADIUS - (RADIUS**2 - min(abs(y - body.middle), RADIUS) ** 2) ** 0.5 if is_round else 0.0
        found.append((body.x + inset, y))
    return found


def _at(place: Rectangle) -> str:
    return f'x="{place.x:.1f}" y="{place.y:.1f}" width="{place.width:.1f}" height="{place.height:.1f}"'


def _moved(layout: Layout, x: float, y: float) -> Layout:
    def moved(place: Rectangle) -> Rectangle:
        return Rectangle(place.x + x, place.y + y, place.width, place.height)

    links = tuple(tuple((a + x, b + y) for a, b in link) for link in layout.links)
    return Layout(tuple(map(moved, layout.blocks)), links, tuple(map(moved, layout.frames)), layout.width, layout.height)


def _rounded(course: Sequence[Point]) -> str:
    """A path along these points with its corners rounded off."""
    path = [f"M{course[0][0]:.1f} {course[0][1]:.1f}"]
    for before, at, after in zip(course, course[1:], course[2:], strict=False):
        first, second = _toward(at, before), _toward(at, after)
        path.append(f"L{first[0]:.1f} {first[1]:.1f}Q{at[0]:.1f} {at[1]:.1f} {second[0]:.1f} {second[1]:.1f}")
    path.append(f"L{course[-1][0]:.1f} {course[-1][1]:.1f}")
    return "".join(path)


def _plain(points: Sequence[Point]) -> tuple[Point, ...]:
    """A course without the points at which it doesn't turn."""
    found: list[Point] = []
    for point in points:
        if found and _near(found[-1], point):
            continue
        if len(found) > 1 and _direction(found[-2], found[-1]) == _direction(found[-1], point):
            found.pop()
        found.append(point)
    return tuple(found)


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < 0.05 and abs(one[1] - other[1]) < 0.05


def _direction(start: Point, end: Point) -> tuple[float, float]:
    """Along an axis, which way; of a slanting line, its slope."""
    across, down = end[0] - start[0], end[1] - start[1]
    if abs(across) < 0.05 or abs(down) < 0.05:
        return (round(across / (abs(across) or 1.0)), round(down / (abs(down) or 1.0)))
    return (across, down)


def _parting(courses: Sequence[tuple[Point, ...]]) -> Point:
    """Where courses that start together go different ways."""
    at = courses[0][0]
    left = [list(course[1:]) for course in courses]
    while all(left) and len({_direction(at, course[0]) for course in left}) == 1:
        nearest = min((course[0] for course in left), key=lambda point: abs(point[0] - at[0]) + abs(point[1] - at[1]))
        at = nearest
        left = [course[1:] if _near(course[0], at) else course for course in left]
    return at


def _toward(start: Point, end: Point) -> Point:
    """A little way from one point to another."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
    share = min(CORNER, length / 2) / length
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
