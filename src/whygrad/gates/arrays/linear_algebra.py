"""Inverse, solution, determinant, and the square root of a matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays.products import matmul, swapped
from whygrad.gates.arrays.shape import reshape, shape_of, sum_to
from whygrad.gates.table import Gate, array_gate
from whygrad.text import _

inv: Gate = array_gate(
    "inv",
    np.linalg.inv,
    lambda g, out, a: -matmul(matmul(swapped(out), g), swapped(out)),
    python="np.linalg.inv({0})",
    latex="{0}^{{-1}}",
    title=_("matrix-inverse gate"),
    story=_("The inverse of a matrix moves as 1 / a does, -1 / a², with one factor on each side: -inv.T @ upstream @ inv.T."),
)


def _solve(a: Any, b: Any, vector: bool) -> Any:
    return np.linalg.solve(a, b[..., None])[..., 0] if vector else np.linalg.solve(a, b)


def _solve_matrix(g: Any, out: Any, a: Any, b: Any, vector: bool) -> Any:
    down = solve(swapped(a), g, vector=vector)
    if vector:
        down, out = reshape(down, shape=(*shape_of(down), 1)), reshape(out, shape=(*shape_of(out), 1))
    return sum_to(-matmul(down, swapped(out)), shape_of(a))


solve: Gate = array_gate(
    "solve",
    _solve,
    _solve_matrix,
    lambda g, out, a, b, vector: sum_to(solve(swapped(a), g, vector=vector), shape_of(b)),
    python="np.linalg.solve({0}, {1})",
    latex="{0}^{{-1}} {1}",
    title=_("solve gate"),
    story=_(
        "The solution of a @ out = b hands b what solves the same system with a transposed and the gradient from above on the right, "
        "and hands a minus that, times the solution."
    ),
)


def _scaled(g: Any, matrix: Any) -> Any:
    return reshape(g, shape=(*shape_of(g), 1, 1)) * matrix


def _cofactors(a: Any) -> Any:
    """The determinants of what is left without one row and one column, with their signs: no inverse is needed."""
    from whygrad.gates.arrays.indexing import getitem
    from whygrad.gates.arrays.shape import stack

    size = shape_of(a)[-1]
    last = len(shape_of(a)) - 2
    rows = []
    for i in range(size):
        left = getitem(a, index=(..., [k for k in range(size) if k != i], slice(None)))
        minors = [getitem(left, index=(..., [k for k in range(size) if k != j])) for j in range(size)]
        rows.append(stack(*[(-1.0) ** (i + j) * det(minor) for j, minor in enumerate(minors)], axis=last))
    return stack(*rows, axis=last)


def _det_rule(g: Any, out: Any, a: Any) -> Any:
    if np.any(out == 0):  # a singular matrix has no inverse, and a gradient all the same
        return _scaled(g, _cofactors(a))
    return _scaled(g * out, swapped(inv(a)))


det: Gate = array_gate(
    "det",
    np.linalg.det,
    _det_rule,
    python="np.linalg.det({0})",
    latex=r"\det {0}",
    title=_("determinant gate"),
    story=_("A determinant grows in proportion to itself: the local gradient is the output times the inverse, transposed."),
)

logdet: Gate = array_gate(
    "logdet",
    lambda a: np.linalg.slogdet(a)[1],
    lambda g, out, a: _scaled(g, swapped(inv(a))),
    python="np.linalg.slogdet({0})[1]",
    latex=r"\ln\left|\det {0}\right|",
    title=_("log-determinant gate"),
    story=_("The logarithm takes away the determinant's own factor: the local gradient is the inverse, transposed."),
)


def _cholesky_rule(g: Any, out: Any, a: Any) -> Any:
    from whygrad.gates.arrays.choosing import where

    size = shape_of(a)[-1]
    lower, diagonal = np.tril(np.ones((size, size))), np.eye(size)
    middle = matmul(swapped(out), g) * (lower - 0.5 * diagonal)
    inverse = inv(where(lower > 0, out, 0.0))
    down = matmul(matmul(swapped(inverse), middle), inverse)
    return (down + swapped(down)) * (lower - 0.5 * diagonal)  # NumPy reads the lower triangle alone


def _cholesky_on_jax(jax: Any, a: Any) -> Any:
    lower = jax.numpy.tril(a)  # all that NumPy reads
    return jax.numpy.linalg.cholesky(lower + jax.numpy.swapaxes(jax.numpy.tril(a, -1), -1, -2))


cholesky: Gate = array_gate(
    "cholesky",
    np.linalg.cholesky,
    _cholesky_rule,
    jax=_cholesky_on_jax,
    python="np.linalg.cholesky({0})",
    latex=r"\operatorname{{cholesky}}\left({0}\right)",
    title=_("Cholesky gate"),
    story=_(
        "A Cholesky factor is a matrix's square root: the gradient is carried back between two inverse factors, "
        "to the lower triangle that was read."
    ),
)
