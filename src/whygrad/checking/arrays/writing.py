"""Expressions as text, with parentheses where they are needed."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from whygrad.tracing.source import Source

LOOSE, SUM, PRODUCT, UNARY, POWER, ATOM = range(6)
_LEVELS: dict[type[ast.operator], int] = {ast.Add: SUM, ast.Sub: SUM, ast.Pow: POWER}


@dataclass(frozen=True)
class Written:
    """A text, and how tightly its outermost operator binds."""

    text: str
    level: int = ATOM

    def at(self, level: int) -> str:
        """As it stands where something binds at this level."""
        return self.text if self.level >= level else f"({self.text})"


def level_of(node: ast.expr) -> int:
    """How tightly an expression binds."""
    if isinstance(node, ast.BinOp):
        return _LEVELS.get(type(node.op), PRODUCT)
    if isinstance(node, ast.UnaryOp):
        return LOOSE if isinstance(node.op, ast.Not) else UNARY
    if isinstance(node, ast.Compare | ast.BoolOp | ast.IfExp | ast.Lambda | ast.NamedExpr | ast.Starred):
        return LOOSE
    return LOOSE if isinstance(node, ast.Tuple) else ATOM


def written(node: ast.expr, source: Source) -> Written:
    """An expression of the program, as it stands there."""
    text = source.code_of(node)
    if isinstance(node, ast.Tuple) and text.startswith("("):
        return Written(text, ATOM)
    return Written(text, level_of(node))


def name(text: str) -> Written:
    """A name, a number, a call: what needs no parentheses."""
    return Written(text, UNARY if text.startswith("-") else ATOM)


def plus(a: Written, b: Written) -> Written:
    """A sum; `b - a` where the first is a negative name or product."""
    if a.text.startswith("-") and (a.level == PRODUCT or a.text[1:].replace(".", "").isidentifier()):
        return minus(b, Written(a.text[1:], max(a.level, PRODUCT)))
    return Written(f"{a.at(SUM)} + {b.at(SUM)}", SUM)


def minus(a: Written, b: Written) -> Written:
    return Written(f"{a.at(SUM)} - {b.at(PRODUCT)}", SUM)


def times(a: Written, b: Written) -> Written:
    return Written(f"{a.at(PRODUCT)} * {b.at(UNARY)}", PRODUCT)


def ahead(a: Written, b: Written) -> Written:
    """A product that begins with a factor, those that are there behind it: `dout * y * (1 - y)`."""
    is_chain = b.level == PRODUCT and not any(sign in b.text for sign in ("@", "%", "//"))
    return Written(f"{a.at(PRODUCT)} * {b.text}", PRODUCT) if is_chain else times(a, b)


def over(a: Written, b: Written) -> Written:
    return Written(f"{a.at(PRODUCT)} / {b.at(UNARY)}", PRODUCT)


def matmul(a: Written, b: Written) -> Written:
    return Written(f"{a.at(PRODUCT)} @ {b.at(UNARY)}", PRODUCT)


def power(a: Written, b: Written) -> Written:
    return Written(f"{a.at(ATOM)}**{b.at(UNARY)}", POWER)


def negative(a: Written) -> Written:
    return Written(a.text[1:].strip(), ATOM) if a.level == UNARY and a.text.startswith("-") else Written(f"-{a.at(UNARY)}", UNARY)


def part(a: Written, what: str) -> Written:
    """An attribute, a call, an index: `.T`, `.sum(axis=0)`, `[i]`."""
    return Written(f"{a.at(ATOM)}{what}")


OPERATORS = {ast.Add: plus, ast.Sub: minus, ast.Mult: times, ast.Div: over, ast.MatMult: matmul, ast.Pow: power}


def needed(parent: ast.AST, node: ast.expr) -> int:
    """How tightly what stands in the place of a node must bind."""
    if isinstance(parent, ast.BinOp):
        own = level_of(parent)
        if isinstance(parent.op, ast.Pow):
            return ATOM if node is parent.left else UNARY
        return own if node is parent.left or isinstance(parent.op, ast.Add) else own + 1
    if isinstance(parent, ast.UnaryOp):
        return UNARY
    if isinstance(parent, ast.Attribute) or (
        isinstance(parent, ast.Subscript | ast.Call) and node in (getattr(parent, "value", None), getattr(parent, "func", None))
    ):
        return ATOM
    if isinstance(parent, ast.Compare | ast.BoolOp):
        return SUM
    return LOOSE
