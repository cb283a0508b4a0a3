"""What is asked to be differentiated, and by which arguments: looked at when it is asked, before anything runs."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

from whygrad.text import Text, _
from whygrad.tracing.errors import NotTraceable
from whygrad.tracing.parameters import parameters

#: What the code of a function says that does nothing yet when it is called.
_LATER = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
ArgNums = int | Sequence[int]


def name_of(f: Any) -> str:
    """What a function is called."""
    return getattr(f, "__name__", type(f).__name__)


def check_function(f: Any) -> None:
    """Raise NotTraceable for what can't be called, or returns before it has computed anything."""
    if not callable(f):
        raise NotTraceable(
            Text(
                _("There is a function to be given here, and this is a `{kind}`: {value}."), {"kind": type(f).__name__, "value": _short(f)}
            ),
            [Text(_("Give the function itself, without calling it: `f`, not `f(x)`."))],
        )
    if type(f) is FunctionType and not f.__dict__ and not f.__code__.co_flags & _LATER:
        return
    for test, kind in (
        (inspect.isgeneratorfunction, "yield"),
        (inspect.iscoroutinefunction, "async"),
        (inspect.isasyncgenfunction, "async"),
    ):
        if test(f):
            raise NotTraceable(
                Text(
                    _("`{f}` returns no number: it is a function with `{kind}`, which does nothing yet when it is called."),
                    {"f": name_of(f), "kind": kind},
                ),
                [Text(_("Give a function that returns the loss."))],
            )


def checked_argnums(f: Callable[..., Any], argnums: Any) -> int | tuple[int, ...]:
    """The positions as numbers of Python's; raises NotTraceable for what doesn't say any."""
    several = isinstance(argnums, list | tuple | range)
    found = [_position(f, one, argnums) for one in (argnums if several else [argnums])]
    if not found:
        raise _refused(argnums, Text(_("Name at least one: the first is 0.")))
    return tuple(found) if several else found[0]


def _position(f: Callable[..., Any], one: Any, argnums: Any) -> int:
    if isinstance(one, str) and one in parameters(f):
        raise _refused(argnums, Text(_("`{name}` is argument {k}."), {"name": one, "k": str(parameters(f).index(one))}))
    try:
        if isinstance(one, bool):
            raise TypeError
        return operator.index(one)
    except TypeError:
        raise _refused(argnums, Text(_("The first argument is 0, the last one -1; for several give a tuple, (0, 1)."))) from None


def _refused(argnums: Any, help_: Text) -> NotTraceable:
    text = Text(
        _("`argnums` says by which arguments to differentiate, by their positions, and this is {value}."), {"value": _short(argnums)}
    )
    return NotTraceable(text, [help_])


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
