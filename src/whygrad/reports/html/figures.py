"""The pictures of a page, one for each view of the circuit: SVG whose parts say which gate, which wire, which box they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from whygrad.checking.values import close
from whygrad.drawing.boxes import Box
from whygrad.drawing.scene import Out, Scene, Thing
from whygrad.drawing.views import View
from whygrad.reports.html.tongues import Tongues
from whygrad.reports.picture import Picture
from whygrad.reports.values import short

#: Wires of one number of which it is worked out which of them a wrong gradient left out.
MOST_WIRES = 8


class Keys:
    """A short name for each thing, the same in every view: `n3` for a node, `g3` for several inputs, `b3` for a box."""

    def __init__(self) -> None:
        self.boxes: dict[frozenset[int], int] = {}
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


#: By the name of a wrong gradient, the numbers that its findings say should stand there instead of others.
Expected = Mapping[str, Sequence[float]]


def figure(view: View, keys: Keys, tongues: Tongues, expected: Expected) -> Figure:
    """The picture of a view, its parts marked. Raises `drawing.layout.NoLayout` if the library for it isn't there."""
    scene = view.scene
    drawn = Picture(scene, tongues.first, tongues.others)
    names = [keys.thing(thing) for thing in scene.things]
    slips = slipped(scene, expected)
    parts = []
    for number, part in drawn.owned("frame"):
        parts.append(f'<g class="frame-of" data-key="{keys.box(scene.groups[number].box)}" data-open="true" tabindex="0">{part}</g>')
    for number, part in drawn.owned("wire"):
        wire = scene.wires[number]
        nodes = " ".join(map(str, wire.nodes[:64]))
        share = f' data-share="{short(wire.share)}"' if len(wire.nodes) == 1 else ""
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


def slipped(scene: Scene, expected: Expected) -> set[int]:
    """The gates at which a gradient of the learner's goes wrong: those that hand back to a number whose gradient is wrong, and
    are not wrong themselves; of several, those whose share is missing in the learner's sum, or is what a finding asks for."""
    found = {number for number, thing in enumerate(scene.things) if thing.hides_wrong}
    for number, thing in enumerate(scene.things):
        for position, out in enumerate(thing.outs):
            wrong = next((claimed for claimed in out.claimed if not claimed.right and claimed.yours is not None), None)
            if wrong is None or wrong.yours is None:
                continue
            wires = [wire for wire in scene.wires if (wire.source, wire.out) == (number, position)]
            shares = [wire.share for wire in wires]
            asked = {
                n for n, share in enumerate(shares) for number in expected.get(wrong.name.split("[", 1)[0], ()) if close(number, share)
            }
            at = _left_out(shares, wrong.yours) or asked or set(range(len(wires)))
            targets = [wire.target for n, wire in enumerate(wires) if n in at]
            found |= {target for target in targets if not any(_is_wrong(own) for own in scene.things[target].outs)}
    return found


def _is_wrong(out: Out) -> bool:
    return any(not claimed.right for claimed in out.claimed)


def _left_out(shares: list[float], yours: float) -> set[int]:
    """Which of the shares are missing in a sum; none if it is no sum of some of them."""
    if len(shares) > MOST_WIRES:
        return set()
    for count in range(1, len(shares)):
        for missing in combinations(range(len(shares)), count):
            kept = sum(share for n, share in enumerate(shares) if n not in missing)
            if close(kept, yours, max(abs(yours), abs(kept))):
                return set(missing)
    return set()
