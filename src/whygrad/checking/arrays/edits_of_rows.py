"""Changes to formulas in which every entry of a row moves all others, written as if it moved itself alone: `p * (1 - p) * dp`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor
from whygrad.checking.arrays.edits_of_operators import factors_of
from whygrad.checking.arrays.writing import Written, minus, times


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """The derivative of a softmax in the place of its diagonal."""
    outer = editor.place.parent(node)
    factors = factors_of(node)
    if len(factors) < 3 or (isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult)):
        return
    texts = [editor.source.code_of(one) for one in factors]
    for k, text in enumerate(texts):
        other = next((j for j, one in enumerate(texts) if one.replace(".0", "") == f"1 - {text}"), None)
        value = editor.values.get(id(factors[k]))
        if other is None or not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            continue
        rest = [editor.text(one) for j, one in enumerate(factors) if j not in (k, other)]
        above = rest[0]
        for one in rest[1:]:
            above = times(above, one)
        yield from _whole(editor, node, editor.text(factors[k]), value, above)


def _whole(editor: Editor, node: ast.expr, p: Written, value: np.ndarray, above: Written) -> Iterator[Candidate]:
    for axis in range(value.ndim):
        if not np.all(value >= 0) or not np.allclose(value.sum(axis=axis), 1):
            continue
        written = editor.style.axis(axis, value.ndim)
        sums = [editor.style.reduced(times(above, p), written, keep=True)]
        if value.ndim == 1:
            sums.append(Written(f"{p.text} @ {above.text}", 2))
        for inner in [*_named(editor, value, above, axis), *sums]:
            made = times(p, minus(above, inner))
            yield editor.make(node, made, "term", 1.0, detail="softmax", part=inner.text)


def _named(editor: Editor, value: np.ndarray, above: Written, axis: int) -> Iterator[Written]:
    """The names of what this sum is."""
    held = next((atom.value for atom in editor.scope.atoms if atom.text == above.text), None)
    if isinstance(held, np.ndarray) and held.shape == value.shape:
        wanted = np.sum(held * value, axis=axis, keepdims=True)
        for atom in editor.scope.of_shape(wanted.shape):
            if np.allclose(atom.value, wanted):
                yield Written(atom.text)
