"""The error model: all the small changes by which one expression may differ from the one that was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from whygrad.checking.changes import Atom, Change
from whygrad.checking.edits import OPPOSITES, SIGNS, Editor
from whygrad.checking.restructuring import merged, other_lists, regrouped, reordered, side_by_side, split, without_factors

_SWAPS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add, ast.Sub),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
}
_FAMILIES = (("sin", "cos"), ("sinh", "cosh", "tanh"), ("exp", "log"), ("tan", "sin", "cos"))


def simple(editor: Editor) -> Iterator[Change]:
    """The changes that need no target to be thought of: the first of a pair, or all there is where no part can be solved for."""
    yield from _renames(editor)
    for node in editor.numeric:
        if isinstance(node, ast.Name | ast.Subscript | ast.Attribute):
            for atom in editor.scope.atoms:
                if atom.text != editor.source.code_of(node):
                    yield editor.replace(node, atom, editor.replace_cost(node, atom))
            if editor.is_exponent(node):
                yield from _lowered(editor, node)
        elif isinstance(node, ast.Constant):
            for atom in editor.scope.constants:
                if atom.values[0] != editor.expression.values[node][0]:
                    yield editor.replace(node, atom, 1.0)
    yield from structural(editor)


def every(editor: Editor) -> Iterator[Change]:
    """All changes, those too that a target would find faster: factors and terms from what is in scope."""
    yield from simple(editor)
    yield from regrouped(editor)
    yield from reordered(editor)
    yield from other_lists(editor)
    yield from merged(editor)
    yield from side_by_side(editor)
    for node in editor.editable:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITES:
            yield from editor.compare_other(node)
    products = [node for node in editor.numeric if _takes_factor(editor, node)]
    for node in products:
        for atom in (*editor.scope.atoms, *editor.scope.constants, *editor.scope.locals):
            if atom.role == "constant" and atom.values[0] in (0, 1, -1):
                continue
            yield editor.scale(node, atom, {"gradient": 0.85, "constant": 0.95, "forward": 1.2, "local": 1.2}[atom.role])
            if atom.role == "forward":
                yield editor.scale(node, atom, 1.25, divide=True)
    for node in editor.numeric:
        if _takes_term(editor, node):
            for atom in editor.scope.atoms:
                yield editor.term(node, atom, 1.4)


def structural(editor: Editor) -> Iterator[Change]:
    """Operators, operands, signs and functions."""
    for node in editor.editable:
        if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
            if isinstance(node.op, ast.Mult):
                yield from without_factors(editor, node)
            yield editor.drop(node, node.left)
            if not isinstance(node.op, ast.Pow):
                yield editor.drop(node, node.right)
            for other in _SWAPS.get(type(node.op), ()):
                yield editor.swap(node, other)
            if isinstance(node.op, ast.Mult):
                yield from split(editor, node)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITES:
            yield from editor.compare(node)
        elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            yield editor.unwrap(node)
            name = editor.source.code_of(node.func).rsplit(".", 1)[-1]
            for family in _FAMILIES:
                if name in family:
                    yield from (change for other in family if other != name and (change := editor.function(node, other)))
        if node in editor.numeric and not isinstance(node, ast.Constant):
            yield editor.negate(node)


def _lowered(editor: Editor, node: ast.expr) -> Iterator[Change]:
    """An exponent one lower or one higher."""
    for step, sign in ((-1, "-"), (1, "+")):
        values = tuple(value + step for value in editor.expression.values[node])
        yield editor.replace(node, Atom(f"({editor.source.code_of(node)} {sign} 1)", values, "local"), 0.9)


def _renames(editor: Editor) -> Iterator[Change]:
    occurrences: dict[str, list[ast.expr]] = {}
    for node in editor.numeric:
        if isinstance(node, ast.Name):
            occurrences.setdefault(node.id, []).append(node)
    for name, nodes in occurrences.items():
        if len(nodes) > 1:
            for atom in editor.scope.atoms:
                if atom.text != name and "[" not in atom.text:
                    yield editor.rename(nodes, atom)


def _takes_factor(editor: Editor, node: ast.expr) -> bool:
    parent = editor.expression.parent.get(node)
    if editor.in_condition(node):
        return False
    return not isinstance(parent, ast.UnaryOp) and not (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult | ast.Div))


def _takes_term(editor: Editor, node: ast.expr) -> bool:
    parent = editor.expression.parent.get(node)
    if editor.in_condition(node):
        return False
    return not (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub))
