"""At which gates a gradient of the learner's goes wrong: those whose local gradient a wrong statement misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from whygrad.checking.values import close
from whygrad.drawing.first_wrong import first_wrong, wrong_claim
from whygrad.drawing.scene import Scene, Thing, Wire
from whygrad.drawing.wiring import UNSEEN
from whygrad.reports.plates import has_arrays, is_array

#: Wires of one number of which it is worked out which of them a wrong gradient left out.
MOST_WIRES = 8

#: By the name of a wrong gradient, the numbers that its findings say should stand there instead of others.
Expected = Mapping[str, Sequence[float]]


def slipped(scene: Scene, expected: Expected) -> set[int]:
    """The gates that hand back to a number whose gradient is wrong, and doesn't only follow from one that was wrong before; of several,
    those whose share is missing in the learner's sum, or is what a finding asks for. Of arrays, where one gradient may go through many
    gates before it is claimed, the one at which it stops being right."""
    wiring = scene.wiring
    first = first_wrong(wiring)
    found = {
        number
        for number, thing in enumerate(scene.things)
        if thing.hides_wrong and thing.box is not None and any(node in first for node in wiring.hidden_nodes(thing.box.gates))
    }
    handed: list[Wire] = []
    for number, thing in enumerate(scene.things):
        for position, out in enumerate(thing.outs):
            wrong = wrong_claim(out.claimed)
            if wrong is None or out.nodes[0] not in first:
                continue
            wires = [wire for wire in scene.wires if (wire.source, wire.out) == (number, position)]
            shares = [wire.share for wire in wires]
            asked = {n for n, share in enumerate(shares) if _is_asked(share, expected.get(wrong.name.split("[", 1)[0], ()))}
            at = _left_out(shares, wrong.yours) or asked or set(range(len(wires)))
            handed += [wire for n, wire in enumerate(wires) if n in at]
    if has_arrays(scene):
        return found | _suspects([_way(scene, wire) for wire in handed])
    return found | {wire.target for wire in handed}


#: A gate, and by which of its ports a way goes into it.
Step = tuple[int, int]


@dataclass(frozen=True)
class _Way:
    """The steps from where a gradient is wrong up to one that is right; those that change nothing on the way back; and is it the
    learner's own code that has it right there?"""

    steps: frozenset[Step]
    idle: frozenset[Step]
    is_sure: bool

    @property
    def gates(self) -> set[int]:
        """The gates that it goes through."""
        return {gate for gate, _port in self.steps}


def _suspects(ways: Sequence[_Way]) -> set[int]:
    """Of ways that have gates in common, what they share: one mistake is enough. Where it is sure that the gradient is right above the
    last of them, that is the one."""
    found: set[int] = set()
    for group in _together(ways):
        common = frozenset.intersection(*(way.steps for way in group))
        wanted = common or frozenset.union(*(way.steps for way in group))
        wanted = wanted.difference(*(way.idle for way in group)) or wanted
        gates = {gate for gate, _port in wanted}
        found |= {max(gates)} if common and all(way.is_sure for way in group) else gates
    return found


def _together(ways: Sequence[_Way]) -> list[list[_Way]]:
    """The ways in groups: any two that have gates in common are in one."""
    groups: list[list[_Way]] = []
    for way in ways:
        near = [group for group in groups if any(way.gates & other.gates for other in group)]
        groups = [group for group in groups if group not in near] + [[way, *(one for group in near for one in group)]]
    return groups


def _way(scene: Scene, wire: Wire) -> _Way:
    """From a wire back on, as long as there is one way and nothing is known of the gradient."""
    steps, idle = set[Step](), set[Step]()
    while True:
        number = wire.target
        thing = scene.things[number]
        steps.add((number, wire.port))
        if _hands_on(thing, wire.port):
            idle.add((number, wire.port))
        is_sure = any(node in scene.wiring.vouched for out in thing.outs for node in out.nodes) or _is_vouched_for(scene, number)
        on = [one for one in scene.wires if one.source == number]
        if is_sure or any(out.claimed or out.is_output for out in thing.outs) or len({one.target for one in on}) != 1:
            known = [claimed.right for out in thing.outs for claimed in out.claimed]
            return _Way(frozenset(steps), frozenset(idle), is_sure or (bool(known) and all(known)))
        wire = on[0]


def _is_vouched_for(scene: Scene, number: int) -> bool:
    """Is the gradient of an add gate right, since that of another number that goes into it and nowhere else is?"""
    thing = scene.things[number]
    if thing.gate is None or thing.gate.name != "add":
        return False
    into = [wire for wire in scene.wires if wire.target == number]
    alone = [wire for wire in into if sum((one.source, one.out) == (wire.source, wire.out) for one in scene.wires) == 1]
    claims = [scene.things[wire.source].outs[wire.out].claimed for wire in alone]
    return any(own and all(claimed.right for claimed in own) for own in claims)


def _hands_on(thing: Thing, port: int) -> bool:
    """Is what comes back by a port what came from above, entry by entry?"""
    name = "" if thing.gate is None else thing.gate.name
    return name in ("add", "sum_axis") or (name == "subtract" and port == 0)


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
