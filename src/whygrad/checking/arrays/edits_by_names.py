"""Changes that join a name in scope to a whole term: a factor, a divisor, a term beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor, broadcasts, kind_of, some_axes
from whygrad.checking.arrays.edits_of_operators import factors_of
from whygrad.checking.arrays.edits_of_terms import LOCAL
from whygrad.checking.arrays.scope import Atom, is_rate
from whygrad.checking.arrays.slices import names_in, parsed
from whygrad.checking.arrays.writing import Written, name, part, plus, times

#: Sizes whose root may be a divisor.
MOST_ROOTS = 6


def by_names(editor: Editor) -> Iterator[Candidate]:
    """One name beside a term."""
    for node in editor.expressions:
        if isinstance(node, ast.DictComp | ast.ListComp):
            yield from _of_each(editor, node)
    for node in editor.terms() if "sqrt(" in editor.source.text else ():
        yield from _by_roots(editor, node)
    for node in editor.terms():
        own, shape = editor.text(node), editor.shape(node)
        assert shape is not None
        for atom in editor.scope.atoms if not isinstance(editor.values.get(id(node)), bool) else ():
            if atom.text != own.text:
                yield from _by_atom(editor, node, own, shape, atom)


def _by_roots(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """The root of a size, by which a program divides elsewhere: the scale of attention."""
    counts = [atom for atom in editor.scope.sizes if kind_of(atom.value) == "i" and atom.value > 1]
    for count in counts[:MOST_ROOTS] if editor.shape(node) else ():
        root = name(f"np.sqrt({count.text})")
        yield editor.make(node, writing.over(editor.text(node), root), "scale", 1.3, detail="/", part=root.text, is_count=True)


def _of_each(editor: Editor, node: ast.DictComp | ast.ListComp) -> Iterator[Candidate]:
    """The gradient of a penalty, of each parameter in turn: `{k: g + reg * w for k, g, w in ...}`."""
    made = node.value if isinstance(node, ast.DictComp) else node.elt
    turned = {one for part in node.generators for one in names_in(part.target)}
    read = [one for one in ast.walk(made) if isinstance(one, ast.Name) and one.id in turned]
    for rate in [atom for atom in editor.scope.sizes if is_rate(atom.text) and kind_of(atom.value) == "f"][:3]:
        for factor in (name(rate.text), times(name("2"), name(rate.text))):
            for other in sorted(turned - {one.id for one in read}):
                term = times(factor, name(other))
                yield editor.make(made, plus(editor.text(made), term), "term", 1.4, part=term.text)
            for one in read if len(read) > 1 else ():
                yield editor.make(one, times(factor, name(one.id)), "scale", 1.35, detail="*", part=factor.text)


def by_more(editor: Editor) -> Iterator[Candidate]:
    """Two names, or the size of an array: what is seldom forgotten."""
    for node in editor.terms():
        own, shape = editor.text(node), editor.shape(node)
        assert shape is not None
        if isinstance(editor.values.get(id(node)), bool):
            continue
        yield from _regularised(editor, node, own, shape)
        if isinstance(editor.place.statement, ast.For | ast.While):
            for donor in editor.donors() if isinstance(editor.place.parent(node), ast.Assign | ast.AugAssign) else ():
                if np.shape(donor.value) in ((), shape) and donor.text.text != own.text:
                    yield editor.make(node, times(donor.text, own), "scale", 1.5, detail="*", part=donor.text.text, new_role="gradient")
            if len(shape) == 2:
                yield from _product_beside(editor, node, own, shape)
            if isinstance(editor.place.parent(node), ast.Assign | ast.AugAssign):
                yield from _entries_beside(editor, node, own, shape)
        yield from _by_sizes(editor, node, own)


def _by_sizes(editor: Editor, node: ast.expr, own: Written) -> Iterator[Candidate]:
    """A share of a rate, what a rate leaves over, a number of entries."""
    counts = [atom for atom in editor.scope.sizes if kind_of(atom.value) == "i" and atom.value > 1][:3]
    for rate in [atom for atom in editor.scope.sizes if kind_of(atom.value) == "f"][:4]:
        for count in counts:
            share = writing.over(name(rate.text), name(count.text))
            yield editor.make(node, times(share, own), "scale", 1.6, detail="*", part=share.text, factor=0.5)
    for rate in editor.scope.sizes:
        if isinstance(rate.value, float | np.floating) and 0 < rate.value < 1:
            kept = Written(f"1 - {rate.text}", writing.SUM)
            yield editor.make(node, writing.over(own, kept), "scale", 1.5, detail="/", part=kept.text, has_mask=True)
            yield editor.make(node, times(own, kept), "scale", 1.55, detail="*", part=kept.text, has_mask=True)
    for size in _sizes(editor, node):
        yield editor.make(node, writing.over(own, name(size)), "scale", 1.5, detail="/", part=size, is_count=True)
        yield editor.make(node, times(own, name(size)), "scale", 1.6, detail="*", part=size, is_count=True)


def _by_atom(editor: Editor, node: ast.expr, own: Written, shape: tuple[int, ...], atom: Atom) -> Iterator[Candidate]:
    text = name(atom.text)
    is_gradient = atom.role == "gradient"
    if atom.shape == () or broadcasts(atom.shape, shape):
        is_constant = atom.shape == () and not is_gradient and not _is_entry(atom.text)
        number = float(atom.value) if is_constant else None
        cost = (1.25 if is_gradient else 1.4) + (0.15 if atom.shape not in ((), shape) else 0.0) + atom.cost
        cost -= 0.2 if f"1 - {atom.text}" in own.text else 0.0  # half of a sigmoid's derivative
        is_first = own.level == writing.SUM or (atom.shape == () and bool(shape))  # `rate * W`, `y * (1 - y)`
        both = writing.ahead(text, own) if is_gradient else times(text, own) if is_first else times(own, text)
        yield editor.make(node, both, "scale", cost, detail="*", part=atom.text, new_role=atom.role, factor=number)
        if kind_of(atom.value) == "b" and atom.shape == shape:
            for axes in some_axes(len(shape)):
                count = Written(f"{atom.text}.sum(axis={axes}, keepdims=True)")
                yield editor.make(node, writing.over(own, count), "scale", 1.6, detail="/", part=count.text, has_mask=True)
            kept = Written(f"~{text.at(writing.UNARY)}", writing.UNARY)
            yield editor.make(node, times(own, kept), "scale", 1.42, detail="*", part=kept.text, new_role="local")
        if not is_gradient:
            yield editor.make(
                node, writing.over(own, text), "scale", cost + 0.1, detail="/", part=atom.text, new_role=atom.role, factor=number
            )
            if atom.shape and kind_of(atom.value) == "f" and atom.shape == shape:
                factors = {editor.source.code_of(one) for one in factors_of(node)}
                for k, local in enumerate(LOCAL):
                    by = local(atom.text)
                    is_other_half = by.text == f"1 - {atom.text}" and atom.text in factors  # of a sigmoid's derivative
                    cost = 1.3 if is_other_half else 1.6 + 0.02 * k
                    yield editor.make(node, times(own, by), "scale", cost, detail="*", part=by.text, new_role="local")
    elif (
        not is_gradient and atom.shape and _is_alike(editor, node, atom) and (_joins(editor, node, atom.shape) or _is_number(editor, node))
    ):
        yield editor.make(node, times(own, text), "scale", 1.45 + atom.cost, detail="*", part=atom.text, new_role=atom.role)
    elif is_gradient and broadcasts(shape, atom.shape) and id(node) not in editor.in_test:
        yield editor.make(node, writing.ahead(text, own), "scale", 1.4, detail="*", part=atom.text, new_role="gradient")
    if is_gradient and len(atom.shape) == len(shape) - 1:
        for k in range(len(shape)):
            index = ", ".join("None" if k == axis else ":" for axis in range(len(shape)))
            if broadcasts((*atom.shape[:k], 1, *atom.shape[k:]), shape):
                wider = Written(f"{atom.text}[{index}]")
                yield editor.make(node, times(own, wider), "scale", 1.45 + atom.cost, detail="*", part=wider.text, new_role="gradient")
    if is_gradient and atom.shape == shape and shape:
        for axis in range(len(shape)):
            for what in ("mean", "sum"):
                centre = Written(f"{atom.text}.{what}(axis={axis}, keepdims=True)")
                yield editor.make(node, writing.minus(own, centre), "term", 1.6 + atom.cost, part=centre.text)
    if is_gradient and atom.shape == shape:
        yield editor.make(node, plus(own, text), "term", 1.35 + atom.cost, part=atom.text)
        yield editor.make(node, writing.minus(own, text), "term", 1.45 + atom.cost, part=atom.text)


def _product_beside(editor: Editor, node: ast.expr, own: Written, shape: tuple[int, ...]) -> Iterator[Candidate]:
    """In a loop, where nothing can be deduced: a product of matrices, or of vectors, that is missing in a sum."""
    arrays = [atom for atom in editor.scope.atoms if kind_of(atom.value) == "f" and len(atom.shape) in (1, 2)]
    for a in arrays:
        for b in arrays:
            if "gradient" not in (a.role, b.role) or a is b or len(a.shape) != len(b.shape):
                continue
            if len(a.shape) == 1 and (*a.shape, *b.shape) == shape:
                term = Written(f"np.outer({a.text}, {b.text})")
            elif len(a.shape) == 2 and a.shape[0] == b.shape[0] and (a.shape[1], b.shape[1]) == shape:
                term = editor.style.matmul(part(name(a.text), ".T"), name(b.text))
            elif len(a.shape) == 2 and a.shape[1] == b.shape[1] and (a.shape[0], b.shape[0]) == shape:
                term = editor.style.matmul(name(a.text), part(name(b.text), ".T"))
            else:
                continue
            yield editor.make(node, plus(own, term), "term", 1.6 + a.cost + b.cost, part=term.text)


def _entries_beside(editor: Editor, node: ast.expr, own: Written, shape: tuple[int, ...]) -> Iterator[Candidate]:
    """The same of products entry by entry: a gradient and a value of the forward pass."""
    floats = [atom for atom in editor.scope.atoms if kind_of(atom.value) == "f" and (atom.shape in ((), shape))]
    for g in [atom for atom in floats if atom.role == "gradient" and atom.shape == shape][:6]:
        for other in [atom for atom in floats if atom.role == "forward" and atom.text != g.text][:10]:
            term = times(name(g.text), name(other.text))
            yield editor.make(node, plus(own, term), "term", 1.5 + g.cost + other.cost, part=term.text)
            yield editor.make(node, writing.minus(own, term), "term", 1.55 + g.cost + other.cost, part=term.text)


@lru_cache(maxsize=4096)
def _is_entry(text: str) -> bool:
    """Is this one of the numbers of an array, by an index that differs from turn to turn?"""
    node = parsed(text)
    return isinstance(node, ast.Subscript) and bool(names_in(node.slice))


def _regularised(editor: Editor, node: ast.expr, own: Written, shape: tuple[int, ...]) -> Iterator[Candidate]:
    """The gradient of a penalty on the size of a parameter: `reg * W`."""
    rates = [atom for atom in editor.scope.sizes if isinstance(atom.value, float | np.floating)]
    rates = sorted(rates, key=lambda atom: not is_rate(atom.text))[:4]
    for rate in rates if shape else ():
        for atom in editor.scope.of_shape(shape):
            if atom.role == "forward" and kind_of(atom.value) == "f":
                term = times(name(rate.text), name(atom.text))
                yield editor.make(node, plus(own, term), "term", 1.5 + atom.cost, part=term.text)
                twice = times(times(name("2"), name(rate.text)), name(atom.text))
                yield editor.make(node, plus(own, twice), "term", 1.52 + atom.cost, part=twice.text)


def _is_alike(editor: Editor, node: ast.expr, atom: Atom) -> bool:
    """Are these floats, or whole numbers both?"""
    return kind_of(atom.value) == "f" or kind_of(atom.value) == kind_of(editor.values.get(id(node))) == "i"


def _is_number(editor: Editor, node: ast.expr) -> bool:
    """Is this all that a name gets in a loop, and one number only, where it may have to be an array?"""
    is_whole = isinstance(editor.place.parent(node), ast.Assign) and isinstance(editor.place.statement, ast.For | ast.While)
    return is_whole and editor.shape(node) == () and kind_of(editor.values.get(id(node))) == "f"


def _joins(editor: Editor, node: ast.expr, shape: tuple[int, ...]) -> bool:
    """Is this a term of a sum that has this shape, while it is smaller itself?"""
    outer = editor.place.parent(node)
    if isinstance(outer, ast.Call) and getattr(outer.func, "attr", "") == "at":  # `np.add.at(dW, words, dout)`
        return node is outer.args[-1] and broadcasts(editor.shape(node) or (), shape)
    return isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Add | ast.Sub) and editor.shape(outer) == shape


def _sizes(editor: Editor, node: ast.expr) -> Iterator[str]:
    """Sizes of the gradients and inputs at hand, as code."""
    seen: set[int] = {int(atom.value) for atom in editor.scope.sizes if isinstance(atom.value, int)}
    named = [atom for atom in editor.scope.atoms if atom.shape and atom.text.isidentifier()]
    for atom in sorted(named, key=lambda atom: atom.text not in editor.source.code_of(node)):
        for axis, size in enumerate(atom.shape):
            if size > 1 and size not in seen:
                seen.add(size)
                yield f"{atom.text}.shape[{axis}]"
