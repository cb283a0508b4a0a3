"""The floats in a function's arguments, each by the name that a reader would give it: `x`, `params['W1']`, `self.W`."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.naming import HOLDERS
from whygrad.tracing.function import is_float
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class

#: How deep arguments are looked into.
DEEPEST = 5
_SHORT = ("g", "G", "gs")  # so if they hold several
Step = tuple[str, Any]  # ("item", key) or ("attribute", name)


@dataclass(frozen=True)
class Leaf:
    """A float or an array of floats: which argument it is in, and the steps to it from there."""

    name: str
    position: int
    path: tuple[Step, ...] = ()
    also: tuple[tuple[int, tuple[Step, ...]], ...] = ()  # where else the same array is held

    @property
    def last(self) -> str:
        """What it is called where it stands: the parameter, the key, the attribute."""
        return str(self.path[-1][1]) if self.path else self.name

    def of(self, args: Sequence[Any]) -> Any:
        """Its value in these arguments."""
        value = args[self.position]
        for kind, key in self.path:
            value = getattr(value, key) if kind == "attribute" else value[key]
        return value


def leaves(args: Sequence[Any], names: Sequence[str]) -> list[Leaf]:
    """Every float in the arguments, in order; an object that is met twice is looked into once, an array that is held twice is one leaf."""
    seen: set[int] = set()
    found: list[Leaf] = []
    held: dict[int, int] = {}  # by the id of an array that an object or a list holds: which leaf it is
    for position, value in enumerate(args):
        name = names[position] if position < len(names) else f"#{position}"
        if is_float(value):
            held[id(value)] = len(found)
            found.append(Leaf(name, position))
            continue
        for path in _paths(value, (), seen):
            leaf = Leaf(name + written(path), position, path)
            array = leaf.of(args)
            if path and isinstance(array, np.ndarray) and id(array) in held:
                first = found[held[id(array)]]
                is_numbered = bool(first.path) and first.path[-1][0] == "item" and isinstance(first.path[-1][1], int)
                if is_numbered and path[-1][0] == "attribute":  # it has a name, too
                    found[held[id(array)]] = replace(leaf, also=((first.position, first.path), *first.also))
                else:
                    found[held[id(array)]] = replace(first, also=(*first.also, (position, path)))
                continue
            held[id(array)] = len(found)
            found.append(leaf)
    return found


def floats_of(value: Any) -> list[Any]:
    """Every float in a value."""
    return [leaf.of([value]) for leaf in leaves([value], [""])]


def written(path: tuple[Step, ...]) -> str:
    """The steps as they stand in code."""
    return "".join(f".{key}" if kind == "attribute" else f"[{key!r}]" for kind, key in path)


def _paths(value: Any, path: tuple[Step, ...], seen: set[int]) -> Iterator[tuple[Step, ...]]:
    if is_float(value):
        yield path
        return
    parts = list(_parts(value))
    if not parts or len(path) > DEEPEST or id(value) in seen:
        return
    seen.add(id(value))
    for step, part in parts:
        yield from _paths(part, (*path, step), seen)


def _parts(value: Any) -> Iterator[tuple[Step, Any]]:
    if isinstance(value, dict):
        yield from ((("item", key), part) for key, part in value.items())
    elif isinstance(value, list | tuple):
        yield from ((("item", k), part) for k, part in enumerate(value))
    elif is_own_class(type(value)):
        yield from ((("attribute", name), part) for name, part in attributes(value) if not is_holder(name, part))


def is_holder(name: str, value: Any) -> bool:
    """Does an attribute of this name hold gradients?"""
    return name in HOLDERS or (name in _SHORT and isinstance(value, dict))


def arrays_in(value: Any, seen: set[int] | None = None) -> Iterator[Any]:
    """Every array, of whatever dtype, in lists, tuples, dicts and the user's objects; each holder is looked into once."""
    seen = set() if seen is None else seen
    if isinstance(value, np.ndarray):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        parts: Any = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        if is_own_class(type(value)):
            parts = [part for _name, part in attributes(value)]
        for part in parts:
            yield from arrays_in(part, seen)


def in_kind(changed: Any, leaf: Any) -> Any:
    """A number or an array, in the dtype of another."""
    return np.asarray(changed).astype(leaf.dtype) if isinstance(leaf, np.ndarray) else type(leaf)(changed)


def replaced(args: Sequence[Any], changes: Sequence[tuple[Leaf, Any]]) -> list[Any]:
    """The arguments with other values for some leaves. What holds them is changed in place: give it copies."""
    new = list(args)
    for leaf, value in changes:
        for position, path in ((leaf.position, leaf.path), *leaf.also):
            new[position] = _with(new[position], path, value)
    return new


def _with(holder: Any, path: tuple[Step, ...], value: Any) -> Any:
    if not path:
        return value
    kind, key = path[0]
    if kind == "attribute":
        setattr(holder, key, _with(getattr(holder, key), path[1:], value))
    elif isinstance(holder, tuple):
        parts = [_with(part, path[1:], value) if k == key else part for k, part in enumerate(holder)]
        return type(holder)._make(parts) if hasattr(holder, "_make") else tuple(parts)
    else:
        holder[key] = _with(holder[key], path[1:], value)
    return holder


#: What nobody can change.
_NUMBERS = (int, float, bool, str, type(None))


def own_copy(value: Any, but: Iterable[Any] = ()) -> Any:
    """A copy that shares nothing with its original, but keeps what is shared within it; of the arrays in `but`, which are to be
    replaced, none is made.
    """
    return _own(value, {id(one): one for one in but if type(one) is np.ndarray})


def _own(value: Any, known: dict[int, Any]) -> Any:
    """`copy.deepcopy` with this memo, at a third of the cost for arrays and numbers in tuples, lists and dicts."""
    kind = type(value)
    if kind in _NUMBERS:
        return value
    if id(value) in known:
        return known[id(value)]
    if kind is np.ndarray and value.dtype.kind in "fiub":
        known[id(value)] = made = value.copy(order="K")
    elif kind is tuple:
        made = tuple([_own(item, known) for item in value])
        made = known.setdefault(id(value), made)  # it may hold a list that holds it
    elif kind is list:
        known[id(value)] = made = []
        made += [_own(item, known) for item in value]
    elif kind is dict:
        known[id(value)] = made = {}
        for key, item in value.items():
            made[_own(key, known)] = _own(item, known)
    else:
        made = copy.deepcopy(value, known)
    return made


def size_of(value: Any) -> float:
    """The size of a typical entry."""
    return float(np.sqrt(np.mean(np.square(value)))) if np.size(value) else 0.0
