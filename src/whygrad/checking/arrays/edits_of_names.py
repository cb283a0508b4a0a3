"""Changes to what is read: another name, another entry, another constant, a matrix turned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import UNKNOWN, Editor, index_detail, is_number, kind_of
from whygrad.checking.arrays.writing import Written, name, plus


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Those of one name, entry or constant."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield editor.make(node, editor.text(node.value), "transpose", 1.2)
    if isinstance(node, ast.Constant):
        yield from _constant(editor, node)
    if isinstance(node, ast.Subscript):
        yield from _entry(editor, node)
    if isinstance(node, ast.Dict | ast.Tuple | ast.List) and id(node) not in editor.in_index:
        yield from _exchanged(editor, node)
    if isinstance(node, ast.Slice):
        yield from _slice(editor, node)
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield from _another(editor, node)
        yield from _alias(editor, node)


def _alias(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """A copy of its own, or zeros, where a second name is given to an array."""
    outer = editor.place.parent(node)
    if isinstance(outer, ast.Tuple):
        outer = editor.place.parent(outer)
    if isinstance(outer, ast.Assign | ast.NamedExpr) and editor.shape(node):
        yield editor.make(node, writing.part(editor.text(node), ".copy()"), "copy", 1.1)
        yield editor.make(node, Written(f"np.zeros_like({editor.text(node).text})"), "copy", 1.3)


def _exchanged(editor: Editor, node: ast.Dict | ast.Tuple | ast.List) -> Iterator[Candidate]:
    """Two entries the other way round."""
    items = node.values if isinstance(node, ast.Dict) else node.elts
    outer = editor.place.parent(node)
    if isinstance(outer, ast.Return) and isinstance(node, ast.Tuple):  # a change of the statement
        return
    for first, second in combinations(items, 2):
        if all(isinstance(one, ast.Name | ast.Attribute | ast.Subscript) for one in (first, second)):
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
    options += [0] if in_index else [2 * value, value / 2, 1, 2, 0.5, 3, 1.5, 0]
    exponent = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Pow)
    detail = "exponent" if exponent else "index" if in_index else ""
    for option in dict.fromkeys(options):
        if option != value and (isinstance(option, int) or not in_index):
            cost = 1.2 if option or in_index else 1.7
            yield editor.make(node, name(f"{option:g}"), "replace", cost, detail=detail, old_role="constant", new_role="constant")


def _entry(editor: Editor, node: ast.Subscript) -> Iterator[Candidate]:
    """Another entry or slice: one more, one less, in another order, without its index."""
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    base = editor.text(node.value).at(writing.ATOM)
    texts = [editor.source.code_of(item) for item in items]
    for k in range(len(items) - 1):
        swapped = [*texts[:k], texts[k + 1], texts[k], *texts[k + 2 :]]
        yield editor.make(node, Written(f"{base}[{', '.join(swapped)}]"), "replace", 1.3, detail="index")
    if editor.shape(node.value) is not None and editor.shape(node) is not None:
        is_new_axis = "None" in texts or any("newaxis" in text for text in texts)
        kind, cost, detail = ("axis", 1.1, "newaxis") if is_new_axis else ("replace", 1.4, "index")
        yield editor.make(node, Written(base), kind, cost, detail=detail)
    bounds = [
        bound for item in items for bound in ((item.lower, item.upper) if isinstance(item, ast.Slice) else (item,)) if bound is not None
    ]
    donors = dict.fromkeys(editor.source.code_of(one) for one in _whole_numbers(editor))
    for bound in bounds:
        if (
            isinstance(bound, ast.Constant | ast.Slice)
            or kind_of(editor.values.get(id(bound), 0)) != "i"
            or np.ndim(editor.values.get(id(bound), 0))
        ):
            continue
        own = editor.source.code_of(bound)
        detail = index_detail(own)
        for new in (plus(editor.text(bound), name("1")), writing.minus(editor.text(bound), name("1"))):
            yield editor.make(bound, new, "replace", 1.3, detail=detail)
        for donor in donors:
            if donor != own:
                yield editor.make(
                    bound, Written(donor, writing.SUM), "replace", 1.4 if len(donor) > 1 else 1.5, detail=index_detail(own + donor)
                )


def _slice(editor: Editor, node: ast.Slice) -> Iterator[Candidate]:
    """Another slice: from the other end, all of it, or one that stands elsewhere in the statement."""
    outer = editor.place.parent(node)
    holder = outer if isinstance(outer, ast.Subscript) else editor.place.parent(outer)
    if not isinstance(holder, ast.Subscript):
        return
    own, whole = editor.source.code_of(node), editor.source.code_of(holder)
    start = editor.source.code_of(holder.value)
    others = dict.fromkeys(editor.source.code_of(one) for one in editor.expressions if isinstance(one, ast.Slice))
    for other in [*others, "1:", ":-1", ":"]:
        if other != own:
            index = whole[len(start) :].replace(own, other, 1)
            yield editor.make(holder, Written(start + index), "replace", 1.3, detail=index_detail(own + other))


def _whole_numbers(editor: Editor) -> Iterator[ast.expr]:
    """The whole numbers that indices of this statement are made of."""
    for node in editor.expressions:
        if id(node) in editor.in_index and not isinstance(node, ast.Constant | ast.Slice | ast.Tuple):
            value = editor.values.get(id(node), UNKNOWN)
            if isinstance(value, int | np.integer) and not isinstance(value, bool):
                yield node


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
    if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult | ast.Div) and np.shape(value):
        for atom in editor.scope.atoms:
            if atom.shape != np.shape(value) and atom.shape and kind_of(atom.value) == kind_of(value):
                yield editor.make(node, name(atom.text), "replace", 1.5, old_role=own, new_role=atom.role)
    for atom in editor.scope.of_shape(np.shape(value)) if np.shape(value) or not index else editor.scope.sizes:
        if atom.text in (text, goal) or kind_of(atom.value) != kind_of(value):
            continue
        cost = (1.2 if own == "forward" and atom.role == "gradient" else 1.3) + atom.cost
        detail = index_detail(text + atom.text) if index and not np.shape(value) else ""
        yield editor.make(
            node, name(atom.text), "replace", cost + 0.01 * _apart(text, atom.text), detail=detail, old_role=own, new_role=atom.role
        )


def _apart(a: str, b: str) -> int:
    """How different two names look."""
    return min(abs(len(a) - len(b)) + sum(x != y for x, y in zip(a, b, strict=False)), 9)
