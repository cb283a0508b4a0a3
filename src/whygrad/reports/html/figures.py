"""The pictures of a page, one for each view of the circuit: SVG whose parts say which gate, which wire, which box they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from whygrad.drawing.boxes import Box
from whygrad.drawing.net import Gates
from whygrad.drawing.scene import Thing, Wire
from whygrad.drawing.views import View
from whygrad.reports.html.slips import Expected, slipped
from whygrad.reports.html.tongues import Tongues
from whygrad.reports.picture import Picture
from whygrad.reports.plates import is_array, short_share


class Keys:
    """A short name for each thing, the same in every view: `n3` for a node, `g3` for several inputs, `b3` for a box."""

    def __init__(self) -> None:
        self.boxes: dict[Gates, int] = {}
        self.known: dict[str, Box] = {}

    def box(self, box: Box) -> str:
        number = self.boxes.setdefault(box.gates, len(self.boxes))
        self.known.setdefault(f"b{number}", box)
        return f"b{number}"

    def thing(self, thing: Thing) -> str:
        if thing.box is not None:
            return self.box(thing.box)
        nodes = thing.outs[0].nodes
        return f"{'n' if len(nodes) == 1 else 'g'}{nodes[0]}"


@dataclass(frozen=True)
class Figure:
    """One view: the things in order, the boxes that are open, and the picture."""

    order: list[str]
    opened: list[str]
    svg: str


def figure(view: View, keys: Keys, tongues: Tongues, expected: Expected, maps: dict[str, str]) -> Figure:
    """The picture of a view, its parts marked; the maps of arrays that it refers to are put into `maps`.

    Raises `drawing.layout.NoLayout` if the library for it isn't there.
    """
    scene = view.scene
    drawn = Picture(scene, tongues.first, tongues.others, maps)
    names = [keys.thing(thing) for thing in scene.things]
    slips = slipped(scene, expected)
    parts = []
    for number, part in drawn.owned("frame"):
        parts.append(f'<g class="frame-of" data-key="{keys.box(scene.groups[number].box)}" data-open="true" tabindex="0">{part}</g>')
    for number, part in drawn.owned("wire"):
        wire = scene.wires[number]
        nodes = " ".join(map(str, wire.nodes[:64]))
        share = _share(wire, tongues)
        parts.append(
            f'<g class="link" data-from="{names[wire.source]}" data-to="{names[wire.target]}" data-port="{wire.port}" '
            f'data-out="{wire.out}" data-nodes="{nodes}"{share}>{part}</g>'
        )
    for number, part in drawn.owned("thing"):
        thing = scene.things[number]
        style = " ".join(["thing", f"is-{thing.kind}", *(["slip"] if number in slips else [])])
        parts.append(f'<g class="{style}" data-key="{names[number]}" tabindex="0">{part}</g>')
    size = f'width="{drawn.width:.0f}" height="{drawn.height:.0f}" viewBox="0 0 {drawn.width:.0f} {drawn.height:.0f}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="group" aria-labelledby="circuit-title">{"".join(parts)}</svg>'
    return Figure(names, [keys.box(group.box) for group in scene.groups], svg)


def _share(wire: Wire, tongues: Tongues) -> str:
    """What comes back by a wire, as attributes: a number that can be added to others, or the words about an array."""
    if len(wire.nodes) != 1 or wire.share is None:
        return ""
    if not is_array(wire.share):
        return f' data-share="{short_share(wire.share, tongues.first)}"'
    said = tongues.each(lambda words: short_share(wire.share, words))
    return f' data-words="{escape(json.dumps(said, ensure_ascii=False))}"'
