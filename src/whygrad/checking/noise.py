"""How far may rounding have carried a number from what it should be?"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from whygrad.autodiff.reverse import adjoints_with_scale
from whygrad.checking.values import close, entries
from whygrad.graph import Graph
from whygrad.tracing.traced import Traced

#: Every gate rounds by half a unit in the last place; a few times as much is noise.
_UNITS = 8 * sys.float_info.epsilon


def rounding(graph: Graph, index: int) -> float:
    """A first-order bound on the rounding error of a node: what a rounding of each value that it is made of does to it.

    Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.3.

    >>> graph = Graph()
    >>> x = Traced.input(graph, 1e-9)
    >>> left = (1.0 + x) - 1.0
    >>> 1e-16 < rounding(graph, left.index) < 1e-14
    True
    """
    above, _ = adjoints_with_scale(graph, {index: 1.0})
    return float(_UNITS * sum(abs(adjoint * graph.values[node]) for node, adjoint in above.items()))


def roundings(value: Any, graph: Graph) -> dict[int, float]:
    """The bound for each traced number in a value, by its node."""
    return {number.index: rounding(graph, number.index) for _, number in entries(value) if type(number) is Traced}


def within_rounding(value: Any, true: Any, bounds: Mapping[int, float]) -> bool:
    """Is every number of a value no farther from the true one than rounding explains?"""
    mine, theirs = dict(entries(value)), dict(entries(true))
    if mine.keys() != theirs.keys():
        return False
    for path, number in mine.items():
        plain = number.value if type(number) is Traced else number
        if close(plain, theirs[path]):
            continue
        if type(number) is not Traced or not abs(plain - theirs[path]) <= bounds[number.index]:
            return False
    return True
