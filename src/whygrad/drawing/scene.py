"""What is seen of a circuit: inputs, gates, boxes closed and opened, and the wires between them with their numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from whygrad.drawing.asked import ALL, Asked
from whygrad.drawing.boxes import Box, Boxes
from whygrad.drawing.folding import Folder, Item
from whygrad.drawing.wiring import Claimed, Wiring
from whygrad.gates.modules import Module
from whygrad.gates.table import Gate
from whygrad.text import Text
from whygrad.tracing.traced import plain

if TYPE_CHECKING:
    from whygrad.drawing.net import Gates

#: Numbers that leave a box each by a wire of its own; more of them leave as one bundle.
MOST_OUTS = 6
#: Columns that wires go through, for each thing that may be seen: beyond that nobody can follow them, and fewer things are shown.
MOST_LENGTH, AMONG_FRAMES = 60, 4
#: Things of one level where others are to be opened in it: so there is room for these, and on a page they are the same.
AT_ONCE = 40
#: Things that are shown at least.
FEWEST = 24
#: Of a box on a level, counted from 1: is it to be opened?
IsOpen = Callable[[Box, int], bool]


@dataclass(frozen=True)
class Out:
    """A number that leaves a thing, with its gradient; or several as a bundle, of which only the count is seen."""

    nodes: tuple[int, ...]
    name: str = ""
    value: Any = 0.0
    gradient: Any = 0.0
    claimed: tuple[Claimed, ...] = ()
    is_output: bool = False

    @property
    def is_bundle(self) -> bool:
        return len(self.nodes) > 1


@dataclass(frozen=True)
class Port:
    """An operand of a gate, or something that goes into a box: by a wire, or a constant that the program writes there."""

    wire: int | None
    constant: Any = None


@dataclass(frozen=True)
class Wire:
    """From an output of a thing to a port of another."""

    source: int
    out: int
    target: int
    port: int
    nodes: tuple[int, ...]
    made: Callable[[], Any]
    is_shared: bool  # the number goes elsewhere too

    @cached_property
    def share(self) -> Any:
        """What comes back by this wire: all shares of a number that is used several times add up to its gradient."""
        return self.made()


@dataclass(frozen=True)
class Thing:
    """An input, a gate or a closed box."""

    kind: Literal["input", "gate", "box"]
    title: Text | str  # what stands in it, or beside it
    gate: Gate | None
    box: Box | None
    group: int | None
    line: int | None
    ports: tuple[Port, ...]
    outs: tuple[Out, ...]
    hides_wrong: bool = False  # a claim about something inside is wrong


@dataclass(frozen=True)
class Group:
    """An opened box."""

    title: Text | str
    module: Module | None
    parent: int | None
    box: Box


@dataclass(frozen=True)
class Scene:
    """Everything that is seen, in an order in which each thing comes after all that it is computed from."""

    wiring: Wiring
    things: tuple[Thing, ...]
    wires: tuple[Wire, ...]
    groups: tuple[Group, ...]
    missing: tuple[str, ...] = ()  # the boxes that were to be opened, and that there aren't
    there_are: tuple[str, ...] = ()  # and then those that there are


def scene(
    wiring: Wiring, expand: Collection[str] = (), depth: int = 0, most: int | None = None, spoken: Callable[[Text], str] = Text.english
) -> Scene:
    """A circuit with its boxes closed, but for those in `expand` (by name, by title, or `all`), the `depth` outermost levels, and
    those that would hide what the learner has gradients of. `spoken` says titles in the reader's language.

    >>> from whygrad.drawing.numbers import wired
    >>> seen = scene(wired("x = 2.0\\ny = 3.0\\nf = (x + y) * x\\n"))
    >>> [thing.kind for thing in seen.things], [wire.share for wire in seen.wires]
    (['input', 'input', 'gate', 'gate'], [2.0, 2.0, 2.0, 5.0])
    """
    at_once = min(AT_ONCE, wiring.most_of_level) if expand and ALL not in expand else wiring.most_of_level
    asked = Asked(Setting(wiring, most, at_once), expand, depth, spoken)
    found = asked.scene()
    return replace(found, missing=asked.missing, there_are=tuple(asked.there_are())) if asked.missing else found


class Setting:
    """What all scenes of one circuit share: its boxes, and what is found out about them on the way.

    A scene shows `most` things, and of each box that is opened `at_once` (if it is said), so that there is room for others.
    """

    def __init__(self, wiring: Wiring, most: int | None = None, at_once: int | None = None) -> None:
        self.wiring = wiring
        self.most = wiring.most_visible if most is None else most
        self.at_once = self.most if at_once is None else at_once
        self.net = wiring.net
        self.boxes = Boxes(wiring)
        self.folder = Folder(wiring)
        self._levels: dict[tuple[Gates, int], list[Item]] = {}

    def wider(self) -> Setting:
        """The same circuit, with as much of each box as is shown where all is open."""
        return Setting(self.wiring, self.most, self.wiring.most_of_level)

    def scene(self, is_open: IsOpen) -> Scene:
        """The circuit with those boxes open of which `is_open` says so, as far as there is room."""
        most = self.most
        while True:
            found = _Stage(self, is_open, most).scene()
            if most <= FEWEST or _length(found) <= MOST_LENGTH * self.most:
                return found
            most = most * 2 // 3

    def level(self, gates: Gates, room: int) -> list[Item]:
        """The boxes on a level and the gates beside them, in order, folded where they are too many."""
        room = min(room, self.at_once)
        if (gates, room) not in self._levels:
            self._levels[gates, room] = self.folder.folded(self.boxes.level(gates), room)
        return self._levels[gates, room]


class _Stage:
    """A scene being set."""

    def __init__(self, setting: Setting, is_open: IsOpen, most: int) -> None:
        self.setting = setting
        self.wiring = setting.wiring
        self.is_open = is_open
        self.most = most
        self.groups: list[Group] = []
        self.seen: list[tuple[Item, int | None]] = []
        self.inputs: list[tuple[int, ...]] = []

    def scene(self) -> Scene:
        self.inputs = self._inputs()
        self._open()
        made = [self._input(nodes) for nodes in self.inputs]
        made += [self._thing(item, group) for item, group in self.seen]
        return _Wiring(self.setting, made, [item for item, _group in self.seen], tuple(self.groups)).scene()

    # --- what is seen

    def _inputs(self) -> list[tuple[int, ...]]:
        """The inputs, one by one; where there are many, all the numbers of a name as one."""
        found = self.setting.net.inputs
        if len(found) <= self.most // 2:
            return [(index,) for index in found]
        by_name: dict[Any, list[int]] = {}
        for index in found:
            by_name.setdefault(self.wiring.input_key(index, coarse=len(by_name) > self.most // 3), []).append(index)
        return [tuple(indices) for indices in by_name.values()]

    def _open(self) -> None:
        """Open boxes from the outside in, for as long as there is room."""
        room = max(self.most - len(self.inputs), 2)
        net = self.setting.net
        top = self.setting.level(net.run(0, len(net.gates)), room)  # what is in a box of all gates, if there is one
        room -= len(top)
        opened: dict[int, tuple[int, list[Item]]] = {}
        waiting: deque[tuple[Box, int, int | None]] = deque((item, 1, None) for item in top if isinstance(item, Box))
        while waiting:
            box, level, parent = waiting.popleft()
            if not self.is_open(box, level):
                continue
            if room < 2:
                break
            within = self.setting.level(box.gates, room)
            room -= len(within) - 1
            self.groups.append(Group(box.title, box.module, parent, box))
            opened[id(box)] = (len(self.groups) - 1, within)
            waiting.extend((item, level + 1, len(self.groups) - 1) for item in within if isinstance(item, Box))
        self.seen = sorted(self._visible(top, None, opened), key=lambda seen: seen[0].last if isinstance(seen[0], Box) else seen[0])

    def _visible(
        self, items: Sequence[Item], group: int | None, opened: dict[int, tuple[int, list[Item]]]
    ) -> Iterator[tuple[Item, int | None]]:
        for item in items:
            if isinstance(item, Box) and id(item) in opened:
                number, inside = opened[id(item)]
                yield from self._visible(inside, number, opened)
            else:
                yield item, group

    # --- things

    def _input(self, nodes: tuple[int, ...]) -> Thing:
        name = self.wiring.names.get(nodes[0], "")
        out = self._out(nodes) if len(nodes) == 1 else Out(nodes, name.split("[", 1)[0])
        return Thing("input", out.name, None, None, None, self.wiring.line(nodes[0]), (), (out,))

    def _thing(self, item: Item, group: int | None) -> Thing:
        if not isinstance(item, Box):
            gate = self.wiring.graph.gates[item]
            return Thing("gate", self.wiring.title(item), gate, None, group, self.wiring.line(item), (), (self._out((item,)),))
        leaving = self.setting.net.leaving(item.gates)
        outs = [self._out((gate,)) for gate in leaving] if len(leaving) <= MOST_OUTS else [Out(tuple(leaving))]
        span = self.wiring.shown(item.span)
        line = span.line if span is not None else None
        hides_wrong = any(not claimed.right for claimed in self.wiring.hidden(item.gates))
        return Thing("box", item.title, None, item, group, line, (), tuple(outs), hides_wrong)

    def _out(self, nodes: tuple[int, ...]) -> Out:
        (node,) = nodes
        wiring = self.wiring
        is_output = node in wiring.seeds
        name = wiring.output if is_output and len(wiring.seeds) == 1 else wiring.names.get(node, "")
        value = plain(wiring.graph.values[node])
        return Out(nodes, name, value, wiring.gradient(node), tuple(wiring.claimed.get(node, ())), is_output)


class _Wiring:
    """The wires between things: the inputs, and then one for each item."""

    def __init__(self, setting: Setting, things: list[Thing], items: Sequence[Item], groups: tuple[Group, ...]) -> None:
        self.setting = setting
        self.net = setting.net
        self.things = things
        self.items = items
        self.groups = groups
        self.wires: list[Wire] = []
        self.first = len(things) - len(items)
        #: Of each node, the thing that holds it, and which of its outputs it leaves by; -1 where there is none.
        self.owner = np.full(len(setting.wiring.graph), -1, np.int64)
        self.out = np.zeros(len(setting.wiring.graph), np.int64)
        for number, thing in enumerate(things):
            item = items[number - self.first] if number >= self.first else None
            held = self.net.gates[item.gates.index] if isinstance(item, Box) else [node for out in thing.outs for node in out.nodes]
            self.owner[held] = number
            for position, out in enumerate(thing.outs):
                self.out[list(out.nodes)] = position

    def scene(self) -> Scene:
        wired = list(self.things)
        for target, item in enumerate(self.items, self.first):
            ports = self._into_box(target, item) if isinstance(item, Box) else self._into_gate(target, item)
            wired[target] = replace(self.things[target], ports=tuple(ports))
        return Scene(self.setting.wiring, tuple(wired), tuple(_marked(self.things, self.wires)), self.groups)

    def _into_gate(self, target: int, gate: int) -> Iterator[Port]:
        wiring, edges = self.setting.wiring, self.net.edges_of(gate)
        for number, (edge, source) in enumerate(zip(edges.tolist(), self.net.sources[edges].tolist(), strict=True)):
            if self.owner[source] < 0:
                yield Port(None, wiring.constant(source))
                continue
            yield self._wire(source, target, number, (source,), partial(wiring.shares, np.array([edge])))

    def _into_box(self, target: int, box: Box) -> Iterator[Port]:
        """By one wire all that comes from one output."""
        sources = self.net.entering(box.gates).sources
        sources = sources[self.owner[sources] >= 0]
        ends = self.owner[sources] * (MOST_OUTS + 1) + self.out[sources]
        order = np.argsort(ends.astype(np.uint16 if len(self.things) * (MOST_OUTS + 1) < 1 << 16 else np.int64), kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(ends[order])) + 1) if len(order) else []
        for number, part in enumerate(sorted(parts, key=lambda part: int(part[0]))):
            own = sources[part]
            out = self.things[int(self.owner[own[0]])].outs[int(self.out[own[0]])]
            nodes = tuple(np.sort(own).tolist()) if out.is_bundle else (int(own[0]),)
            yield self._wire(int(own[0]), target, number, nodes, partial(self.setting.wiring.share_into, box.gates, nodes))

    def _wire(self, source: int, target: int, port: int, nodes: tuple[int, ...], made: Callable[[], Any]) -> Port:
        self.wires.append(Wire(int(self.owner[source]), int(self.out[source]), target, port, nodes, made, False))
        return Port(len(self.wires) - 1)


def _length(scene: Scene) -> int:
    """How many columns of the picture all wires go through together; frames, which they have to go around, make it worse."""
    columns = [0] * len(scene.things)
    for wire in scene.wires:
        columns[wire.target] = max(columns[wire.target], columns[wire.source] + 1)
    total = sum(columns[wire.target] - columns[wire.source] for wire in scene.wires)
    return total * AMONG_FRAMES if scene.groups else total


def _marked(things: Sequence[Thing], wires: Sequence[Wire]) -> Iterator[Wire]:
    """The wires, with the mark of a number that goes to several places."""
    uses: dict[tuple[int, int], int] = {}
    for wire in wires:
        uses[wire.source, wire.out] = uses.get((wire.source, wire.out), 0) + 1
    for wire in wires:
        out = things[wire.source].outs[wire.out]
        forked = uses[wire.source, wire.out] > 1 or out.is_output
        yield replace(wire, is_shared=forked and not out.is_bundle)
