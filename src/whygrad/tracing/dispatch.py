"""Where NumPy hands over: its protocols, by which a function that is given a traced array asks the array what to do."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from whygrad.graph import INPUT
from whygrad.tracing import explained
from whygrad.tracing.active import running
from whygrad.tracing.arrays import TracedArray, all_held, guard, held, is_traced
from whygrad.tracing.asking import users_frame
from whygrad.tracing.numpy_functions import (  # noqa: F401 - each of them registers its functions
    choosing,
    creation,
    elementwise,
    indexing,
    iterating,
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
    if function not in FUNCTIONS and not depends((args, kwargs)):
        found = function(*all_held(args), **all_held(kwargs))
        _froze()
        return creation.fresh(found) if isinstance(found, np.ndarray) else found
    return function_for(function)(*args, **kwargs)


def _froze() -> None:
    trace = running()
    if trace is not None:
        trace.froze = True


def depends(value: Any) -> bool:
    """Does this value, or one in nested lists, tuples and dicts, depend on an input of the trace?"""
    traced = [leaf for leaf in _leaves(value) if is_traced(leaf)]
    if not traced:
        return False
    graph = traced[0].graph
    return any(graph.gates[node] is INPUT for node in graph.ancestors([leaf.index for leaf in traced]))


def moves(value: Any) -> bool:
    """Does it depend on an input in such a way that a gradient passes? None does through a step, or where it was stopped."""
    waiting = [(leaf.graph, leaf.index) for leaf in _leaves(value) if is_traced(leaf)]
    seen = set(waiting)
    while waiting:
        graph, node = waiting.pop()
        gate = graph.gates[node]
        if gate is INPUT:
            return True
        if not gate.is_step:
            found = {(graph, source) for source in graph.inputs(node)} - seen
            seen |= found
            waiting.extend(found)
    return False


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, list | tuple | dict) and not is_traced(value):
        return [leaf for item in (value.values() if isinstance(value, dict) else value) for leaf in _leaves(item)]
    return [value]


def array_ufunc(self: Any, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
    """NumPy's protocol for its universal functions."""
    return ufuncs.dispatch(ufunc, method, inputs, options)


def array_of(self: Any, dtype: Any = None, copy: Any = None) -> Any:
    """Somebody wants the plain numbers, and would lose the trace; of a constant there is nothing to lose."""
    if not depends(self):
        _froze()
        return np.array(held(self), dtype=dtype)
    plain = held(self)
    if plain.dtype.kind in "iub":  # no gradient goes through whole numbers; they decide what the program does next
        guard(self, plain.tolist())
        return np.array(plain, dtype=dtype)
    frame = users_frame(sys._getframe(1))
    if frame is not None and frame.f_code.co_code[frame.f_lasti] == _STORE:
        raise explained.written_outside()
    raise explained.dropped("np.asarray")


_STORE = dis.opmap["STORE_SUBSCR"]


for _kind in (TracedArray, Traced):
    setattr(_kind, "__array_function__", array_function)  # noqa: B010 - the classes don't know of NumPy's protocols
    setattr(_kind, "__array_ufunc__", array_ufunc)  # noqa: B010
setattr(TracedArray, "__array__", array_of)  # noqa: B010
