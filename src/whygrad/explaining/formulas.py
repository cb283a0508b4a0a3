"""A formula from its Python text: how the table of modules writes a local gradient."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from whygrad.autodiff.symbolic import Symbol
from whygrad.gates.arithmetic import add, divide, multiply, negate, power, subtract
from whygrad.gates.elementary import MATH_FUNCTIONS
from whygrad.gates.selection import absolute, max_, min_
from whygrad.gates.table import Gate

_BINARY: dict[type[ast.operator], Gate] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.Div: divide,
    ast.Pow: power,
}
_FUNCTIONS = {"abs": absolute, "max": max_, "min": min_}
#: A comparison, in LaTeX, and that of the other case.
_COMPARISONS: dict[type[ast.cmpop], tuple[Callable[[Any, Any], bool], str, str]] = {
    ast.Gt: (operator.gt, ">", r"\le"),
    ast.Lt: (operator.lt, "<", r"\ge"),
}


def formula(text: str, names: Mapping[str, Symbol]) -> Symbol:
    """The formula that a text in these names is.

    >>> formula("(1 - out) * out", {"out": Symbol.named("s", 0.25)}).python
    '(1 - s) * s'
    """
    return _formula(ast.parse(text, mode="eval").body, names)


def _formula(node: ast.expr, names: Mapping[str, Symbol]) -> Symbol:
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        return Symbol(node.value)
    if isinstance(node, ast.BinOp):
        return Symbol.written(_BINARY[type(node.op)], [_formula(node.left, names), _formula(node.right, names)])
    if isinstance(node, ast.UnaryOp):
        return Symbol.written(negate, [_formula(node.operand, names)])
    if isinstance(node, ast.IfExp):
        return _cases(node, names)
    if isinstance(node, ast.Attribute):  # math.pi
        return Symbol(getattr(math, node.attr))
    assert isinstance(node, ast.Call)
    gate = MATH_FUNCTIONS[node.func.attr] if isinstance(node.func, ast.Attribute) else _FUNCTIONS[ast.unparse(node.func)]
    return Symbol.written(gate, [_formula(argument, names) for argument in node.args])


def _cases(node: ast.IfExp, names: Mapping[str, Symbol]) -> Symbol:
    """A formula with two cases: as a whole, since which of them holds is no gate."""
    assert isinstance(node.test, ast.Compare)
    left, right = _formula(node.test.left, names), _formula(node.test.comparators[0], names)
    yes, no = _formula(node.body, names), _formula(node.orelse, names)
    compare, sign, other = _COMPARISONS[type(node.test.ops[0])]
    python = f"({yes.python} if {left.python} {sign} {right.python} else {no.python})"
    latex = (
        rf"\begin{{cases}} {yes.latex} & {left.latex} {sign} {right.latex} \\ {no.latex} & {left.latex} {other} {right.latex} \end{{cases}}"
    )
    return Symbol.named(python, (yes if compare(left.value, right.value) else no).value, latex=latex)
