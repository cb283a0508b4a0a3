"""Changes to a whole term: its sign, a factor that it lacks, a sum over axes, a term beside it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce
from itertools import combinations, permutations
from typing import Any

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor, axes_of, broadcasts, kind_of
from whygrad.checking.arrays.edits_of_operators import factors_of
from whygrad.checking.arrays.scope import Atom
from whygrad.checking.arrays.slices import names_in
from whygrad.checking.arrays.writing import Written, name, negative, part, plus, times

#: The derivatives of tanh, sigmoid, relu, … in a value of the forward pass, the best known first.
LOCAL: tuple[Callable[[str], Written], ...] = (
    lambda v: Written(f"1 - {v}**2", writing.SUM),
    lambda v: Written(f"{v} * (1 - {v})", writing.PRODUCT),
    lambda v: Written(f"{v} > 0", writing.LOOSE),
    lambda v: Written(f"2 * {v}", writing.PRODUCT),
    lambda v: Written(f"1 - {v}", writing.SUM),
    lambda v: Written(f"{v}**2", writing.POWER),
    lambda v: Written(f"-1 / {v}**2", writing.PRODUCT),
    lambda v: Written(f"np.exp({v})"),
    lambda v: Written(f"np.exp(-{v})"),
    lambda v: Written(f"np.cos({v})"),
    lambda v: Written(f"0.5 / np.sqrt({v})", writing.PRODUCT),
    lambda v: Written(f"1 - np.tanh({v})**2", writing.SUM),
)


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Those of one term."""
    own, shape = editor.text(node), editor.shape(node)
    assert shape is not None
    if isinstance(editor.values.get(id(node)), bool):
        return
    yield editor.make(node, negative(own), "negate", 1.0)
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)):
        yield editor.make(node, writing.power(own, name("2")), "replace", 1.3, detail="exponent")
        yield editor.make(node, Written(f"np.sqrt({own.text})"), "replace", 1.5, detail="exponent")
    is_whole = kind_of(editor.values.get(id(node))) == "i"  # the size of a step, perhaps, that happens to be 2
    yield editor.make(node, times(name("2"), own), "scale", 1.7 if is_whole else 1.3, detail="*", part="2", factor=2.0)
    yield editor.make(node, times(own, name("0.5")), "scale", 1.35, detail="*", part="0.5", factor=0.5)
    if not is_whole:
        yield editor.make(node, times(name("3"), own), "scale", 1.5, detail="*", part="3", factor=3.0)
    for atom in editor.scope.atoms:
        if atom.text in editor.unused:
            yield from _left_unused(editor, node, own, shape, atom)
    if isinstance(editor.place.statement, ast.AugAssign) and isinstance(editor.place.statement.op, ast.Mult | ast.Div):
        yield from _of_factor(editor, node, own)
    if kind_of(editor.values.get(id(node))) == "i":
        yield from _offset(editor, node, own)
    yield from _shaped(editor, node, own, shape)


def of_masks(editor: Editor) -> Iterator[Candidate]:
    """A condition that stands where a gradient is due: what comes from above is missing, `dout * (x > 0)`."""
    for node in editor.expressions:
        shape = editor.shape(node) if isinstance(node, ast.Compare) else None
        outer = editor.place.parent(node)
        if not shape or id(node) in editor.in_index or isinstance(outer, ast.BinOp | ast.UnaryOp | ast.Attribute | ast.Subscript):
            continue
        for atom in editor.scope.atoms:
            if atom.role == "gradient" and broadcasts(atom.shape, shape):
                by = times(name(atom.text), editor.text(node))
                yield editor.make(node, by, "scale", 1.25 + atom.cost, detail="*", part=atom.text, new_role="gradient")


def of_entries(editor: Editor) -> Iterator[Candidate]:
    """What is written into a slice and has fewer axes than it: a factor of its shape may be missing, `g * w[f]`."""
    for node in editor.walk():
        if not isinstance(node, ast.AugAssign | ast.Assign):
            continue
        target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
        into, own = editor.shape(target), editor.shape(node.value)
        if not into or own is None or len(own) >= len(into) or (isinstance(node, ast.Assign) and not isinstance(target, ast.Subscript)):
            continue
        turns = editor.turns | (names_in(target.slice) if isinstance(target, ast.Subscript) else set())
        whole = [atom.text for atom in editor.scope.sizes if kind_of(atom.value) == "i" and atom.text in turns]
        for atom in editor.scope.atoms:
            if atom.role == "gradient" or kind_of(atom.value) != "f" or not atom.shape:
                continue
            texts = [atom.text] if broadcasts(atom.shape, into) else []
            if broadcasts(atom.shape[1:], into) and atom.shape[1:]:
                texts += [f"{atom.text}[{index}]" for index in whole]
            for text in texts:
                made = times(editor.text(node.value), name(text))
                yield editor.make(node.value, made, "scale", 1.2 + atom.cost, detail="*", part=text, new_role=atom.role)


def of_factors_in_place(editor: Editor) -> Iterator[Candidate]:
    """A value of the forward pass by which a gradient is multiplied in place, where a derivative in it belongs: `dh *= h > 0`."""
    for node in editor.walk():
        if not isinstance(node, ast.AugAssign) or not isinstance(node.op, ast.Mult) or not editor.is_forward(node.value):
            continue
        if editor.shape(node.value) and kind_of(editor.values.get(id(node.value))) == "f":
            for k, local in enumerate(LOCAL[:5]):
                by = local(editor.source.code_of(node.value))
                yield editor.make(node.value, by, "replace", 1.2 + 0.01 * k, detail="function", old_role="forward", new_role="local")


def of_one_name(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """A formula of one value, and the derivatives that might have been meant in its place: `1 - a**2` where `a * (1 - a)` stands."""
    if not isinstance(node, ast.BinOp | ast.Compare | ast.Call) or not editor.shape(node):
        return
    texts = {atom.text for atom in editor.scope.atoms if atom.role == "forward" and kind_of(atom.value) == "f"}
    inside = {editor.source.code_of(one) for one in ast.walk(node) if isinstance(one, ast.Name | ast.Attribute | ast.Subscript)} & texts
    outer = editor.place.parent(node)
    if len(inside) != 1 or (isinstance(outer, ast.BinOp) and _reads_only(editor, outer, inside, texts)):
        return
    own = editor.text(node).text
    value = next(iter(inside))
    if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult) and node is outer.right and own == f"1 - {value}":
        both = times(times(editor.text(outer.left), name(value)), editor.text(node))
        yield editor.make(outer, both, "scale", 1.25, detail="*", part=value, new_role="local")
    yield from _squashed(editor, node, value)
    names = names_in(node) - {"np", "numpy"}
    if any(atom.role == "gradient" and atom.text in names for atom in editor.scope.atoms):
        return
    for k, local in enumerate(LOCAL):
        by = local(value)
        by = replace(by, text=by.text.replace("1 - ", "1.0 - ")) if "1.0" in own else by
        if by.text.replace(" ", "") != own.replace(" ", ""):
            detail = "exponent" if k in (3, 5, 6) else "function"
            yield editor.make(node, by, "replace", 1.3 + 0.01 * k, detail=detail, old_role="local", new_role="local")


def _squashed(editor: Editor, node: ast.expr, value: str) -> Iterator[Candidate]:
    """The derivative of a sigmoid among the factors of a product, `d * a * (1 - a)`, in the place of that of a tanh."""
    product = editor.place.parent(node)
    while isinstance(outer := editor.place.parent(product), ast.BinOp) and isinstance(outer.op, ast.Mult):
        product = outer
    if (
        not isinstance(product, ast.BinOp)
        or not isinstance(product.op, ast.Mult)
        or editor.source.code_of(node) not in (f"1 - {value}", f"1.0 - {value}")
    ):
        return
    factors = factors_of(product)
    twin = next((one for one in factors if editor.source.code_of(one) == value), None)
    if twin is None or len(factors) < 3 or all(one is not node for one in factors):
        return
    texts = [LOCAL[0](value) if one is node else editor.text(one) for one in factors if one is not twin]
    yield editor.make(product, reduce(times, texts), "replace", 1.3, detail="function", old_role="local", new_role="local")


def _reads_only(editor: Editor, node: ast.expr, inside: set[str], texts: set[str]) -> bool:
    names = {
        editor.source.code_of(one)
        for one in ast.walk(node)
        if isinstance(one, ast.Name | ast.Attribute | ast.Subscript) and hasattr(one, "current")
    }
    known = texts | {atom.text for atom in editor.scope.atoms}
    return names & known == inside


def factors_summed(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """A factor that is a product itself, summed over an axis: `y * np.sum(y * dy, axis=1)`."""
    outer, shape = editor.place.parent(node), editor.shape(node)
    if not isinstance(node, ast.BinOp) or not isinstance(outer, ast.BinOp) or not isinstance(outer.op, ast.Mult) or not shape:
        return
    if isinstance(node.op, ast.Mult | ast.Add | ast.Sub) and node is outer.right:
        for axis in axes_of(len(shape), from_end=editor.style.from_end):
            for keep in (False, True):
                for what in ("sum", "mean") if ".mean(" in editor.source.text else ("sum",):
                    new = editor.style.reduced(editor.text(node), axis, keep=keep, what=what)
                    yield editor.make(node, new, "sum", 1.3 + (0.05 if keep else 0), detail="added", part=new.text)


def _left_unused(editor: Editor, node: ast.expr, own: Written, shape: tuple[int, ...], atom: Atom) -> Iterator[Candidate]:
    """What the function computes and never uses belongs somewhere."""
    if kind_of(atom.value) != "f":
        return
    for kept in combinations(range(len(shape)), len(atom.shape)):
        if all(shape[axis] == size for axis, size in zip(kept, atom.shape, strict=True)):
            index = ", ".join(":" if axis in kept else "None" for axis in range(len(shape)))
            text = name(atom.text if len(kept) in (0, len(shape)) else f"{atom.text}[{index}]")
            yield editor.make(node, plus(own, text), "term", 1.05, part=text.text)
            yield editor.make(node, writing.minus(own, text), "term", 1.05, part=text.text)
            both = writing.ahead(text, own) if atom.role == "gradient" else times(own, text)
            yield editor.make(node, both, "scale", 1.05, detail="*", part=text.text, new_role=atom.role)


def _of_factor(editor: Editor, node: ast.expr, own: Written) -> Iterator[Candidate]:
    """A constant by which a gradient is multiplied or divided in a statement of its own: another one belongs there, too."""
    if node is not editor.place.statement.value or editor.shape(node):  # type: ignore[attr-defined]
        return
    for atom in editor.scope.sizes:
        if atom.value not in (0, 1) and atom.text != own.text:
            facts: dict[str, Any] = {"part": atom.text, "factor": float(atom.value)}
            yield editor.make(node, times(own, name(atom.text)), "scale", 1.1 + atom.cost, detail="*", **facts)
            yield editor.make(node, writing.over(own, name(atom.text)), "scale", 1.15 + atom.cost, detail="/", **facts)


def _offset(editor: Editor, node: ast.expr, own: Written) -> Iterator[Candidate]:
    """A whole number that lacks where its window begins: `i * stride`."""
    whole = [atom for atom in editor.scope.sizes if isinstance(atom.value, int | np.integer)]
    shape = editor.shape(node) or ()
    for array in [
        atom for atom in editor.scope.atoms if shape and kind_of(atom.value) == "i" and atom.shape and broadcasts(atom.shape, shape)
    ]:
        for one in whole:
            if one.value > 1:
                yield editor.make(node, plus(times(name(array.text), name(one.text)), own), "replace", 1.5, detail="window")
    for one in whole:
        if one.text in editor.unused:  # what a loop counts, and nobody reads
            yield editor.make(node, plus(own, name(one.text)), "replace", 1.0, detail="window")
        yield editor.make(node, plus(name(one.text), own), "replace", 1.6, detail="window")
        for other in whole:
            if one.text < other.text:
                for a, b in ((one, other), (other, one)):
                    yield editor.make(node, plus(times(name(a.text), name(b.text)), own), "replace", 1.65, detail="window")


def _shaped(editor: Editor, node: ast.expr, own: Written, shape: tuple[int, ...]) -> Iterator[Candidate]:
    """Summed over axes, transposed, with an axis more."""
    outer = editor.place.parent(node)
    if kind_of(editor.values.get(id(node))) == "i" or (isinstance(outer, ast.Call) and getattr(outer.func, "attr", "") == "einsum"):
        return
    first = 1.16 if isinstance(editor.place.parent(node), ast.Assign) else 1.2
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        first += 0.25 * (editor.shape(node.left) != editor.shape(node.right))  # one of the two is summed already
    for axis in axes_of(len(shape), from_end=editor.style.from_end) if shape else ():
        for keep in (False, True):
            for what, more in (("sum", 0.0), ("mean", 0.15)):
                new = editor.style.reduced(own, axis, keep=keep, what=what)
                yield editor.make(node, new, "sum", first + (0.1 if keep else 0) + more, detail="added", part=new.text)
    if shape:
        yield editor.make(node, editor.style.reduced(own), "sum", 1.4, detail="added")
    if len(shape) == 1:
        yield editor.make(node, part(own, "[:, None]"), "axis", 1.4, detail="newaxis")
        yield editor.make(node, part(own, "[None, :]"), "axis", 1.6, detail="newaxis")
    is_reshaped = isinstance(outer, ast.Attribute) and outer.attr == "reshape"
    if len(shape) > 2 and (isinstance(outer, ast.Assign | ast.Return | ast.Tuple) or is_reshaped):
        for axes in list(permutations(range(len(shape))))[1:] if len(shape) < 5 else ():
            yield editor.make(node, part(own, f".transpose({', '.join(map(str, axes))})"), "transpose", 1.6)
    if len(shape) == 2:
        yield editor.make(node, part(own, ".T"), "transpose", 1.3)
        if shape[1] == 1:
            yield editor.make(node, part(own, "[:, 0]"), "axis", 1.15, detail="newaxis")
    if shape and isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield editor.make(node, part(own, "[::-1]"), "transpose", 1.55)
