"""Steps that sum up: reductions, products of vectors and matrices, what runs along an axis, linear algebra."""

from __future__ import annotations

import math

import numpy as np

from tests.fuzz.builder import MOST, Builder, Rejected, Variable
from tests.fuzz.elementwise import term
from tests.fuzz.tables import templates

ALONG = templates(
    """
np.cumsum({a}, axis={k}) | {a}.cumsum({k}) | np.cumsum({a}) | np.cumprod({a}, axis={k}) | {a}.cumprod(axis={k}) | np.sort({a}, axis={k})
np.sort({a}) | np.sort({a}, axis=None) | np.diff({a}, axis={k}) | np.diff({a}, n=2, axis={k})
np.take_along_axis({a}, np.argsort({a}, axis={k}, stable=True), axis={k})
np.take_along_axis({a}, np.argsort(-{a}, axis={k}, stable=True), {k})
np.take_along_axis({a}, np.expand_dims(np.argmax({a}, axis={k}), {k}), axis={k}) | np.flip(np.cumsum(np.flip({a}, {k}), axis={k}), {k})
np.trapezoid({a}, axis={k}) | np.trapezoid({a}, dx=0.5, axis={k}) | np.ptp({a}, axis={k}) | np.median({a}, axis={k}) | np.median({a})
np.average({a}, axis={k}) | np.amax({a}, {k}) | np.nansum({a}, axis={k}) | np.linalg.norm({a} + 0.1) | np.linalg.norm({a}, axis={k})
np.linalg.norm({a} + 0.2, axis={k}, keepdims=True) | np.linalg.norm({a}, 1, axis={k}) | np.nanmean({a}) | np.ediff1d({a})
np.sum({a} ** 2, axis={k}) / {a}.shape[{k}] | {a} - {a}.mean(axis={k}, keepdims=True) | {a} - np.max({a}, axis={k}, keepdims=True)
np.exp({a} - {a}.max({k}, keepdims=True)) / np.exp({a} - {a}.max({k}, keepdims=True)).sum({k}, keepdims=True)
np.linalg.norm({a}, np.inf, axis={k}) | np.sum({a}, axis={k}, where={a} > 0) | np.max({a}, axis={k}, initial=0.3)
np.mean(np.abs({a}), {k}) | np.add.reduce({a}, axis={k}) | np.multiply.reduce({a}, axis={k}) | np.maximum.reduce({a}, axis={k})
np.add.accumulate({a}, axis={k}) | np.quantile({a}, 0.3, axis={k}) | np.percentile({a}, 60)
np.partition({a}, {a}.shape[{k}] // 2, axis={k}) | np.gradient({a}, axis={k}) | np.nanmax({a}, axis={k}) | np.nanmin({a})
np.nanvar({a} + 0.1 * np.arange({a}.shape[-1]), ddof=0) | np.average({a}, weights={a} ** 2 + 0.1) | np.maximum.accumulate({a}, axis={k})
np.average({a}, axis={k}, weights=np.arange(1, {a}.shape[{k}] + 1)) | np.logaddexp.reduce({a}, axis={k})
np.multiply.accumulate({a}, axis={k}) | np.minimum.reduce({a}) | np.add.accumulate({a}) | np.diff({a}, axis={k}, prepend=0.0)
np.diff({a}, axis={k}, append={a}) | np.ediff1d({a}, to_begin=np.array([1.0])) | np.minimum.accumulate({a})
np.trapezoid({a}, x=np.arange({a}.shape[{k}]) ** 2.0, axis={k}) | np.gradient({a}, 0.5, axis={k})
np.apply_along_axis(lambda t: t * np.sum(t), {k}, {a}) | np.cumsum({a}[::-1])[::-1] | np.linalg.vector_norm({a} + 0.1, axis={k})
np.linalg.norm({a}, 3, axis={k}) | np.linalg.vecdot({a}, {a}, axis={k}) | np.sum({a}, axis={k}, initial=1.5)
np.flip(np.sort({a}, axis={k})) | np.mean({a}, axis={k}, where={a} > -9) | np.var({a} * np.arange({a}.size).reshape({a}.shape), ddof=0)
np.median(np.abs({a} - np.median({a}))) | np.argsort({a}, axis={k}, stable=True) * {a} | np.einsum('...k,...k->...', {a}, {a})
np.einsum('i...->...', {a}) | np.searchsorted(np.array([-0.5, 0.4]), {a}) * {a} | np.digitize({a}, np.array([0.0, 1.0])) + {a}
"""
)

PAIRS = templates(
    """
{a} @ {b} | np.dot({a}, {b}) | np.matmul({a}, {b}) | {a}.dot({b}) | np.inner({a}, {b}.T) | np.tensordot({a}, {b}, axes=1)
np.tensordot({a}, {b}, 1)
"""
)

SQUARE = templates(
    """
np.linalg.inv({m}) | np.linalg.solve({m}, {v}) | np.linalg.solve({m}, {m} + {a}) | np.linalg.det(0.3 * {m}) | np.linalg.slogdet({m})[1]
np.linalg.norm({m}) | np.linalg.norm({m}, "fro") | np.log(np.linalg.det({m})) * 0.5 | {v} @ np.linalg.inv({m}) @ {v}
np.linalg.slogdet({m}).logabsdet | np.trace(np.linalg.inv({m})) | np.linalg.cholesky({m} + {m}.T) | np.linalg.solve({m}.T, {v})
{v} @ np.linalg.solve({m}, {v}) | np.linalg.inv({m}) @ {a} | np.linalg.matrix_power(0.3 * {m}, 2)
np.linalg.inv(np.stack([{m}, {m} + 1.0])) | np.linalg.det(0.3 * np.stack([{m}, {m}.T])) | np.linalg.solve(np.stack([{m}, {m}.T]), {a})
np.linalg.pinv({m}) | np.linalg.multi_dot([{a}, 0.2 * {m}, {v}]) | np.linalg.matrix_power({m}, -1) | np.matvec({m}, {v})
np.vecmat({v}, 0.5 * {m}) | np.linalg.lstsq({m}, {v})[0] | np.linalg.norm({m}, 1) | np.linalg.norm({m}, np.inf)
np.linalg.matrix_norm({m}) | np.linalg.slogdet(np.stack([{m}, {m}.T]))[1] | np.linalg.inv({m}).T @ {v}
"""
)

CORNERS = templates(
    """
np.diag({a}) | np.trace({a}) | np.tril({a}) | np.triu({a}) | np.tril({a}, -1) | np.triu({a}, 1) | {a}.trace() | np.diagonal({a}) * 1.0
np.diag({a}, 1) * {c} | np.diag(np.diag({a})) | {a} * np.eye({n}) | {a} + np.eye({n}) | ({a} + {a}.T) / 2 | {a} @ {a}.T | {a}.T @ {a}
{a}.diagonal() ** 2 | np.diagflat({a}[0]) | np.trace({a} @ {a}) | {a} - np.diag({a})[:, None] | np.trace({a}, offset=1)
{a}[np.triu_indices({n}, 1)] | {a}[np.diag_indices({n})] | np.outer({a}[0], {a}[1]) | np.cov({a}) | np.corrcoef({a} + 2 * np.eye({n}))
{a}.mT @ {a} | np.matrix_transpose({a}) * {a} | np.linalg.diagonal({a}) * 2 | np.linalg.trace({a}) | np.vander({a}[0])
np.einsum('ij,jk,ki->', {a}, {a}, {a}) | np.einsum({a}, [0, 1], {a}, [1, 2]) | np.linalg.outer({a}[0], {a}[1]) | np.tri({n}) * {a}
{a}[np.tril_indices({n})] | np.polyval({a}[0], 0.5) | np.bincount(np.array([0, 1] + [1] * ({n} - 2)), weights={a}[0])
np.meshgrid({a}[0], {a}[1])[0] | np.interp(0.3, np.arange({n}) - 1.0, {a}[0])
"""
)


def reduction(b: Builder) -> None:
    """sum, mean, … over one axis, several or all, as a function or as a method."""
    v = b.array(0 if b.draw.below(8) == 0 else 1)
    axes: tuple[int, ...] = tuple(range(v.ndim))
    axis = "None"
    if v.ndim and b.draw.below(3):
        axes = (b.axis(v),)
        axis = str(axes[0])
    elif v.ndim >= 2 and b.draw.below(2):
        axes = b.choice((0, 1), (-1, 0), (v.ndim - 1, 0))
        axis = str(axes)
    function = b.choice("sum", "mean", "prod", "max", "min", "var", "std")
    arguments = b.choice(f"axis={axis}", axis, f"axis={axis}, keepdims=True", "" if axis == "None" else axis)
    if function in {"var", "std"}:
        count = math.prod(v.shape[k] for k in axes)
        if count < 2:  # the deviation of one number is 0, and its root has no derivative
            raise Rejected
        if count > 2 and b.draw.below(2):
            arguments = f"{arguments}, ddof=1" if "=" in arguments else f"axis={axis}, ddof=1"
    if b.draw.below(2):
        found = b.add(f"{v.name}.{function}({arguments})")
    else:
        found = b.add(f"np.{function}({term(b, v)}{', ' if arguments else ''}{arguments})")
    if function == "std" and np.any(b.scope[found.name] < 1e-6):  # of equal numbers: noise, and its derivative is noise by noise
        raise Rejected


def along(b: Builder) -> None:
    """What runs or orders along an axis."""
    v = b.array(1)
    template, axis = b.choice(*ALONG), b.axis(v)
    if "gradient" in template and v.shape[axis] < 2:
        raise Rejected
    if "norm" in template and template.endswith("norm({a} + 0.1)") and v.ndim == 3:
        raise Rejected
    b.add(template.format(a=v.name, k=axis))


def pair(b: Builder) -> None:
    """A matrix product of two arrays that fit."""
    v = b.array(1, 2)
    w = b.array(1, 2, lambda w: w.shape[0] == v.shape[-1])
    b.add(b.choice(*PAIRS).format(a=term(b, v), b=term(b, w)))


def stack_product(b: Builder) -> None:
    """`@` of stacks of matrices, which broadcast."""
    v = b.array(3)
    w = b.array(1, 3, lambda w: w.shape[max(w.ndim - 2, 0)] == v.shape[-1] and (w.ndim < 3 or w.shape[0] in {1, v.shape[0]}))
    b.add(b.choice("{a} @ {b}", "np.matmul({a}, {b})", "np.dot({a}, {b})", "np.matmul({a}, {b}) * 0.5").format(a=v.name, b=w.name))


def of_two(b: Builder) -> None:
    """Products that ask less of shapes."""
    v, kind = b.array(1, 2), b.choice("outer", "vdot", "kron", "inner", "gram", "convolve", "double", "both", "cross", "vecdot")
    if kind == "outer":
        w = b.array(1, 2, lambda w: math.prod(w.shape) * math.prod(v.shape) <= MOST)
        b.add(b.choice("np.outer({a}, {b})", "np.multiply.outer({a}, {b})", "np.tensordot({a}, {b}, axes=0)").format(a=v.name, b=w.name))
    elif kind == "kron":
        b.add(f"np.kron({v.name}, {b.array(1, 2, lambda w: math.prod(w.shape) * math.prod(v.shape) <= MOST).name})")
    elif kind == "vdot":
        b.add(f"np.vdot({v.name}, {b.array(1, 2, lambda w: w.shape == v.shape).name})")
    elif kind == "inner":
        b.add(f"np.inner({v.name}, {b.array(1, 2, lambda w: w.shape[-1] == v.shape[-1]).name})")
    elif kind == "gram":
        b.add(b.choice("{a} @ {a}.T", "{a}.T @ {a}", "np.tensordot({a}, {a}, axes=([0], [0]))", "np.dot({a}.T, {a})").format(a=v.name))
    elif kind == "convolve":
        u, w = b.array(1, 1), b.array(1, 1)
        b.add(f"np.{b.choice('convolve', 'correlate')}({u.name}, {w.name}, '{b.choice('valid', 'same', 'full')}')")
    elif kind == "cross":
        b.add(f"np.cross({b.array(1, 2, lambda w: w.shape[-1] == 3).name}, {b.array(1, 1, lambda w: w.shape[-1] == 3).name})")
    else:
        w = b.array(v.ndim, v.ndim, lambda w: w.shape == v.shape)
        n = v.ndim
        text = {
            "double": f"np.tensordot({{a}}, {{b}}, axes={n})",
            "both": f"np.tensordot({{a}}, {{b}}, axes=({list(range(n))}, {list(range(n))}))",
            "vecdot": "np.vecdot({a}, {b})",
        }
        b.add(text[kind].format(a=v.name, b=w.name))


def einsum(b: Builder) -> None:
    """einsum of one to three arrays: letters are shared where sizes allow, any of them may stay, a letter may stand twice in one array."""
    sizes: dict[str, int] = {}
    operands: list[Variable] = []
    inputs: list[str] = []
    for _ in range(b.choice(2, 2, 1, 3)):
        v = b.array(1)
        letters: list[str] = []
        for size in v.shape:
            known = [x for x, n in sizes.items() if n == size and (x not in letters or b.draw.below(6) == 0)]
            if known and b.draw.below(4):
                letters.append(b.choice(*known))
            else:
                letters.append("ijklmnopq"[len(sizes)])
                sizes[letters[-1]] = size
        operands.append(v)
        inputs.append("".join(letters))
    kept = [x for x in sizes if b.draw.below(2)]
    while math.prod(sizes[x] for x in kept) > MOST or len(kept) > 3:
        kept.pop()
    if len(kept) > 1 and b.draw.below(2):
        kept.reverse()
    subscripts = ",".join(inputs) + ("" if b.draw.below(6) == 0 else "->" + "".join(kept))
    if "->" not in subscripts and sum("".join(inputs).count(x) == 1 for x in sizes) > 3:
        raise Rejected
    b.add(f"np.einsum('{subscripts}', {', '.join(v.name for v in operands)})", of=operands[0])


def solving(b: Builder) -> None:
    """Linear algebra on a matrix that is far from singular, and symmetric only to rounding."""
    v = b.array(2, 2, lambda v: v.shape[0] <= 4)
    n = v.shape[0]
    vector = b.array(1, 1, lambda w: w.shape == (n,)).name
    square = v.name if v.shape == (n, n) else f"{v.name} @ {v.name}.T"
    m = b.choice(f"({v.name} @ {v.name}.T + 3 * np.eye({n}))", f"({square} * 0.1 + 3 * np.eye({n}))")
    name = b.new_name()
    b.block([f"{name} = {m[1:-1]}"], None, [name])
    b.add(b.choice(*SQUARE).format(m=name, v=vector, a=square))


def corners(b: Builder) -> None:
    """Diagonals and triangles."""
    v = b.array(2, 2, lambda v: v.shape[0] == v.shape[1] > 1)
    b.add(b.choice(*CORNERS).format(a=v.name, n=v.shape[0], c=b.constant()), of=v)


MAKERS = (reduction, along, pair, reduction, of_two, einsum, solving, stack_product, corners, pair, along)
