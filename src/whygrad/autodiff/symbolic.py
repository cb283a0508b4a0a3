"""Formulas: numbers that know how they are written.

A gate's own derivative rule, run on symbols, gives the local gradient as a person would write it: what multiplies a in
`a * b` is `b`. So the table of gates is the only table of derivatives that there is. The operators leave out what says
nothing (`x * 1`, `x + 0`); `written` leaves nothing out, since that is how the program has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from whygrad.autodiff import notation
from whygrad.gates.arithmetic import add, divide, floor_divide, identity, modulo, multiply, negate, power, subtract
from whygrad.gates.selection import absolute
from whygrad.gates.table import Gate


@dataclass(frozen=True, eq=False)
class Symbol:
    """A name, a number or a gate of symbols, and its value. `definition` is what a name stands for; `mark` is a command that
    stands before it in LaTeX, for a format that joins formulas with something else; beside names that say `e_is_a_name`, an
    exponential is written as a word.

    >>> a, b = Symbol.named("a", 6.0), Symbol.named("b", 2.0)
    >>> (-a / b / b).python, (a * 1.0 + 0.0).python, (2.0 * (a + b)).python
    ('-a / b ** 2', 'a', '2 * (a + b)')
    """

    value: Any
    gate: Gate | None = None
    operands: tuple[Symbol, ...] = ()
    name: str = ""
    latex_name: str = ""
    definition: Symbol | None = None
    mark: str = ""
    e_is_a_name: bool = False

    @staticmethod
    def named(name: str, value: float, definition: Symbol | None = None, latex: str = "") -> Symbol:
        """A name of the program's, or one given here; `latex` is how it is written there, if not by the name."""
        return Symbol(value, name=name, latex_name=latex or notation.latex_name(name), definition=definition)

    @staticmethod
    def written(gate: Gate, operands: Sequence[Symbol], value: Any = None) -> Symbol:
        """A gate of symbols, exactly so."""
        return Symbol(_value(gate, operands) if value is None else value, gate, tuple(operands))

    @staticmethod
    def apply_gate(gate: Gate, inputs: Sequence[Any]) -> Symbol:
        """A gate that a derivative rule asks for."""
        return Symbol.written(gate, [symbol(value) for value in inputs])

    @property
    def is_literal(self) -> bool:
        return self.gate is None and not self.name

    @cached_property
    def python(self) -> str:
        """How it is written in Python."""
        return self.python_part.text

    @cached_property
    def latex(self) -> str:
        """How it is written in LaTeX."""
        return self.latex_part.text

    @cached_property
    def python_part(self) -> notation.Part:
        if self.gate is not None:
            return notation.python(self.gate, [operand.python_part for operand in self.operands])
        return notation.Part(self.name, notation.ATOM) if self.name else notation.python_number(self.value)

    @cached_property
    def latex_part(self) -> notation.Part:
        return self._latex_part(self._beside_e)

    @cached_property
    def _beside_e(self) -> bool:
        return self.e_is_a_name or any(operand._beside_e for operand in self.operands)

    def _latex_part(self, beside_e: bool) -> notation.Part:
        if self.gate is not None:
            parts = [one.latex_part if one._beside_e == beside_e else one._latex_part(beside_e) for one in self.operands]
            made = notation.latex(self.gate, parts, e_is_a_name=beside_e)
        elif self.name:
            made = notation.Part(self.latex_name, notation.POWER if self.latex_name.endswith(")}") else notation.ATOM)
        else:
            made = notation.latex_number(self.value, e_is_a_name=beside_e)
        return notation.marked(made, self.mark)

    # Comparisons are those of the values, so that a rule chooses its branch as it does on numbers.

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == _plain(other))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < _plain(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= _plain(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > _plain(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= _plain(other))

    def __add__(self, other: Any) -> Symbol:
        return _sum(self, symbol(other))

    def __radd__(self, other: Any) -> Symbol:
        return _sum(symbol(other), self)

    def __sub__(self, other: Any) -> Symbol:
        return _difference(self, symbol(other))

    def __rsub__(self, other: Any) -> Symbol:
        return _difference(symbol(other), self)

    def __mul__(self, other: Any) -> Symbol:
        return _product(self, symbol(other))

    def __rmul__(self, other: Any) -> Symbol:
        return _product(symbol(other), self)

    def __truediv__(self, other: Any) -> Symbol:
        return _quotient(self, symbol(other))

    def __rtruediv__(self, other: Any) -> Symbol:
        return _quotient(symbol(other), self)

    def __pow__(self, other: Any) -> Symbol:
        return _power(self, symbol(other))

    def __rpow__(self, other: Any) -> Symbol:
        return _power(symbol(other), self)

    def __floordiv__(self, other: Any) -> Symbol:
        return Symbol.written(floor_divide, [self, symbol(other)])

    def __rfloordiv__(self, other: Any) -> Symbol:
        return Symbol.written(floor_divide, [symbol(other), self])

    def __rmod__(self, other: Any) -> Symbol:
        return Symbol.written(modulo, [symbol(other), self])

    def __mod__(self, other: Any) -> Symbol:
        return Symbol.written(modulo, [self, symbol(other)])

    def __neg__(self) -> Symbol:
        return _negative(self)

    def __abs__(self) -> Symbol:
        return Symbol.written(absolute, [self])


def symbol(value: Any) -> Symbol:
    """A symbol as it is; a number as a literal."""
    return value if isinstance(value, Symbol) else Symbol(value)


def local_gradient(gate: Gate, position: int, out: Symbol, operands: Sequence[Symbol]) -> Symbol | None:
    """∂out/∂operands[position] as a formula; None where the gate lets no gradient through. A rule that needs more than
    operators gives its number.

    >>> a, b = Symbol.named("a", 6.0), Symbol.named("b", 2.0)
    >>> local_gradient(divide, 1, Symbol.written(divide, [a, b]), [a, b]).python
    '-a / b ** 2'
    """
    try:
        number = gate.local_gradient(position, out.value, [operand.value for operand in operands])
    except (ArithmeticError, ValueError):
        return Symbol(math.nan)
    if number is None:
        return None
    try:
        formula = symbol(gate.local_gradient(position, out, operands))
    except (TypeError, ArithmeticError, ValueError):
        return Symbol(number)
    return formula if _near(formula.value, number) else Symbol(number)


def _plain(other: Any) -> Any:
    return other.value if isinstance(other, Symbol) else other


def _value(gate: Gate, operands: Sequence[Symbol]) -> Any:
    try:
        return gate.forward(*[operand.value for operand in operands])
    except (ArithmeticError, ValueError):
        return math.nan


def _near(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= 1e-9 * abs(other) + 1e-300


# --- what is left out


def _is(formula: Symbol, number: float) -> bool:
    return formula.is_literal and bool(formula.value == number)


def _same(one: Symbol, other: Symbol) -> bool:
    return one is other or one.python == other.python


def _opposite(formula: Symbol) -> Symbol | None:
    """a for -a; None for what doesn't begin with a minus."""
    if formula.gate is negate:
        return formula.operands[0]
    if formula.gate in (multiply, divide) and (taken := _opposite(formula.operands[0])) is not None:  # 2 * a for -2 * a
        rest = formula.operands[1]
        return Symbol.written(formula.gate, [taken, rest]) if formula.gate is divide or not _is(taken, 1) else rest
    return Symbol(-formula.value) if formula.is_literal and formula.value < 0 else None


def _folded(operation: Callable[[Any, Any], Any], one: Symbol, other: Symbol) -> Symbol | None:
    """The result for two literals, if it is as short as they are."""
    if not (one.is_literal and other.is_literal):
        return None
    try:
        value = operation(one.value, other.value)
    except (ArithmeticError, ValueError):
        return None
    return Symbol(value) if isinstance(value, int | float) and len(repr(value)) <= 6 else None


def _sum(one: Symbol, other: Symbol) -> Symbol:
    if _is(one, 0):
        return other
    if _is(other, 0):
        return one
    if (folded := _folded(lambda a, b: a + b, one, other)) is not None:
        return folded
    if (taken := _opposite(other)) is not None:
        return _difference(one, taken)
    return 2 * one if _same(one, other) else Symbol.written(add, [one, other])


def _difference(one: Symbol, other: Symbol) -> Symbol:
    if _is(other, 0):
        return one
    if _is(one, 0):
        return _negative(other)
    if (folded := _folded(lambda a, b: a - b, one, other)) is not None:
        return folded
    if (added := _opposite(other)) is not None:
        return _sum(one, added)
    return Symbol.written(subtract, [one, other])


def _product(one: Symbol, other: Symbol) -> Symbol:
    if _is(one, 0) or _is(other, 1):
        return one
    if _is(other, 0) or _is(one, 1):
        return other
    if (folded := _folded(lambda a, b: a * b, one, other)) is not None:
        return folded
    for first, second in ((one, other), (other, one)):
        if first.gate is negate or _is(first, -1):  # the sign goes in front
            return _negative(_product(_opposite(first) or first, second))
    if other.is_literal and not one.is_literal:  # the number goes in front too
        return _product(other, one)
    if one.is_literal and other.gate in (multiply, divide) and other.operands[0].is_literal:
        folded = _folded(lambda a, b: a * b, one, other.operands[0])
        if folded is not None:
            return (folded * other.operands[1]) if other.gate is multiply else folded / other.operands[1]
    if other.gate is multiply and other.operands[0].is_literal and not one.is_literal:
        return _product(other.operands[0], _product(one, other.operands[1]))
    if other.gate is divide and _is(other.operands[0], 1):
        return _quotient(one, other.operands[1])
    if one.gate is divide and _is(one.operands[0], 1):
        return _quotient(other, one.operands[1])
    return _power(one, Symbol(2)) if _same(one, other) else Symbol.written(multiply, [one, other])


def _quotient(one: Symbol, other: Symbol) -> Symbol:
    if _is(other, 1) or _is(one, 0):
        return one
    if (taken := _opposite(one)) is not None:
        return _negative(_quotient(taken, other))
    if (taken := _opposite(other)) is not None:
        return _negative(_quotient(one, taken))
    whole = one.definition or one
    if whole.gate is divide and _same(whole.operands[1], other):  # a / b / b
        return _quotient(whole.operands[0], _power(other, Symbol(2)))
    return Symbol.written(divide, [one, other])


def _power(one: Symbol, other: Symbol) -> Symbol:
    if _is(other, 1):
        return one
    if _is(other, 0):
        return Symbol(1)
    if (folded := _folded(lambda a, b: a**b, one, other)) is not None:
        return folded
    if one.gate is power and one.operands[1].is_literal and other.is_literal and isinstance(one.operands[1].value, int):
        return _power(one.operands[0], one.operands[1] * other)
    return Symbol.written(power, [one, other])


def _negative(formula: Symbol) -> Symbol:
    if (taken := _opposite(formula)) is not None:
        return taken
    if formula.is_literal:
        return Symbol(-formula.value)
    if formula.gate is subtract:
        return Symbol.written(subtract, [formula.operands[1], formula.operands[0]])
    return Symbol.written(negate, [formula])


def named_or_written(formula: Symbol) -> Symbol:
    """The gate that stands behind a name, new names for the same number passed over."""
    while formula.definition is not None:
        formula = formula.definition
    return formula.operands[0] if formula.gate is identity else formula
