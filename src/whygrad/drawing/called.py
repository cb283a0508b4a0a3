"""What a program on single numbers calls the nodes of its circuit: a million events, of which a picture shows a few dozen names."""

from __future__ import annotations

from collections import Counter
from collections.abc import ItemsView, Iterator, Mapping, Sequence, Set, ValuesView
from functools import cached_property
from itertools import compress, repeat
from operator import attrgetter, is_, itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.checking.values import entries
from whygrad.drawing.columns import Numbers
from whygrad.drawing.wiring import place
from whygrad.tracing.traced import Traced

if TYPE_CHECKING:
    from whygrad.drawing.columns import Column
    from whygrad.drawing.numbers import NumberWiring
    from whygrad.tracing.running import Event

#: Numbers in objects of the program's own that are looked at for the way to an input.
MOST_LOOKED_AT = 50_000
#: Times that a number was named which are looked at one by one, to tell whether it has one name only.
MOST_NAMINGS = 100
#: What numbers may stand in.
CONTAINERS = (list, tuple, dict)
#: In what else none do.
PLAIN = {Traced, int, float, bool, str, type(None)}


class Called(Mapping[int, str]):
    """An input is called as where it was written; of the names of a gate's value, the one that the fewest nodes share counts, and of
    these the first. What a function calls what it is given is asked for last.

    To know what the fewest share, each name of each node has to be looked at: that is done once a node with several is asked for.
    """

    def __init__(self, wiring: NumberWiring) -> None:
        self._wiring = wiring
        self._events = wiring.trace.events
        inputs = {leaf.index: leaf.key.name + place(leaf.path) for leaf in wiring.trace.leaves}
        values = list(map(itemgetter(3), self._events))
        types = list(map(type, values))
        is_number = np.fromiter(map(is_, types, repeat(Traced)), bool, len(values))
        nodes = np.full(len(values), -1, np.int64)
        nodes[is_number] = np.fromiter(map(attrgetter("index"), compress(values, is_number.data)), np.int64)
        objects = _rows(types, set(types) - PLAIN)
        inside = [
            (row, number.index, place(path))
            for row in objects
            if isinstance(values[row], CONTAINERS) and self._counts(self._events[row])
            for path, number in entries(values[row])
            if type(number) is Traced
        ]
        self._inputs = inputs | _attributes(wiring, inputs, objects)
        self._enter(nodes, inside)

    def _enter(self, nodes: Column, inside: Sequence[tuple[int, int, str]]) -> None:
        """Each time that a number of the circuit was given a name, in order: its event, its node, and its place in the value."""
        single = np.flatnonzero(nodes >= 0)
        rows = np.concatenate((single, np.array([row for row, _node, _place in inside], np.int64)))
        nodes = self._wiring.net.root[np.concatenate((nodes[single], np.array([node for _row, node, _place in inside], np.int64)))]
        within = np.concatenate((np.full(len(single), -1), np.arange(len(inside))))
        is_member = np.zeros(len(self._wiring.graph), bool)
        is_member[self._wiring.nodes] = True
        kept = np.flatnonzero(is_member[nodes])
        if inside:
            kept = kept[np.argsort(rows[kept], kind="stable")]
        self._rows, self._nodes, self._within = rows[kept], nodes[kept], within[kept]
        self._places = [where for _row, _node, where in inside]
        self._order = np.argsort(self._nodes, kind="stable")
        self._sorted = self._nodes[self._order]

    def __getitem__(self, node: int) -> str:
        if node in self._inputs:
            return self._inputs[node]
        start, stop = np.searchsorted(self._sorted, (node, node + 1)).tolist()
        found = {self._name(number) for number in self._order[start : min(stop, start + MOST_NAMINGS)].tolist()} - {None}
        if stop - start > MOST_NAMINGS or len(found) > 1:
            return self._all[node]
        for name in found:
            assert name is not None
            return name
        raise KeyError(node)

    def __iter__(self) -> Iterator[int]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, int) and self.get(node) is not None

    def values(self) -> ValuesView[str]:
        return self._all.values()

    def items(self) -> ItemsView[int, str]:
        return self._all.items()

    def _name(self, number: int) -> str | None:
        """The name that a node was given then, if it counts: not what a function calls what it is given, but for those around."""
        event, where = self._events[int(self._rows[number])], int(self._within[number])
        if not self._counts(event):
            return None
        return event.name if where < 0 else event.name + self._places[where]

    def _counts(self, event: Event) -> bool:
        return event.kind != "parameter" or event.frame in self._wiring.frames

    @cached_property
    def _all(self) -> dict[int, str]:
        nodes, which, given, names = self._given()
        # Each node's names once: what the program binds before what a function calls what it is given, and then in order.
        keys = (nodes * 2 + given) * len(names) + which
        _keys, first = np.unique(keys, return_index=True)
        first.sort()
        nodes, which, given = nodes[first], which[first], given[first]
        shared = np.bincount(which, minlength=len(names))
        order = np.lexsort((shared[which], given, nodes))
        nodes, which = nodes[order], which[order]
        is_best = np.ones(len(nodes), bool)
        is_best[1:] = nodes[1:] != nodes[:-1]
        own = [names[name] for name in which[is_best].tolist()]
        return dict(zip(nodes[is_best].tolist(), own, strict=True)) | self._inputs

    def _given(self) -> tuple[Column, Column, Column, list[str]]:
        """Each time that a number was given a name that counts: its node, which name, and whether a function gave it to what it is
        called with; and the names."""
        events, frames = self._events, self._wiring.frames
        numbers = Numbers()
        which = np.fromiter(map(numbers.__getitem__, map(itemgetter(1), map(itemgetter(0), events))), np.int64, len(events))[self._rows]
        for number in np.flatnonzero(self._within >= 0).tolist():
            which[number] = numbers[events[int(self._rows[number])].name + self._places[int(self._within[number])]]
        given = np.fromiter((event[1] == "parameter" for event in events), np.int64, len(events))
        counts = given == 0
        if frames != {0}:  # the script itself is given nothing
            counts[[row for row in np.flatnonzero(given).tolist() if events[row].frame in frames]] = True
        kept = counts[self._rows]
        return self._nodes[kept], which[kept], given[self._rows][kept], list(numbers)


def _rows(types: Sequence[type], wanted: Set[type]) -> list[int]:
    """Where one of these types stands among many."""
    return np.flatnonzero(np.fromiter(map(wanted.__contains__, types), bool, len(types))).tolist() if wanted else []


def _attributes(wiring: NumberWiring, inputs: Mapping[int, str], objects: Sequence[int]) -> dict[int, str]:
    """Of inputs that have the same name, as those of several objects of one class do, the way to each: `n1.w`. `objects` are the
    events whose value is no number."""
    counts = Counter(inputs.values())
    alike = {index for index, name in inputs.items() if counts[name] > 1}
    found: dict[int, str] = {}
    left = MOST_LOOKED_AT
    for event in map(wiring.trace.events.__getitem__, objects if alike else ()):
        if event.kind != "bind" or event.frame != 0:
            continue
        for name, index in _held(event.value, event.name):
            left -= 1
            if (root := wiring.root(index)) in alike:
                found.setdefault(root, name)
        if left < 0:
            break
    return found


def _held(value: Any, name: str, depth: int = 4) -> Iterator[tuple[str, int]]:
    """The numbers in objects of the program's own, each with the way there as it is written."""
    if depth and isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _held(item, f"{name}[{number}]", depth - 1)
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _held(item, f"{name}[{key!r}]", depth - 1)
    elif depth and getattr(type(value), "__module__", "") == "__main__" and hasattr(value, "__dict__"):
        for attribute, item in vars(value).items():
            for path, number in entries(item):
                if type(number) is Traced:
                    yield f"{name}.{attribute}{place(path)}", number.index
            yield from () if isinstance(item, Traced) else _held(item, f"{name}.{attribute}", depth - 1)
