"""What stands inside of a value besides attributes and items of lists, tuples and dicts: for whoever has to notice that it changes."""

from __future__ import annotations

import functools
import sys
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence, Set
from contextvars import ContextVar
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from whygrad.tracing.reach import is_own_class

#: Nothing in these changes, and nothing in them is worth opening.
_CLOSED = (int, float, complex, str, bytes, range, slice, np.generic, np.dtype, type(None), type, ModuleType, FunctionType, CodeType)
_BUILT_IN = (list, tuple, dict, set, frozenset, BuiltinFunctionType, MethodType, np.ufunc)
_UNSET = object()
#: Whose objects hold nothing of the user's but what is found in other ways.
_KNOWN = ("numpy", "scipy", "whygrad")


def parts_of(value: Any) -> list[Any] | None:
    """What a value of another's class holds: entries, attributes, what it refers to; None if it isn't known to hold anything."""
    if isinstance(value, (*_CLOSED, *_BUILT_IN)):
        return None
    if isinstance(value, functools.partial):
        return [value.func, *value.args, *value.keywords, *value.keywords.values()]
    if isinstance(value, weakref.ref):
        return [value()]
    if isinstance(value, ContextVar):
        return [value.get(_UNSET)]
    if isinstance(value, np.ndarray):
        return list(value.flat) if value.dtype.kind == "O" else None
    if isinstance(value, threading.local):
        return [part for item in vars(value).items() for part in item]
    kind: type = type(value)
    if is_own_class(kind):
        return None
    if _is_of_python(kind):
        return _entries(value)
    return None if kind.__module__.partition(".")[0] in _KNOWN else _attributes(value)


def _attributes(value: Any) -> list[Any] | None:
    """Those of an object of a library's: what they are, but not what is in other objects of libraries, which may be without end."""
    held = getattr(value, "__dict__", None)
    if not isinstance(held, dict):
        return None
    return [part for name, item in held.items() for part in (name, item if _is_plain(item) else id(item))]


def _is_plain(item: Any) -> bool:
    return isinstance(item, (*_CLOSED, *_BUILT_IN, np.ndarray)) and not isinstance(item, type | ModuleType | MethodType)


def _entries(value: Any) -> list[Any] | None:
    """Those of a collection of the standard library's: a view of a dict, a chain of dicts, a collection of weak references."""
    if isinstance(value, Mapping):
        return [*value, *map(value.__getitem__, value)]
    if isinstance(value, Sequence | Set) and not isinstance(value, memoryview | bytearray):
        return list(value)
    return None


@functools.lru_cache(maxsize=4096)
def _is_of_python(kind: type) -> bool:
    """Is this a class of the standard library's?"""
    return kind.__module__.partition(".")[0] in (*sys.stdlib_module_names, "builtins")


def bytes_of(value: Any) -> bytes | None:
    """The numbers or the text in a value that a trace doesn't read anew: bytes that can be changed, arrays of no real numbers, tables."""
    if isinstance(value, (*_CLOSED, *_BUILT_IN)):
        return None
    if isinstance(value, np.ma.MaskedArray):
        return value.data.tobytes() + np.ma.getmaskarray(value).tobytes()
    if isinstance(value, np.ndarray):
        return None if value.dtype.kind in "fiubO" else value.tobytes()
    try:
        return memoryview(value).tobytes()
    except (TypeError, ValueError, BufferError):  # no buffer, or one that has been released
        return _as_array(value)


def _as_array(value: Any) -> bytes | None:
    """Of what a library can make an array of."""
    make: Callable[[], Any] | None = None if is_own_class(type(value)) else getattr(value, "__array__", None)
    try:
        found = make() if callable(make) else None
        return repr(found.tolist()).encode() if found is not None and found.dtype.hasobject else None if found is None else found.tobytes()
    except Exception:  # it has its own reasons not to become an array
        return None
