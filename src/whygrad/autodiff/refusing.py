"""What can't be compiled, because a later call wouldn't do what the recorded one did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whygrad.autodiff.transforms import name_of
from whygrad.gates.arrays import ARRAY_TABLE
from whygrad.gates.table import TABLE
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.text import Text, _
from whygrad.tracing.errors import NotTraceable


class NotCompilable(NotTraceable):
    """A function that can't be compiled, because a later call wouldn't do what this one did.

    Where it has run already, `result` is the value and the gradient that came of it.
    """

    result: tuple[Any, Any] | None = None


def does_more(f: Callable[..., Any]) -> NotCompilable:
    """The refusal of a function that has side effects."""
    return NotCompilable(
        Text(
            _("`{f}` does more than return a value: it draws random numbers, makes text of numbers, or changes what was there before."),
            {"f": name_of(f)},
        ),
        [
            Text(_("Compiled code would leave that out. Return what it changes, and give it what it draws as an argument.")),
            Text(_("Or take the gradient without compiling: `value_and_grad` runs all of the function each time.")),
        ],
    )


def refuse_hidden(f: Callable[..., Any], graph: Graph) -> None:
    """Refuse a rule of the user's own whose forward pass the graph doesn't hold."""
    for index, gate in enumerate(graph.gates):
        own = gate not in (INPUT, CONSTANT) and gate.name not in TABLE and gate.name not in ARRAY_TABLE
        if own and graph.inputs(index) and graph.gates[graph.inputs(index)[0]] is CONSTANT:
            raise NotCompilable(
                Text(_("`{f}` calls `{g}`, whose forward rule I can't follow, so I can't compile it."), {"f": name_of(f), "g": gate.name}),
                [Text(_("Write that rule with functions that I know."))],
            )
