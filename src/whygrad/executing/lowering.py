"""A program lowered to JAX: each step by the function of JAX's that computes its gate, in the dtypes that NumPy has there.

JAX is imported when something is lowered. What NumPy would refuse while it runs (a place outside of an array, a division by
zero among Python's numbers) JAX lets pass, so each lowering comes with checks, which are computed with the rest.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from types import FunctionType
from typing import Any

import numpy as np

from whygrad.executing.masks import settled
from whygrad.executing.program import Like, Program, Step
from whygrad.gates.table import ARRAY_TABLE, TABLE, Gate
from whygrad.graph import CONSTANT, INPUT
from whygrad.text import Text, _
from whygrad.tracing.errors import NotTraceable, TraceError

#: Gates of Python's numbers that never raise.
_HARMLESS = frozenset(("add", "subtract", "multiply", "negate", "positive", "identity", "absolute", "sum", "max", "min", "sign", "where"))
#: Gates that divide whole numbers, which JAX does by zero too.
_DIVIDING = frozenset(("floor_divide", "modulo", "fmod"))
#: Gates that NumPy refuses for some matrices, where JAX gives numbers that are none.
_OF_MATRICES = frozenset(("inv", "solve", "cholesky"))
#: Gates with indices: what is in there keeps its own dtype.
_INDEXED = frozenset(("getitem", "setitem", "index_add", "last_writer"))
#: Larger whole numbers of Python's don't fit into JAX's, once they are multiplied.
_LARGEST = 2.0**31
_NUMBERS: dict[type | None, type] = {float: np.float64, int: np.int64, bool: np.bool_}


class NotLowered(NotTraceable):
    """A function that JAX can't compute."""


class NotInstalled(TraceError, ImportError):
    """JAX is wanted, and isn't there."""


def jax_module(name: str = "jax") -> Any:
    """A module of JAX's; says how to install it where it is missing."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] not in ("jax", "jaxlib"):
            raise
        text = Text(_("JAX is needed for that, and it isn't installed."))
        raise NotInstalled(text, [Text(_("Install it with: pip install 'whygrad[jax]'"))]) from None


def lowered(gate: Gate) -> Callable[..., Any]:
    """The function of JAX's that computes a gate. Raises NotLowered where there is none."""
    is_known = gate in (TABLE.get(gate.name), ARRAY_TABLE.get(gate.name))
    return _known(gate) if is_known else _own(gate.name)


def _own(name: str) -> Callable[..., Any]:
    """A gate with a rule of the user's own, which is code for NumPy: its first input is what it computes."""

    def computed(out: Any) -> Any:
        return out

    def refused(primals: Any, tangents: Any) -> Any:
        raise NotLowered(
            Text(_("JAX can't differentiate `{f}`, whose rule is your own and not JAX's."), {"f": name}),
            [Text(_("Take the gradient first, and lower that: `to_jax(whygrad.grad(f), …)`."))],
        )

    found = jax_module().custom_jvp(computed)
    found.defjvp(refused)
    return lambda out, *inputs: found(out)


@cache
def _known(gate: Gate) -> Callable[..., Any]:
    jnp = jax_module("jax.numpy")
    if isinstance(gate.jax, str):
        return _named(gate.jax)
    if gate.jax is not None:
        return partial(gate.jax, jax_module())
    if gate.ufunc:
        return _of_same_name(gate, *gate.ufunc.rsplit(".", 1))
    forward = gate.forward
    module = "numpy" if isinstance(forward, np.ufunc) else getattr(forward, "__module__", None) or ""
    if module.partition(".")[0] in ("numpy", "scipy"):
        return _of_same_name(gate, module, forward.__name__)
    if isinstance(forward, FunctionType):
        space = {**forward.__globals__, "np": jnp}
        made = FunctionType(forward.__code__, space, gate.name, forward.__defaults__, forward.__closure__)
        made.__kwdefaults__ = forward.__kwdefaults__
        return made
    return forward


def _named(path: str) -> Callable[..., Any]:
    module, name = path.rsplit(".", 1)
    found: Callable[..., Any] = getattr(jax_module(module), name)
    return found


def _of_same_name(gate: Gate, module: str, name: str) -> Callable[..., Any]:
    try:
        return _named(f"jax.{module}.{name}")
    except AttributeError:
        raise not_lowered(gate.name) from None


def not_lowered(name: str) -> NotLowered:
    """The refusal of a gate."""
    return NotLowered(
        Text(_("JAX has nothing that computes `{f}`."), {"f": name}),
        [Text(_('Take the backend "compiled", which runs on NumPy.'))],
    )


class Lowering:
    """The steps of a program, computed by JAX one after another."""

    def __init__(self, program: Program, order: Iterable[int]) -> None:
        self.program = program
        self.order = list(order)
        for index in self.order:
            gate, kind = program[index].gate, program[index].like
            if kind.number is None and kind.dtype is None:
                raise not_lowered(gate.name)
            if gate is not INPUT and gate is not CONSTANT:
                lowered(gate)

    def run(self, inputs: Mapping[int, Any]) -> tuple[dict[int, Any], list[Any]]:
        """The values of all steps, and truth values that have all to be true."""
        jnp, program = jax_module("jax.numpy"), self.program
        values: dict[int, Any] = {}
        checks: list[Any] = []
        for index in self.order:
            step = program[index]
            if step.gate is INPUT:
                values[index] = jnp.asarray(inputs[index], dtype_of(step.like))
            elif step.gate is CONSTANT:
                values[index] = inputs.get(index, program.constants[index])
            else:
                values[index] = self._value(jnp, step, values, checks)
        return values, checks

    def _value(self, jnp: Any, step: Step, values: Mapping[int, Any], checks: list[Any]) -> Any:
        likes = [self.program[source].like for source in step.inputs]
        operands = [values[source] for source in step.inputs]
        attributes: Mapping[str, Any] = step.attributes
        if step.gate.name in _INDEXED:
            operands, attributes, found = settled(jnp, step, likes, operands)
            checks += found
        operands = [self._in_dtype(jnp, step, k, value, likes) for k, value in enumerate(operands)]
        try:
            out = jnp.asarray(lowered(step.gate)(*operands, **attributes))
        except TraceError:
            raise
        except (TypeError, NotImplementedError) as error:  # its shape goes by values, or an option is missing
            raise not_lowered(step.gate.name) from error
        wanted = dtype_of(step.like)
        if out.dtype != wanted:
            if step.like.number is int:
                checks.append(jnp.abs(out) < _LARGEST)
            out = out.astype(wanted)
        checks += self._checks(jnp, step, operands, out)
        return out

    def _in_dtype(self, jnp: Any, step: Step, position: int, value: Any, likes: list[Like]) -> Any:
        """An operand in the dtype in which NumPy computes; JAX has rules of its own for what meets."""
        gate, is_constant = step.gate, not isinstance(value, jnp.ndarray)
        if gate.name in _INDEXED:
            wanted = likes[0].dtype if gate.name in ("setitem", "index_add") and position == 1 else None
            return value if wanted is None else jnp.asarray(value, jax_dtype(wanted))
        if gate.name == "cast" or not gate.is_number(position):
            return value
        if is_constant and likes[position].number is not None:
            return value
        wanted = _common(step, likes)
        return jnp.asarray(value) if wanted is None else jnp.asarray(value, jax_dtype(wanted))

    def _checks(self, jnp: Any, step: Step, operands: list[Any], out: Any) -> list[Any]:
        name, number = step.gate.name, step.like.number
        found = []
        if name in _DIVIDING and out.dtype.kind in "iu":
            found.append(jnp.all(operands[1] != 0))
        if name in _OF_MATRICES or (number is float and name not in _HARMLESS):
            found.append(jnp.all(jnp.isfinite(out)))
        return found


def _common(step: Step, likes: list[Like]) -> Any:
    """The dtype in which NumPy computes a gate of these operands; None where each keeps its own."""
    kinds: list[Any] = []
    for k, kind in enumerate(likes):
        if step.gate.is_number(k):
            kinds.append(kind.dtype if kind.number is None else kind.number(1))
    if not kinds or (step.like.number is not None and not any(isinstance(kind, np.dtype) for kind in kinds)):
        return step.like.dtype if step.like.number is None else None
    found = np.result_type(*kinds)
    out = step.like.dtype if step.like.number is None else np.dtype(_NUMBERS[step.like.number])
    return out if out.kind == "f" and found.kind != "f" else found


def jax_dtype(dtype: Any) -> Any:
    """The dtype as JAX has it: with its own setting `jax_enable_x64` off, double precision is single precision."""
    return jax_module("jax.dtypes").canonicalize_dtype(dtype)


def dtype_of(kind: Like) -> Any:
    """The dtype of JAX's for a value like this."""
    return jax_dtype(np.dtype(_NUMBERS[kind.number]) if kind.number is not None else kind.dtype)


def holds(jnp: Any, value: Any, expected: Any) -> Any:
    """Does the program go the recorded way with this value? (A shape is checked where it is made.)"""
    if isinstance(expected, tuple):
        return True
    if isinstance(expected, list):
        wanted = np.array(expected)
        return jnp.all((value == wanted) | ((value != value) & (wanted != wanted)))
    if isinstance(expected, bool):
        return (value != 0) == expected
    if isinstance(expected, int):
        return jnp.trunc(value) == expected
    return (value == expected) | ((value != value) & (expected != expected))
