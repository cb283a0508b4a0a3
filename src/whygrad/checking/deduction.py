"""What must stand here? From the value that an expression should have, the value that each of its parts should have.

Looking that value, its ratio and its difference to the part's own up among what is in scope finds a mistake without
trying anything.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping

from whygrad.checking.changes import Atom, Change
from whygrad.checking.edits import Editor
from whygrad.checking.evaluate import FAILED, Values, is_real, tried

_INVERSES: dict[str, Callable[[float], float]] = {
    "exp": math.log,
    "log": math.exp,
    "tanh": math.atanh,
    "sqrt": lambda value: value * value,
    "float": float,
}


def _base(power: float, exponent: float) -> float:
    if power <= 0:
        raise ValueError
    return math.pow(power, 1 / exponent)


def _exponent(power: float, base: float) -> float:
    return math.log(power) / math.log(base)


#: For each operator, what the left part must be given the target and the right one, and the right given the left.
_SOLVED: dict[type[ast.operator], tuple[Callable[[float, float], float], Callable[[float, float], float]]] = {
    ast.Add: (lambda target, right: target - right, lambda target, left: target - left),
    ast.Sub: (lambda target, right: target + right, lambda target, left: left - target),
    ast.Mult: (lambda target, right: target / right, lambda target, left: target / left),
    ast.Div: (lambda target, right: target * right, lambda target, left: left / target),
    ast.Pow: (_base, _exponent),
}


def required(editor: Editor, known: Mapping[ast.expr, Values], wanted: Values) -> Iterator[tuple[ast.expr, Values]]:
    """Each part that can be solved for, with the values that it must have if all else stays as it is.

    `known` holds the values of parts that are thought changed already.
    """
    expression = editor.expression

    def now(node: ast.expr) -> Values:
        return known.get(node) or expression.values[node]

    def solve(function: Callable[..., float], target: Values, *beside: Values) -> Values:
        return [tried(function, *row) for row in zip(target, *beside, strict=True)]

    def visit(node: ast.expr, target: Values) -> Iterator[tuple[ast.expr, Values]]:
        if not all(value is not FAILED and is_real(value) for value in target):
            return
        yield node, target
        if isinstance(node, ast.BinOp) and type(node.op) in _SOLVED:
            left, right = _SOLVED[type(node.op)]
            yield from visit(node.left, solve(left, target, now(node.right)))
            yield from visit(node.right, solve(right, target, now(node.left)))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            yield from visit(node.operand, [-value for value in target] if isinstance(node.op, ast.USub) else target)
        elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            if name in _INVERSES:
                yield from visit(node.args[0], solve(_INVERSES[name], target))

    yield from visit(expression.root, wanted)


def deduced(editor: Editor, known: Mapping[ast.expr, Values], *, pairs: bool = False) -> Iterator[Change]:
    """Changes of one part that give the place its value, found by solving for the part.

    With `known`, they come on top of other changes, and leave the parts that those touch alone.
    """
    place = editor.place
    if place.single:
        for node, target in required(editor, known, place.wanted):
            if node not in known or node is editor.expression.root:
                yield from _at(editor, node, target, known, pairs=pairs)
        return
    totals = place.totals(known.get(editor.expression.root) or editor.expression.values[editor.expression.root])
    if totals is not None and all(totals):
        yield from _common_factor(editor, [target / total for target, total in zip(place.targets, totals, strict=True)])


def _at(editor: Editor, node: ast.expr, target: Values, known: Mapping[ast.expr, Values], *, pairs: bool) -> Iterator[Change]:
    if node not in editor.editable:
        return
    own = editor.expression.values[node]
    scope = editor.scope
    if node not in known:
        for atom in scope.look_up(target, pairs=pairs and not isinstance(node, ast.Constant)):
            if atom.text != editor.source.code_of(node):
                yield editor.replace(node, atom, editor.replace_cost(node, atom))
    if node in known or not all(is_real(value) for value in own) or not any(own) or editor.in_condition(node):
        return
    parent = editor.expression.parent.get(node)
    if not isinstance(parent, ast.UnaryOp) and not (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult | ast.Div)):
        yield from _factors(editor, node, own, target, pairs=pairs)
    if not (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub)):
        missing = [due - value for due, value in zip(target, own, strict=True)]
        for atom in scope.look_up(missing, pairs=pairs):
            if atom.role != "constant" or atom.base:
                yield editor.term(node, atom, 1.4)
            elif abs(atom.values[0]) == 1 and node is editor.expression.root:  # what goes into an add gate alone has this gradient
                yield editor.term(node, atom, 1.05)
        for atom in scope.look_up([value / 2 for value in missing], pairs=True) if pairs else ():
            if atom.role == "constant":
                continue
            yield editor.term(node, Atom(f"2 * {atom.text}", tuple(2 * value for value in atom.values), "local", "", atom.cost), 1.5)


def _factors(editor: Editor, node: ast.expr, own: Values, target: Values, *, pairs: bool) -> Iterator[Change]:
    # 0 is 0 whatever the factor, as behind a closed relu: there the factor may be anything
    ratio = [None if value == due == 0 else due / value if value else math.nan for due, value in zip(target, own, strict=True)]
    for atom in editor.scope.look_up(ratio, pairs=pairs):
        if atom.role == "constant" and atom.values[0] == -1:
            yield editor.negate(node)
        else:
            yield editor.scale(node, atom, {"gradient": 0.85, "constant": 0.95, "forward": 1.2, "local": 1.2}[atom.role])
    if all(value is None or value for value in ratio):
        for atom in editor.scope.look_up([None if value is None else 1 / value for value in ratio]):
            if atom.role != "local":
                yield editor.scale(node, atom, 0.9 if _is_count(atom) else 1.2, divide=True)


def _is_count(atom: Atom) -> bool:
    """A whole number of something, with a name: what people divide by."""
    return atom.role == "forward" and atom.values[0] >= 2 and all(value == int(atom.values[0]) for value in atom.values)


def _common_factor(editor: Editor, ratio: list[float]) -> Iterator[Change]:
    """Of a sum over turns, a factor that is the same in all turns of a sample."""
    bundles = editor.place.bundles
    spread: Values = [FAILED] * len(editor.expression.environments)
    for bundle, value in zip(bundles, ratio, strict=True):
        for index in bundle:
            spread[index] = value
    root = editor.expression.root
    own = editor.expression.values[root]
    if root in editor.editable and all(is_real(value) for value in (*spread, *own)):
        yield from _factors(editor, root, own, [value * factor for value, factor in zip(own, spread, strict=True)], pairs=False)
