"""What can't be compiled, because a later call wouldn't do what the recorded one did."""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterable
from enum import Enum
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from whygrad.autodiff.functions import name_of
from whygrad.executing.proof import agree
from whygrad.gates.arrays import ARRAY_TABLE
from whygrad.gates.table import TABLE
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.text import Text, _
from whygrad.tracing.asking import place_of
from whygrad.tracing.errors import NotTraceable
from whygrad.tracing.function import Recording, leaves_of
from whygrad.tracing.surroundings import Surroundings
from whygrad.tracing.touching import Touch

_STORES = ("STORE_GLOBAL", "STORE_DEREF", "STORE_ATTR", "DELETE_GLOBAL", "DELETE_DEREF", "DELETE_ATTR")
_LOADS = ("LOAD_GLOBAL", "LOAD_DEREF", "LOAD_ATTR", "LOAD_METHOD", "LOAD_NAME")


#: What may be returned each time anew: numbers, arrays, and what never changes.
_RETURNED = (int, float, complex, str, bytes, range, slice, type, ModuleType, np.ndarray, np.generic, np.dtype, Enum, type(None), type(...))


class NotCompilable(NotTraceable):
    """A function that can't be compiled, because a later call wouldn't do what this one did.

    Where it has run already, `result` is the value and the gradient that came of it.
    """

    result: tuple[Any, Any] | None = None


def does_more(f: Callable[..., Any], touched: Touch | None, before: Surroundings) -> NotCompilable | None:
    """The refusal of a function that has side effects, with the first of them and its line; None of one that has none.

    `before` is what was around it, and what was in its arguments, before it ran.
    """
    if touched is not None:
        return _refusal(f, Text(touched.what), touched.code, touched.instruction)
    if before.stepping:
        what = Text(_("it has to do with what gives another item each time (a `{kind}`)"), {"kind": before.stepping[0]})
        return _refusal(f, what, None, 0)
    name = before.changed()
    if name is None:
        return None
    return _refusal(f, Text(_("it changes `{name}`, which was there before"), {"name": name}), *_use_of(name, before.functions))


def returns_object(f: Callable[..., Any], leaves: Iterable[Any], before: Surroundings) -> NotCompilable | None:
    """The refusal of a function that returns something made by it that may hold numbers: each call would return the first one."""
    for leaf in leaves:
        if not isinstance(leaf, _RETURNED) and not before.reaches(leaf):
            return NotCompilable(
                Text(
                    _("`{f}` makes a `{kind}` and returns it, and I can't see which of the numbers in it would change."),
                    {"f": name_of(f), "kind": type(leaf).__name__},
                ),
                [Text(_("Return the numbers themselves, in a tuple, a list or a dict, and make it of them outside."))],
            )
    return None


def goes_by_the_unseen(f: Callable[..., Any], given: tuple[Any, ...], recording: Recording) -> NotCompilable | None:
    """The refusal of a function that gives another value when it runs again: a library draws, a clock is read, and no trace sees it."""
    with np.errstate(all="ignore"):
        again = leaves_of(f(*given))[0]
    leaves = recording.leaves
    is_same = len(again) == len(leaves) and all(_is_as_before(recording.graph, *pair) for pair in zip(leaves, again, strict=True))
    return None if is_same else _refusal(f, Text(_("it gives another value each time, by something that I can't see")), None, 0)


def _is_as_before(graph: Graph, value: Any, again: Any) -> bool:
    """Are these the same numbers? Of anything else nothing is said."""
    return not all(isinstance(one, int | float | np.ndarray | np.generic) for one in (value, again)) or agree(graph, value, again)


def _refusal(f: Callable[..., Any], what: Text, code: CodeType | None, instruction: int) -> NotCompilable:
    return NotCompilable(
        Text(_("`{f}` does more than return a value: {what}."), {"f": name_of(f), "what": what}),
        [
            Text(_("Compiled code would leave that out. Return what it changes, and give it what it draws as an argument.")),
            Text(_("Or take the gradient without compiling: `value_and_grad` runs all of the function each time.")),
        ],
        *place_of(code, instruction),
    )


def _use_of(name: str, functions: Iterable[tuple[FunctionType, CodeType]]) -> tuple[CodeType | None, int]:
    """Where these functions set this name, or else where they use it first."""
    found = [(code, step) for _function, code in functions for step in dis.get_instructions(code) if step.argval == name]
    for kinds in (_STORES, _LOADS):
        for code, step in found:
            if step.opname in kinds:
                return code, step.offset
    return None, 0


def refuse_hidden(f: Callable[..., Any], graph: Graph) -> None:
    """Refuse a rule of the user's own whose forward pass the graph doesn't hold."""
    for index, gate in enumerate(graph.gates):
        own = gate not in (INPUT, CONSTANT) and gate.name not in TABLE and gate.name not in ARRAY_TABLE
        if own and graph.inputs(index) and graph.gates[graph.inputs(index)[0]] is CONSTANT:
            raise NotCompilable(
                Text(_("`{f}` calls `{g}`, whose forward rule I can't follow, so I can't compile it."), {"f": name_of(f), "g": gate.name}),
                [Text(_("Write that rule with functions that I know."))],
            )
