"""Where an object keeps the gradients of its parameters: `layer.dW`, `model.grads["W"]`, `net.d_weights[0]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import Leaf, Step, is_holder
from whygrad.checking.arrays.naming import HOLDERS, stems
from whygrad.checking.arrays.scope import is_gradient
from whygrad.tracing.function import is_float
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class

#: Attributes of an object that hold its parameters in a list, beside a list of their gradients.
_LISTS = ("params", "parameters", "weights", "parametros")


def followed(root: Any, path: Sequence[Step]) -> Any:
    """What stands at the end of a path; None where it leads nowhere."""
    for kind, key in path:
        try:
            root = getattr(root, key) if kind == "attribute" else root[key]
        except (AttributeError, LookupError, TypeError):
            return None
    return root


def kept_beside(root: Any, leaf: Leaf) -> tuple[Step, ...] | None:
    """The way to the gradient that the object of a parameter keeps, the inmost object first; None where there is none."""
    aliases = [path for position, path in leaf.also if position == leaf.position]
    return next((found for path in (leaf.path, *aliases) if (found := _beside(root, path)) is not None), None)


def _beside(root: Any, path: Sequence[Step]) -> tuple[Step, ...] | None:
    """The same, of one way to the parameter."""
    last = str(path[-1][1]) if path else ""
    for depth in range(len(path) - 1, -1, -1):
        holder, inner = followed(root, path[:depth]), path[depth:]
        for name, value in (*attributes(holder), *_computed(holder)):
            if value is None or (name == inner[0][1] and inner[0][0] == "attribute"):
                continue
            found = _in(name, value, inner, last, holder)
            if found is not None:
                return (*path[:depth], ("attribute", name), *found)
    return None


def _computed(holder: Any) -> Iterator[tuple[str, Any]]:
    """The properties of an object that are called gradients, and their values."""
    kind: type = type(holder)
    for name in _properties(kind):
        try:
            yield name, getattr(holder, name)
        except Exception:  # of what isn't there yet
            continue


@lru_cache(maxsize=256)
def _properties(kind: type) -> tuple[str, ...]:
    if not is_own_class(kind):
        return ()
    return tuple(name for name in dir(kind) if isinstance(getattr(kind, name), property) and (is_gradient(name) or name in HOLDERS))


def _in(name: str, value: Any, inner: Sequence[Step], last: str, holder: Any) -> tuple[Step, ...] | None:
    """The rest of the way, if an attribute is a parameter's gradient or holds it."""
    if isinstance(value, dict):
        keys = [key for key in value if last in stems(str(key)) and value[key] is not None]
        return (("item", keys[0]),) if keys and (is_holder(name, value) or is_gradient(name)) else None
    if isinstance(value, list | tuple):
        place = inner[1][1] if len(inner) == 2 and inner[1][0] == "item" else None
        if not isinstance(place, int) or place >= len(value) or value[place] is None:
            return None
        is_of_it = inner[0][1] in stems(name)[:-1] or (name in HOLDERS and inner[0][1] in _LISTS)
        return (("item", place),) if is_of_it else None
    if isinstance(last, str) and ({last, last.lstrip("_")} & {*stems(name)[:-1]} or name == f"g{last}"):
        return ()
    is_only = name in ("grad", "g") and sum(is_float(one) for _name, one in attributes(holder)) == 2  # `p.data` and `p.grad`
    return () if is_only and len(inner) == 1 and is_float(value) else None


def kept_gradients(layer: Any, known: Sequence[Leaf]) -> dict[str, Any]:
    """The gradients that a layer, or an object in it, keeps for its parameters."""
    found: dict[str, Any] = {}
    for leaf in known:
        path = kept_beside(layer, leaf)
        if path is not None:
            found[leaf.name] = followed(layer, path)
    return found or dict(_in_order(layer, known))


def _in_order(layer: Any, known: Sequence[Leaf]) -> Iterator[tuple[str, Any]]:
    """A list of gradients beside the arrays of an object: each is that of the array at its place, if the shapes say so, too."""
    arrays = [leaf for leaf in known if len(leaf.path) == 1 and np.ndim(followed(layer, leaf.path))]
    for name, value in attributes(layer):
        if name not in HOLDERS or not isinstance(value, list | tuple) or len(value) != len(arrays):
            continue
        pairs = list(zip(arrays, value, strict=True))
        if all(np.shape(one) == np.shape(followed(layer, leaf.path)) for leaf, one in pairs):
            yield from ((leaf.name, one) for leaf, one in pairs)
            return
