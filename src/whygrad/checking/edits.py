"""One small change to an expression: what it does to the values, and to the text."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Iterator

from whygrad.checking.changes import Atom, Change, Kind, Role
from whygrad.checking.evaluate import BINARY, FAILED, Expression, Values, is_real, tried
from whygrad.checking.places import Place
from whygrad.checking.scope import Scope
from whygrad.checking.spelling import base_of, is_loose, tight
from whygrad.tracing.source import Edit, Source, Span, span_of

SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%"}
_COMPARISONS = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne}
OPPOSITES: dict[type[ast.cmpop], tuple[tuple[str, float], ...]] = {
    ast.Gt: (("<", 1.0), (">=", 1.1)),
    ast.Lt: ((">", 1.0), ("<=", 1.1)),
    ast.GtE: (("<=", 1.0), (">", 1.1)),
    ast.LtE: ((">=", 1.0), ("<", 1.1)),
    ast.Eq: (("!=", 1.0),),
    ast.NotEq: (("==", 1.0),),
}


class Editor:
    """Makes changes to the expression of a place: their effect on the values and on the text."""

    def __init__(self, source: Source, place: Place, scope: Scope) -> None:
        self.source = source
        self.place = place
        self.expression: Expression = place.expression
        self.scope = scope
        self.editable = [node for node in self.expression.nodes if source.is_original(node)]
        self.numeric = [node for node in self.editable if all(is_real(value) for value in self.expression.values[node])]

    def change(
        self,
        kind: Kind,
        nodes: tuple[ast.expr, ...],
        overrides: dict[ast.expr, Values],
        spellings: tuple[tuple[Edit, ...], ...],
        cost: float,
        old: str = "",
        new: str = "",
        *,
        trial: ast.expr | None = None,
    ) -> Change:
        """A change of these parts, with what is known of the place where the first of them stands."""
        node = nodes[0]
        parents = list(self.parents(node))
        return Change(
            kind,
            nodes,
            overrides,
            spellings,
            cost,
            old,
            new,
            old_values=self.expression.values[node],
            path=self.place.path,
            in_sum=bool(parents) and isinstance(parents[0], ast.BinOp) and isinstance(parents[0].op, ast.Add | ast.Sub),
            in_condition=isinstance(node, ast.Compare) or any(isinstance(parent, ast.Compare) for parent in parents),
            whole=not parents,
            trial=trial,
        )

    def parents(self, node: ast.expr) -> Iterator[ast.expr]:
        """The parts that a part stands in, the nearest first."""
        while (above := self.expression.parent.get(node)) is not None:
            yield above
            node = above

    # --- one change each

    def replace(self, node: ast.expr, atom: Atom, cost: float) -> Change:
        """Put an atom where a part stands."""
        old = self.source.code_of(node)
        change = self.change("replace", (node,), {node: list(atom.values)}, self.spelled(node, atom.text), cost + atom.cost, old, atom.text)
        change.new_role, change.old_role = atom.role, self.role(node)
        change.part, change.part_values = atom.text, list(atom.values)
        if isinstance(node, ast.Subscript) and atom.base and "[" in atom.text and base_of(node) == atom.base:
            change.detail = "index"
        elif self.is_exponent(node):
            change.detail = "exponent"
        return change

    def scale(self, node: ast.expr, atom: Atom, cost: float, *, divide: bool = False) -> Change:
        """Multiply a part by an atom, or divide it."""
        code = self.source.code_of(node)
        values = [tried(BINARY[ast.Div if divide else ast.Mult], value, factor) for value, factor in self._beside(node, atom)]
        text = f"({atom.text})" if is_loose(atom.text) else atom.text
        wrapped = tight(node, code)
        sign = " / " if divide else " * "
        in_front = atom.role == "constant" and not divide
        written = f"{text} * {wrapped}" if in_front else f"{wrapped}{sign}{text}"
        if text == code and not divide:
            written = f"{code}**2"
        change = self.change("scale", (node,), {node: values}, self.spelled(node, written), cost + atom.cost, code, written)
        change.new_role, change.old_role = atom.role, self.role(node)
        change.part, change.part_values, change.detail = atom.text, list(atom.values), "/" if divide else "*"
        factor = self.scope.constant(atom.values) if atom.role == "constant" else None
        change.factor = (1 / factor if divide else factor) if factor else None
        return change

    def term(self, node: ast.expr, atom: Atom, cost: float) -> Change:
        """Add an atom to a part."""
        code = self.source.code_of(node)
        values = [tried(BINARY[ast.Add], value, more) for value, more in self._beside(node, atom)]
        own = f"({code})" if isinstance(node, ast.IfExp | ast.Compare | ast.BoolOp | ast.Lambda) else code
        written = f"{own} + {atom.text}" if not atom.text.startswith("-") else f"{own} - {atom.text[1:]}"
        change = self.change("term", (node,), {node: values}, self.spelled(node, written), cost + atom.cost, code, written)
        change.new_role, change.part, change.part_values, change.detail = atom.role, atom.text, list(atom.values), "+"
        return change

    def negate(self, node: ast.expr) -> Change:
        """Turn the sign of a part."""
        code = self.source.code_of(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            written = self.source.code_of(node.operand)
        elif code.startswith("-") and isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            written = code[1:].lstrip()
        else:
            written = f"-{tight(node, code)}"
        values = [tried(lambda value: -value, value) for value in self.expression.values[node]]
        return self.change("negate", (node,), {node: values}, self.spelled(node, written), 0.8, code, written)

    def drop(self, node: ast.BinOp, keep: ast.expr) -> Change:
        """Leave one operand of an operator and drop the other with it."""
        other = node.left if keep is node.right else node.right
        values = self.expression.values[keep]
        if keep is node.right and isinstance(node.op, ast.Div):
            values = [FAILED] * len(values)
        if keep is node.right and isinstance(node.op, ast.Sub):
            values = [tried(lambda value: -value, value) for value in values]
            written = f"-{self.source.code_of(keep)}"
        else:
            written = self.source.code_of(keep)
        old = self.source.code_of(node)
        is_factor = isinstance(other, ast.Constant) and isinstance(node.op, ast.Mult | ast.Div)
        cost = 1.15 if isinstance(keep, ast.Constant) else 0.85 if is_factor else 0.95
        change = self.change("drop", (node,), {node: values}, self.spelled(node, written), cost, old, written)
        change.detail = SIGNS.get(type(node.op), "?")
        change.part, change.part_values = self.source.code_of(other), self.expression.values[other]
        change.old_role = self.role(other)
        change.factor = self.scope.constant([v for v in self.expression.values[other] if is_real(v)] or [0.0])
        return change

    def swap(self, node: ast.BinOp, other: type[ast.operator]) -> Change:
        """One operator for another."""
        pairs = zip(self.expression.values[node.left], self.expression.values[node.right], strict=True)
        values = [tried(BINARY[other], left, right) for left, right in pairs]
        left, right = self.source.code_of(node.left), self.source.code_of(node.right)
        if other in (ast.Mult, ast.Div):
            left, right = tight(node.left, left), tight(node.right, right)
        old, new = SIGNS[type(node.op)], SIGNS[other]
        change = self.change(
            "operator", (node,), {node: values}, self.spelled(node, f"{left} {new} {right}"), 1.05, self.source.code_of(node)
        )
        change.new, change.detail = f"{left} {new} {right}", f"{old}→{new}"
        return change

    def compare(self, node: ast.Compare) -> Iterator[Change]:
        """One comparison for another: the other side, or the border in or out."""
        left, right = self.source.code_of(node.left), self.source.code_of(node.comparators[0])
        pairs = list(zip(self.expression.values[node.left], self.expression.values[node.comparators[0]], strict=True))
        for sign, cost in OPPOSITES[type(node.ops[0])]:
            values = [tried(_COMPARISONS[sign], a, b) for a, b in pairs]
            new = f"{left} {sign} {right}"
            yield self.change("operator", (node,), {node: values}, self.spelled(node, new), cost, self.source.code_of(node), new)

    def compare_other(self, node: ast.Compare) -> Iterator[Change]:
        """The other side of a comparison in which one operand is another quantity too."""
        sides = (node.left, node.comparators[0])
        sign = OPPOSITES[type(node.ops[0])][0][0]
        for atom in self.scope.atoms:
            for index, side in enumerate(sides):
                if atom.role == "forward" and atom.text != self.source.code_of(side):
                    texts, values = [self.source.code_of(part) for part in sides], [self.expression.values[part] for part in sides]
                    texts[index], values[index] = atom.text, list(atom.values)
                    new = f"{texts[0]} {sign} {texts[1]}"
                    chosen = [tried(_COMPARISONS[sign], a, b) for a, b in zip(*values, strict=True)]
                    yield self.change("operator", (node,), {node: chosen}, self.spelled(node, new), 1.3, self.source.code_of(node), new)

    def rename(self, nodes: list[ast.expr], atom: Atom) -> Change:
        """Every occurrence of one name by another."""
        edits = tuple(Edit(span_of(node), atom.text) for node in nodes)
        overrides: dict[ast.expr, Values] = {node: list(atom.values) for node in nodes}
        cost = 1.0 + 0.1 * (len(nodes) - 1)
        change = self.change("replace", tuple(nodes), overrides, (edits,), cost, self.source.code_of(nodes[0]), atom.text)
        change.old_role, change.new_role = self.role(nodes[0]), atom.role
        return change

    def function(self, node: ast.Call, name: str) -> Change | None:
        """math.sin for math.cos, and the like."""
        function = getattr(math, name)
        values = [tried(function, value) for value in self.expression.values[node.args[0]]]
        old = self.source.code_of(node.func)
        new = f"{old.rsplit('.', 1)[0]}.{name}" if "." in old else name
        change = self.change("replace", (node,), {node: values}, ((Edit(span_of(node.func), new),),), 1.0, old, new)
        change.detail = "function"
        return change

    def unwrap(self, node: ast.Call) -> Change:
        """f(x) → x."""
        written = self.source.code_of(node.args[0])
        spellings = self.spelled(node, written)
        change = self.change(
            "drop", (node,), {node: self.expression.values[node.args[0]]}, spellings, 1.3, self.source.code_of(node), written
        )
        change.detail = "function"
        return change

    def in_condition(self, node: ast.expr) -> bool:
        """Does a part stand in a comparison? There only names, entries and the sign of comparison are in question."""
        return isinstance(node, ast.Compare) or any(isinstance(parent, ast.Compare) for parent in self.parents(node))

    def is_exponent(self, node: ast.expr) -> bool:
        parent = self.expression.parent.get(node)
        return isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow) and parent.right is node

    def replace_cost(self, node: ast.expr, atom: Atom) -> float:
        """How natural a slip this replacement mends."""
        if isinstance(node, ast.Name | ast.Subscript | ast.Attribute):
            if atom.role == "local" and atom.text.startswith(f"{self.source.code_of(node)}**"):
                return 0.6  # with the atom's own cost, as plain as another index
            if isinstance(node, ast.Subscript) and "[" in atom.text and atom.base == base_of(node):
                return 0.9
            if atom.role == "gradient" and self.role(node) == "forward":
                return 0.9
            if atom.role == self.role(node) == "gradient":
                return 1.1
            return {"gradient": 1.0, "forward": 1.0, "constant": 1.5, "local": 1.3}[atom.role]
        if isinstance(node, ast.Constant):
            return 0.9 if atom.role == "constant" else 1.4
        size = sum(1 for _ in ast.walk(node) if isinstance(_, ast.Name | ast.Constant))
        if atom.role == "constant":
            return 2.0 + 0.15 * size
        return 1.3 + 0.15 * size + (0.6 if node is self.expression.root else 0.0)

    def role(self, node: ast.expr) -> Role | None:
        """What a part is: a gradient, a forward value, a constant."""
        if isinstance(node, ast.Constant):
            return "constant"
        base: ast.expr = node
        while isinstance(base, ast.Subscript | ast.Attribute):
            base = base.value
        if isinstance(base, ast.Name):
            return "gradient" if base.id in self.scope.gradients else "forward"
        return None

    def _beside(self, node: ast.expr, atom: Atom) -> Iterator[tuple[object, float]]:
        return zip(self.expression.values[node], atom.values, strict=True)

    def spelled(self, node: ast.expr, text: str) -> tuple[tuple[Edit, ...], ...]:
        """The replacement as it stands, and in parentheses; first the one that is sure to keep its meaning."""
        span: Span = span_of(node)
        bare, wrapped = (Edit(span, text),), (Edit(span, f"({text})"),)
        parent = self.expression.parent.get(node)
        loose = is_loose(text) and isinstance(parent, ast.BinOp | ast.UnaryOp)
        return (bare, wrapped) if loose else (bare,)
