"""What a program on single numbers calls the nodes of its circuit: a million events, of which a picture shows a few dozen names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.checking.values import entries
from whygrad.drawing.columns import Numbers
from whygrad.drawing.wiring import place
from whygrad.tracing.traced import Traced

if TYPE_CHECKING:
    from whygrad.drawing.columns import Column
    from whygrad.drawing.numbers import NumberWiring

#: Numbers in objects of the program's own that are looked at for the way to an input.
MOST_LOOKED_AT = 50_000


def called(wiring: NumberWiring) -> dict[int, str]:
    """An input is called as where it was written; of the names of a gate's value, the one that the fewest nodes share counts, and of
    these the first. What a function calls what it is given is asked for last."""
    inputs = {leaf.index: leaf.key.name + place(leaf.path) for leaf in wiring.trace.leaves}
    return _of_gates(wiring) | inputs | _attributes(wiring, inputs)


def _of_gates(wiring: NumberWiring) -> dict[int, str]:
    nodes, which, given, names = _given(wiring)
    is_member = np.zeros(len(wiring.graph) + 1, bool)
    is_member[wiring.nodes] = True
    nodes = wiring.net.root[nodes]
    kept = np.flatnonzero(is_member[nodes])
    nodes, which, given = nodes[kept], which[kept], given[kept]
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
    return dict(zip(nodes[is_best].tolist(), own, strict=True))


def _given(wiring: NumberWiring) -> tuple[Column, Column, Column, list[str]]:
    """Each time that a number was given a name: its node, which name, and whether a function gave it to what it is called with;
    and the names."""
    frames = wiring.frames
    events = [event for event in wiring.trace.events if event[1] != "parameter" or event[2] in frames]
    numbers = Numbers()
    which = np.fromiter(map(numbers.__getitem__, map(itemgetter(1), map(itemgetter(0), events))), np.int64, len(events))
    nodes = np.fromiter((value.index if type(value := event[3]) is Traced else -1 for event in events), np.int64, len(events))
    inside = [
        (row, number.index, numbers[events[row].name + place(path)])
        for row in np.flatnonzero(nodes < 0).tolist()
        for path, number in entries(events[row].value)
        if type(number) is Traced
    ]
    single, more = np.flatnonzero(nodes >= 0), np.array(inside, np.int64).reshape(-1, 3)
    rows = np.concatenate((single, more[:, 0]))
    order = np.argsort(rows, kind="stable")
    given = np.zeros(len(events), np.int64)
    if frames != {0}:  # the script itself is given nothing
        given[[row for row, event in enumerate(events) if event[1] == "parameter"]] = 1
    nodes, which = np.concatenate((nodes[single], more[:, 1])), np.concatenate((which[single], more[:, 2]))
    return nodes[order], which[order], given[rows[order]], list(numbers)


def _attributes(wiring: NumberWiring, inputs: Mapping[int, str]) -> dict[int, str]:
    """Of inputs that have the same name, as those of several objects of one class do, the way to each: `n1.w`."""
    counts = Counter(inputs.values())
    alike = {index for index, name in inputs.items() if counts[name] > 1}
    found: dict[int, str] = {}
    events = [event for event in wiring.trace.events if event.kind == "bind" and event.frame == 0] if alike else []
    left = MOST_LOOKED_AT
    for event in events:
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
