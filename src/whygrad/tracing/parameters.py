"""The parameters of a function, by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any


def parameters(function: Callable[..., Any]) -> list[str]:
    """The names of a function's parameters that are given by position."""
    if type(function) is FunctionType and not function.__dict__:  # nothing that says otherwise, as a decorator leaves it
        return list(function.__code__.co_varnames[: function.__code__.co_argcount])
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [parameter.name for parameter in known if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)]


def with_defaults(function: Callable[..., Any]) -> set[str]:
    """The names of a function's parameters that need not be given."""
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return set()
    return {parameter.name for parameter in known if parameter.default is not parameter.empty}


def with_defaults_given(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, ...]:
    """These arguments, and behind them what the function takes by default, up to the last number.

    >>> with_defaults_given(lambda x, alpha=0.1, name="elu": x, (2.0,))
    (2.0, 0.1)
    """
    code, defaults = getattr(function, "__code__", None), getattr(function, "__defaults__", None) or ()
    if code is None or len(args) < code.co_argcount - len(defaults):
        return args
    rest = defaults[len(defaults) - (code.co_argcount - len(args)) :] if len(args) < code.co_argcount else ()
    last = max((k + 1 for k, value in enumerate(rest) if type(value) in (int, float)), default=0)
    return (*args, *rest[:last])


def first_parameters(function: Callable[..., Any], count: int) -> list[str]:
    """The names of so many first parameters; those that have none of their own get one.

    >>> first_parameters(lambda w, *rest: w, 3)
    ['w', 'x1', 'x2']
    """
    code = function.__code__ if is_simple(function) else None
    names = list(code.co_varnames[: code.co_argcount]) if code is not None else parameters(function)
    return [*names, *[f"x{k}" for k in range(len(names), count)]][:count]


def is_simple(function: Callable[..., Any]) -> bool:
    """A function of positional arguments alone, of which no signature has to be made, which takes its time."""
    if type(function) is not FunctionType or vars(function):
        return False
    code = function.__code__
    return not code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS) and not code.co_kwonlyargcount
