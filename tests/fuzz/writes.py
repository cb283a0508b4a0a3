"""Steps that write to arrays: assignments to parts, operators in place, `ufunc.at`, `out=`, and writes through views.

Each says what NumPy's statement means where arrays can't change. Where an index holds a number twice, JAX leaves the order open,
so what NumPy does in order is written out there one by one.
"""

from __future__ import annotations

import numpy as np

from tests.fuzz.builder import Builder, Rejected, Shape, Variable
from tests.fuzz.elementwise import term
from tests.fuzz.shaping import basic_index
from tests.fuzz.tables import templates

# What is done to the whole target; JAX's text is what the target is afterwards.
WHOLE = templates(
    """
{a} *= {c} => {a} * {c} | {a} += {b} => {a} + {b} | {a} -= 0.5 * {b} => {a} - 0.5 * {b} | {a} *= {b} => {a} * {b}
{a} /= np.abs({b}) + 0.5 => {a} / (np.abs({b}) + 0.5) | {a} **= 2 => {a} ** 2 | {a}[:] = {b} => np.zeros_like({a}) + {b}
{a}[...] = np.sin({a}) => np.sin({a}) | {a}[{a} > 0.3] = {c} => np.where({a} > 0.3, {c}, {a})
{a}[{a} < 0] *= 0.1 => np.where({a} < 0, {a} * 0.1, {a}) | {a}[{a} > 0] = {a}[{a} > 0] ** 2 => np.where({a} > 0, {a} ** 2, {a})
{a}[np.abs({a}) > 0.5] -= 0.25 => np.where(np.abs({a}) > 0.5, {a} - 0.25, {a}) | np.multiply({a}, {b}, out={a}) => {a} * {b}
np.add({a}, {c}, out={a}) => {a} + {c} | np.sin({a}, out={a}) => np.sin({a}) | np.maximum({a}, 0, out={a}) => np.maximum({a}, 0)
np.clip({a}, -0.5, 0.9, out={a}) => np.clip({a}, -0.5, 0.9) | np.copyto({a}, {b}) => np.zeros_like({a}) + {b} | {a}.sort() => np.sort({a})
np.copyto({a}, {b}, where={a} > 0) => np.where({a} > 0, {b}, {a}) | np.putmask({a}, {a} < 0, 0.2) => np.where({a} < 0, 0.2, {a})
{a}.fill({c}) => np.full_like({a}, {c}) | {a} += {a}[::-1] => {a} + {a}[::-1] | {a} *= {a} => {a} * {a}
{a}[0] = {a}[-1] => {a}.at[0].set({a}[-1]) | {a}[1:] = {a}[:-1] => {a}.at[1:].set({a}[:-1])
{a}[1:] += {a}[:-1] => {a}.at[1:].add({a}[:-1]) | {a}[:-1] -= {a}[1:] => {a}.at[:-1].add(-{a}[1:])
{a}[[0, 1]] = {a}[[1, 0]] => {a}.at[:2].set({a}[np.array([1, 0])]) | {a}[::-1] = {a} * {c} => ({a} * {c})[::-1]
{a}[0], {a}[1] = {a}[1] * 1.0, {a}[0] + 0.5 => {a}.at[0].set({a}[1]).at[1].set({a}[0] + 0.5)
{a}[-1:] *= {b} => {a}.at[-1:].multiply({b}) | {a}[::2] = 0 => {a}.at[::2].set(0) | {a}[..., 0] = {c} => {a}.at[..., 0].set({c})
{a}[..., -1] += 1.5 => {a}.at[..., -1].add(1.5) | np.subtract({a}, {b}, out={a}, where={a} > 0.1) => np.where({a} > 0.1, {a} - {b}, {a})
{a}[()] = {b} => np.zeros_like({a}) + {b} | {a} -= {a}.mean() => {a} - np.mean({a})
"""
)

SQUARE = templates(
    """
np.fill_diagonal({a}, {c}) => np.fill_diagonal({a}, {c}, inplace=False) | {a}[np.diag_indices({n})] += 0.5 => {a} + 0.5 * np.eye({n})
{a} += {a}.T => {a} + {a}.T | {a}[np.arange({n}), np.arange({n})] = {a}[0] => {a}.at[np.arange({n}), np.arange({n})].set({a}[0])
{a}[np.triu_indices({n}, 1)] = 0 => np.tril({a}) | {a}[:] = {a}.T => {a}.T | {a}[0] = {a}[:, 0] => {a}.at[0].set({a}[:, 0])
{a}[:, 1] = {a} @ {a}[0] => {a}.at[:, 1].set({a} @ {a}[0]) | {a}[:] = {a} @ {a} => {a} @ {a}
"""
)

# A loop over the first axis; JAX's text is the loop's body.
LOOPED = templates(
    """
{a}[i] = {a}[i] + 0.5 * {a}[i - 1] => {a} = {a}.at[i].set({a}[i] + 0.5 * {a}[i - 1])
{a}[i] *= np.tanh({a}[i - 1]) => {a} = {a}.at[i].multiply(np.tanh({a}[i - 1])) | {a}[i] -= {a}[0] * i => {a} = {a}.at[i].add(-{a}[0] * i)
{a}[i - 1] = np.cos({a}[i]) => {a} = {a}.at[i - 1].set(np.cos({a}[i])) | {a}[0] += {a}[i] => {a} = {a}.at[0].add({a}[i])
{a}[:i] *= 0.8 => {a} = {a}.at[:i].multiply(0.8) | {a}[i] = {a}[:i].sum(axis=0) => {a} = {a}.at[i].set({a}[:i].sum(axis=0))
{a}[i:] += 0.1 * i => {a} = {a}.at[i:].add(0.1 * i)
"""
)

INDICES = ("[0, 1, 1]", "[1, 0, 0, 1]", "[1, 1]", "[-1, 0, -1]", "[1, 0]")


def target(b: Builder) -> Variable:
    """Something to write to: an array that is there, or a new one."""
    ready = [v for v in b.variables.values() if v.writable and v.ndim >= 1]
    if ready and b.draw.below(4):
        return b.choice(*reversed(ready))  # type: ignore[no-any-return]
    inputs = [v for v in b.variables.values() if v.name in b.inputs and not v.python and v.ndim >= 1 and not v.writable]
    if inputs and b.draw.below(3) == 0:
        v = b.choice(*inputs)
        b.own(v)
        return b.variables[v.name]
    v = b.array(1)
    dtype = f", dtype={v.name}.dtype"
    fresh = b.choice(
        "{a}.copy()",
        "np.array({a})",
        "1.0 * {a}",
        "np.zeros_like({a})",
        "np.zeros({s}{d})",
        "np.ones({a}.shape{d})",
        "np.full({s}, 0.5{d})",
        "np.sin({a})",
    )
    return b.add(fresh.format(a=v.name, s=v.shape, d=dtype))


def operand(b: Builder, shape: Shape) -> str:
    """Something that broadcasts to a shape; it may be a view of what is written to."""

    def fits(v: Variable) -> bool:
        return len(v.shape) <= len(shape) and all(n in {1, m} for n, m in zip(v.shape[::-1], shape[::-1], strict=False))

    return b.constant() if b.draw.below(5) == 0 else term(b, b.some(fits))


def whole(b: Builder) -> None:
    """A statement about the whole array, or parts of it that every array has."""
    _write_whole(b, target(b))


def _write_whole(b: Builder, t: Variable) -> None:
    square = t.ndim == 2 and t.shape[0] == t.shape[1] and b.draw.below(3) == 0
    template = b.choice(*(SQUARE if square else WHOLE))
    if t.shape[0] < 2 and any(part in template for part in ("[1", "1]", "::2")):
        raise Rejected
    shape = (1, *t.shape[1:]) if "[-1:]" in template else t.shape
    numpy, jax = template.format(a=t.name, b=operand(b, shape), c=b.constant(), n=t.shape[0]).split(" => ")
    b.write(t, [numpy], [f"{t.name} = {jax}"])


def part(b: Builder) -> None:
    """An assignment to a slice or an entry, or an operator in place on it."""
    t = target(b)
    index = basic_index(b, t.shape)
    shape = b.scope[t.name][eval(f"np.s_[{index}]", {"np": np})].shape
    if 0 in shape:
        raise Rejected
    value, place = operand(b, shape), f"{t.name}[{index}]"
    operator, method = b.choice(
        ("=", "set({})"), ("+=", "add({})"), ("*=", "multiply({})"), ("-=", "add(-({}))"), ("/=", "multiply(1.0 / ({}))")
    )
    if operator == "/=":
        value = f"(np.abs({value}) + 0.5)"
    b.write(t, [f"{place} {operator} {value}"], [f"{t.name} = {t.name}.at[{index}].{method.format(value)}"])


def twice(b: Builder) -> None:
    """Index arrays that name a place twice: assigned, the last one stays; with `ufunc.at`, all of them count."""
    t = target(b)
    if t.shape[0] < 2:
        raise Rejected
    index = b.choice(*INDICES)
    n = index.count(",") + 1
    value = operand(b, (n, *t.shape[1:]))
    kind = b.choice("add.at", "assign", "subtract.at", "increase", "maximum.at", "multiply.at", "minimum.at")
    rows = f"np.broadcast_to({value}, {(n, *t.shape[1:])})"
    each = f"for i, row in zip({index}, "
    jax, index_array = [], b.choice(index, f"np.array({index})")
    if kind == "assign":
        numpy = f"{t.name}[{index_array}] = {value}"
        jax = [f"{each}{rows}):", f"    {t.name} = {t.name}.at[i].set(row)"]
    elif kind == "increase":
        numpy = f"{t.name}[{index_array}] += {value}"
        jax = [f"{each}{t.name}[np.array({index})] + {value}):", f"    {t.name} = {t.name}.at[i].set(row)"]
    else:
        name = kind.removesuffix(".at")
        numpy = f"np.{kind}({t.name}, {index_array}, {value})"
        jax = [f"{each}{rows}):", f"    {t.name} = {t.name}.at[i].set(np.{name}({t.name}[i], row))"]
    b.write(t, [numpy], jax)


def looped(b: Builder) -> None:
    """A loop that writes what later turns read."""
    t = target(b)
    if t.shape[0] < 2:
        raise Rejected
    header = f"for i in {b.choice(f'range(1, {t.shape[0]})', f'range({t.shape[0]} - 1, 0, -1)')}:"
    numpy, jax = b.choice(*LOOPED).format(a=t.name).split(" => ")
    b.write(t, [header, f"    {numpy}"], [header, f"    {jax}"])


def view(b: Builder) -> None:
    """A view, and a write through it or to what it shows; either shows in the other."""
    t = target(b)
    options = [("{a}.reshape(-1)", f"np.reshape({{v}}, {t.shape})"), ("{a}.T", "{v}.T"), ("{a}[::-1]", "{v}[::-1]")]
    options += [
        (f"{{a}}[{i}]", f"{{of}}.at[{i}].set({{v}})") for i in ("1:", "::2", "0:1", "..., :1", "-2:") if i != "1:" or t.shape[0] > 1
    ]
    options += [
        (f"{{a}}[{i}]", f"{{of}}.at[{i}].set({{v}})") for i in ("0", "-1", ":, 0", ":, -1", "1:, 0") if t.ndim > 1 and t.shape[0] > 1
    ]
    text, back = b.choice(*options)
    v = b.add(text.format(a=t.name), of=t, back=back)
    _write_whole(b, b.choice(v, v, t))  # if it is a copy, after all, neither shows in the other


MAKERS = (whole, part, twice, looped, view, part, whole)
