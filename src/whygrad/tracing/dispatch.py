"""Where NumPy hands over: its protocols, by which a function that is given a traced array asks the array what to do."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable
from typing import Any

from whygrad.tracing import explained
from whygrad.tracing.arrays import TracedArray
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
    return function_for(function)(*args, **kwargs)


def array_ufunc(self: Any, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
    """NumPy's protocol for its universal functions."""
    return ufuncs.dispatch(ufunc, method, inputs, options)


def array_of(self: Any, dtype: Any = None, copy: Any = None) -> Any:
    """Somebody wants the plain numbers, and would lose the trace."""
    frame = users_frame(sys._getframe(1))
    if frame is not None and frame.f_code.co_code[frame.f_lasti] == _STORE:
        raise explained.written_outside()
    raise explained.dropped("np.asarray")


_STORE = dis.opmap["STORE_SUBSCR"]


for _kind in (TracedArray, Traced):
    _kind.__array_function__ = array_function  # type: ignore[attr-defined]
    _kind.__array_ufunc__ = array_ufunc  # type: ignore[attr-defined]
TracedArray.__array__ = array_of  # type: ignore[attr-defined]
