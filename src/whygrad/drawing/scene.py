"""What is seen of a circuit: inputs, gates, boxes closed and opened, and the wires between them with their numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from whygrad.drawing.boxes import Box, boxes
from whygrad.drawing.folding import Folder, Item
from whygrad.drawing.wiring import Claimed, Wiring
from whygrad.gates.modules import Module
from whygrad.gates.table import Gate
from whygrad.graph import INPUT
from whygrad.text import Text
from whygrad.tracing.traced import plain

#: Numbers that leave a box each by a wire of its own; more of them leave as one bundle.
MOST_OUTS = 6
#: What asks for every box to be opened.
ALL = "all"
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
    """From an output of a thing to a port of another. `share` is what comes back by this wire: all shares of a number that
    is used several times add up to its gradient."""

    source: int
    out: int
    target: int
    port: int
    nodes: tuple[int, ...]
    share: Any
    is_shared: bool  # the number goes elsewhere too


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


def scene(wiring: Wiring, expand: Collection[str] = (), depth: int = 0, most: int | None = None) -> Scene:
    """A circuit with its boxes closed, but for those in `expand` (by name, or `all`), the `depth` outermost levels, and
    those that would hide what the learner has gradients of.

    >>> from whygrad.drawing.numbers import wired
    >>> seen = scene(wired("x = 2.0\\ny = 3.0\\nf = (x + y) * x\\n"))
    >>> [thing.kind for thing in seen.things], [wire.share for wire in seen.wires]
    (['input', 'input', 'gate', 'gate'], [2.0, 2.0, 2.0, 5.0])
    """
    return Setting(wiring, most, wiring.most_of_level).scene(opened_as_said(wiring, expand, depth))


def opened_as_said(wiring: Wiring, expand: Collection[str] = (), depth: int = 0) -> IsOpen:
    """Is a box to be opened: by its level, by its name, or because the learner has gradients of what is in it?"""
    asked = frozenset(expand)

    def is_open(box: Box, level: int) -> bool:
        if level <= depth or ALL in asked or asked & box.names or str(box.title) in asked:
            return True
        return box.kind != "fold" and bool(wiring.hidden(box.gates))

    return is_open


class Setting:
    """What all scenes of one circuit share: its boxes, and what is found out about them on the way.

    A scene shows `most` things, and of each box that is opened `at_once` (if it is said), so that there is room for others.
    """

    def __init__(self, wiring: Wiring, most: int | None = None, at_once: int | None = None) -> None:
        self.wiring = wiring
        self.most = wiring.most_visible if most is None else most
        self.at_once = self.most if at_once is None else at_once
        self.outermost = boxes(wiring)
        self.folder = Folder(wiring)
        self._crossings: dict[frozenset[int], list[tuple[int, int, int]]] = {}
        self._levels: dict[tuple[frozenset[int], int], list[Item]] = {}
        self.gates = frozenset(wiring.operands)

    def scene(self, is_open: IsOpen) -> Scene:
        """The circuit with those boxes open of which `is_open` says so, as far as there is room."""
        return _Stage(self, is_open).scene()

    def level(self, gates: frozenset[int], inside: Sequence[Box], room: int) -> list[Item]:
        """The boxes on a level and the gates beside them, in order, folded where they are too many."""
        room = min(room, self.at_once)
        if (gates, room) not in self._levels:
            self._levels[gates, room] = self.folder.folded(self.items(gates, inside), room)
        return self._levels[gates, room]

    def items(self, gates: frozenset[int], inside: Sequence[Box]) -> list[Item]:
        """The same before it is folded."""
        covered = {gate for box in inside for gate in box.gates}
        items: list[Item] = [*inside, *(gate for gate in gates if gate not in covered)]
        return sorted(items, key=lambda item: item.last if isinstance(item, Box) else item)

    def crossings(self, gates: frozenset[int]) -> list[tuple[int, int, int]]:
        """What goes into some gates from outside: the gate, the position, and the source, in order."""
        if gates not in self._crossings:
            operands = self.wiring.operands
            self._crossings[gates] = [
                (gate, position, source) for gate in sorted(gates) for position, source in enumerate(operands[gate]) if source not in gates
            ]
        return self._crossings[gates]


class _Stage:
    """A scene being set."""

    def __init__(self, setting: Setting, is_open: IsOpen) -> None:
        self.setting = setting
        self.wiring = setting.wiring
        self.is_open = is_open
        self.most = setting.most
        self.groups: list[Group] = []
        self.seen: list[tuple[Item, int | None]] = []
        self.inputs: list[tuple[int, ...]] = []
        self.owner: dict[int, int] = {}  # of each node, the thing that holds it

    def scene(self) -> Scene:
        self.inputs = self._inputs()
        self._open()
        things = [(nodes, None) for nodes in self.inputs]
        for number, (nodes, _none) in enumerate(things):
            self.owner.update(dict.fromkeys(nodes, number))
        for number, (item, _group) in enumerate(self.seen, len(things)):
            self.owner.update(dict.fromkeys(_gates(item), number))
        made = [self._input(nodes) for nodes in self.inputs]
        made += [self._thing(item, group) for item, group in self.seen]
        return _wire(self.setting, made, [_gates(item) for item, _group in self.seen], tuple(self.groups), self.owner)

    # --- what is seen

    def _inputs(self) -> list[tuple[int, ...]]:
        """The inputs, one by one; where there are many, all the numbers of a name as one."""
        gates = self.wiring.graph.gates
        found = [index for index in self.wiring.members if gates[index] is INPUT]
        if len(found) <= self.most // 2:
            return [(index,) for index in found]
        by_name: dict[Any, list[int]] = {}
        for index in found:
            by_name.setdefault(self.wiring.input_key(index, coarse=len(by_name) > self.most // 3), []).append(index)
        return [tuple(indices) for indices in by_name.values()]

    def _open(self) -> None:
        """Open boxes from the outside in, for as long as there is room."""
        room = max(self.most - len(self.inputs), 2)
        gates, inside = self.setting.gates, self.setting.outermost
        while len(inside) == 1 and inside[0].gates == gates:  # all that there is to see is in it
            inside = inside[0].inside
        top = self.setting.level(gates, inside, room)
        room -= len(top)
        opened: dict[int, tuple[int, list[Item]]] = {}
        waiting: deque[tuple[Box, int, int | None]] = deque((item, 1, None) for item in top if isinstance(item, Box))
        while waiting:
            box, level, parent = waiting.popleft()
            if not self.is_open(box, level):
                continue
            if room < 2:
                break
            within = self.setting.level(box.gates, box.inside, room)
            room -= len(within) - 1
            self.groups.append(Group(box.title, box.module, parent, box))
            opened[id(box)] = (len(self.groups) - 1, within)
            waiting.extend((item, level + 1, len(self.groups) - 1) for item in within if isinstance(item, Box))
        self.seen = sorted(self._visible(top, None, opened), key=lambda seen: max(_gates(seen[0])))

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
        return Thing("input", out.name, None, None, None, self.wiring.lines.get(nodes[0]), (), (out,))

    def _thing(self, item: Item, group: int | None) -> Thing:
        if not isinstance(item, Box):
            gate = self.wiring.graph.gates[item]
            return Thing("gate", self.wiring.title(item), gate, None, group, self.wiring.lines.get(item), (), (self._out((item,)),))
        leaving = [gate for gate in sorted(item.gates) if not self.wiring.users[gate] <= item.gates]
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


def _gates(item: Item) -> frozenset[int]:
    return item.gates if isinstance(item, Box) else frozenset({item})


def _wire(setting: Setting, things: list[Thing], inside: list[frozenset[int]], groups: tuple[Group, ...], owner: dict[int, int]) -> Scene:
    """Draw the wires between the things."""
    wiring = setting.wiring
    wires: list[Wire] = []
    wired: list[Thing] = list(things)
    first = len(things) - len(inside)
    outs = {node: number for thing in things for number, out in enumerate(thing.outs) for node in out.nodes}
    for target, gates in enumerate(inside, first):
        ports: list[Port] = []
        at: dict[tuple[int, int], int] = {}
        for gate, position, source in setting.crossings(gates):
            if source not in owner:
                if things[target].kind == "gate":
                    ports.append(Port(None, wiring.constant(source)))
                continue
            end = (owner[source], outs[source])
            share = wiring.share(gate, position)
            if things[target].kind == "box" and end in at:
                old = wires[at[end]]
                nodes = old.nodes if source in old.nodes else (*old.nodes, source)
                wires[at[end]] = Wire(*end, target, old.port, nodes, _together(old, nodes, share), False)
                continue
            at[end] = len(wires)
            ports.append(Port(len(wires)))
            wires.append(Wire(*end, target, len(ports) - 1, (source,), share, False))
        thing = things[target]
        wired[target] = replace(thing, ports=tuple(ports))
    return Scene(wiring, tuple(wired), tuple(_marked(things, wires)), groups)


def _together(old: Wire, nodes: tuple[int, ...], share: Any) -> Any:
    """What comes back by a wire that enters a box at several gates: of different arrays, nothing that could be added."""
    if old.share is None or share is None:
        return share if old.share is None else old.share
    if len(nodes) > 1 and getattr(old.share, "shape", ()) != getattr(share, "shape", ()):
        return old.share
    return old.share + share


def _marked(things: Sequence[Thing], wires: Sequence[Wire]) -> Iterator[Wire]:
    """The wires, with the mark of a number that goes to several places."""
    uses: dict[tuple[int, int], int] = {}
    for wire in wires:
        uses[wire.source, wire.out] = uses.get((wire.source, wire.out), 0) + 1
    for wire in wires:
        out = things[wire.source].outs[wire.out]
        forked = uses[wire.source, wire.out] > 1 or out.is_output
        yield Wire(wire.source, wire.out, wire.target, wire.port, wire.nodes, wire.share, forked and not out.is_bundle)
