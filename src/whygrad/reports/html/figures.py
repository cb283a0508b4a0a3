"""The pictures of a page, one for each view of the circuit: SVG whose parts say which gate, which wire, which box they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations
from typing import Any

from whygrad.checking.values import close
from whygrad.drawing.boxes import Box
from whygrad.drawing.net import Gates
from whygrad.drawing.scene import Out, Scene, Thing, Wire
from whygrad.drawing.views import View
from whygrad.drawing.wiring import UNSEEN
from whygrad.reports.html.tongues import Tongues
from whygrad.reports.picture import Picture
from whygrad.reports.plates import has_arrays, is_array, short_share

#: Wires of one number of which it is worked out which of them a wrong gradient left out.
MOST_WIRES = 8


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


#: By the name of a wrong gradient, the numbers that its findings say should stand there instead of others.
Expected = Mapping[str, Sequence[float]]


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
            asked = {n for n, share in enumerate(shares) if _is_asked(share, expected.get(wrong.name.split("[", 1)[0], ()))}
            at = _left_out(shares, wrong.yours) or asked or set(range(len(wires)))
            targets = [wire.target for n, wire in enumerate(wires) if n in at]
            found |= {target for target in targets if not any(_is_wrong(own) for own in scene.things[target].outs)}
    return found if not has_arrays(scene) else _suspects(scene, found)


def _suspects(scene: Scene, first: set[int]) -> set[int]:
    """Of arrays: the gates from where a gradient goes wrong up to one that is known to be right, but for those that only hand it on."""
    ways = [way for number in sorted(first) if (way := _up_to_right(scene, number))]
    common = set.intersection(*ways) if ways else set()
    wanted = common or set().union(*ways)
    return {number for number in wanted if not _hands_on(scene.things[number])} or wanted


def _up_to_right(scene: Scene, number: int) -> set[int]:
    """A gate and those behind it, as long as there is one way and nothing is known of the gradient."""
    found = {number}
    while True:
        own = scene.things[number].outs
        targets = {wire.target for wire in scene.wires if wire.source == number}
        if any(out.claimed or out.is_output for out in own) or len(targets) != 1:
            return found
        (number,) = targets
        found.add(number)
        if _is_vouched_for(scene, number):
            return found


def _is_vouched_for(scene: Scene, number: int) -> bool:
    """Is the gradient of an add gate right, since that of another number that goes into it and nowhere else is?"""
    into = [wire for wire in scene.wires if wire.target == number]
    alone = [wire for wire in into if sum((one.source, one.out) == (wire.source, wire.out) for one in scene.wires) == 1]
    claims = [scene.things[wire.source].outs[wire.out].claimed for wire in alone]
    return _hands_on(scene.things[number]) and any(own and all(claimed.right for claimed in own) for own in claims)


def _hands_on(thing: Thing) -> bool:
    return thing.gate is not None and thing.gate.name == "add"


def _is_wrong(out: Out) -> bool:
    return any(not claimed.right for claimed in out.claimed)


def _is_asked(share: Any, expected: Sequence[float]) -> bool:
    return not is_array(share) and share is not None and any(close(number, share) for number in expected)


def _left_out(shares: list[Any], yours: Any) -> set[int]:
    """Which of the shares are missing in a sum; none if it is no sum of some of them."""
    if len(shares) > MOST_WIRES or yours is UNSEEN or any(share is None for share in shares):
        return set()
    for count in range(1, len(shares)):
        for missing in combinations(range(len(shares)), count):
            if _is_same(sum(share for n, share in enumerate(shares) if n not in missing), yours):
                return set(missing)
    return set()


def _is_same(kept: Any, yours: Any) -> bool:
    if not is_array(kept):
        return not is_array(yours) and close(kept, yours, max(abs(yours), abs(kept)))
    import numpy as np

    scale = float(np.max(np.abs(kept), initial=0.0))
    return np.shape(yours) == kept.shape and bool(np.allclose(kept, yours, rtol=1e-6, atol=1e-9 * scale))
