"""Which gates are seen together: each by itself, or all between one named value and the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from whygrad.graph import CONSTANT, INPUT, Graph

#: Gates that are still read as one formula.
MOST_TOGETHER = 6


@dataclass(frozen=True)
class Group:
    """Gates in the order of execution, the last of which is `out`, and the nodes that go into them."""

    gates: tuple[int, ...]
    sources: tuple[int, ...]

    @property
    def out(self) -> int:
        return self.gates[-1]


def groups(graph: Graph, members: Collection[int], *, ends: Collection[int], together: bool) -> list[Group]:
    """The groups that compute an output, in the order of execution; `ends` are nodes that a group ends at."""
    order = sorted(members)
    gates = [node for node in order if graph.gates[node] not in (INPUT, CONSTANT)]
    within = _within(graph, gates, set(ends)) if together else {node: node for node in gates}
    found: dict[int, list[int]] = defaultdict(list)
    for node in gates:
        found[within[node]].append(node)
    made = []
    for end in sorted(found):
        own = found[end]
        sources = dict.fromkeys(source for node in own for source in graph.inputs(node) if source not in set(own))
        made.append(Group(tuple(own), tuple(sources)))
    return made


def _within(graph: Graph, gates: list[int], ends: set[int]) -> Mapping[int, int]:
    """By node, the end of its group: that of everything that it goes into, if that is one."""
    users: dict[int, set[int]] = defaultdict(set)
    for node in gates:
        for source in graph.inputs(node):
            users[source].add(node)
    found: dict[int, int] = {}
    sizes: Counter[int] = Counter()
    for node in reversed(gates):
        above = {found[user] for user in users[node]}
        end = above.pop() if len(above) == 1 and node not in ends else node
        found[node] = node if sizes[end] >= MOST_TOGETHER else end
        sizes[found[node]] += 1
    return found
