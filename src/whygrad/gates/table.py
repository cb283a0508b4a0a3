"""What a gate is, and the table of all of them.

A gate is one step of a computational graph: it takes numbers, hands on one number, and knows how a change of each input
changes what it hands on, its *local gradient*. Everything whygrad knows about a gate stands in one entry: the forward
rule, the local gradients, how it is written in Python and in LaTeX, and its story in words.

A local gradient is written with operators and with gates, so the same line works on plain floats (a quick "what if")
and on traced values (the gradient is then a graph itself, which can be drawn, explained and differentiated again).
"""

from __future__ import annotations

import dis
import importlib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

LocalGradient = Callable[..., Any]
VJP = Callable[..., Any]
#: In its inputs taken together ("joint": a sum, a reshape), or in each of them while the others are held ("each": a product).
Linear = Literal["", "joint", "each"]
#: How JAX computes a gate: a function of JAX's by its dotted name, or one that is called as `f(jax, *inputs, **attributes)`.
OnJax = str | Callable[..., Any]


#: All positions.
ALL = range(sys.maxsize)


@dataclass(frozen=True, eq=False)
class Gate:
    """One entry of the table.

    `local_gradients` holds one function an input, called as `local(out, *inputs)`: `out` is what the gate handed on, so
    that a rule such as exp's can reuse it. A gate of any number of inputs (`arity` None) holds a single function,
    called as `local(position, out, *inputs)`. None in place of a function: a step function, whose gradient is zero
    everywhere that it exists.

    A gate of single numbers works on whole arrays through `ufunc`, entry by entry, by the same rules; `array_gradients`
    replaces those that choose a branch by the number. A gate of whole arrays (a sum over an axis, a matrix product) has
    no local gradient that could be written down as a number, so it has `vjps` instead, one an input, called as
    `vjp(upstream, out, *inputs, **attributes)` (`vjp(position, …)` for any number of inputs): what it hands down.

    JAX computes a gate by its function of the same name as `ufunc`, or by `forward` with `jax.numpy` in the place of NumPy;
    `jax` says another way where that won't do.
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
    ufunc: str = ""  # "numpy.exp"; for an operator the operator itself does
    array_gradients: tuple[LocalGradient | None, ...] | None = None
    vjps: tuple[VJP | None, ...] | None = None
    linear: Linear = ""
    numbers: range = ALL  # which inputs are numbers; the others are indices and conditions
    jax: OnJax | None = None

    def __call__(self, *inputs: Any, **attributes: Any) -> Any:
        """Apply the gate: traced values record a node, plain numbers and arrays give a number or an array."""
        arrays = self.vjps is not None
        for value in inputs:
            kind = type(value)
            apply = getattr(kind, "apply_gate", None)
            if apply is not None:
                return apply(self, inputs, attributes) if attributes else apply(self, inputs)
            if hasattr(kind, "dtype"):
                arrays = True
        return self.on_arrays(*inputs, **attributes) if arrays else self.forward(*inputs)

    @cached_property
    def on_arrays(self) -> Callable[..., Any]:
        """The forward rule for whole arrays."""
        if not self.ufunc:
            return self.forward
        module, name = self.ufunc.rsplit(".", 1)
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return function

    @cached_property
    def is_step(self) -> bool:
        """Does the gate let no gradient through to any input?"""
        rules = self.local_gradients if self.vjps is None else self.vjps
        return all(rule is None for rule in rules)

    def is_number(self, position: int) -> bool:
        """Is this input a number that the gate works on, and no index or condition?"""
        return position in self.numbers

    def looks_at(self, position: int, what: int) -> bool:
        """May the rule of an input look at the value of another (by its position), or of the output (OUT)?"""
        if self.linear == "joint":
            return what != OUT and not self.is_number(what)
        found = self._reads[position] if self.arity is not None else None
        return found is None or what in found

    @cached_property
    def _reads(self) -> tuple[frozenset[int] | None, ...]:
        if self.vjps is not None:
            return tuple(_read_by(rule, 1) for rule in self.vjps)
        return tuple(_read_by(rule, 0) for rule in self.array_gradients or self.local_gradients)

    def rule(self, position: int) -> LocalGradient | None:
        """The local gradient of an input, for whole arrays, called as `rule(out, *inputs)`."""
        rules = self.local_gradients if self.array_gradients is None else self.array_gradients
        if self.arity is not None:
            return rules[position]
        several = rules[0]
        return None if several is None else lambda out, *inputs: several(position, out, *inputs)

    def hand_down(self, position: int, upstream: Any, out: Any, inputs: Sequence[Any], attributes: Mapping[str, Any]) -> Any:
        """What a gate of whole arrays hands down to an input; None where no gradient passes."""
        assert self.vjps is not None
        if self.arity is None:
            several = self.vjps[0]
            return None if several is None else several(position, upstream, out, *inputs, **attributes)
        rule = self.vjps[position]
        return None if rule is None else rule(upstream, out, *inputs, **attributes)

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


#: In place of an input's position: the output.
OUT = -1


def _read_by(rule: Callable[..., Any] | None, before: int) -> frozenset[int] | None:
    """The parameters that a rule looks at, by its bytecode; `before` of them come before the output."""
    if rule is None:
        return frozenset()
    code = getattr(rule, "__code__", None)
    if code is None or code.co_flags & inspect.CO_VARARGS:
        return None
    used = {step.argval for step in dis.get_instructions(code) if step.opname.startswith("LOAD")}
    names = code.co_varnames[: code.co_argcount]
    return frozenset(k - before - 1 for k, name in enumerate(names) if name in used and k >= before)


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
    ufunc: str = "",
    array_gradients: tuple[LocalGradient | None, ...] | None = None,
    linear: Linear = "",
    jax: OnJax | None = None,
    table: dict[str, Gate] | None = None,
) -> Gate:
    """Enter a gate into the table; the arity is the number of local gradients unless said (None: any number)."""
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
        ufunc=ufunc,
        array_gradients=array_gradients,
        linear=linear,
        jax=jax,
    )
    return _entered(TABLE if table is None else table, entry)


#: The gates of whole arrays. They need NumPy, so `gates.arrays` enters them when arrays are first met.
ARRAY_TABLE: dict[str, Gate] = {}


def array_gate(
    name: str,
    forward: Callable[..., Any],
    *vjps: VJP | None,
    python: str,
    latex: str,
    story: str,
    title: str,
    symbol: str | None = None,
    arity: int | None = -1,
    linear: Linear = "",
    numbers: range = ALL,
    jax: OnJax | None = None,
) -> Gate:
    """Enter a gate of whole arrays; the arity is the number of rules unless said (None: any number)."""
    return _entered(
        ARRAY_TABLE,
        Gate(
            name=name,
            forward=forward,
            local_gradients=(),
            arity=len(vjps) if arity == -1 else arity,
            python=python,
            latex=latex,
            symbol=symbol or name,
            story=story,
            domain=(),
            title=title,
            vjps=vjps,
            linear=linear,
            numbers=numbers,
            jax=jax,
        ),
    )


def _entered(table: dict[str, Gate], entry: Gate) -> Gate:
    if entry.name in table:
        raise ValueError(f"the table has a gate named {entry.name!r} already")
    table[entry.name] = entry
    return entry
