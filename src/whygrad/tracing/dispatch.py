"""Where NumPy hands over: its protocols, by which a function that is given a traced array asks the array what to do."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from whygrad.graph import INPUT
from whygrad.tracing import explained
from whygrad.tracing.arrays import TracedArray, held, is_traced
from whygrad.tracing.asking import users_frame
from whygrad.tracing.numpy_functions import (  # noqa: F401 - each of them registers its functions
    choosing,
    creation,
    indexing,
    joining,
    linear_algebra,
    ordering,
    products,
    reductions,
    refused,
    shapes,
    ufuncs,
)
from whygrad.tracing.numpy_functions.registry import FUNCTIONS, REFUSED
from whygrad.tracing.traced import Traced


def function_for(function: Any) -> Callable[..., Any]:
    """What traces this function of NumPy's; raises NotTraceable for one that nothing does."""
    found = FUNCTIONS.get(function)
    if found is not None:
        return found
    name, instead = REFUSED.get(function, (f"{function.__module__}.{function.__name__}".replace("numpy", "np", 1), None))
    raise explained.unknown_function(name, instead)


def array_function(self: Any, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
    """NumPy's protocol for its functions."""
    return call(function, args, kwargs)


def call(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """A function of NumPy's, traced; one that has no derivative is computed plainly, if its arguments are constants."""
    if function not in FUNCTIONS and not any(map(depends, _leaves((args, kwargs)))):
        found = function(*_plain(args), **_plain(kwargs))
        return creation.fresh(found) if isinstance(found, np.ndarray) else found
    return function_for(function)(*args, **kwargs)


def depends(value: Any) -> bool:
    """Does this value depend on an input of the trace?"""
    if not is_traced(value):
        return False
    graph = value.graph
    return any(graph.gates[node] is INPUT for node in graph.ancestors([value.index]))


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, list | tuple | dict) and not is_traced(value):
        return [leaf for item in (value.values() if isinstance(value, dict) else value) for leaf in _leaves(item)]
    return [value]


def _plain(value: Any) -> Any:
    if is_traced(value):
        return held(value)
    if type(value) in (list, tuple):
        return type(value)([_plain(item) for item in value])
    return {key: _plain(item) for key, item in value.items()} if type(value) is dict else value


def array_ufunc(self: Any, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
    """NumPy's protocol for its universal functions."""
    return ufuncs.dispatch(ufunc, method, inputs, options)


def array_of(self: Any, dtype: Any = None, copy: Any = None) -> Any:
    """Somebody wants the plain numbers, and would lose the trace; of a constant there is nothing to lose."""
    if not depends(self):
        return np.array(held(self), dtype=dtype)
    frame = users_frame(sys._getframe(1))
    if frame is not None and frame.f_code.co_code[frame.f_lasti] == _STORE:
        raise explained.written_outside()
    raise explained.dropped("np.asarray")


_STORE = dis.opmap["STORE_SUBSCR"]


for _kind in (TracedArray, Traced):
    setattr(_kind, "__array_function__", array_function)  # noqa: B010 - the classes don't know of NumPy's protocols
    setattr(_kind, "__array_ufunc__", array_ufunc)  # noqa: B010
setattr(TracedArray, "__array__", array_of)  # noqa: B010
