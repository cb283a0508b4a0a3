"""Lists of lists by value: is a wrong gradient a product, a sum or a window of what is in scope, only not the right one?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from whygrad.checking.evaluate import Environment, is_real
from whygrad.checking.values import close, entries

Matrix = list[list[float]]

#: Lists of lists in scope that are multiplied with one another.
MAX_MATRICES = 8


def likeness(yours: Any, true: Any, environment: Environment) -> str:
    """The slug of what a wrong value is, beside what it should be; empty if it is nothing known.

    >>> likeness([3.0, 7.0], [4.0, 6.0], {"a": [[1.0, 2.0], [3.0, 4.0]]})
    'wrong-axis'
    """
    matrices = [value for value in environment.values() if _is_matrix(value)][:MAX_MATRICES]
    if _is_matrix(true):
        if _is_matrix(yours) and _same(yours, _transposed(true)):
            return "transposed"
        for a, b in product(matrices, repeat=2):
            if _is_matrix(yours) and any(_same(true, made) for made in _products(a, b)):
                if any(_same(yours, made) for made in (*_products(a, b), *_products(b, a))):
                    return "transposed"
                if any(_same(yours, made) for made in _elementwise(a, b)):
                    return "elementwise-for-matmul"
        if not _is_matrix(yours) and _is_diagonal(yours, true):
            return "elementwise-for-matmul"
    for matrix in matrices:
        rows, columns = [sum(row) for row in matrix], [sum(column) for column in zip(*matrix, strict=True)]
        if (_same(yours, rows) and _same(true, columns)) or (_same(yours, columns) and _same(true, rows)):
            return "wrong-axis"
    for value in environment.values():
        if _is_row(value) and _is_row(true) and isinstance(yours, list) and _is_window(yours, value) and _is_window(true, value):
            return "window-arithmetic"
    return ""


def _is_row(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) > 1 and all(is_real(item) for item in value)


def _is_matrix(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(_is_row(row) and len(row) == len(value[0]) for row in value)


def _same(yours: Any, true: Any) -> bool:
    mine, theirs = list(entries(yours)), list(entries(true))
    return [path for path, _ in mine] == [path for path, _ in theirs] and all(
        close(a, b) for (_, a), (_, b) in zip(mine, theirs, strict=True)
    )


def _transposed(matrix: Sequence[Sequence[float]]) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _products(a: Matrix, b: Matrix) -> Iterator[Matrix]:
    """The products of two matrices and their transposes, as far as the shapes allow."""
    for left, right in product((a, _transposed(a)), (b, _transposed(b))):
        if len(left[0]) == len(right):
            yield [[sum(p * q for p, q in zip(row, column, strict=True)) for column in zip(*right, strict=True)] for row in left]


def _elementwise(a: Matrix, b: Matrix) -> Iterator[Matrix]:
    for left, right in product((a, _transposed(a)), (b, _transposed(b))):
        if (len(left), len(left[0])) == (len(right), len(right[0])):
            yield [[p * q for p, q in zip(row, other, strict=True)] for row, other in zip(left, right, strict=True)]


def _is_diagonal(yours: Any, true: Matrix) -> bool:
    """Is a row only the diagonal of the matrix that is due?"""
    return _is_row(yours) and len(yours) == len(true) == len(true[0]) and all(close(yours[i], true[i][i]) for i in range(len(true)))


def _is_window(part: Sequence[float], whole: Sequence[float]) -> bool:
    size = len(part)
    return 1 < size < len(whole) and any(_same(list(whole[start : start + size]), list(part)) for start in range(len(whole) - size + 1))
