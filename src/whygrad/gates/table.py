"""What a gate is, and the table of all of them.

A gate is one step of a computational graph: it takes numbers, hands on one number, and knows how a change of each input
changes what it hands on, its *local gradient*. Everything whygrad knows about a gate stands in one entry: the forward
rule, the local gradients, how it is written in Python and in LaTeX, and its story in words.

A local gradient is written with operators and with gates, so the same line works on plain floats (a quick "what if")
and on traced values (the gradient is then a graph itself, which can be drawn, explained and differentiated again).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

LocalGradient = Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Gate:
    """One entry of the table.

    `local_gradients` holds one function an input, called as `local(out, *inputs)`: `out` is what the gate handed on, so
    that a rule such as exp's can reuse it. A gate of any number of inputs (`arity` None) holds a single function,
    called as `local(position, out, *inputs)`. None in place of a function: a step function, whose gradient is zero
    everywhere that it exists.
    """

    name: str
    forward: Callable[..., Any]
    local_gradients: tuple[LocalGradient | None, ...]
    arity: int | None
    python: str  # "{0} * {1}"; a gate of any arity has "{all}"
    latex: str  # r"{0} \cdot {1}"
    symbol: str  # what stands in the gate's circle: "*", "exp"
    story: str  # marked with _() for the catalogues
    domain: tuple[tuple[float, float], ...]  # an interval an input where it is smooth, or one pair for all
    title: str  # "multiply gate", marked with _()

    def __call__(self, *inputs: Any) -> Any:
        """Apply the gate: traced values record a node, plain numbers give a number."""
        for value in inputs:
            apply = getattr(type(value), "apply_gate", None)
            if apply is not None:
                return apply(self, inputs)
        return self.forward(*inputs)

    def local_gradient(self, position: int, out: Any, inputs: Sequence[Any]) -> Any:
        """∂out/∂inputs[position] at these values, or None where the gate's gradient is zero by nature.

        >>> from whygrad.gates.arithmetic import multiply
        >>> multiply.local_gradient(0, 6.0, (2.0, 3.0))
        3.0
        """
        if self.arity is None:
            rule = self.local_gradients[0]
            return None if rule is None else rule(position, out, *inputs)
        rule = self.local_gradients[position]
        return None if rule is None else rule(out, *inputs)


TABLE: dict[str, Gate] = {}


def gate(
    name: str,
    forward: Callable[..., Any],
    *local_gradients: LocalGradient | None,
    python: str,
    latex: str,
    story: str,
    title: str,
    symbol: str | None = None,
    arity: int | None = -1,
    domain: tuple[tuple[float, float], ...] = ((-2.0, 2.0),),
) -> Gate:
    """Enter a gate into the table; the arity is the number of local gradients unless said (None: any number)."""
    if name in TABLE:
        raise ValueError(f"the table has a gate named {name!r} already")
    entry = Gate(
        name=name,
        forward=forward,
        local_gradients=local_gradients,
        arity=len(local_gradients) if arity == -1 else arity,
        python=python,
        latex=latex,
        symbol=symbol or name,
        story=story,
        domain=domain,
        title=title,
    )
    TABLE[name] = entry
    return entry
