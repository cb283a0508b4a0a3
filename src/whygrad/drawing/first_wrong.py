"""Which of the wrong gradients are wrong by themselves, and which only follow from one that was wrong before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from whygrad.drawing.wiring import UNSEEN, Claimed, Wiring

#: Nodes between a wrong gradient and those that it was computed from, up to which it is worked out.
MOST_BETWEEN = 2000
#: How near two numbers are that count as one, relatively.
CLOSE = 1e-6


def first_wrong(wiring: Wiring) -> set[int]:
    """The nodes whose gradient is claimed wrongly, and not as the chain rule makes it of other gradients that are claimed.

    >>> from whygrad.drawing.numbers import wired
    >>> wiring = wired("x = 2.0\\ny = 3.0 * x\\nz = y * y\\ndy = y\\ndx = 3.0 * dy\\n")
    >>> [wiring.names[node] for node in first_wrong(wiring)]
    ['y']
    """
    wrong = {node: own for node, claims in wiring.claimed.items() if (own := wrong_claim(claims)) is not None}
    return {node for node, own in wrong.items() if not _follows(wiring, node, own)}


def wrong_claim(claims: Sequence[Claimed]) -> Claimed | None:
    """The first of some claims that is wrong, and is there."""
    return next((claimed for claimed in claims if not claimed.right and claimed.yours is not None), None)


def _follows(wiring: Wiring, node: int, own: Claimed) -> bool:
    between = _between(wiring, node)
    if between is None:
        return False
    ends = {gate: claimed for gate in between if (claimed := wrong_claim(wiring.claimed.get(gate, ()))) is not None}
    if not ends:
        return False
    if own.yours is UNSEEN or any(claimed.yours is UNSEEN for claimed in ends.values()):
        return True  # as far as anybody can see
    return _is_close(own.yours, _made_of(wiring, node, between))


def _between(wiring: Wiring, node: int) -> list[int] | None:
    """The gates that a node goes into, and all behind them up to those whose gradient is claimed, the last of them first; None if they
    are too many."""
    found: set[int] = set()
    waiting = [*wiring.users[node]]
    while waiting:
        gate = waiting.pop()
        if gate < 0 or gate in found:
            continue
        found.add(gate)
        if len(found) > MOST_BETWEEN:
            return None
        if not wiring.claimed.get(gate):
            waiting += wiring.users[gate]
    return sorted(found, reverse=True)


def _made_of(wiring: Wiring, node: int, between: Sequence[int]) -> Any:
    """The gradient of a node as the chain rule makes it of what is claimed, be it right or wrong."""
    inside, total = {node, *between}, dict[int, Any]()
    for gate in between:
        claimed = wrong_claim(wiring.claimed.get(gate, ()))
        whole = gate in wiring.seeds or bool(wiring.claimed.get(gate))
        above = claimed.yours if claimed is not None else wiring.gradient(gate) if whole else total.get(gate, 0.0)
        for source, part in zip(wiring.operands[gate], wiring.handed_down(gate, above), strict=True):
            if source in inside and part is not None:
                total[source] = total[source] + part if source in total else part
    return total.get(node, 0.0)


def _is_close(one: Any, other: Any) -> bool:
    size = max(float(np.max(np.abs(one), initial=0.0)), float(np.max(np.abs(other), initial=0.0)))
    return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=CLOSE, atol=CLOSE * size))
