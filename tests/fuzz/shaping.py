"""Steps that move numbers about: shapes, views, joining, indexing. What may be written through says how to get its base back."""

from __future__ import annotations

import math

import numpy as np

from tests.fuzz.builder import SIDES, Builder, Rejected, Shape, Variable
from tests.fuzz.tables import both, templates

JOIN = templates(
    """
np.tile({a}, 2) | np.tile({a}, (2, 1)) | np.repeat({a}, 2, axis={k}) | np.repeat({a}, 2) | np.roll({a}, 1) | np.roll({a}, -2, axis={k})
np.pad({a}, 1) | np.roll({a}, {s}, {k}) | np.pad({a}, 1, mode="edge") | np.pad({a}, [(0, 1)] * {d}, constant_values=0.5)
np.pad({a}, (1, 0), mode="reflect") | np.pad({a}, 1, mode="symmetric") | np.pad({a}, 1, "wrap") | np.pad({a}, ((1, 2),) + ((0, 0),) * {e})
np.stack([{a}, 2 * {a}], axis={k}) | np.concatenate([{a}, {a} ** 2], axis={k}) | np.concatenate([{a}[:1], {a}], axis=0)
np.concatenate(({a}, np.zeros_like({a})), {k}) | np.hstack([{a}, {a}]) | np.array([{a}, np.sin({a})])
np.concatenate([{a}, -{a}], axis=None) | np.append({a}, {c}) | np.delete({a}, 0, axis={k}) | np.insert({a}, 1, {c}, axis={k})
np.stack([{a}, np.ones({a}.shape)]) | np.append({a}, {a}[:1], axis=0) | np.resize({a}, (2, 3)) | np.array([1.0, {c}, np.sum({a})])
{a}.ravel("F") | {a}.reshape(-1, order="F") | {a}.flatten("F") | np.ravel({a}, order="F") | np.r_[np.ravel({a}), {c}] | np.atleast_3d({a})
np.flipud({a}) | np.ascontiguousarray({a}) => {a} | np.repeat({a}, np.arange({n}) + 1, axis=0) | {a}.repeat(2, axis={k})
np.insert({a}, L[0], 1.5, axis={k}) | np.delete({a}, L[0], axis=0) | np.append({a}, 2 * {a}, axis={k}) | np.concat([{a}, {a}], axis={k})
np.array({a}, order="F") * 1.0 => {a} | np.unstack({a})[-1] * 2.0 | np.permute_dims({a}, tuple(range({d}))[::-1])
np.block([[{a}, -{a}]]) | np.array([{a}.sum(), {a}.max()]) | np.copy({a}, order="F") => {a} | {a}.copy("F") => {a}
np.asfortranarray({a}) => {a} | np.vstack(list({a}))
np.lib.stride_tricks.sliding_window_view(np.ravel({a}), 2) => np.stack([np.ravel({a})[:-1], np.ravel({a})[1:]], axis=1)
"""
)

TOGETHER = templates(
    """
np.concatenate([{a}, {b}]) | np.stack([{a}, {b}]) | np.stack(({a}, {b}), axis=-1) | np.hstack([{a}, {b}]) | np.vstack([{a}, {b}])
np.concatenate([{a}, {b}], axis=-1) | np.column_stack([{a}, {b}]) | np.array([{a}, {b}]) | np.concatenate([{a}, np.sin({b}), {a}], axis=0)
np.block([{a}, {b}]) | np.append({a}, {b}) | np.dstack([{a}, {b}]) | np.vstack([{a}, {b}, {a} * {b}]) | np.stack([{b}, {a}], 1)
np.array([np.max({a}), np.sum({b}), 0.5]) | np.block([[{a}], [{b}]])
"""
)

PICKS = templates(
    """
np.take({a}, L[0, 1, 1], axis={k}) | np.take({a}, np.array([1, 0])) | np.take({a}, -1, axis={k}) | {a}.take(L[1, 0, 1], axis={k})
{a}[L[0, 1]][:, L[1, 1, 0]] | {a}[np.argmax({a}[:, 0])].copy() | {a}[np.arange({n}), np.argmax({a}, axis=1)]
{a}[np.argsort({a}[:, 0], stable=True)]
{a}.flat[1] * 2.0 => {a}.reshape(-1)[1] * 2.0 | {a}[np.unravel_index(np.argmax({a}), {a}.shape)] | {a}[{a}[:, 0] > 0]
{a}[np.ix_([0, 1, 0], [1, 0])] => {a}[np.ix_(np.array([0, 1, 0]), np.array([1, 0]))] | {a}[np.array([[0, 1], [1, 0]]), 0]
{a}[np.nonzero({a} > 0)] | {a}[np.where({a} < 0.5)] | {a}[:, None, -1] | {a}[np.newaxis, :, 0] | {a}[:, {a}[0] < 0.3]
{a}[..., np.array([1, 0, 1])] | {a}[1:, L[0, 1]] | {a}[np.array([1, 1]), 0:2] | {a}[L{mask}] | {a}[np.abs({a}) > 0.2]
{a}[({a} > 0) & ({a} < 2)] | {a}[L[0, 1], L[1, 1]] | np.choose([0, 1], [{a}[:2, 0], {a}[0, :2]]) => np.stack([{a}[0, 0], {a}[0, 1]])
np.select([{a}[0] > 0, {a}[1] > 0], [{a}[1], {a}[0]]) | {a}[-1][::-1] * 2 | {a}[0][{a}[1] > 0] | {a}[int(np.argmin({a}[:, 1]))] * 2.0
np.extract({a} > 0, {a}) | np.compress(np.array({mask}), {a}, axis=0) | {a}[L{mask}, 1:] | {a}[0, L[1, 1, 0]]
"""
)

VECTOR_PICKS = templates(
    """
{a}[np.argsort({a}, stable=True)] | {a}[np.argmax({a})] | {a}[{a} > 0] | {a}[L[0, 1, 1, 0]] | {a}[np.array([-1, 0, 0])]
{a}[np.argsort(-{a}, stable=True)[:2]]
{a}[np.array([[0, 1], [1, 0]])] | {a}[~({a} > 0.5)] | {a}[{a} != {a}.max()] | {a}[np.flatnonzero({a} > -0.5)] | {a}[L{mask}]
{a}[:, None] * {a}[None, :] | {a}[{a}.argmin()] | {a}[int({a}.argmax())] | np.take({a}, np.array([[0, 1], [1, 1]]))
{a}[np.array({mask})] | {a}[-1] * {a}[0] | {a}[np.int64(1)] | {a}[(0,)] | {a}[np.array({mask}) & ({a} > -1)] | {a}[L[1, 1]]
"""
)


def basic_index(b: Builder, shape: Shape) -> str:
    """ints, slices with steps and from either end, `...`, None."""
    parts = []
    for size in shape:
        kinds = [":", str(b.draw.below(2 * size) - size), "1:", ":-1", "::2", "::-1", f"{-min(2, size)}:", ":2", "1:3", "-1:0:-1"]
        parts.append(b.choice(":", *kinds))
    while parts and parts[-1] == ":" and b.draw.below(2):
        parts.pop()
    if len(shape) > 1 and b.draw.below(5) == 0:
        parts = [parts[0] if parts else "0", "..."] + ([parts[-1]] if len(parts) == len(shape) else [])
    if b.draw.below(8) == 0 and len(parts) < 3:
        parts.insert(b.draw.below(len(parts) + 1), "None")
    return ", ".join(parts) or "..."


def indexed(b: Builder) -> None:
    """A view by slices (or one number, if all are ints)."""
    v = b.array(1)
    index = basic_index(b, v.shape)
    if 0 in np.empty(v.shape)[eval(f"np.s_[{index}]", {"np": np})].shape:
        raise Rejected
    b.add(f"{v.name}[{index}]", of=v, back=f"{{of}}.at[{index}].set({{v}})")


def picked(b: Builder) -> None:
    """What integer arrays and masks select, beside numbers and None; a view only where the numbers don't come from the array."""
    v = b.array(1, 2, lambda v: min(v.shape) > 1)
    mask = [k == 0 or b.draw.below(2) == 0 for k in range(v.shape[0])]
    b.add(*both(b.choice(*(VECTOR_PICKS if v.ndim == 1 else PICKS)), a=v.name, n=v.shape[0], k=b.axis(v), mask=mask), of=v)


def _same_size(b: Builder, v: Variable) -> str:
    size = math.prod(v.shape)
    shapes = (
        [(size,), (1, size), (size, 1)]
        + [(n, size // n) for n in SIDES if size % n == 0]
        + [(n, 2, size // n // 2) for n in SIDES if size % (2 * n) == 0]
    )
    shape = b.choice(*shapes)
    return str(b.choice(str(shape), f"(-1, {', '.join(map(str, shape[1:]))})" if len(shape) > 1 else "-1"))


def reshaped(b: Builder) -> None:
    """Other shapes of the same numbers, in the same order. NumPy gives a view where it can."""
    v = b.array(0 if b.draw.below(8) == 0 else 1)
    shape = _same_size(b, v)
    back = f"np.reshape({{v}}, {v.shape})"
    options = [
        f"{v.name}.reshape({shape})",
        f"np.reshape({v.name}, {shape})",
        f"{v.name}.ravel()",
        f"np.ravel({v.name})",
        f"{v.name}.flatten()",
    ]
    options += [
        f"{v.name}.reshape{shape}" if shape[0] == "(" else f"{v.name}.reshape({shape})",
        f"{v.name}[None]",
        f"np.expand_dims({v.name}, 0)",
    ]
    options += [f"np.expand_dims({v.name}, -1)", f"{v.name}[..., None]", f"np.atleast_2d({v.name})"]
    if 1 in v.shape:
        options += [f"np.squeeze({v.name})", f"{v.name}.squeeze(axis={v.shape.index(1)})", f"np.squeeze({v.name}, {v.shape.index(1)})"] * 2
    b.add(b.choice(*options), of=v, back=back)


def turned(b: Builder) -> None:
    """The same numbers in another order of axes, or from the other end."""
    v = b.array(1)
    i, j = b.axis(v), b.axis(v)
    axes = list(range(v.ndim))
    if b.draw.below(2):
        axes.reverse()
    elif v.ndim == 3:
        axes = b.choice([0, 2, 1], [1, 2, 0], [2, 0, 1])
    inverse = [axes.index(k) for k in range(v.ndim)]
    order = ", ".join(map(str, axes))
    options = [
        (f"{v.name}.T", "{v}.T"),
        (f"np.transpose({v.name})", "{v}.T"),
        (f"{v.name}.transpose()", "{v}.T"),
        (f"np.transpose({v.name}, ({order},))", f"np.transpose({{v}}, {tuple(inverse)})"),
        (f"{v.name}.transpose({order})", f"np.transpose({{v}}, {tuple(inverse)})"),
        (f"np.swapaxes({v.name}, {i}, {j})", f"np.swapaxes({{v}}, {i}, {j})"),
        (f"np.moveaxis({v.name}, {i}, {j})", f"np.moveaxis({{v}}, {j}, {i})"),
        (f"np.flip({v.name}, {i})", f"np.flip({{v}}, {i})"),
        (f"np.flip({v.name})", "np.flip({v})"),
        (f"{v.name}[::-1]", "{v}[::-1]"),
    ]
    if v.ndim == 2:
        options += [
            (f"np.fliplr({v.name})", "np.fliplr({v})"),
            (f"np.rot90({v.name})", "np.rot90({v}, -1)"),
            (f"{v.name}.T[::-1]", "{v}[::-1].T"),
        ]
    text, back = b.choice(*options)
    b.add(text, of=v, back=back)


def joined(b: Builder) -> None:
    """More numbers, or others beside them."""
    v = b.array(1)
    template = b.choice(*JOIN)
    k = b.axis(v)
    if "delete" in template and v.shape[k] < 2:
        raise Rejected
    if any(word in template for word in ("reflect", "resize")) and min(v.shape) < 2:
        raise Rejected
    if ("np.resize" in template and math.prod(v.shape) < 6) or ("sliding" in template and math.prod(v.shape) < 2):
        raise Rejected
    fields = {"s": b.choice(1, -1, 2), "d": v.ndim, "e": v.ndim - 1, "n": v.shape[0], "c": b.constant()}
    b.add(*both(template, a=v.name, k=k, **fields), of=v)


def together(b: Builder) -> None:
    """Two arrays become one."""
    v = b.array(1, 2)
    w = b.array(1, 2, lambda w: w.shape == v.shape)
    template = b.choice(*TOGETHER)
    if v.ndim == 1 and ("axis=1" in template or template.endswith("], 1)")) and "stack" not in template:
        raise Rejected
    b.add(template.format(a=v.name, b=w.name))


def parts(b: Builder) -> None:
    """Splitting, and using the parts."""
    v = b.array(1, 2, lambda v: v.shape[0] > 1)
    n, name = v.shape[0], b.new_name()
    options = [
        "first, *rest = np.split({a}, {n})",
        "first, *rest = np.array_split({a}, 2)",
        "first, *rest = {a}",
        "first, *rest = np.split({a}, [1])",
    ]
    if n % 2 == 0:
        options += ["first, *rest = np.split({a}, 2)"]
    if v.ndim == 2:
        options += ["first, *rest = np.hsplit({a}, [1])", "first, *rest = np.split({a}, [1], axis=1)", "first, *rest = zip(*{a})"]
    line = b.choice(*options).format(a=v.name, n=n)
    use = (
        "np.stack(first) * 2.0"
        if "zip" in line
        else b.choice("first * 2.0", "np.sum(rest[-1]) * first", "rest[0] ** 2", "np.sin(rest[-1])")
    )
    b.block([line, f"{name} = {use}"], None, [name])


def spread(b: Builder) -> None:
    """Broadcasting in so many words."""
    v = b.array(0, 2)
    shape = (b.choice(2, 3), *(b.choice(2, 3) if n == 1 and b.draw.below(2) else n for n in v.shape))
    b.add(
        b.choice(f"np.broadcast_to({v.name}, {shape})", f"np.broadcast_to({v.name}, {shape}) * 1.0", f"{v.name} * np.ones({shape})"), of=v
    )


MAKERS = (indexed, reshaped, turned, picked, joined, together, indexed, parts, spread, turned, picked)
