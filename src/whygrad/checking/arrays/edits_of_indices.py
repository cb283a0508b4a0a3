"""Changes to indices: another entry, another slice, another window."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import UNKNOWN, Editor, index_detail, kind_of
from whygrad.checking.arrays.writing import Written, name, plus


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Those of one entry that is read, or of one slice."""
    if isinstance(node, ast.Slice):
        yield from _slice(editor, node)
    if isinstance(node, ast.Subscript):
        yield from entries(editor, node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "slice" and len(node.args) > 1:
        yield from _window(editor, node.args[0], node.args[1])


def entries(editor: Editor, node: ast.Subscript) -> Iterator[Candidate]:
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
        if is_new_axis and isinstance(node.value, ast.BinOp | ast.Call):  # of a name, it is more often meant
            cost -= 0.05
        yield editor.make(node, Written(base), kind, cost, detail=detail)
    yield from _by_rows(editor, node, items, base)
    yield from _strides(editor, items)
    yield from _starts(editor, items)
    for item in items:
        yield from _bounds(editor, item)
        yield from _moved(editor, item)


def _by_rows(editor: Editor, node: ast.Subscript, items: list[ast.expr], base: str) -> Iterator[Candidate]:
    """One index, where each row has an index of its own."""
    if len(items) == 1 and getattr(editor.values.get(id(items[0])), "ndim", 0) == 1:
        own = editor.source.code_of(items[0])
        for index in (f"np.arange(len({own})), {own}", f"{own}, np.arange(len({own}))"):
            yield editor.make(node, Written(f"{base}[{index}]"), "replace", 1.35, detail="index")


def _moved(editor: Editor, item: ast.expr) -> Iterator[Candidate]:
    """A window from another place on, `x[t : t + k]` for `x[a : a + k]`, or `x[a * s : a * s + k]`: the same in both of its bounds."""
    if isinstance(item, ast.Slice):
        yield from _window(editor, item.lower, item.upper)


def _window(editor: Editor, lower: ast.expr | None, upper: ast.expr | None) -> Iterator[Candidate]:
    """The same of its two bounds."""
    if not isinstance(lower, ast.Name) or upper is None:
        return
    ends = [one for one in ast.walk(upper) if isinstance(one, ast.Name) and one.id == lower.id]
    for atom in editor.scope.sizes if ends else ():
        if atom.text != lower.id and kind_of(atom.value) == "i":
            made = editor.make(lower, name(atom.text), "replace", 1.25, detail="window")
            made.more = [(one, atom.text) for one in ends]
            yield made
            strides = writing.times(name(lower.id), name(atom.text))
            made = editor.make(lower, strides, "replace", 1.35, detail="window")
            made.more = [(one, editor.place.fitted(one, strides)) for one in ends]
            yield made


def _strides(editor: Editor, items: list[ast.expr]) -> Iterator[Candidate]:
    """A number of windows where a number of entries belongs: `i` for `i * stride`."""
    own = editor.source.code_of(editor.place.statement)
    for inner in (one for item in items for one in ast.walk(item)):
        if isinstance(inner, ast.Name) and kind_of(editor.values.get(id(inner), 0.0)) == "i" and not np.ndim(editor.values[id(inner)]):
            for atom in editor.scope.sizes:
                if kind_of(atom.value) == "i" and atom.text != inner.id:
                    a, b = (atom.text, inner.id) if f"* {inner.id}" in own else (inner.id, atom.text)
                    cost = 1.3 if f"* {b}" in own else 1.4  # another index is made with it, too
                    yield editor.make(inner, writing.times(name(a), name(b)), "replace", cost, detail="window")


def _starts(editor: Editor, items: list[ast.expr]) -> Iterator[Candidate]:
    """Where a window begins, `i * stride`, forgotten before the place in it."""
    bounds = [one for item in items if isinstance(item, ast.Slice) for one in (item.lower, item.upper)]
    for item in [*items, *bounds]:
        if item is None:
            continue
        own = editor.source.code_of(item)
        if kind_of(editor.values.get(id(item), 0.0)) == "i" and not isinstance(item, ast.Constant):
            for atom in editor.scope.sizes:
                if atom.text in editor.unused and kind_of(atom.value) == "i":  # what is counted, and nobody reads
                    yield editor.make(item, plus(editor.text(item), name(atom.text)), "replace", 1.0, detail=index_detail(own))
        for longer in (start for start in editor.starts if start.startswith(f"{own} + ")):
            yield editor.make(item, Written(longer, writing.SUM), "replace", 1.05, detail="window")
        if isinstance(item, ast.Name) and kind_of(editor.values.get(id(item), 0.0)) == "i":
            for start in (start for start in editor.starts if "+" not in start):
                yield editor.make(item, Written(f"{start} + {item.id}", writing.SUM), "replace", 1.3, detail="window")


def _bounds(editor: Editor, item: ast.expr) -> Iterator[Candidate]:
    """One more, one less, another whole number that stands in an index of the statement; a window's end, from where it begins."""
    if isinstance(item, ast.Slice) and item.lower is not None and item.upper is not None and not isinstance(item.lower, ast.Constant):
        for atom in editor.scope.sizes:
            if kind_of(atom.value) == "i":
                end = plus(editor.text(item.lower), name(atom.text))
                yield editor.make(item.upper, end, "replace", 1.3, detail="window")
    donors = dict.fromkeys(editor.source.code_of(one) for one in _whole_numbers(editor))
    for bound in (item.lower, item.upper) if isinstance(item, ast.Slice) else (item,):
        value = editor.values.get(id(bound), 0)
        if bound is None or isinstance(bound, ast.Constant | ast.Slice) or kind_of(value) != "i" or np.ndim(value):
            continue
        own = editor.source.code_of(bound)
        for new in (plus(editor.text(bound), name("1")), writing.minus(editor.text(bound), name("1"))):
            yield editor.make(bound, new, "replace", 1.3, detail=index_detail(own))
        for donor in donors:
            if donor != own:
                cost = 1.35 if len(donor) > 1 else 1.5
                yield editor.make(bound, Written(donor, writing.SUM), "replace", cost, detail=index_detail(own + donor))


def _slice(editor: Editor, node: ast.Slice) -> Iterator[Candidate]:
    """Another slice: from the other end, all of it, or one that stands elsewhere in the statement."""
    outer = editor.place.parent(node)
    holder = outer if isinstance(outer, ast.Subscript) else editor.place.parent(outer)
    if not isinstance(holder, ast.Subscript):
        return
    own, whole = editor.source.code_of(node), editor.source.code_of(holder)
    lower, upper = node.lower, node.upper
    if isinstance(lower, ast.BinOp) and isinstance(upper, ast.BinOp) and ast.unparse(lower.right) == ast.unparse(upper.right):
        made = editor.make(lower, editor.text(lower.left), "replace", 1.15, detail=index_detail(own))
        made.more = [(upper, editor.place.fitted(upper, editor.text(upper.left)))]
        yield made
    start = editor.source.code_of(holder.value)
    others = dict.fromkeys([*(editor.source.code_of(one) for one in editor.expressions if isinstance(one, ast.Slice)), *editor.slices])
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
