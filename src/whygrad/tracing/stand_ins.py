"""Stand-ins for numpy, scipy.special, math and some builtins, as the functions of a trace find them.

NumPy hands over to a traced array by itself where it is given one. A stand-in is needed where it is not: what makes
arrays (a program may write traced numbers into `np.zeros` later), `float(x)`, and functions of `math`. A thread that
traces nothing gets NumPy's own answers from them, since the names of a module are shared by all threads.
"""

from __future__ import annotations

import builtins
import dis
import math
import operator
import random
import sys
from collections.abc import Callable
from functools import lru_cache, reduce, wraps
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

from whygrad.gates import selection
from whygrad.gates.table import Gate
from whygrad.tracing import dispatch
from whygrad.tracing.active import RUNNING
from whygrad.tracing.array_methods import to_number
from whygrad.tracing.arrays import TracedArray, all_held, guard, held, is_traced
from whygrad.tracing.draws import drawn, generator
from whygrad.tracing.numpy_functions import creation, iterating, ufuncs
from whygrad.tracing.numpy_functions.creation import any_traced
from whygrad.tracing.numpy_functions.registry import FUNCTIONS, REFUSED
from whygrad.tracing.numpy_functions.special import special_function
from whygrad.tracing.operators import binary, unary
from whygrad.tracing.proxies import MATH
from whygrad.tracing.touching import ASKS, DRAWS, OF_SYSTEM, OPENS, PRINTS, outside, place, touching
from whygrad.tracing.traced import Traced

NUMBERS = (
    *("float16", "float32", "float64", "longdouble"),
    *("bool", "bool_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "longlong"),
)


_SIMPLE = (TracedArray, float, int)
#: Modules that there are stand-ins for, or for some of what they have.
STOOD_IN_FOR = frozenset({"numpy", "scipy", "math", *OF_SYSTEM})


def _is_called(frame: FrameType) -> bool:
    """Is the attribute that is being looked up called at once, as in `np.float64(x)`? Python puts a null beside what it calls."""
    return _calls(frame.f_code, frame.f_lasti)


@lru_cache(maxsize=1024)
def _calls(code: CodeType, at: int) -> bool:
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("EXTENDED_ARG", "NOP")]
    k = next((k for k, step in enumerate(steps) if step.offset == at), 0)
    before, base, step, after = steps[max(k - 2, 0)], steps[max(k - 1, 0)], steps[k], steps[min(k + 1, len(steps) - 1)]
    is_method = step.opname == "LOAD_METHOD" or (step.opname == "LOAD_ATTR" and sys.version_info >= (3, 12) and bool((step.arg or 0) & 1))
    with_null = base.opname == "LOAD_GLOBAL" and bool((base.arg or 0) & 1)
    return is_method or with_null or "PUSH_NULL" in (before.opname, after.opname)


class StandInModule(ModuleType):
    """A module whose functions are stood in for when they are asked for."""

    def __init__(self, original: ModuleType) -> None:
        super().__init__(original.__name__, original.__doc__)
        self.__dict__["__original__"] = original
        self.__dict__["__taken__"] = {}  # what the names stood for when they were asked for

    def __getattr__(self, name: str) -> Any:
        original = getattr(self.__dict__["__original__"], name)
        if isinstance(original, type) and not _is_called(sys._getframe(1)):  # `x.dtype.type is np.float64`
            return original
        found = stand_in(original)
        if isinstance(original, type):
            return found
        if not name.startswith("__"):
            self.__dict__[name] = found
            self.__dict__["__taken__"][name] = original
        return found

    def refresh(self) -> None:
        """Forget the names that somebody has given another function since."""
        original, taken = self.__dict__["__original__"], self.__dict__["__taken__"]
        for name in [name for name, function in taken.items() if getattr(original, name, None) is not function]:
            del taken[name], self.__dict__[name]

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["__original__"], name, value)

    def __dir__(self) -> list[str]:
        return dir(self.__dict__["__original__"])


class StandInUfunc:
    """A ufunc that goes straight to its gate where it is given a traced value."""

    def __init__(self, original: Any) -> None:
        self.original = original
        self.__name__ = original.__name__
        self.__doc__ = original.__doc__
        gate = ufuncs.GATES.get(original)
        self._unary = unary(gate) if gate is not None and original.nin == 1 else None
        self._binary = binary(gate) if gate is not None and original.nin == 2 else None

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        if not options and inputs and type(inputs[0]) is TracedArray:  # most calls are of this kind
            if len(inputs) == 1 and self._unary is not None:
                return self._unary(inputs[0])
            if len(inputs) == 2 and self._binary is not None and type(inputs[1]) in _SIMPLE:
                return self._binary(inputs[0], inputs[1])
        for value in inputs:
            kind = type(value)
            if kind is TracedArray or (kind is not np.ndarray and is_traced(value)) or (kind in (list, tuple) and any_traced(value)):
                return ufuncs.dispatch(self.original, "__call__", inputs, options)
        return self.original(*inputs, **options)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.original, name)
        if name not in ufuncs.METHODS:
            return method

        def call(*inputs: Any, **options: Any) -> Any:
            if any_traced(list(inputs)):
                return ufuncs.dispatch(self.original, name, inputs, options)
            return method(*inputs, **options)

        return call

    def __repr__(self) -> str:
        return repr(self.original)

    def __eq__(self, other: object) -> bool:
        return self.original is getattr(other, "original", other)

    def __hash__(self) -> int:
        return hash(self.original)


class _TypeStandIn(type):
    """A type that can be called on traced values, and is that type in every other way."""

    original: type
    convert: Callable[..., Any]

    def __call__(cls, *values: Any, **options: Any) -> Any:
        return cls.convert(*values, **options)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, cls.original)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(getattr(subclass, "original", subclass), cls.original)

    def __eq__(cls, other: object) -> bool:
        if isinstance(other, np.dtype):
            return bool(other == cls.original)
        return cls.original is getattr(other, "original", other)

    def __hash__(cls) -> int:
        return hash(cls.original)

    def __getattr__(cls, name: str) -> Any:
        return getattr(cls.original, name)


def _type_stand_in(original: type, convert: Callable[..., Any], dtype: Any = None) -> Any:
    fields = {"original": original, "convert": staticmethod(convert)}
    if dtype is not None:
        fields["dtype"] = np.dtype(dtype)
    return _TypeStandIn(original.__name__, (), fields)


def _to_float(x: Any = 0.0) -> Any:
    return to_number(x) if is_traced(x) and np.asarray(held(x)).dtype.kind == "f" else builtins.float(x)


def _type_of(*values: Any) -> Any:
    if len(values) == 1 and is_traced(values[0]):
        found = type(held(values[0]))
        return BUILTINS["float"] if found is float else found  # `type(x) is float` asks for the stand-in
    return builtins.type(*values)


def _selecting(original: Callable[..., Any], gate: Gate) -> Callable[..., Any]:
    """`max` and `min` of floats as one gate: to compare them one by one would tie the graph to the one that wins now."""

    @wraps(original)
    def function(*values: Any, **options: Any) -> Any:
        given = values[0] if len(values) == 1 and type(values[0]) in (list, tuple) else values
        traced = any(type(value) is Traced for value in given) and not options and len(given) > 1
        if traced and all(type(value.value if type(value) is Traced else value) is float for value in given):
            return gate(*given)
        return original(*values, **options)

    return function


#: Builtins that would lose the trace, by the name that a function uses.
BUILTINS: dict[str, Any] = {
    "float": _type_stand_in(float, _to_float, float),
    "type": _type_stand_in(type, _type_of),
    "max": _selecting(max, selection.max_),
    "min": _selecting(min, selection.min_),
    "print": touching(print, PRINTS),
    "input": touching(input, ASKS),
    "open": touching(open, OPENS),
    "id": place,
}


def _traced_inside(original: Callable[..., Any], traced: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes traced arrays inside a trace."""

    @wraps(original)
    def function(*values: Any, **options: Any) -> Any:
        return traced(*values, **options) if RUNNING.traces else original(*values, **options)

    return function


def _on_traced(original: Callable[..., Any], traced: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is traced where it is given something traced."""

    @wraps(original)
    def function(*values: Any, **options: Any) -> Any:
        for value in (*values, *options.values()):
            if is_traced(value) or (type(value) in (list, tuple) and any_traced(value)):
                return traced(*values, **options)
        return original(*values, **options)

    return function


def _of_numbers(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of `math`, of NumPy's numbers too."""

    @wraps(function)
    def call(*values: Any, **options: Any) -> Any:
        if function.__name__ == "prod" and any(type(item) is TracedArray for item in (values[0], *values[0])):
            return reduce(operator.mul, values[0], options.get("start", 1))
        found = function(*[_numbers(value) for value in values], **options)
        if not is_traced(found) and function.__name__ not in ("modf", "frexp"):
            for value in values:  # the program goes by what it was told of this number
                if is_traced(value) and not np.ndim(held(value)):
                    guard(value, held(value))
        return found

    return call


def _numbers(value: Any) -> Any:
    if type(value) is TracedArray:
        return [to_number(part) for part in value] if np.ndim(value.value) and value.value.size != 1 else to_number(value)
    return [_numbers(item) for item in value] if type(value) in (list, tuple) else value


_made: dict[int, tuple[Any, Any]] = {}


def stand_in(original: Any) -> Any:
    """What stands in for a module or a function inside a trace; itself if nothing needs to."""
    known = _made.get(id(original))
    if known is not None and known[0] is original:
        return known[1]
    found = _stand_in(original)
    if found is not original:
        _made[id(original)] = (original, found)
    return found


def _stand_in(original: Any) -> Any:
    if isinstance(original, ModuleType):
        return _module(original)
    if isinstance(original, np.ufunc):
        return StandInUfunc(original)
    if isinstance(original, type):
        return _numpys_type(original)
    if original is np.r_ or original is np.c_:
        return iterating.Joined(original)
    if not callable(original) or not isinstance(getattr(original, "__name__", None), str):
        return original
    return _function(original)


def _numpys_type(original: type) -> Any:
    if original.__module__ == "numpy" and original.__name__ in NUMBERS:
        return _type_stand_in(original, creation.float_(original), original)
    if original in iterating.TYPES:
        return _type_stand_in(original, iterating.TYPES[original])
    if original.__module__.startswith("numpy.random") and original.__name__ == "RandomState":
        return _type_stand_in(original, generator(original))
    if issubclass(original, np.random.BitGenerator | np.random.SeedSequence):  # begins somewhere else each time
        return _type_stand_in(original, touching(original, DRAWS))
    return original


def _function(given: Any) -> Any:
    original: Callable[..., Any] = given
    name, module = original.__name__, getattr(original, "__module__", None) or ""
    if (what := outside(original)) is not None:
        return touching(original, what)
    if getattr(math, name, None) is original:
        return _of_numbers(getattr(MATH, name))
    if name in creation.CREATION and getattr(np, name, None) is original:
        made: Callable[..., Any] = creation.CREATION[name]
        return _traced_inside(original, made)
    if module.startswith("numpy.testing"):
        return _on_traced(original, lambda *values, **options: original(*all_held(values), **all_held(options)))
    if original is np.arange:
        return _traced_inside(original, creation.arange)
    if name in creation.MAKERS and getattr(np, name, None) is original:
        return _traced_inside(original, creation.making(original))
    if original is np.random.default_rng:
        return generator(original)
    if getattr(np.random, name, None) is original:
        return drawn(original)
    if original in FUNCTIONS or original in REFUSED:
        return _on_traced(original, FUNCTIONS.get(original) or (lambda *values, **options: dispatch.call(original, values, options)))
    if module.startswith("scipy.special") or getattr(sys.modules.get("scipy.special"), name, None) is original:
        traced = special_function(original)
        return original if traced is None else _on_traced(original, traced)
    return original


def _module(original: ModuleType) -> Any:
    if original is math or original.__name__ in OF_SYSTEM:
        return StandInModule(original)
    if original.__name__ in (
        "numpy",
        "numpy.linalg",
        "numpy.random",
        "numpy.lib",
        "numpy.lib.stride_tricks",
        "numpy.testing",
        "numpy.fft",
        "scipy",
        "scipy.special",
    ):
        return StandInModule(original)
    return original


def refresh() -> None:
    """Before a trace: is NumPy still what it was?"""
    for _original, found in list(_made.values()):
        if type(found) is StandInModule:
            found.refresh()


def is_library(value: Any) -> bool:
    """Might this be something that needs a stand-in?"""
    if isinstance(value, ModuleType):
        return value.__name__.partition(".")[0] in STOOD_IN_FOR
    if isinstance(value, np.ufunc):
        return True
    if isinstance(value, FunctionType | BuiltinFunctionType | type) or callable(value):
        module = getattr(value, "__module__", None) or ""
        if module.partition(".")[0] in STOOD_IN_FOR:
            return True
        return isinstance(getattr(value, "__self__", None), np.random.RandomState | random.Random)
    return False
