"""Arrays that were made before a trace, as values of the trace, for as long as it runs.

They may lie in arguments, globals, closures, and in the attributes of objects. Lists and dicts are replaced by working
copies, objects get their attributes replaced; at the end everything is put back as a plain run would have left it: what
the program wrote is written to the array that it was written to, and no traced value stays behind.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from whygrad.graph import Graph
from whygrad.tracing.arrays import TracedArray, current, is_traced
from whygrad.tracing.reach import is_own_class
from whygrad.tracing.traced import NUMBERS

_PLAIN = frozenset({*NUMBERS, str, type(None)})


class Lifting:
    """What was replaced, and by what."""

    def __init__(self, graph: Graph, lift: Callable[[Any], Any]) -> None:
        self.graph = graph
        self._lift = lift
        self._working: dict[int, Any] = {}  # by the id of the original
        self._kept: list[Any] = []  # originals, so that their ids stay theirs
        self._original: dict[int, Any] = {}  # by the id of what works in its place
        self._copies: list[tuple[Any, Any]] = []
        self._objects: list[Any] = []
        self._seen_plain: list[Any] = []
        self._settled: dict[int, Any] = {}
        self._borrowed: set[int] = set()  # what works in the place of an original, on its very memory
        self.owed: list[tuple[Any, Any]] = []  # originals that will have to be written, and what with

    def known(self, original: Any, working: Any) -> None:
        """Remember what works in the place of an original."""
        self._kept.append(original)
        self._working[id(original)] = working
        self._original[id(working)] = original
        self._kept.append(working)

    def stands_for(self, original: Any, working: Any, *, borrowed: bool) -> None:
        """A value works in the place of an original, for itself alone: whoever else holds the original holds a constant.

        If it has borrowed the original's memory, what was written to it is owed until the way back is done with the old numbers.
        """
        self._original[id(working)] = original
        if borrowed:
            self._borrowed.add(id(working))
        self._kept += [original, working]

    def copied(self, original: Any, working: Any) -> None:
        """A container that works in the place of another one: what is put into it will be put into that."""
        self.known(original, working)
        self._copies.append((original, working))

    def original(self, working: Any) -> Any:
        """What this works in the place of; None for what is its own."""
        return self._original.get(id(working))

    def lifted(self, value: Any) -> Any:
        """The value with all arrays in it traced."""
        kind = type(value)
        if kind in NUMBERS or value is None or kind is str or is_traced(value):
            return value
        found = self._working.get(id(value))
        if found is not None:
            return found
        if kind is np.ndarray:
            if value.dtype.kind not in "fiub":
                return value
            made = self._lift(value)
            self.known(value, made)
            return made
        if callable(value) and not _is_object(value):
            return self._function(value)
        if isinstance(value, np.random.Generator | np.random.RandomState):
            from whygrad.tracing.draws import StandInGenerator

            self.known(value, StandInGenerator(value))
            return self._working[id(value)]
        if isinstance(value, list | dict | deque):
            return self._container(value)
        if isinstance(value, tuple):
            return self._tuple(value)
        if _is_object(value):
            self._object(value)
        return value

    def _function(self, value: Any) -> Any:
        """A function of NumPy's that is kept in a list or a dict: what stands in for it."""
        from whygrad.tracing.stand_ins import is_library, stand_in

        found = stand_in(value) if is_library(value) else value
        if found is not value:
            self.known(value, found)
        return found

    def _container(self, value: Any) -> Any:
        if _is_plain(value):
            self._seen_plain.append(value)
            return value
        self._working[id(value)] = value  # while it is under way, for what refers to itself
        self._kept.append(value)
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        new = [(key, item, self.lifted(item)) for key, item in items]
        if all(item is made for _, item, made in new):
            self._seen_plain.append(value)
            return value
        try:
            working = copy.copy(value)
        except Exception:
            return value
        for key, _, made in new:
            working[key] = made
        self.copied(value, working)
        return working

    def _tuple(self, value: Any) -> Any:
        new = [self.lifted(item) for item in value]
        if all(item is made for item, made in zip(value, new, strict=True)):
            return value
        made = type(value)._make(new) if hasattr(value, "_make") else type(value)(new)
        self.known(value, made)
        return made

    def _object(self, value: Any) -> None:
        self._working[id(value)] = value
        self._kept.append(value)
        self._objects.append(value)
        for name, item in list(attributes(value)):
            made = self.lifted(item)
            if made is not item:
                put(value, name, made)

    # --- and back

    def settled(self, value: Any) -> Any:
        """The plain value: the original where there is one, with what was written to it."""
        kind = type(value)
        if kind in NUMBERS or value is None or kind is str:
            return value
        if id(value) in self._settled:
            return self._settled[id(value)]
        if is_traced(value):
            plain = self._plain(value)
            self._settled[id(value)] = plain
            self._kept.append(value)
            return plain
        original = self._original.get(id(value))
        if isinstance(value, np.random.Generator | np.random.RandomState):
            return getattr(value, "original", value)
        if isinstance(value, list | dict | deque):
            if original is None and _is_plain(value):
                return value
            return self._settle_container(value, value if original is None else original)
        if isinstance(value, tuple):
            items = [self.settled(item) for item in value]
            if all(a is b for a, b in zip(items, value, strict=True)):
                return value
            if original is not None and all(a is b for a, b in zip(items, original, strict=True)):
                return original
            return type(value)._make(items) if hasattr(value, "_make") else type(value)(items)
        if _is_object(value):
            self._settled[id(value)] = value
            self._kept.append(value)
            self._settle_object(value)
        return value if original is None else original

    def _plain(self, value: Any) -> Any:
        if type(value) is not TracedArray:
            return value.value
        if value.graph is self.graph:
            current(value)
        original = self._original.get(id(value))
        if original is not None:
            if value.memory is not None and value.memory.written and original.flags.writeable and original.shape == value.value.shape:
                if id(value) in self._borrowed:
                    self.owed.append((original, value.value))
                else:
                    np.copyto(original, value.value, casting="unsafe")
            return original
        if value.origin is not None and isinstance(value.value, np.ndarray):
            return self._view(value)
        return value.value.copy() if isinstance(value.value, np.ndarray) else value.value

    def _view(self, value: TracedArray) -> Any:
        """A view is a view still, onto what its array became."""
        assert value.origin is not None
        parent = self.settled(value.origin.parent)
        try:
            return value.origin.gate.on_arrays(parent, **value.origin.attributes)
        except Exception:  # the array has another shape now
            return value.value.copy()

    def _settle_container(self, value: Any, original: Any) -> Any:
        self._settled[id(value)] = original
        self._kept.append(value)
        if isinstance(value, dict):
            items = {key: self.settled(item) for key, item in value.items()}
            if list(items) != list(original) or any(items[key] is not original[key] for key in items):
                for key in [key for key in original if key not in items]:
                    del original[key]
                original.update(items)
        else:
            found = [self.settled(item) for item in value]
            if len(found) != len(original) or any(a is not b for a, b in zip(found, original, strict=True)):
                original.clear()
                original.extend(found)
        return original

    def _settle_object(self, value: Any) -> None:
        for name, item in list(attributes(value)):
            plain = self.settled(item)
            if plain is not item:
                put(value, name, plain)

    def written(self) -> list[Any]:
        """The originals of arrays that have been written to."""
        return [self._original[id(array)] for array in self.writers()]

    def writers(self) -> list[TracedArray]:
        """What works in their places."""
        return [array for array in self._arrays() if array.memory is not None and array.memory.written]

    def _arrays(self) -> list[TracedArray]:
        """The traced arrays that work in the place of others."""
        return [kept for kept in self._kept if type(kept) is TracedArray and id(kept) in self._original]

    def pay(self) -> None:
        """Write what is owed."""
        for original, value in self.owed:
            np.copyto(original, value, casting="unsafe")
        self.owed.clear()

    def settle_all(self) -> None:
        """Put everything back."""
        for original, working in self._copies:
            self.settled(working)
            assert self._settled.get(id(working)) is original
        for container in self._seen_plain:
            self.settled(container)
        for value in self._objects:
            self.settled(value)
        for array in self._arrays():
            self.settled(array)


def _is_plain(value: Any) -> bool:
    """Is this a list or a dict of nothing but numbers and text? A long one is told so without a walk in Python."""
    return _PLAIN.issuperset(map(type, value.values() if isinstance(value, dict) else value))


def _is_object(value: Any) -> bool:
    """Does this hold attributes of the user's?"""
    return isinstance(value, SimpleNamespace) or (is_own_class(type(value)) and not isinstance(value, type))


def attributes(value: Any) -> list[tuple[str, Any]]:
    """The attributes that an object holds."""
    found = list(getattr(value, "__dict__", {}).items())
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        names = [name for name in ((slots,) if isinstance(slots, str) else slots) if name not in ("__dict__", "__weakref__")]
        found.extend((name, getattr(value, name)) for name in names if hasattr(value, name))
    return found


def put(value: Any, name: str, item: Any) -> None:
    """Give an attribute a value, frozen dataclasses included."""
    if name in getattr(value, "__dict__", {}):
        value.__dict__[name] = item
    else:
        object.__setattr__(value, name, item)
