"""Changes to what is read: another name, another entry, another constant, a matrix turned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.assignments import key_of
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import UNKNOWN, Editor, index_detail, is_number, kind_of
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.writing import Written, name

#: What puts arrays side by side.
_JOINING = frozenset({"concatenate", "hstack", "vstack", "stack", "column_stack"})
#: Numbers with a name that may be meant where one is written out.
MOST_NUMBERS = 4


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Those of one name, entry or constant."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        is_whole = not isinstance(node.value, ast.Name | ast.Attribute | ast.Subscript)  # `(x.T @ g).T`
        yield editor.make(node, editor.text(node.value), "transpose", 1.1 if is_whole else 1.2)
    if isinstance(node, ast.Constant):
        yield from _constant(editor, node)
    if isinstance(node, ast.Dict | ast.Tuple | ast.List) and id(node) not in editor.in_index:
        yield from _exchanged(editor, node)
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield from _another(editor, node)
        yield from _alias(editor, node)
        yield from _upright(editor, node)


def _alias(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """A copy of its own, or zeros, where a second name is given to an array."""
    statement = editor.place.statement
    outer = editor.place.parent(node)
    if isinstance(node, ast.Name) and node is getattr(outer, "value" if isinstance(outer, ast.DictComp) else "elt", None):
        yield editor.make(node, Written(f"np.zeros_like({node.id})"), "copy", 0.95)
        yield editor.make(node, Written(f"{node.id}.copy()"), "copy", 1.1)
    if isinstance(outer, ast.Tuple):
        outer = editor.place.parent(outer)
    if isinstance(outer, ast.Dict) and isinstance(node, ast.Name) and editor.shape(node) and editor.role(node) == "forward":
        yield editor.make(node, Written(f"np.zeros_like({node.id})"), "copy", 0.95)
    if isinstance(outer, ast.Assign | ast.NamedExpr) and editor.shape(node):
        changed = any(f"{editor.target} {sign}= " in editor.source.text for sign in "*+-/") if editor.target else False
        yield editor.make(node, writing.part(editor.text(node), ".copy()"), "copy", 0.8 if changed else 1.1)
        is_gathered = is_gradient(key_of(statement.targets[0]) if isinstance(statement, ast.Assign) else editor.target)
        cost = 0.95 if editor.role(node) == "forward" and is_gathered else 1.3
        if isinstance(node, ast.Subscript | ast.Attribute) and not is_gathered:  # read from a cache
            cost = 1.7
        yield editor.make(node, Written(f"np.zeros_like({editor.text(node).text})"), "copy", cost)


def _upright(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """One number a row, beside a matrix: without an axis more it meets the columns."""
    outer, shape = editor.place.parent(node), editor.shape(node) or ()
    if not isinstance(outer, ast.BinOp) or isinstance(outer.op, ast.MatMult) or len(shape) != 1 or shape[0] == 1:
        return
    if len(editor.shape(outer.right if node is outer.left else outer.left) or ()) == 2:
        yield editor.make(node, writing.part(editor.text(node), "[:, None]"), "axis", 1.3, detail="newaxis")


def _exchanged(editor: Editor, node: ast.Dict | ast.Tuple | ast.List) -> Iterator[Candidate]:
    """Two entries the other way round."""
    items = node.values if isinstance(node, ast.Dict) else node.elts
    outer = editor.place.parent(node)
    is_joined = isinstance(outer, ast.Call) and key_of(outer.func) in _JOINING  # blocks side by side
    kinds = ast.expr if isinstance(node, ast.Dict) or is_joined else ast.Name | ast.Attribute | ast.Subscript
    if isinstance(outer, ast.Return) and isinstance(node, ast.Tuple):  # a change of the statement
        return
    for first, second in combinations(items, 2):
        if all(isinstance(one, kinds) and not isinstance(one, ast.Constant) for one in (first, second)):
            a, b = editor.text(first), editor.text(second)
            made = editor.make(first, b, "order", 1.0, old=f"{a.text}, {b.text}", new=f"{b.text}, {a.text}")
            made.more = [(second, editor.place.fitted(second, a))]
            made.cost = 1.0
            yield made


def _constant(editor: Editor, node: ast.Constant) -> Iterator[Candidate]:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    outer = editor.place.parent(node)
    if isinstance(outer, ast.keyword) and outer.arg == "axis":
        return
    in_index = id(node) in editor.in_index
    options: list[float] = [value + 1, value - 1] if isinstance(value, int) else []
    options += [0] if in_index else [2 * value, value / 2, 1, 2, 0.5, 3, 1.5, 0, -value]
    if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Pow):
        options += [-1, -2, -3, -0.5, -1.5, 2.5]
    if isinstance(editor.place.statement, ast.Assign) and (outer is editor.place.statement or isinstance(outer, ast.UnaryOp)):
        for atom in editor.scope.atoms:
            if kind_of(atom.value) == "f":
                yield editor.make(node, name(atom.text), "replace", 1.6, old_role="constant", new_role=atom.role)
    exponent = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Pow)
    detail = "exponent" if exponent else "index" if in_index else ""
    for literal in editor.literals if not in_index and not exponent else ():
        texts = [repr(literal)] if literal != value else []
        texts += [f"{times} * {literal!r}" for times in (2, 3) if isinstance(literal, float) and times * literal != value]
        for k, text in enumerate(texts):
            by = Written(text, writing.PRODUCT if k else writing.ATOM)
            yield editor.make(node, by, "replace", 1.15 + 0.2 * k, detail=detail, old_role="constant", new_role="constant")
    numbers = [atom for atom in editor.scope.sizes if isinstance(atom.value, float | np.floating) and atom.role == "forward"]
    for atom in numbers[:MOST_NUMBERS] if not in_index else ():  # what holds for one value of it only
        yield editor.make(node, name(atom.text), "replace", 1.3, detail=detail, old_role="constant", new_role="constant")
    for option in dict.fromkeys(options):
        if option != value and (isinstance(option, int) or not in_index):
            cost = 1.2 if option or in_index else 1.7
            yield editor.make(node, name(f"{option:g}"), "replace", cost, detail=detail, old_role="constant", new_role="constant")


def everywhere(editor: Editor) -> Iterator[Candidate]:
    """Another name for one that stands in a statement more than once, in all places at the same time."""
    places: dict[str, list[ast.expr]] = {}
    for node in editor.expressions:
        if isinstance(node, ast.Name | ast.Attribute) and editor.shape(node) is not None and id(node) not in editor.in_index:
            places.setdefault(editor.source.code_of(node), []).append(node)
    for text, nodes in places.items():
        first = nodes[0]
        if len(nodes) < 2 or any(isinstance(editor.place.parent(node), ast.Attribute) for node in nodes):
            continue
        for atom in editor.scope.of_shape(editor.shape(first) or ()):
            if atom.text != text and kind_of(atom.value) == kind_of(editor.values.get(id(first))):
                roles = {"old_role": editor.role(first), "new_role": atom.role}
                cost = 1.34 + 0.01 * _apart(text, atom.text)  # more than one of them alone
                made = editor.make(first, name(atom.text), "replace", cost, old=text, new=atom.text, **roles)
                made.more = [(node, atom.text) for node in nodes[1:]]
                yield made


def _another(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Another name of the same shape in its place."""
    outer = editor.place.parent(node)
    is_base = isinstance(outer, ast.Attribute) or (isinstance(outer, ast.Call) and node is outer.func)
    value = editor.values.get(id(node), UNKNOWN)
    if is_base and not (isinstance(outer, ast.Attribute) and isinstance(node, ast.Name) and is_number(value)):
        return
    if value is UNKNOWN or not is_number(value):
        return
    statement = editor.place.statement
    goal = editor.source.code_of(statement.targets[0]) if isinstance(statement, ast.Assign) else ""
    text, own, index = editor.source.code_of(node), editor.role(node), id(node) in editor.in_index
    if isinstance(outer, ast.Call) and getattr(outer.func, "attr", "") in ("zeros_like", "ones_like", "empty_like", "full_like"):
        for atom in editor.scope.atoms:
            if atom.shape and (atom.shape != np.shape(value) or kind_of(atom.value) != kind_of(value)):
                detail = "dtype" if kind_of(atom.value) != kind_of(value) else ""
                yield editor.make(node, name(atom.text), "replace", 1.3, detail=detail, old_role=own, new_role=atom.role)
    if isinstance(outer, ast.BinOp) and (isinstance(outer.op, ast.Mult | ast.Div | ast.Pow) or _has_constant(outer)) and np.shape(value):
        for atom in editor.scope.atoms:
            if atom.shape != np.shape(value) and atom.shape and kind_of(atom.value) == kind_of(value):
                yield editor.make(node, name(atom.text), "replace", 1.5, old_role=own, new_role=atom.role)
    if own == "forward" and np.shape(value) == () and kind_of(value) == "f" and isinstance(outer, ast.Assign):
        for number in ("1.0", "-1.0", "0.0"):
            yield editor.make(node, name(number), "replace", 1.4, old_role=own, new_role="constant")
    if own == "forward" and np.ndim(value) > 1 and not index and isinstance(statement, ast.For | ast.While):  # sizes change by turns
        for atom in editor.scope.atoms:
            if atom.role == "gradient" and atom.shape != np.shape(value) and len(atom.shape) == np.ndim(value):
                yield editor.make(node, name(atom.text), "replace", 1.35, old_role=own, new_role="gradient")
    for atom in editor.scope.of_shape(np.shape(value)) if np.shape(value) or not index else editor.scope.sizes:
        if atom.text in (text, goal) or kind_of(atom.value) != kind_of(value):
            continue
        cost = (1.2 if own == "forward" and atom.role == "gradient" else 1.3) + atom.cost
        detail = index_detail(text + atom.text) if index and not np.shape(value) else ""
        yield editor.make(
            node, name(atom.text), "replace", cost + 0.01 * _apart(text, atom.text), detail=detail, old_role=own, new_role=atom.role
        )


def _has_constant(node: ast.BinOp) -> bool:
    """Is one of the two a number that is written out, as in `1 - y`?"""
    return isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)


def _apart(a: str, b: str) -> int:
    """How different two names look."""
    return min(abs(len(a) - len(b)) + sum(x != y for x, y in zip(a, b, strict=False)), 9)
