"""Matrices of derivatives, and products with them: jacobian, hessian, hvp."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import optree

from whygrad.autodiff.functions import ArgNums
from whygrad.autodiff.transforms import Pullback, grad, jvp, positions, recorded, zero_like
from whygrad.text import Text, _
from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.errors import TooLarge
from whygrad.tracing.function import Recording, is_float, leaves_of, memory_of_machine


def _fits(rows: int, columns: int) -> None:
    """Refuse a matrix of derivatives that would not fit into memory."""
    available = memory_of_machine()
    if available and rows * columns * 8 > available // 2:
        raise TooLarge(
            Text(
                _("This derivative has {rows} × {columns} entries, which would take {n} GB."),
                {"rows": str(rows), "columns": str(columns), "n": f"{rows * columns * 8 / 1e9:.1f}"},
            ),
            [Text(_("Use products with it instead, which are as cheap as the function: `vjp`, `jvp`, `hvp`."))],
        )


def jacobian(f: Callable[..., Any], argnums: ArgNums = 0, **options: Any) -> Callable[..., Any]:
    """A function that returns the matrix of all derivatives."""

    @functools.wraps(f, assigned=("__name__", "__qualname__", "__doc__", "__module__"), updated=())
    def matrix(*args: Any, **kwargs: Any) -> Any:
        wanted = positions(f, argnums, args)
        recording = recorded(f, args, kwargs, wanted, **options)
        try:
            columns = sum(int(np.size(held(leaf))) for leaves, _tree in recording.given for leaf in leaves if is_float(held(leaf)))
            _fits(sum(int(np.size(held(leaf))) for leaf in recording.leaves), columns)
            pullback = Pullback(recording)
            blocks = [_rows(recording, pullback, k) for k in range(len(recording.leaves))]
            found = [_per_argument(blocks, position, recording) for position in range(len(wanted))]
        finally:
            recording.finish()
        return found[0] if isinstance(argnums, int) else tuple(found)

    return matrix


def _rows(recording: Recording, pullback: Pullback, which: int) -> tuple[Any, list[tuple[Any, ...]]]:
    """For one output: its plain value, and the cotangents of the arguments for each of its entries."""
    value = held(recording.leaves[which])
    size = int(np.size(value))
    rows = []
    for k in range(size):
        unit = np.zeros(size)
        unit[k] = 1.0
        seeds = [zero_like(leaf) for leaf in recording.leaves]
        seeds[which] = unit.reshape(np.shape(value)) if np.shape(value) else 1.0
        rows.append(pullback(optree.tree_unflatten(recording.tree, seeds)))
    return value, rows


def _per_argument(blocks: list[tuple[Any, list[tuple[Any, ...]]]], position: int, recording: Recording) -> Any:
    """For one argument: a matrix a leaf, its shape that of the output followed by that of the leaf."""
    found = [_stacked([row[position] for row in rows], np.shape(value)) for value, rows in blocks]
    return optree.tree_unflatten(recording.tree, found)


def _stacked(rows: list[Any], shape: tuple[int, ...]) -> Any:
    if not shape:
        return rows[0]
    if not rows:
        return np.zeros((*shape, 0))
    trees = [leaves_of(row) for row in rows]
    leaves = []
    for parts in zip(*[tree[0] for tree in trees], strict=True):
        joined = np.stack(parts) if any(map(is_traced, parts)) else np.stack([np.asarray(part) for part in parts])
        leaves.append(joined.reshape((*shape, *np.shape(held(parts[0])))))
    return optree.tree_unflatten(trees[0][1], leaves)


def hessian(f: Callable[..., Any], argnums: ArgNums = 0, **options: Any) -> Callable[..., Any]:
    """A function that returns the matrix of second derivatives."""
    return jacobian(grad(f, argnums), argnums, **options)


def hvp(f: Callable[..., Any], primals: Sequence[Any], tangents_: Sequence[Any], **options: Any) -> Any:
    """The Hessian of `f` times a direction, by forward over reverse mode."""
    args = tuple(primals)
    many = tuple(range(len(args)))
    _value, moved = jvp(grad(f, many), args, tangents_, **options)
    return moved[0] if len(args) == 1 else moved
