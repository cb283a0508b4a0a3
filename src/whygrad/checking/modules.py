"""Which well-known modular gate is this value? Found by comparing numbers at several points, never by the look of the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from whygrad.checking.evaluate import FAILED, Environment, Expression, Values, is_real, tried
from whygrad.checking.values import agrees, close
from whygrad.gates.modules import MODULES, VECTOR_MODULES, Module
from whygrad.tracing.source import Source

#: Gates in a closed form from which on a function is known by its look: a sigmoid has four, a square one.
DISTINCTIVE = 3


@dataclass(frozen=True)
class Recognised:
    """A value that is a module of `argument`, a name or a part of the code."""

    title: str  # marked with _()
    argument: str
    values: tuple[Any, ...]


@cache
def gates_in(module: Module) -> int:
    """How many gates the closed form of a module has."""
    tree = ast.parse(module.closed_form_python.format(z="z", out="out"), mode="eval")
    return sum(isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call | ast.IfExp) for node in ast.walk(tree))


class ModuleTable:
    """Every module of every number that may be an argument, in several environments, to look a value up in."""

    def __init__(self, environments: Sequence[Environment], source: Source, value: ast.expr, *, least: int = DISTINCTIVE) -> None:
        self._table: dict[float, list[Recognised]] = {}
        for text, values in _arguments(environments, source, value):
            for module in MODULES.values():
                if gates_in(module) < least:
                    continue
                made = [tried(module.forward, number) for number in values]
                if all(is_real(number) for number in made) and not _is_line(values, made):
                    self._table.setdefault(_key(made[0]), []).append(Recognised(module.title, text, tuple(made)))

    def find(self, values: Values) -> Recognised | None:
        """The module whose values these are, that of the plainest argument."""
        if not all(is_real(value) for value in values) or all(value == values[0] for value in values):
            return None
        found = [
            entry
            for entry in self._table.get(_key(values[0]), ())
            if all(close(value, made) for value, made in zip(values, entry.values, strict=True))
        ]
        return min(found, key=lambda entry: len(entry.argument), default=None)


def module_of(arguments: Values, values: Values, *, least: int = DISTINCTIVE) -> Module | None:
    """The module that makes these values of these arguments.

    >>> module_of([-1.0, 0.5, 2.0], [0.25, 0.0625, 1.0], least=1) is None
    True
    """
    for module in MODULES.values():
        if gates_in(module) >= least:
            made = [tried(module.forward, number) for number in arguments]
            same = all(is_real(one) and close(one, other) for one, other in zip(made, values, strict=True))
            if same and not _is_line(arguments, made):
                return module
    return None


def vector_module(environments: Sequence[Environment], values: Values) -> Recognised | None:
    """The function of a whole list, such as the softmax, that these lists are of some list in scope."""
    for module in VECTOR_MODULES.values():
        for name, value in environments[0].items():
            if not isinstance(value, list | tuple) or len(value) < 2 or not all(is_real(item) for item in value):
                continue
            made = [tried(module.forward, environment.get(name)) for environment in environments]
            if all(agrees(one, list_) for one, list_ in zip(made, values, strict=True) if one is not FAILED) and FAILED not in made:
                return Recognised(module.title, name, tuple(made))
    return None


def _is_line(arguments: Values, made: Values) -> bool:
    """On these arguments, is the function a straight line? A leaky relu of positive numbers is those numbers."""
    slopes = [(y - made[0]) / (x - arguments[0]) for y, x in zip(made[1:], arguments[1:], strict=True) if x != arguments[0]]
    return len(slopes) < 2 or all(close(slope, slopes[0]) for slope in slopes)


def _arguments(environments: Sequence[Environment], source: Source, value: ast.expr) -> Iterator[tuple[str, Values]]:
    """What a module may be taken of: the numbers in scope, and the parts of the expression."""
    seen: set[tuple[float, ...]] = set()
    for name, number in environments[0].items():
        if is_real(number) and not name.startswith("__"):
            values: Values = [environment.get(name, FAILED) for environment in environments]
            if all(is_real(item) for item in values):
                seen.add(tuple(values))
                yield name, values
    expression = Expression(value, environments)
    for node in expression.nodes:
        values = expression.values[node]
        if node is not expression.root and all(is_real(item) for item in values) and tuple(values) not in seen:
            seen.add(tuple(values))
            code = source.code_of(node)
            yield code, values
            yield code[1:].lstrip() if code.startswith("-") else f"-({code})", [-item for item in values]


def _key(value: float) -> float:
    return float(f"{value:.7e}")
