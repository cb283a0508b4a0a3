"""Values of a notebook, written down as code, and compared."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

#: Entries of a list up to which it is written down.
MOST_ENTRIES = 200


def attribute(value: Any, name: str) -> Any:
    """An attribute of any object, whatever its class does when it is asked; None if it has none."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None


def is_from_module(value: Any) -> bool:
    return isinstance(value, ModuleType) or attribute(value, "__module__") not in ("__main__", None) or callable(value)


def imported(name: str, value: Any) -> str | None:
    """A statement that imports what a name stands for, if it is from a module."""
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}"
    module, own = attribute(value, "__module__"), attribute(value, "__name__")
    if callable(value) and isinstance(own, str) and module not in (None, "__main__") and attribute(sys.modules.get(module), own) is value:
        return f"from {module} import {own} as {name}"
    return None


def is_short(value: Any) -> bool:
    """Can this be written down: a number, a text, or a few of them in lists?"""
    return _entries(value) <= MOST_ENTRIES


def _entries(value: Any) -> float:
    kind = type(value)
    if kind in (int, bool, float, type(None)):
        return 1
    if kind is str:
        return 1 if len(value) <= MOST_ENTRIES else math.inf
    if _is_number_of_numpy(value):
        return 1
    if kind in (list, tuple):
        return sum(map(_entries, value)) if len(value) <= MOST_ENTRIES else math.inf
    if kind is dict:
        return sum(_entries(key) + _entries(item) for key, item in value.items()) if len(value) <= MOST_ENTRIES else math.inf
    return math.inf


def _is_number_of_numpy(value: Any) -> bool:
    return type(value).__module__ == "numpy" and type(value).__name__ in ("float64", "int64", "bool", "bool_")


def literal(value: Any) -> str:
    kind = type(value)
    if _is_number_of_numpy(value):
        return literal(value.item())
    if kind is float and not math.isfinite(value):
        return f'float("{value}")'
    if kind is list:
        return f"[{', '.join(map(literal, value))}]"
    if kind is tuple:
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if kind is dict:
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    return repr(value)


def has_arrays(value: Any, depth: int = 3) -> bool:
    """Is this an array, or does it hold one: a list, a dict, an object?"""
    if type(value).__module__ == "numpy":
        return True
    if depth == 0 or isinstance(value, type | ModuleType | str):
        return False
    if isinstance(value, list | tuple):
        parts: Iterable[Any] = value
    else:
        parts = value.values() if isinstance(value, dict) else (attribute(value, "__dict__") or {}).values()
    return any(has_arrays(one, depth - 1) for one in parts)


def are_same(one: Any, other: Any) -> bool:
    """Are two values equal in kind and in every number?"""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(are_same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(are_same(one[key], other[key]) for key in one)
    if type(one).__module__ == "numpy":
        import numpy as np

        return one.dtype == other.dtype and bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc"))
    if isinstance(one, float):
        return one == other or (one != one and other != other)
    try:
        return bool(one == other)
    except Exception:
        return False
