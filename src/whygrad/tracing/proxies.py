"""Stand-ins for what a script reaches for: `math` and the builtins that would lose the trace."""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

from whygrad.gates import arithmetic, elementary, selection
from whygrad.tracing.traced import NUMBERS, Traced, plain


def _any_traced(values: Any) -> bool:
    return any(type(value) is Traced for value in values)


def _all_numbers(values: Any) -> bool:
    return all(type(value) is Traced or type(value) in NUMBERS for value in values)


def sum_(iterable: Any, /, start: Any = 0) -> Any:
    """`sum`, as one gate where numbers are traced."""
    values = list(iterable)
    if not _any_traced(values) or not _all_numbers((*values, start)):
        return builtins.sum(values, start)
    return arithmetic.sum_(*values) if type(start) is int and start == 0 else arithmetic.sum_(start, *values)


def _selection(function: Callable[..., Any], gate: Callable[..., Any]) -> Callable[..., Any]:
    def select(*values: Any, **options: Any) -> Any:
        if options:
            return function(*values, **options)
        entries = list(values[0]) if len(values) == 1 else list(values)
        if len(entries) > 1 and _any_traced(entries) and _all_numbers(entries):
            return gate(*entries)
        return function(entries) if len(values) == 1 else function(*values)

    return select


max_ = _selection(builtins.max, selection.max_)
min_ = _selection(builtins.min, selection.min_)


def _log(x: Any, base: Any = None, /) -> Any:
    if base is None:
        return elementary.log(x)
    return elementary.log(x) / elementary.log(base)


def _dist(p: Any, q: Any, /) -> Any:
    return elementary.hypot(*[a - b for a, b in zip(p, q, strict=True)])


def _prod(iterable: Any, /, *, start: Any = 1) -> Any:
    values = list(iterable)
    return arithmetic.prod(*values) if type(start) is int and start == 1 else arithmetic.prod(start, *values)


def _sumprod(p: Any, q: Any, /) -> Any:
    return arithmetic.sum_(*[a * b for a, b in zip(p, q, strict=True)])


def _number_required(value: Any) -> None:
    """Complain of a wrong type as `math` would."""
    if type(value) is not Traced and type(value) not in NUMBERS:
        math.fabs(value)


def _through_gate(gate: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    def function(*values: Any) -> Any:
        if not _any_traced(values):
            return original(*values)
        for value in values:
            _number_required(value)
        original(*[plain(value) for value in values])  # it raises what math raises, where an operator would not
        return gate(*values)

    function.__name__ = function.__qualname__ = original.__name__
    return function


def _through_own(replacement: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """A function of lists, or of a number in two forms: ours where a traced number is inside, else math's own."""

    def function(*values: Any, **options: Any) -> Any:
        listed = [list(value) if hasattr(value, "__iter__") else value for value in values]
        flat = [item for value in listed for item in (value if isinstance(value, list) else [value])]
        return replacement(*listed, **options) if _any_traced(flat) else original(*listed, **options)

    function.__name__ = function.__qualname__ = original.__name__
    return function


def _on_values(original: Callable[..., Any]) -> Callable[..., Any]:
    """A function without a gradient (isfinite, factorial, gcd, …): it sees the plain numbers."""

    def function(*values: Any, **options: Any) -> Any:
        return original(*[plain(value) for value in values], **options)

    function.__name__ = function.__qualname__ = original.__name__
    return function


def _math() -> ModuleType:
    own = {"log": _log, "dist": _dist, "prod": _prod, "fsum": lambda values: arithmetic.sum_(*values), "sumprod": _sumprod}
    proxy = ModuleType("math", math.__doc__)
    for name, value in vars(math).items():
        if not callable(value) or name.startswith("__"):
            setattr(proxy, name, value)
        elif name in own:
            setattr(proxy, name, _through_own(own[name], value))
        elif name in elementary.MATH_FUNCTIONS:
            setattr(proxy, name, _through_gate(elementary.MATH_FUNCTIONS[name], value))
        else:
            setattr(proxy, name, _on_values(value))
    return proxy


MATH = _math()
BUILTINS = {**vars(builtins), "sum": sum_, "max": max_, "min": min_}
