"""numpy.linalg: inverse, solve, determinant, norms."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays import linear_algebra as gates
from whygrad.gates.arrays.steps import step
from whygrad.gates.exponential import sqrt
from whygrad.gates.selection import absolute
from whygrad.text import Text, _
from whygrad.tracing import explained
from whygrad.tracing.arrays import held
from whygrad.tracing.numpy_functions.reductions import max_, min_, sum_
from whygrad.tracing.numpy_functions.registry import array, dtype_of, gate_on, implements, ndim, shape, with_dtype
from whygrad.tracing.numpy_functions.shapes import ravel, swapaxes


def _floating(a: Any) -> Any:
    return with_dtype(array(a), None if dtype_of(a).kind == "f" else float)


@implements("linalg.inv")
def inv(a: Any) -> Any:
    return gate_on(gates.inv, _floating(a))


@implements("linalg.pinv")
def pinv(a: Any, rcond: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Any:
    """Of a matrix of full rank, which is where it is differentiable."""
    from whygrad.tracing.numpy_functions.products import matmul

    a = _floating(a)
    rows, columns = shape(a)[-2:]
    cutoff = next((float(np.max(held(part))) for part in (rcond, rtol) if part is not None), 1e-15)
    singular = np.linalg.svd(held(a), compute_uv=False)
    if np.any(singular <= cutoff * singular.max(axis=-1, keepdims=True, initial=0.0)):
        raise explained.unknown_function("np.linalg.pinv", Text(_("Of a matrix that hasn't full rank it has no derivative.")))
    turned = swapaxes(a, -1, -2)
    if rows >= columns:
        return matmul(inv(matmul(turned, a)), turned)
    return matmul(turned, inv(matmul(a, turned)))


@implements("linalg.solve")
def solve(a: Any, b: Any) -> Any:
    vector = ndim(b) == 1 or (int(np.__version__.split(".")[0]) < 2 and ndim(b) == ndim(a) - 1)
    return gate_on(gates.solve, _floating(a), _floating(b), vector=vector)


@implements("linalg.lstsq")
def lstsq(a: Any, b: Any, rcond: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.products import matmul

    a, b = _floating(a), _floating(b)
    solution = matmul(pinv(a, rcond if rcond is not None and rcond > 0 else None), b)
    _found, _residuals, rank, singular = np.linalg.lstsq(held(a), held(b), rcond)
    away = matmul(a, solution) - b
    full = shape(a)[0] > shape(a)[1]
    return solution, (sum_(away * away, 0, keepdims=ndim(b) == 1) if full else np.array([])), rank, singular


@implements("linalg.det")
def det(a: Any) -> Any:
    return gate_on(gates.det, _floating(a))


@implements("linalg.slogdet")
def slogdet(a: Any) -> Any:
    a = _floating(a)
    kind = type(np.linalg.slogdet(np.eye(1)))
    found = (gate_on(step("sign"), det(a)), gate_on(gates.logdet, a))
    return found if kind is tuple else kind(*found)


@implements("linalg.cholesky")
def cholesky(a: Any, /, *, upper: bool = False) -> Any:
    found = gate_on(gates.cholesky, _floating(a))
    return swapaxes(found, -1, -2) if upper else found


def _vector_norm(x: Any, order: Any, axis: Any, keepdims: bool) -> Any:
    if order is None or order == 2:
        return sqrt(sum_(x * x, axis, keepdims=keepdims))
    if order == np.inf:
        return max_(absolute(x), axis, keepdims=keepdims)
    if order == -np.inf:
        return min_(absolute(x), axis, keepdims=keepdims)
    if order == 0:
        return with_dtype(sum_(x != 0, axis, keepdims=keepdims), dtype_of(x))
    if order == 1:
        return sum_(absolute(x), axis, keepdims=keepdims)
    return sum_(absolute(x) ** order, axis, keepdims=keepdims) ** (1.0 / order)


@implements("linalg.norm")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    x = _floating(x)
    if axis is None:
        if ord is None or (ord == "fro" and ndim(x) == 2) or (ord == 2 and ndim(x) == 1):
            found = _vector_norm(ravel(x), None, None, False)
            return found.reshape((1,) * ndim(x)) if keepdims else found
        axis = tuple(range(ndim(x)))
    axis = (axis,) if not isinstance(axis, tuple | list) else tuple(axis)
    if len(axis) == 1:
        return _vector_norm(x, ord, axis[0], keepdims)
    if ord in (None, "fro"):
        return _vector_norm(x, None, axis, keepdims)
    if ord in (1, -1, np.inf, -np.inf):
        inner, outer = (axis[0], axis[1]) if ord in (1, -1) else (axis[1], axis[0])
        pick = max_ if ord > 0 else min_
        return _squeezed(pick(sum_(absolute(x), inner, keepdims=True), outer, keepdims=True), axis, keepdims)
    raise explained.unknown_function(
        f"np.linalg.norm(ord={ord!r})", Text(_("Of matrices I know the norms None, 'fro', 1, -1, inf and -inf."))
    )


def _squeezed(found: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    from whygrad.tracing.numpy_functions.shapes import squeeze

    return found if keepdims else squeeze(found, axis)[()]


@implements("linalg.vector_norm")
def vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
    x = _floating(x)
    if axis is None and not keepdims:
        x, axis = ravel(x), 0
    return _vector_norm(x, ord, axis, keepdims)


@implements("linalg.matrix_norm")
def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Any:
    return norm(x, ord, (-2, -1), keepdims)


@implements("cov")
def cov(m: Any, y: Any = None, rowvar: bool = True, bias: bool = False, ddof: Any = None, **options: Any) -> Any:
    from whygrad.tracing.numpy_functions.joining import concatenate
    from whygrad.tracing.numpy_functions.products import matmul
    from whygrad.tracing.numpy_functions.reductions import mean
    from whygrad.tracing.numpy_functions.shapes import atleast_2d, squeeze

    if any(value is not None for value in options.values()):
        raise explained.unknown_function("np.cov", Text(_("With weights I don't know it; write the weighted sums out.")))
    rows = atleast_2d(_floating(m))
    rows = rows if rowvar or ndim(m) == 1 else swapaxes(rows, 0, 1)
    if y is not None:
        more = atleast_2d(_floating(y))
        rows = concatenate([rows, more if rowvar or ndim(y) == 1 else swapaxes(more, 0, 1)], 0)
    ddof = (0 if bias else 1) if ddof is None else ddof
    away = rows - mean(rows, 1, keepdims=True)
    return squeeze(matmul(away, swapaxes(away, 0, 1)) / (shape(rows)[1] - ddof))


@implements("corrcoef")
def corrcoef(x: Any, y: Any = None, rowvar: bool = True, **options: Any) -> Any:
    from whygrad.tracing.numpy_functions.shapes import diagonal, reshape

    found = cov(x, y, rowvar)
    if ndim(found) == 0:
        return found / found
    scale = sqrt(diagonal(found))
    return found / reshape(scale, (-1, 1)) / reshape(scale, (1, -1))
