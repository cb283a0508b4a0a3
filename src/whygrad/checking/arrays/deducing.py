"""What must stand here? From the value that a statement should give, the value that each part of it should have.

Through sums, products and quotients of entries the way back is exact. What is missing from a part (a term, a factor) is then looked up
among the names in scope, their sums and their products, without anything being tried.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor, broadcasts
from whygrad.checking.arrays.scope import Atom
from whygrad.checking.arrays.templates import formulas
from whygrad.checking.arrays.writing import Written, name, plus

#: Atoms of which products are formed.
MOST = 20
#: What it costs to add what has a name.
PLAIN = 1.3
#: Parts of one statement that are looked at.
PARTS = 8


def deduced(statement: ast.stmt, text: str, editor: Editor, target: Any, names: Mapping[str, Any]) -> list[Candidate]:
    """What an assignment lacks that should give `text` this value."""
    if not isinstance(statement, ast.Assign | ast.AugAssign):
        return []
    wanted = np.asarray(target, dtype=float)
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if len(targets) != 1 or ast.unparse(targets[0]) != text:
        return []
    if isinstance(statement, ast.AugAssign):
        before: Any = names.get(text)
        if not isinstance(statement.op, ast.Add) or np.shape(before) != wanted.shape:
            return []
        wanted = wanted - np.asarray(before, dtype=float)
    return deduced_at(statement.value, wanted, editor)


def deduced_at(expression: ast.expr, target: Any, editor: Editor) -> list[Candidate]:
    """Terms that a part of an expression lacks, and factors that it should have, so that it gives this value."""
    wanted = np.asarray(target, dtype=float)
    parts = list(_required(expression, wanted, editor))[:PARTS]
    if not parts:
        return []
    found: list[Candidate] = []
    tables: dict[tuple[int, ...], list[tuple[Written, Any, float]]] = {}
    for node, value, required in parts:
        table = tables.get(required.shape)
        if table is None:
            table = tables[required.shape] = list(products(editor.scope.atoms, required.shape))
        found += _missing(node, value, required, table, editor)
        found += _known_formula(node, required, editor)
    return found


def _known_formula(node: ast.expr, required: Any, editor: Editor) -> Iterator[Candidate]:
    """A well-known formula in the place of a part."""
    scale = float(np.max(np.abs(required), initial=0.0))
    for formula in formulas(editor.scope.atoms, required.shape):
        if _same(formula.value, required, scale):
            yield editor.make(
                node, formula.text, formula.kind, 1.6, detail=formula.detail, part=formula.part, new_role="local", is_zero=False
            )


def _required(node: ast.expr, target: Any, editor: Editor) -> Iterator[tuple[ast.expr, Any, Any]]:
    """Each part of the expression, its value, and the value that it should have."""
    value = editor.values.get(id(node))
    if not isinstance(value, np.ndarray | np.generic | float | int) or np.shape(value) != np.shape(target):
        return
    value = np.asarray(value, dtype=float)
    if not np.all(np.isfinite(target)):
        return
    yield node, value, target
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield from _required(node.operand, -target, editor)
    if not isinstance(node, ast.BinOp):
        return
    left, right = editor.values.get(id(node.left)), editor.values.get(id(node.right))
    if not all(isinstance(one, np.ndarray | np.generic | float | int) for one in (left, right)):
        return
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    with np.errstate(all="ignore"):
        if isinstance(node.op, ast.Add):
            sides = (target - b, target - a)
        elif isinstance(node.op, ast.Sub):
            sides = (target + b, a - target)
        elif isinstance(node.op, ast.Mult):
            sides = (target / b, target / a)
        elif isinstance(node.op, ast.Div):
            sides = (target * b, a / target)
        else:
            return
    yield from _required(node.left, sides[0], editor)
    yield from _required(node.right, sides[1], editor)


def _missing(node: ast.expr, value: Any, required: Any, table: list[tuple[Written, Any, float]], editor: Editor) -> Iterator[Candidate]:
    own = editor.text(node)
    difference = required - value
    scale = float(np.max(np.abs(difference), initial=0.0))
    for text, atom, cost in table:
        if _same(atom, difference, scale):
            yield editor.make(node, plus(own, text), "term", cost + _unlikely(text, editor), part=text.text)
        elif _same(-atom, difference, scale):
            yield editor.make(node, writing.minus(own, text), "term", cost + _unlikely(text, editor), part=text.text)
    with np.errstate(all="ignore"):
        ratio = required / value
    if not np.all(np.isfinite(ratio)):
        return
    scale = float(np.max(np.abs(ratio), initial=0.0))
    for text, atom, cost in table:
        if cost > PLAIN and _same(atom, ratio, scale):
            yield editor.make(node, writing.times(own, text), "scale", cost + 0.2, detail="*", part=text.text, new_role=_role(text, editor))


def _unlikely(text: Written, editor: Editor) -> float:
    """A path ends in a gradient, or in a regulariser: a bare value of the forward pass is seldom what is missing."""
    return 0.0 if _role(text, editor) == "gradient" or "*" in text.text else 0.6


def _role(text: Written, editor: Editor) -> Any:
    names = {atom.text for atom in editor.scope.atoms if atom.role == "gradient"}
    return "gradient" if any(one in names for one in text.text.replace("(", " ").replace(".", " ").split()) else "forward"


def _same(atom: Any, wanted: Any, scale: float) -> bool:
    """The same but for rounding; the cheap look first."""
    first = np.broadcast_to(atom, wanted.shape)
    if not wanted.size or scale == 0.0 or abs(first.flat[0] - wanted.flat[0]) > 1e-6 * scale:
        return False
    return bool(np.all(np.abs(first - wanted) <= 1e-8 * scale)) and agree(np.array(first), wanted)


def products(atoms: list[Atom], shape: tuple[int, ...]) -> Iterator[tuple[Written, Any, float]]:
    """Names, their sums over axes, and products of two of them, that fit a shape."""
    arrays = [atom for atom in atoms if atom.shape and atom.value.dtype.kind == "f"][:MOST]
    scalars = [atom for atom in atoms if atom.shape == ()][:8]
    for atom in atoms:
        if broadcasts(atom.shape, shape):
            yield name(atom.text), np.asarray(atom.value, dtype=float), PLAIN
    for scalar in scalars:
        for atom in arrays:
            if broadcasts(atom.shape, shape):
                yield from _with_scalar(scalar, atom)
    for atom in arrays:
        yield from _sums(name(atom.text), np.asarray(atom.value, dtype=float), shape, 1.4)
    pairs: list[tuple[Written, Any, float]] = []
    for k, a in enumerate(arrays):
        for b in arrays[k:]:
            made = list(_of_two(a, b, shape))
            pairs += made
            yield from made
    yield from _centred(arrays, pairs, shape)


def _centred(arrays: list[Atom], pairs: list[tuple[Written, Any, float]], shape: tuple[int, ...]) -> Iterator[tuple[Written, Any, float]]:
    """A name times a sum of products: `y * np.sum(y * dy, axis=1, keepdims=True)`, the path through a norm or a softmax."""
    sums = [(text, value) for text, value, _cost in pairs if ".sum(" in text.text]
    for a in arrays[:8]:
        if a.shape == shape and a.role == "forward":
            for text, value in sums[:80]:
                yield writing.times(name(a.text), text), np.asarray(a.value, dtype=float) * value, 1.6


def _with_scalar(scalar: Atom, atom: Atom) -> Iterator[tuple[Written, Any, float]]:
    value = np.asarray(atom.value, dtype=float)
    one, two = name(scalar.text), name(atom.text)
    yield writing.times(one, two), scalar.value * value, 1.35
    yield writing.times(writing.times(name("2"), one), two), 2 * scalar.value * value, 1.36
    yield writing.times(writing.times(name("0.5"), one), two), 0.5 * scalar.value * value, 1.38
    if scalar.value:
        yield writing.over(two, one), value / scalar.value, 1.4


def _sums(text: Written, value: Any, shape: tuple[int, ...], cost: float) -> Iterator[tuple[Written, Any, float]]:
    """Sums and means over one axis."""
    for axis in range(value.ndim):
        for keep in (False, True):
            for what in ("sum", "mean"):
                made = getattr(value, what)(axis=axis, keepdims=keep)
                if broadcasts(made.shape, shape):
                    options = f"axis={axis}{', keepdims=True' if keep else ''}"
                    yield writing.part(text, f".{what}({options})"), made, cost + (0.0 if what == "sum" else 0.05)


def _of_two(a: Atom, b: Atom, shape: tuple[int, ...]) -> Iterator[tuple[Written, Any, float]]:
    x, y = np.asarray(a.value, dtype=float), np.asarray(b.value, dtype=float)
    try:
        both = x * y
    except ValueError:
        both = None
    if both is not None:
        text = writing.times(name(a.text), name(b.text))
        if broadcasts(both.shape, shape):
            yield text, both, 1.5
        if "gradient" in (a.role, b.role):
            yield from _sums(text, both, shape, 1.55)
    if x.ndim == 2 and y.ndim == 2 and len(shape) == 2:
        for p, q, pn, qn in ((x, y, a.text, b.text), (y, x, b.text, a.text)):
            for tp in (False, True):
                for tq in (False, True):
                    m, n = p.T if tp else p, q.T if tq else q
                    if m.shape[1] == n.shape[0] and (m.shape[0], n.shape[1]) == shape:
                        yield Written(f"{pn}{'.T' if tp else ''} @ {qn}{'.T' if tq else ''}", writing.PRODUCT), m @ n, 1.5
