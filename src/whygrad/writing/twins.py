"""What a program computes twice: `x - mu` here and there is one number, with one line, and one gradient."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from whygrad.graph import CONSTANT, INPUT, NONE, Graph, Overwritten


def likeness(graph: Graph, index: int, sources: Sequence[int]) -> Hashable | None:
    """What two nodes that compute the same have in common, given what stands for their sources; None for what is nobody's twin."""
    gate = graph.gates[index]
    if gate in (INPUT, CONSTANT):
        return None
    return gate, tuple(sources), repr(sorted(graph.attributes.get(index, {}).items(), key=str))


def join_twins(graph: Graph) -> None:
    """Let what is computed from the second of two twins be computed from the first, so that the way back passes there but once."""
    first_of: dict[Hashable, int] = {}
    instead = list(range(len(graph)))
    for index in range(len(graph)):
        before = graph.inputs(index)
        sources = tuple([instead[source] for source in before])
        if sources != before:
            _rewire(graph, index, sources)
        like = likeness(graph, index, sources)
        if like in first_of:
            instead[index] = first_of[like]
        elif like is not None and not isinstance(graph.values[index], Overwritten):  # the first is looked at in place of the second
            first_of[like] = index


def _rewire(graph: Graph, index: int, sources: tuple[int, ...]) -> None:
    if len(sources) > 2:
        graph.many[-2 - graph.first[index]] = sources
    else:
        graph.first[index], graph.second[index] = sources if len(sources) == 2 else (sources[0], NONE)
