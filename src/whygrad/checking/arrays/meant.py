"""What a function that gives gradients means by them, where that was told by how a program calls it: `cost` and `gradient` side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from whygrad.checking.arrays.calling import Call
from whygrad.checking.arrays.leaves import Leaf, Step
from whygrad.checking.arrays.naming import stems

#: What stands for an entry that isn't there.
_NOTHING = object()
#: Which part of what is returned the gradients are: all of it, what stands behind the loss, or an entry.
Part = Literal["all", "rest"] | int


@dataclass(frozen=True)
class Root:
    """What a gradient is of: an argument, or what stands at a place in it, with all that it holds."""

    position: int
    path: tuple[Step, ...] = ()

    def below(self, leaf: Leaf) -> tuple[Step, ...] | None:
        """The steps from here to a leaf; None where it is not in here."""
        depth = len(self.path)
        is_here = leaf.position == self.position and leaf.path[:depth] == self.path
        return leaf.path[depth:] if is_here else None


@dataclass(frozen=True)
class Meant:
    """Of what the returned gradients are, one for each root, and how the function that returns them is called."""

    roots: tuple[Root, ...]
    call: Call | None = None  # None of one that returns its loss, too
    part: Part = "all"
    jacobian: Literal["", "rows", "columns"] = ""  # each row is the gradient of an output, or each column
    is_minus: bool = False  # a jacobian of what is taken away from the data

    def claimed(self, result: Any, known: Sequence[Leaf], upstream: Any) -> dict[str, Any]:
        """The claims, by the name of the leaf; what isn't there claims nothing."""
        value = part_of_result(result, self.part)
        if self.jacobian:
            value = self._pulled(value, upstream)
        values = [value] if len(self.roots) == 1 else _entries(value, len(self.roots))
        found: dict[str, Any] = {}
        for root, one in zip(self.roots, values, strict=True):
            for leaf in known:
                steps = root.below(leaf)
                entry = _NOTHING if steps is None else _at(one, steps)
                if entry is not _NOTHING:
                    found[leaf.name] = entry
        return found

    def _pulled(self, jacobian: Any, upstream: Any) -> Any:
        """The gradient of the outputs, weighed with the gradient from above: what a jacobian says that it is."""
        try:
            rows = np.asarray(jacobian, dtype=float)
            weights = np.asarray(upstream, dtype=float)
            if self.jacobian == "columns":
                rows = np.moveaxis(rows, tuple(range(-weights.ndim, 0)), tuple(range(weights.ndim)))
            return np.tensordot(-weights if self.is_minus else weights, rows, axes=weights.ndim)
        except (TypeError, ValueError, IndexError):
            return jacobian


def part_of_result(result: Any, part: Part) -> Any:
    """What of a returned value are the gradients."""
    if part == "all":
        return result
    if not isinstance(result, tuple | list):
        return None
    if part == "rest":
        return result[1] if len(result) == 2 else result[1:]
    return result[part] if part < len(result) else None


def _entries(value: Any, count: int) -> list[Any]:
    """So many gradients that are returned together, each for itself."""
    try:
        found = [*value.values()] if isinstance(value, dict) else [*value]
    except TypeError:
        found = []
    return found if len(found) == count else [_NOTHING] * count


def _at(value: Any, steps: Sequence[Step]) -> Any:
    """What stands at a place in gradients that are shaped like what they are of: `dW` for `W` in a dict."""
    for kind, key in steps:
        if value is _NOTHING or value is None:
            return _NOTHING
        if isinstance(value, dict):
            name = next((one for one in value if one == key or (isinstance(one, str) and key in stems(one))), _NOTHING)
            value = value[name] if name is not _NOTHING else _NOTHING
        elif kind == "attribute":
            value = getattr(value, key, _NOTHING)
        else:
            is_there = isinstance(value, list | tuple | np.ndarray) and isinstance(key, int) and key < len(value)
            value = value[key] if is_there else _NOTHING
    return _NOTHING if value is None else value
