"""The error model: the small changes by which one expression may differ from the one that was meant."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from whygrad.checking.changes import Atom, Change, Kind
from whygrad.checking.evaluate import BINARY, FAILED, Expression, Values, evaluated, is_real, tried
from whygrad.checking.grouping import regroupings
from whygrad.checking.places import Place
from whygrad.checking.scope import Scope
from whygrad.tracing.source import Edit, Source, Span, span_of

_SWAPS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add, ast.Sub),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
}
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%"}
_COMPARISONS = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne}
_OPPOSITES: dict[type[ast.cmpop], tuple[tuple[str, float], ...]] = {
    ast.Gt: (("<", 1.0), (">=", 1.1)),
    ast.Lt: ((">", 1.0), ("<=", 1.1)),
    ast.GtE: (("<=", 1.0), (">", 1.1)),
    ast.LtE: ((">=", 1.0), ("<", 1.1)),
    ast.Eq: (("!=", 1.0),),
    ast.NotEq: (("==", 1.0),),
}
_FAMILIES = (("sin", "cos"), ("sinh", "cosh", "tanh"), ("exp", "log"), ("tan", "sin", "cos"))


class Editor:
    """Makes changes to the expression of a place: their effect on the values and on the text."""

    def __init__(self, source: Source, place: Place, scope: Scope) -> None:
        self.source = source
        self.place = place
        self.expression: Expression = place.expression
        self.scope = scope
        self.editable = [node for node in self.expression.nodes if source.is_original(node)]
        self.numeric = [node for node in self.editable if all(is_real(value) for value in self.expression.values[node])]

    def _change(self, kind: Kind, nodes: tuple[ast.expr, ...], *rest: Any, trial: ast.expr | None = None) -> Change:
        node = nodes[0]
        parents = list(self._parents(node))
        return Change(
            kind,
            nodes,
            *rest,
            old_values=self.expression.values[node],
            path=self.place.path,
            in_sum=bool(parents) and isinstance(parents[0], ast.BinOp) and isinstance(parents[0].op, ast.Add | ast.Sub),
            in_condition=isinstance(node, ast.Compare) or any(isinstance(parent, ast.Compare) for parent in parents),
            whole=not parents,
            trial=trial,
        )

    def _parents(self, node: ast.expr) -> Iterator[ast.expr]:
        while (above := self.expression.parent.get(node)) is not None:
            yield above
            node = above

    # --- one change each

    def replace(self, node: ast.expr, atom: Atom, cost: float) -> Change:
        """Put an atom where a part stands."""
        old = self.source.code_of(node)
        change = self._change("replace", (node,), {node: list(atom.values)}, self._spelled(node, atom.text), cost + atom.cost, old, atom.text)
        change.new_role, change.old_role = atom.role, self.role(node)
        change.part, change.part_values = atom.text, list(atom.values)
        if isinstance(node, ast.Subscript) and atom.base and "[" in atom.text and _base(node) == atom.base:
            change.detail = "index"
        elif self._is_exponent(node):
            change.detail = "exponent"
        return change

    def scale(self, node: ast.expr, atom: Atom, cost: float, *, divide: bool = False) -> Change:
        """Multiply a part by an atom, or divide it."""
        code = self.source.code_of(node)
        values = [tried(BINARY[ast.Div if divide else ast.Mult], value, factor) for value, factor in self._beside(node, atom)]
        text = f"({atom.text})" if _is_loose(atom.text) else atom.text
        wrapped = _tight(node, code)
        sign = " / " if divide else " * "
        in_front = atom.role == "constant" and not divide
        written = f"{text} * {wrapped}" if in_front else f"{wrapped}{sign}{text}"
        change = self._change("scale", (node,), {node: values}, self._spelled(node, written), cost + atom.cost, code, written)
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
        change = self._change("term", (node,), {node: values}, self._spelled(node, written), cost + atom.cost, code, written)
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
            written = f"-{_tight(node, code)}"
        values = [tried(lambda value: -value, value) for value in self.expression.values[node]]
        return self._change("negate", (node,), {node: values}, self._spelled(node, written), 0.8, code, written)

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
        change = self._change("drop", (node,), {node: values}, self._spelled(node, written), 1.15 if isinstance(keep, ast.Constant) else 0.95, old, written)
        change.detail = _SIGNS.get(type(node.op), "?")
        change.part, change.part_values = self.source.code_of(other), self.expression.values[other]
        change.old_role = self.role(other)
        change.factor = self.scope.constant([v for v in self.expression.values[other] if is_real(v)] or [0.0])
        return change

    def without_factors(self, node: ast.BinOp) -> Iterator[Change]:
        """Of a product of three or more, two neighbours dropped: `g * a * (1 - a)` → `g`."""
        factors = list(_factors_of(node))
        if len(factors) < 3 or not all(self.source.is_original(factor) for factor in factors):
            return
        parent = self.expression.parent.get(node)
        if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult):
            return
        for start in range(len(factors) - 1):
            dropped, kept = factors[start : start + 2], [*factors[:start], *factors[start + 2 :]]
            columns = [self.expression.values[factor] for factor in kept]
            values: Values = [tried(_product, *row) for row in zip(*columns, strict=True)]
            written = " * ".join(_tight(factor, self.source.code_of(factor)) for factor in kept)
            change = self._change("drop", (node,), {node: values}, self._spelled(node, written), 1.0, self.source.code_of(node), written)
            part = " * ".join(_tight(factor, self.source.code_of(factor)) for factor in dropped)
            pairs = zip(*(self.expression.values[factor] for factor in dropped), strict=True)
            change.detail, change.part, change.part_values = "*", part, [tried(_product, *row) for row in pairs]
            yield change

    def split(self, node: ast.BinOp) -> Iterator[Change]:
        """A long product as the sum of two: `a * b * c * d` → `a * b + c * d`."""
        factors = list(_factors_of(node))
        if len(factors) < 4 or node is not self.expression.root or not all(self.source.is_original(factor) for factor in factors):
            return
        for place in range(2, len(factors) - 1):
            halves = factors[:place], factors[place:]
            columns = [self.expression.values[factor] for factor in factors]
            values: Values = [tried(_two_products, place, *row) for row in zip(*columns, strict=True)]
            written = " + ".join(" * ".join(_tight(factor, self.source.code_of(factor)) for factor in half) for half in halves)
            change = self._change("operator", (node,), {node: values}, self._spelled(node, written), 1.1, self.source.code_of(node), written)
            change.detail = "*→+"
            yield change

    def swap(self, node: ast.BinOp, other: type[ast.operator]) -> Change:
        """One operator for another."""
        pairs = zip(self.expression.values[node.left], self.expression.values[node.right], strict=True)
        values = [tried(BINARY[other], left, right) for left, right in pairs]
        left, right = self.source.code_of(node.left), self.source.code_of(node.right)
        if other in (ast.Mult, ast.Div):
            left, right = _tight(node.left, left), _tight(node.right, right)
        old, new = _SIGNS[type(node.op)], _SIGNS[other]
        change = self._change("operator", (node,), {node: values}, self._spelled(node, f"{left} {new} {right}"), 1.05, self.source.code_of(node))
        change.new, change.detail = f"{left} {new} {right}", f"{old}→{new}"
        return change

    def compare(self, node: ast.Compare) -> Iterator[Change]:
        """One comparison for another: the other side, or the border in or out."""
        left, right = self.source.code_of(node.left), self.source.code_of(node.comparators[0])
        pairs = list(zip(self.expression.values[node.left], self.expression.values[node.comparators[0]], strict=True))
        for sign, cost in _OPPOSITES[type(node.ops[0])]:
            values = [tried(_COMPARISONS[sign], a, b) for a, b in pairs]
            new = f"{left} {sign} {right}"
            yield self._change("operator", (node,), {node: values}, self._spelled(node, new), cost, self.source.code_of(node), new)

    def regrouped(self) -> Iterator[Change]:
        """Other parentheses."""
        root = self.expression.root
        for edits, text in regroupings(self.source, root):
            trial = ast.parse(text, mode="eval").body
            values = evaluated(trial, self.expression.environments)
            if values != self.expression.values[root]:
                yield self._change("regroup", (root,), {root: values}, (edits,), 0.8 + 0.05 * len(edits), self.source.code_of(root), text, trial=trial)

    def reordered(self) -> Iterator[Change]:
        """Two entries of a display in each other's place."""
        root = self.expression.root
        if not isinstance(root, ast.Tuple | ast.List) or not all(self.source.is_original(item) for item in root.elts):
            return
        for i, j in combinations(range(len(root.elts)), 2):
            first, second = root.elts[i], root.elts[j]
            edits = (Edit(span_of(first), self.source.code_of(second)), Edit(span_of(second), self.source.code_of(first)))
            texts = [self.source.code_of(item) for item in root.elts]
            texts[i], texts[j] = texts[j], texts[i]
            yield self._change("order", (root,), {}, (edits,), 0.95, self.source.code_of(root), ", ".join(texts))

    def other_lists(self) -> Iterator[Change]:
        """A list that is gone through, or handed to a function, by another of the same length."""
        lists = {
            name: value
            for name, value in self.expression.environments[0].items()
            if isinstance(value, list | tuple) and not name.startswith("__") and name not in self.scope.hidden
        }
        for node in ast.walk(self.expression.root):
            if not isinstance(node, ast.Name) or node.id not in lists or node in self.expression.values or not self.source.is_original(node):
                continue
            for name, value in lists.items():
                if name != node.id and len(value) == len(lists[node.id]):
                    old, new = (("gradient" if each in self.scope.gradients else "forward") for each in (node.id, name))
                    change = Change("replace", (node,), {}, ((Edit(span_of(node), name),),), 1.0, node.id, name)
                    change.old_role, change.new_role = old, new  # type: ignore[assignment]
                    yield change

    def merged(self) -> Iterator[Change]:
        """`sum(a) * sum(b)` as one sum of products, where both go through the same."""
        for node in self.editable:
            if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult):
                continue
            factors = list(_factors_of(node))
            for first, second in combinations(factors, 2):
                text = _merged_sum(self.source, first, second)
                if text is None:
                    continue
                kept = [self.source.code_of(factor) for factor in factors if factor not in (first, second)]
                written = " * ".join([*(_tight(f, c) for f, c in zip([f for f in factors if f not in (first, second)], kept, strict=True)), text])
                trial = ast.parse(written, mode="eval").body
                values = evaluated(trial, self.expression.environments)
                change = self._change("regroup", (node,), {node: values}, self._spelled(node, written), 1.0, self.source.code_of(node), written)
                change.detail = "sum"
                yield change

    def rename(self, nodes: list[ast.expr], atom: Atom) -> Change:
        """Every occurrence of one name by another."""
        edits = tuple(Edit(span_of(node), atom.text) for node in nodes)
        overrides: dict[ast.expr, Values] = {node: list(atom.values) for node in nodes}
        cost = 1.0 + 0.1 * (len(nodes) - 1)
        change = self._change("replace", tuple(nodes), overrides, (edits,), cost, self.source.code_of(nodes[0]), atom.text)
        change.old_role, change.new_role = self.role(nodes[0]), atom.role
        return change

    def function(self, node: ast.Call, name: str) -> Change | None:
        """math.sin for math.cos, and the like."""
        function = getattr(math, name)
        values = [tried(function, value) for value in self.expression.values[node.args[0]]]
        old = self.source.code_of(node.func)
        new = f"{old.rsplit('.', 1)[0]}.{name}" if "." in old else name
        change = self._change("replace", (node,), {node: values}, ((Edit(span_of(node.func), new),),), 1.0, old, new)
        change.detail = "function"
        return change

    def unwrap(self, node: ast.Call) -> Change:
        """f(x) → x."""
        written = self.source.code_of(node.args[0])
        spellings = self._spelled(node, written)
        change = self._change("drop", (node,), {node: self.expression.values[node.args[0]]}, spellings, 1.3, self.source.code_of(node), written)
        change.detail = "function"
        return change

    # --- all of a kind

    def simple(self) -> Iterator[Change]:
        """The changes that need no target to be thought of: the first of a pair, or all there is where no part can be solved for."""
        yield from self._renames()
        for node in self.numeric:
            if isinstance(node, ast.Name | ast.Subscript):
                for atom in self.scope.atoms:
                    if atom.text != self.source.code_of(node):
                        yield self.replace(node, atom, self.replace_cost(node, atom))
                if self._is_exponent(node):
                    yield from self._lowered(node)
            elif isinstance(node, ast.Constant):
                for atom in self.scope.constants:
                    if atom.values[0] != self.expression.values[node][0]:
                        yield self.replace(node, atom, 1.0)
        yield from self.structural()

    def every(self) -> Iterator[Change]:
        """All changes, those too that a target would find faster: factors and terms from what is in scope."""
        yield from self.simple()
        yield from self.regrouped()
        yield from self.reordered()
        yield from self.other_lists()
        yield from self.merged()
        products = [node for node in self.numeric if self._takes_factor(node)]
        for node in products:
            for atom in (*self.scope.atoms, *self.scope.constants, *self.scope.locals):
                if atom.role == "constant" and atom.values[0] in (0, 1, -1):
                    continue
                yield self.scale(node, atom, {"gradient": 0.85, "constant": 0.95, "forward": 1.2, "local": 1.2}[atom.role])
                if atom.role == "forward":
                    yield self.scale(node, atom, 1.25, divide=True)
        for node in self.numeric:
            if self._takes_term(node):
                for atom in self.scope.atoms:
                    yield self.term(node, atom, 1.4)

    def in_condition(self, node: ast.expr) -> bool:
        """Does a part stand in a comparison? There only names, entries and the sign of comparison are in question."""
        return isinstance(node, ast.Compare) or any(isinstance(parent, ast.Compare) for parent in self._parents(node))

    def _takes_factor(self, node: ast.expr) -> bool:
        parent = self.expression.parent.get(node)
        if self.in_condition(node):
            return False
        return not isinstance(parent, ast.UnaryOp) and not (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult | ast.Div))

    def _takes_term(self, node: ast.expr) -> bool:
        parent = self.expression.parent.get(node)
        if self.in_condition(node):
            return False
        return not (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub))

    def structural(self) -> Iterator[Change]:
        """Operators, operands, signs and functions."""
        for node in self.editable:
            if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
                if isinstance(node.op, ast.Mult):
                    yield from self.without_factors(node)
                yield self.drop(node, node.left)
                if not isinstance(node.op, ast.Pow):
                    yield self.drop(node, node.right)
                for other in _SWAPS.get(type(node.op), ()):
                    yield self.swap(node, other)
                if isinstance(node.op, ast.Mult):
                    yield from self.split(node)
            elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPPOSITES:
                yield from self.compare(node)
            elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
                yield self.unwrap(node)
                name = self.source.code_of(node.func).rsplit(".", 1)[-1]
                for family in _FAMILIES:
                    if name in family:
                        yield from (change for other in family if other != name and (change := self.function(node, other)))
            if node in self.numeric and not isinstance(node, ast.Constant):
                yield self.negate(node)

    def _is_exponent(self, node: ast.expr) -> bool:
        parent = self.expression.parent.get(node)
        return isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow) and parent.right is node

    def _lowered(self, node: ast.expr) -> Iterator[Change]:
        """An exponent one lower or one higher."""
        for step, sign in ((-1, "-"), (1, "+")):
            values = tuple(value + step for value in self.expression.values[node])
            yield self.replace(node, Atom(f"({self.source.code_of(node)} {sign} 1)", values, "local"), 0.9)

    def _renames(self) -> Iterator[Change]:
        occurrences: dict[str, list[ast.expr]] = {}
        for node in self.numeric:
            if isinstance(node, ast.Name):
                occurrences.setdefault(node.id, []).append(node)
        for name, nodes in occurrences.items():
            if len(nodes) > 1:
                for atom in self.scope.atoms:
                    if atom.text != name and "[" not in atom.text:
                        yield self.rename(nodes, atom)

    def replace_cost(self, node: ast.expr, atom: Atom) -> float:
        """How natural a slip this replacement mends."""
        if isinstance(node, ast.Name | ast.Subscript):
            if atom.role == "local" and atom.text.startswith(f"{self.source.code_of(node)}**"):
                return 0.6  # with the atom's own cost, as plain as another index
            if isinstance(node, ast.Subscript) and "[" in atom.text and atom.base == _base(node):
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

    def role(self, node: ast.expr) -> str | None:  # type: ignore[override]
        """What a part is: a gradient, a forward value, a constant."""
        if isinstance(node, ast.Constant):
            return "constant"
        base: ast.expr = node
        while isinstance(base, ast.Subscript):
            base = base.value
        if isinstance(base, ast.Name):
            return "gradient" if base.id in self.scope.gradients else "forward"
        return None

    def _beside(self, node: ast.expr, atom: Atom) -> Iterator[tuple[object, float]]:
        return zip(self.expression.values[node], atom.values, strict=True)

    def _spelled(self, node: ast.expr, text: str) -> tuple[tuple[Edit, ...], ...]:
        """The replacement as it stands, and in parentheses; first the one that is sure to keep its meaning."""
        span: Span = span_of(node)
        bare, wrapped = (Edit(span, text),), (Edit(span, f"({text})"),)
        parent = self.expression.parent.get(node)
        loose = _is_loose(text) and isinstance(parent, ast.BinOp | ast.UnaryOp)
        return (bare, wrapped) if loose else (bare,)


def substituted(source: Source, value: ast.expr, edits: Sequence[Edit]) -> str:
    """The text of an expression with the parts that edits name replaced."""
    start, end = value.current  # type: ignore[attr-defined]
    places = {span_of(node): node.current for node in ast.walk(value) if isinstance(node, ast.expr)}  # type: ignore[attr-defined]
    text, done = "", start
    for edit in sorted(edits):
        left, right = places[edit.span]
        text, done = text + source.text[done:left] + edit.replacement, right
    return text + source.text[done:end]


def _merged_sum(source: Source, first: ast.expr, second: ast.expr) -> str | None:
    """One sum for two: of comprehensions that go through the same, or of lists."""
    one, two = summed(first), summed(second)
    if one is None or two is None:
        return None
    plain = [arg for arg in (one, two) if not isinstance(arg, ast.GeneratorExp | ast.ListComp)]
    if len(plain) == 2:
        return f"sum(a * b for a, b in zip({source.code_of(one)}, {source.code_of(two)}))"
    if not plain:
        assert isinstance(one, ast.GeneratorExp | ast.ListComp)
        assert isinstance(two, ast.GeneratorExp | ast.ListComp)
        if [ast.dump(g) for g in one.generators] != [ast.dump(g) for g in two.generators]:
            return None
        inner = _tight(one.elt, source.code_of(one.elt)), _tight(two.elt, source.code_of(two.elt))
        start = one.elt.current[1]  # type: ignore[attr-defined]
        end = one.current[1]  # type: ignore[union-attr]
        loop = source.text[start:end].strip().rstrip(")]").rstrip()
        return f"sum({inner[0]} * {inner[1]} {loop})"
    comprehension = one if plain[0] is two else two
    assert isinstance(comprehension, ast.GeneratorExp | ast.ListComp)
    loops = comprehension.generators
    if len(loops) == 1 and isinstance(loops[0].target, ast.Name) and ast.dump(loops[0].iter) == ast.dump(plain[0]) and not loops[0].ifs:
        element = _tight(comprehension.elt, source.code_of(comprehension.elt))
        return f"sum({loops[0].target.id} * {element} for {loops[0].target.id} in {source.code_of(plain[0])})"
    return None


def summed(node: ast.expr) -> ast.expr | None:
    """What `sum(…)` goes through."""
    if isinstance(node, ast.UnaryOp):
        return summed(node.operand) if isinstance(node.op, ast.UAdd) else None
    is_sum = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum" and len(node.args) == 1
    return node.args[0] if is_sum else None  # type: ignore[attr-defined]


def _factors_of(node: ast.expr) -> Iterator[ast.expr]:
    """The factors of a product, in order."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors_of(node.left)
        yield from _factors_of(node.right)
    else:
        yield node


def _two_products(place: int, *factors: Any) -> Any:
    return math.prod(factors[:place]) + math.prod(factors[place:])


def _product(*factors: Any) -> Any:
    return math.prod(factors)


def _base(node: ast.expr) -> str:
    """The variable of `x[0][1]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_loose(text: str) -> bool:
    """Does a text need parentheses to stand as an operand?"""
    node = ast.parse(text, mode="eval").body
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp | ast.Compare)


def _tight(node: ast.expr, text: str) -> str:
    loose = isinstance(node, ast.IfExp | ast.Compare | ast.BoolOp | ast.Lambda)
    return f"({text})" if loose or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)) else text
