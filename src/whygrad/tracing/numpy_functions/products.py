"""Matrix products and their kin."""

from __future__ import annotations

from typing import Any

import numpy as np

from whygrad.gates.arrays import products
from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.numpy_functions.registry import array, axis_of, concrete, gate_on, implements, into, ndim, numpys_number, shape
from whygrad.tracing.numpy_functions.shapes import arranged, diagonal, moveaxis, ravel, reshape, transpose


def matmul(a: Any, b: Any) -> Any:
    """`a @ b`."""
    return gate_on(products.matmul, a, b)


@implements("dot")
def dot(a: Any, b: Any, out: Any = None) -> Any:
    a, b = array(a), array(b)
    if ndim(a) == 0 or ndim(b) == 0:
        return into(out, numpys_number(a * b))
    if ndim(b) <= 2 and ndim(a) <= 2:
        return into(out, matmul(a, b))
    return into(out, tensordot(a, b, ((ndim(a) - 1,), (max(ndim(b) - 2, 0),))))


@implements("vdot")
def vdot(a: Any, b: Any, /) -> Any:
    return dot(ravel(a), ravel(b))


@implements("inner")
def inner(a: Any, b: Any, /) -> Any:
    a, b = array(a), array(b)
    if ndim(a) == 0 or ndim(b) == 0:
        return numpys_number(a * b)
    return tensordot(a, b, ((ndim(a) - 1,), (ndim(b) - 1,)))[()]


@implements("outer", "linalg.outer")
def outer(a: Any, b: Any, out: Any = None) -> Any:
    return into(out, reshape(a, (-1, 1)) * reshape(b, (1, -1)))


@implements("tensordot", "linalg.tensordot")
def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    a, b, axes = array(a), array(b), concrete(axes)
    if isinstance(axes, int | np.integer):
        left: Any = list(range(ndim(a) - int(axes), ndim(a)))
        right: Any = list(range(int(axes)))
    else:
        left, right = (list(side) if isinstance(side, tuple | list) else [side] for side in axes)
    left, right = [axis_of(a, axis) for axis in left], [axis_of(b, axis) for axis in right]
    if len(left) != len(right) or any(shape(a)[i] != shape(b)[j] for i, j in zip(left, right, strict=False)):
        np.tensordot(np.empty(shape(a)), np.empty(shape(b)), axes)  # it complains
    rest_a, rest_b = ([k for k in range(ndim(x)) if k not in used] for x, used in ((a, left), (b, right)))
    size = int(np.prod([shape(a)[k] for k in left], dtype=int))
    rows, columns = [shape(a)[k] for k in rest_a], [shape(b)[k] for k in rest_b]
    one = reshape(transpose(a, (*rest_a, *left)), (int(np.prod(rows, dtype=int)), size))
    two = reshape(transpose(b, (*right, *rest_b)), (size, int(np.prod(columns, dtype=int))))
    return reshape(matmul(one, two), (*rows, *columns))


@implements("kron")
def kron(a: Any, b: Any) -> Any:
    a, b = array(a), array(b)
    count = max(ndim(a), ndim(b))
    sizes_a, sizes_b = (1,) * (count - ndim(a)) + shape(a), (1,) * (count - ndim(b)) + shape(b)
    one = reshape(a, tuple(n for size in sizes_a for n in (size, 1)))
    two = reshape(b, tuple(n for size in sizes_b for n in (1, size)))
    return reshape(one * two, tuple(m * n for m, n in zip(sizes_a, sizes_b, strict=True)))


@implements("cross", "linalg.cross")
def cross(a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.joining import stack

    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = moveaxis(a, axisa, -1), moveaxis(b, axisb, -1)
    x, y = ([v[..., k] for k in range(shape(v)[-1])] for v in (a, b))
    if len(x) == 2 and len(y) == 2:
        return x[0] * y[1] - x[1] * y[0]
    x, y = ([*v, 0.0] if len(v) == 2 else v for v in (x, y))
    parts = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]
    return moveaxis(arranged(stack(parts, -1)), -1, axisc)


@implements("linalg.vecdot")
def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    from whygrad.tracing.numpy_functions.reductions import sum_

    return sum_(array(x1) * array(x2), axis)


@implements("linalg.multi_dot")
def multi_dot(arrays: Any, *, out: Any = None) -> Any:
    found = array(arrays[0])
    for factor in arrays[1:]:
        found = dot(found, factor)
    return into(out, found)


@implements("linalg.matrix_power")
def matrix_power(a: Any, n: int) -> Any:
    from whygrad.tracing.numpy_functions.linear_algebra import inv

    n = int(concrete(n))
    a = array(a) if n >= 0 else inv(a)
    found: Any = None
    for _turn in range(abs(n)):
        found = a if found is None else matmul(found, a)
    return array(np.broadcast_to(np.eye(shape(a)[-1]), shape(a)).copy()) if found is None else found


# --- einsum: made explicit, so that the gate's rule can swap labels

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _interleaved(operands: tuple[Any, ...]) -> tuple[str, list[Any]]:
    """`einsum(a, [0, 1], b, [1, 2], [0, 2])` in letters."""
    arrays, labels = list(operands[: len(operands) // 2 * 2 : 2]), list(operands[1::2])

    def letters(numbers: Any) -> str:
        return "".join("..." if number is Ellipsis else _LETTERS[number] for number in numbers)

    text = ",".join(map(letters, labels))
    return (f"{text}->{letters(operands[-1])}" if len(operands) % 2 else text), arrays


def _explicit(subscripts: str, counts: list[int]) -> tuple[list[str], str]:
    """The labels of each operand and of the output, without an ellipsis."""
    text = subscripts.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    free = [letter for letter in _LETTERS if letter not in text]
    extra = [count - len(term.replace("...", "")) if "..." in term else 0 for term, count in zip(terms, counts, strict=True)]
    widest = "".join(free[: max(extra, default=0)])
    terms = [term.replace("...", widest[len(widest) - n :] if n else "") for term, n in zip(terms, extra, strict=True)]
    if arrow:
        return terms, output.replace("...", widest)
    joined = "".join(terms)
    return terms, widest + "".join(sorted(label for label in set(joined) if joined.count(label) == 1 and label not in widest))


def _once(operand: Any, labels: str) -> tuple[Any, str]:
    """An operand without a label twice: its diagonal along those axes."""
    for label in dict.fromkeys(labels):
        while labels.count(label) > 1:
            first = labels.index(label)
            second = labels.index(label, first + 1)
            rest = [k for k in range(len(labels)) if k not in (first, second)]
            operand = diagonal(operand, 0, first, second)
            labels = "".join(labels[k] for k in rest) + label
    return operand, labels


@implements("einsum")
def einsum(*operands: Any, out: Any = None, optimize: Any = False, **options: Any) -> Any:
    if isinstance(operands[0], str) and not is_traced(operands[0]):
        subscripts, arrays = operands[0], list(operands[1:])
    else:
        subscripts, arrays = _interleaved(operands)
    arrays = [array(value) for value in arrays]
    if len(subscripts.split("->")[0].split(",")) != len(arrays):
        np.einsum(subscripts, *[held(value) for value in arrays])  # it complains
    terms, output = _explicit(subscripts, [ndim(value) for value in arrays])
    if len(arrays) == 1 and out is None and set(terms[0]) == set(output):  # nothing is added up: a view
        seen, labels = _once(arrays[0], terms[0])
        return transpose(seen, tuple(labels.index(label) for label in output))
    arrays, terms = map(list, zip(*[_once(value, term) for value, term in zip(arrays, terms, strict=True)], strict=True))
    return into(out, gate_on(products.einsum, *arrays, subscripts=f"{','.join(terms)}->{output}"))


def _windows(a: Any, size: int) -> Any:
    from whygrad.tracing.numpy_functions.shapes import sliding_window_view

    return sliding_window_view(a, size)


@implements("convolve")
def convolve(a: Any, v: Any, mode: str = "full") -> Any:
    a, v = ravel(a), ravel(v)
    return correlate(a, v[::-1], mode) if shape(a)[0] >= shape(v)[0] else correlate(v, a[::-1], mode)


@implements("correlate")
def correlate(a: Any, v: Any, mode: str = "valid") -> Any:
    from whygrad.tracing.numpy_functions.shapes import pad

    a, v = ravel(a), ravel(v)
    if shape(a)[0] < shape(v)[0]:
        return correlate(v, a, mode)[::-1]
    size = shape(v)[0]
    if mode == "full":
        a = pad(a, size - 1)
    elif mode == "same":
        a = pad(a, (size // 2, size - 1 - size // 2))
    return matmul(_windows(a, size), v)
