"""What must stand here? From the value that a statement should give, the value that each part of it should have.

Through sums, products and quotients of entries the way back is exact. What is missing from a part (a term, a factor) is then looked up
among the names in scope, their sums and their products, without anything being tried.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.constants import Constant, Constants
from whygrad.checking.arrays.edits import Editor, broadcasts
from whygrad.checking.arrays.scope import Atom
from whygrad.checking.arrays.slices import given
from whygrad.checking.arrays.styles import Style
from whygrad.checking.arrays.templates import formulas
from whygrad.checking.arrays.writing import Written, name, plus

#: Atoms of which products are formed.
MOST = 20
#: What it costs to add what has a name.
PLAIN = 1.3
#: What it costs less to add what is computed and not used.
UNUSED = 0.4
#: Parts of one statement that are looked at.
PARTS = 8


def deduced(statement: ast.stmt, text: str, editor: Editor, target: Any, names: Mapping[str, Any]) -> list[Candidate]:
    """What an assignment lacks that should give `text` this value."""
    if not isinstance(statement, ast.Assign | ast.AugAssign):
        return []
    wanted = np.asarray(target, dtype=float)
    if isinstance(statement, ast.Assign):
        whole = given(statement, text)
        return [] if whole is None else deduced_at(whole, wanted, editor)
    before: Any = names.get(text)
    if ast.unparse(statement.target) != text or not isinstance(statement.op, ast.Add) or np.shape(before) != wanted.shape:
        return []
    return deduced_at(statement.value, wanted - np.asarray(before, dtype=float), editor)


def deduced_at(expression: ast.expr, target: Any, editor: Editor, tables: dict[tuple[int, ...], Table] | None = None) -> list[Candidate]:
    """Terms that a part of an expression lacks, and factors that it should have, so that it gives this value.

    `tables` keeps what may be missing, by its shape, for the next value of the same statement.
    """
    wanted = np.asarray(target, dtype=float)
    parts = list(_required(expression, wanted, editor))[:PARTS]
    if not parts:
        return []
    found: list[Candidate] = []
    constants = Constants(editor.scope.atoms)
    tables = {} if tables is None else tables
    for node, value, required in parts:
        table = tables.get(required.shape)
        if table is None:
            table = Table(table_of(editor.scope.atoms, editor.donors(), required.shape, editor.style, editor.unused), required.shape)
            tables[required.shape] = table
        found += _missing(node, value, required, table, constants, editor)
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
    if not isinstance(value, np.ndarray | np.generic | float | int) or not broadcasts(np.shape(value), np.shape(target)):
        return
    value = np.broadcast_to(np.asarray(value, dtype=float), np.shape(target))
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


def _missing(node: ast.expr, value: Any, required: Any, table: Table, constants: Constants, editor: Editor) -> Iterator[Candidate]:
    own = editor.text(node)
    lacking = required - value
    sign = np.sign(lacking.flat[0]) if lacking.size and np.any(value) else 0.0
    if sign and np.all(np.abs(lacking - sign) <= 1e-8):
        one = name("1")  # what goes into an add gate alone has this gradient
        yield editor.make(node, plus(own, one) if sign > 0 else writing.minus(own, one), "term", 1.3, part="1")
    for entry, factor in table.among(lacking, constants):
        if entry.text.text == own.text:
            continue
        term = factor.times(entry.text)
        is_half = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)  # of a difference: `-y`, for `p - y`
        cost = entry.cost + factor.cost + (-0.1 if is_half else _unlikely(term, editor))
        if not np.any(value):  # nothing stands there yet
            whole = term if factor.value > 0 else writing.negative(term)
            roles = {"old_role": "forward" if editor.is_forward(node) else "constant", "new_role": _role(term, editor)}
            yield editor.make(node, whole, "replace", cost - 0.2, is_zero=not editor.is_forward(node), **roles)
            continue
        yield editor.make(node, plus(own, term) if factor.value > 0 else writing.minus(own, term), "term", cost, part=term.text)
    if _is_copy(node, editor):
        for entry, factor in table.among(required, constants):
            if entry.text.text == own.text:
                continue
            whole = factor.times(entry.text) if factor.value > 0 else writing.negative(factor.times(entry.text))
            cost, roles = entry.cost + factor.cost + 0.1, {"old_role": "forward", "new_role": _role(whole, editor)}
            yield editor.make(node, whole, "replace", cost, is_zero=False, **roles)
    with np.errstate(all="ignore"):
        ratio = required / value
        inverse = value / required
    if np.all(np.isfinite(ratio)) and required.size > 1:
        for entry, factor in table.among(ratio, constants):
            by = factor.times(entry.text) if factor.value > 0 else writing.negative(factor.times(entry.text))
            cost = entry.cost + factor.cost + (0.2 if factor.value > 0 else 0.3)
            yield editor.make(node, writing.times(own, by), "scale", cost, detail="*", part=by.text, new_role=_role(by, editor))
        yield from _constant_factor(node, own, ratio, constants, editor)
    if np.all(np.isfinite(inverse)) and required.size > 1:
        for entry, factor in table.among(inverse, constants):
            if factor.value == 1.0 and (entry.cost <= PLAIN or not entry.value.shape):  # `/ np.sqrt(d)`
                yield editor.make(node, writing.over(own, entry.text), "scale", entry.cost + 0.25, detail="/", part=entry.text.text)


def _is_copy(node: ast.expr, editor: Editor) -> bool:
    """Does a value of the forward pass, or a copy of it, stand where a whole gradient is due?"""
    base = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "copy" else node
    is_entry = isinstance(base, ast.Subscript) and isinstance(base.slice, ast.Constant)  # `cache["x"]`
    if not isinstance(base, ast.Name | ast.Attribute) and not is_entry:
        return False
    return editor.is_forward(base) and isinstance(editor.place.parent(node), ast.Assign | ast.Return | ast.Tuple | ast.Dict)


def _constant_factor(node: ast.expr, own: Written, ratio: Any, constants: Constants, editor: Editor) -> Iterator[Candidate]:
    """Off by a factor that can be made of the numbers in scope."""
    first = float(ratio.flat[0])
    if np.all(np.abs(ratio - first) <= 1e-7 * abs(first)):
        for sign in (1.0, -1.0):
            factor = constants.of(sign * first)
            if factor is not None and factor.value != 1.0:
                first_is_better = factor.under is None and own.level == writing.ATOM  # `reg * W`
                scaled = factor.times(own) if first_is_better else factor.after(own)
                new = scaled if sign > 0 else writing.negative(scaled)
                part = factor.over.text if factor.over is not None else factor.under.text if factor.under is not None else ""
                yield editor.make(
                    node,
                    new,
                    "scale",
                    1.3 + factor.cost + (0.2 if sign < 0 else 0.0),
                    detail="*" if factor.over else "/",
                    part=part,
                    factor=first,
                )


def _unlikely(text: Written, editor: Editor) -> float:
    """A path ends in a gradient, or in a regulariser: a bare value of the forward pass is seldom what is missing."""
    return 0.0 if _role(text, editor) == "gradient" or "*" in text.text else 0.6


def _role(text: Written, editor: Editor) -> Any:
    names = {atom.text for atom in editor.scope.atoms if atom.role == "gradient"}
    is_read = any(one in names for one in re.findall(r"[^\W\d]\w*", text.text)) or any("[" in one and one in text.text for one in names)
    return "gradient" if is_read else "forward"


def _same(atom: Any, wanted: Any, scale: float) -> bool:
    """The same but for rounding; the cheap look first."""
    first = np.broadcast_to(atom, wanted.shape)
    if not wanted.size or scale == 0.0 or abs(first.flat[0] - wanted.flat[0]) > 1e-6 * scale:
        return False
    return bool(np.all(np.abs(first - wanted) <= 1e-8 * scale)) and agree(np.array(first), wanted)


class Entry(NamedTuple):
    """What may be missing, its value, and what it costs."""

    text: Written
    value: Any
    cost: float


class Table:
    """What may be missing from a value of this shape, to be looked up by value."""

    def __init__(self, entries: Sequence[Entry], shape: tuple[int, ...]) -> None:
        self.entries, self.shape = entries, shape

    @cached_property
    def _rows(self) -> Any:
        """The values of all entries, a row each."""
        return np.array([np.broadcast_to(entry.value, self.shape).reshape(-1) for entry in self.entries])

    def among(self, wanted: Any, constants: Constants) -> Iterator[tuple[Entry, Constant]]:
        """The entries that this value is a constant multiple of, with the factor; where it is negative, its text is that of its size."""
        size = np.abs(wanted)
        scale = float(np.max(size, initial=0.0))
        if scale == 0.0 or not np.isfinite(scale) or not self.entries:
            return
        flat = wanted.reshape(-1)
        first = int(np.argmax(size))
        rest = size.reshape(-1).copy()
        rest[first] = 0.0
        second = int(np.argmax(rest))
        with np.errstate(all="ignore"):
            ratios = flat[first] / self._rows[:, first]
            near = np.abs(ratios * self._rows[:, second] - flat[second]) <= 1e-6 * scale
        for k in np.flatnonzero(near & np.isfinite(ratios)).tolist():
            ratio = float(ratios[k])
            if np.all(np.abs(ratio * self._rows[k] - flat) <= 1e-8 * scale):
                factor, opposite = constants.of(ratio), constants.of(-ratio)
                if factor is not None:
                    yield self.entries[k], factor
                elif opposite is not None:
                    yield self.entries[k], opposite._replace(value=-opposite.value)


def table_of(atoms: list[Atom], donors: Sequence[Entry], shape: tuple[int, ...], style: Style, unused: Collection[str] = ()) -> list[Entry]:
    """Names, expressions that stand elsewhere, their sums over axes, and products of two or three of them, that fit a shape."""
    floats = [atom for atom in atoms if atom.shape and atom.value.dtype.kind == "f"][:MOST]
    plain = [
        Entry(name(atom.text), np.asarray(atom.value, dtype=float), PLAIN - (UNUSED if atom.text in unused else 0.0)) for atom in atoms
    ]
    found = [entry for entry in plain if broadcasts(entry.value.shape, shape) and (entry.value.shape or not shape)]
    if shape:
        found.append(Entry(name("1"), np.ones(()), 1.9))
    arrays = [(Entry(name(atom.text), np.asarray(atom.value, dtype=float), PLAIN), atom.role == "gradient") for atom in floats]
    upright = [(f"{atom.text}[:, None]", atom.value[:, None]) for atom in floats if len(atom.shape) == 1 and atom.shape[0] > 1]
    found += [Entry(name(text), value, PLAIN + 0.1) for text, value in upright if broadcasts(value.shape, shape)]
    arrays += [(donor, True) for donor in donors]
    found += [donor for donor in donors if broadcasts(donor.value.shape, shape)]
    for entry, _is_gradient in arrays:
        found += _sums(entry, shape, 0.1, style)
    pairs: list[Entry] = []
    for k, (a, first) in enumerate(arrays):
        for b, second in arrays[k:]:
            pairs += _of_two(a, b, shape, first or second, style)
    found += pairs
    fitting = [entry for entry, _is_gradient in arrays if broadcasts(entry.value.shape, shape)][:10]
    sums = [entry for entry in pairs if "sum(" in entry.text.text][:80]
    for entry in fitting:
        found += [Entry(writing.times(entry.text, one.text), entry.value * one.value, 1.6) for one in sums]
    for k, a in enumerate(fitting):  # three factors, entry by entry
        for j, b in enumerate(fitting[k:], k):
            for c in fitting[j:]:
                text = writing.times(writing.times(a.text, b.text), c.text)
                found.append(Entry(text, a.value * b.value * c.value, 1.75 + max(a.cost, b.cost, c.cost) - PLAIN))
    return found


def _sums(entry: Entry, shape: tuple[int, ...], more: float, style: Style) -> Iterator[Entry]:
    """Sums over one axis, or over all but one."""
    count = entry.value.ndim
    axes: list[Any] = list(range(count))
    if count > 2:
        axes += [tuple(k for k in range(count) if k != kept) for kept in range(count)]
    for axis in axes:
        for keep in (False, True):
            made = entry.value.sum(axis=axis, keepdims=keep)
            if broadcasts(made.shape, shape):
                written = style.axis(axis, count) if isinstance(axis, int) else str(axis)
                yield Entry(style.reduced(entry.text, written, keep=keep), made, entry.cost + more)
                if style.averages:
                    mean = style.reduced(entry.text, written, keep=keep, what="mean")
                    yield Entry(mean, made * (made.size / max(entry.value.size, 1)), entry.cost + more)


def _of_two(a: Entry, b: Entry, shape: tuple[int, ...], has_gradient: bool, style: Style) -> Iterator[Entry]:
    x, y = a.value, b.value
    more = a.cost + b.cost - 2 * PLAIN
    try:
        both = x * y
    except ValueError:
        both = None
    if both is not None:
        text = writing.times(a.text, b.text)
        if broadcasts(both.shape, shape):
            yield Entry(text, both, 1.5 + more)
        if has_gradient:
            yield from _sums(Entry(text, both, 1.5 + more), shape, 0.05, style)
    for p, q in ((a, b), (b, a)) if x is not y else ((a, b),):
        yield from (Entry(text, value, 1.5 + more) for text, value in _products(p, q, shape, style))


def _products(a: Entry, b: Entry, shape: tuple[int, ...], style: Style) -> Iterator[tuple[Written, Any]]:
    """Matrix products of two arrays that have this shape, either transposed, in batches or summed over them; outer products."""
    x, y = a.value, b.value
    if x.ndim == y.ndim == 1 and shape == (x.size, y.size):
        yield Written(f"np.outer({a.text.text}, {b.text.text})"), np.outer(x, y)
    if x.ndim < 2 or not y.ndim or max(x.ndim, y.ndim) > 4:
        return
    for is_turned in (False, True):
        for other_is in (False, True) if y.ndim > 1 else (False,):
            m, n = _turned(x) if is_turned else x, _turned(y) if other_is else y
            if m.shape[-1] == n.shape[-2 if n.ndim > 1 else 0] and _shape_of_product(m, n) == shape:
                made = writing.matmul if max(m.ndim, n.ndim) > 2 else style.matmul
                yield made(_turn(a, is_turned), _turn(b, other_is)), m @ n
    if x.ndim == y.ndim > 2 and x.shape[:-1] == y.shape[:-1] and shape == (x.shape[-1], y.shape[-1]):
        axes = ", ".join(str(axis) for axis in range(x.ndim - 1))
        text = Written(f"np.tensordot({a.text.text}, {b.text.text}, axes=([{axes}], [{axes}]))")
        yield text, np.tensordot(x, y, axes=(list(range(x.ndim - 1)),) * 2)


def _turned(value: Any) -> Any:
    return value.swapaxes(-1, -2)


def _turn(entry: Entry, is_turned: bool) -> Written:
    ending = ".T" if entry.value.ndim == 2 else ".swapaxes(-1, -2)"
    return writing.part(entry.text, ending) if is_turned else entry.text


def _shape_of_product(m: Any, n: Any) -> tuple[int, ...] | None:
    try:
        batch = np.broadcast_shapes(m.shape[:-2], n.shape[:-2])
    except ValueError:
        return None
    return (*batch, m.shape[-2], n.shape[-1]) if n.ndim > 1 else (*batch, m.shape[-2])
