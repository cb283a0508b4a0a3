"""Stand-ins for what a script reaches for: `math`, the builtins that would lose the trace, and those that need not end."""

from __future__ import annotations

import builtins
import importlib
import itertools
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Protocol

from whygrad.gates import arithmetic, elementary, selection
from whygrad.gates.table import Gate
from whygrad.tracing.traced import NUMBERS, Traced, dropped, plain


class Fuel(Protocol):
    """What a run may still do; both raise when it is used up."""

    def feed(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """The items, each at the price of a turn."""

    def taken(self, iterable: Iterable[Any]) -> list[Any]:
        """All the items, at the price of a turn each."""


def _any_traced(values: Iterable[Any]) -> bool:
    return any(type(value) is Traced for value in values)


def _all_numbers(values: Iterable[Any]) -> bool:
    return all(type(value) is Traced or type(value) in NUMBERS for value in values)


def _named(function: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    function.__name__ = function.__qualname__ = original.__name__
    function.__doc__ = original.__doc__
    return function


def builtins_for(fuel: Fuel) -> dict[str, Any]:
    """The builtins as a program under watch finds them: `sum`, `max` and `min` are gates, and nothing runs without end."""

    def sum_(iterable: Any, /, start: Any = 0) -> Any:
        values = fuel.taken(iterable)
        if not _any_traced((*values, start)) or not _all_numbers((*values, start)):
            return builtins.sum(values, start)
        return arithmetic.sum_(*values) if type(start) is int and start == 0 else arithmetic.sum_(start, *values)

    def selecting(function: Callable[..., Any], gate: Gate) -> Callable[..., Any]:
        def select(*values: Any, **options: Any) -> Any:
            entries = fuel.taken(values[0]) if len(values) == 1 else list(values)
            if options or len(entries) < 2 or not _any_traced(entries) or not _all_numbers(entries):
                return function(entries, **options) if len(values) == 1 else function(*values, **options)
            return gate(*entries)

        return _named(select, function)

    def pow_(base: Any, exp: Any, mod: Any = None) -> Any:
        if mod is not None:
            return builtins.pow(plain(base), plain(exp), plain(mod))
        values = (base, exp)
        return arithmetic.power(*values) if _any_traced(values) and _all_numbers(values) else builtins.pow(*values)

    def sorted_(iterable: Any, /, **options: Any) -> Any:
        return builtins.sorted(fuel.taken(iterable), **options)

    def iter_(*values: Any) -> Any:
        return builtins.iter(*values) if len(values) != 2 else fuel.feed(builtins.iter(*values))

    def any_(iterable: Any, /) -> bool:
        return builtins.any(fuel.feed(iterable))

    def all_(iterable: Any, /) -> bool:
        return builtins.all(fuel.feed(iterable))

    return {
        **vars(builtins),
        "sum": _named(sum_, builtins.sum),
        "max": selecting(builtins.max, selection.max_),
        "min": selecting(builtins.min, selection.min_),
        "pow": _named(pow_, builtins.pow),
        "sorted": _named(sorted_, builtins.sorted),
        "iter": _named(iter_, builtins.iter),
        "any": _named(any_, builtins.any),
        "all": _named(all_, builtins.all),
    }


def module_for(name: str, fuel: Fuel) -> ModuleType | None:
    """The stand-in for a module, None for one that needs none."""
    if name == "math":
        return MATH
    if name == "itertools":
        return _copy(itertools, {source: _endless(getattr(itertools, source), fuel) for source in ("count", "cycle", "repeat")})
    return _on_plain_numbers(name) if name in ("json", "statistics") else None


def _endless(source: Callable[..., Any], fuel: Fuel) -> Callable[..., Any]:
    return _named(lambda *values, **options: fuel.feed(source(*values, **options)), source)


@cache
def _on_plain_numbers(name: str) -> ModuleType:
    """A module that asks for the exact type of a number, so has to be given the number itself."""
    module = importlib.import_module(name)
    functions = {key: value for key, value in vars(module).items() if type(value) in (FunctionType, BuiltinFunctionType)}
    return _copy(module, {key: _losing(value) for key, value in functions.items() if not key.startswith("_")})


def _losing(original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that loses the trace of the numbers it is given, which is noted."""

    def function(*values: Any, **options: Any) -> Any:
        for value in values:
            for number in value if isinstance(value, list | tuple) else [value]:
                if type(number) is Traced:
                    dropped(number, sys._getframe(1))
        return original(*plain(values), **plain(options))

    return _named(function, original)


def _copy(module: ModuleType, changes: dict[str, Any]) -> ModuleType:
    copy = ModuleType(module.__name__, module.__doc__)
    vars(copy).update({**vars(module), **changes})
    return copy


def _through_gate(gate: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is a gate. The number comes from `math` itself: it complains, and rounds, where an operator may not."""

    def function(*values: Any) -> Any:
        if not _any_traced(values):
            return original(*values)
        return Traced.record(gate, values, original(*plain(values)))  # type: ignore[arg-type]

    return _named(function, original)


def _through_own(replacement: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """A function of lists, or of several gates: `replacement` is given math's own answer, to record it with its gates."""

    def function(*values: Any, **options: Any) -> Any:
        listed = [list(value) if hasattr(value, "__iter__") else value for value in values]
        flat = [item for value in (*listed, *options.values()) for item in (value if isinstance(value, list) else [value])]
        if not _any_traced(flat):
            return original(*listed, **options)
        return replacement(original(*plain(listed), **plain(options)), *listed, **options)

    return _named(function, original)


def _on_values(original: Callable[..., Any]) -> Callable[..., Any]:
    """A function without a gradient (isfinite, factorial, gcd, …): it sees the plain numbers."""
    return _named(lambda *values, **options: original(*plain(values), **plain(options)), original)


def _log(out: float, x: Any, base: Any = None) -> Any:
    if base is None:
        return Traced.record(elementary.log, [x], out)
    return elementary.log(x) / elementary.log(base)


def _dist(out: float, p: list[Any], q: list[Any]) -> Any:
    return Traced.record(elementary.hypot, [a - b for a, b in zip(p, q, strict=True)], out)


def _prod(out: float, values: list[Any], *, start: Any = 1) -> Any:
    return Traced.record(arithmetic.prod, values if type(start) is int and start == 1 else [start, *values], out)


def _fsum(out: float, values: list[Any]) -> Any:
    return Traced.record(arithmetic.sum_, values, out)


def _sumprod(out: float, p: list[Any], q: list[Any]) -> Any:
    return Traced.record(arithmetic.sum_, [a * b for a, b in zip(p, q, strict=True)], out)


def _fma(out: float, x: Any, y: Any, z: Any) -> Any:
    return Traced.record(arithmetic.add, [x * y, z], out)


def _ldexp(out: float, x: Any, exponent: Any) -> Any:
    return Traced.record(arithmetic.multiply, [x, arithmetic.power(2.0, exponent)], out) if type(x) is Traced else out


def _modf(out: tuple[float, float], x: Any) -> Any:
    whole = Traced.record(selection.trunc, [x], out[1])
    return Traced.record(arithmetic.subtract, [x, whole], out[0]), whole


def _frexp(out: tuple[float, int], x: Any) -> Any:
    return Traced.record(arithmetic.multiply, [x, math.ldexp(1.0, min(-out[1], 1023))], out[0]), out[1]


def _nextafter(out: float, x: Any, *_: Any, **__: Any) -> Any:
    return Traced.record(arithmetic.identity, [x], out) if type(x) is Traced else out


OWN: dict[str, Callable[..., Any]] = {
    "log": _log,
    "dist": _dist,
    "prod": _prod,
    "fsum": _fsum,
    "sumprod": _sumprod,
    "fma": _fma,
    "ldexp": _ldexp,
    "modf": _modf,
    "frexp": _frexp,
    "nextafter": _nextafter,
}


def _math() -> ModuleType:
    def stand_in(name: str, value: Any) -> Any:
        if not callable(value) or name.startswith("__"):
            return value
        if name in OWN:
            return _through_own(OWN[name], value)
        gate = elementary.MATH_FUNCTIONS.get(name)
        return _on_values(value) if gate is None else _through_gate(gate, value)

    return _copy(math, {name: stand_in(name, value) for name, value in vars(math).items()})


MATH = _math()
