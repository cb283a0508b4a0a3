"""Steps whose point is who shares memory with whom: second names, functions that change what they are given, rows that a loop writes
to, writes to something that turns out to be a copy, names that are given to something else.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.fuzz.builder import Builder, Rejected, Variable
from tests.fuzz.tables import both, templates
from tests.fuzz.writes import operand, target

# For JAX, what the array is afterwards; `unchanged` where NumPy writes to a copy that nobody sees.
ANY = templates(
    r"""
def change(t):\n    t[0] += 1.5\nchange({a}) => {a}.at[0].add(1.5)
def change(t, u):\n    t *= u\n    t = t + 1\nchange({a}, {c}) => {a} * {c}
def change(t):\n    t[...] = np.sin(t)\n    return t\nchange({a})[-1] *= 0.5 => np.sin({a}).at[-1].multiply(0.5)
named = {{"w": {a}}}\nnamed["w"] -= 0.1 => {a} - 0.1 | both = [{a}, {a}]\nboth[0] += 0.5\nboth[1] *= {c} => ({a} + 0.5) * {c}
p = {a}\np *= {c}\np = p + 1 => {a} * {c} | {a}.flatten()[0] = {c} => {a}
p = q = {a}\np -= {b}\nq[0] = 0.25 => ({a} - {b}).at[0].set(0.25) | p = {a}[...]\np += {b} => {a} + {b} | {a}.copy()[0] = {c} => {a}
{a}[L[0, -1]][0] = {c} => {a} | {a}[{a} > -9][0] = {c} => {a} | {a}[:][0] = {c} => {a}.at[0].set({c}) | ({a} * 1.0)[0] = {c} => {a}
{a}[-1:][0] *= 2 => {a}.at[-1].multiply(2) | {a}[::-1][0] = {c} => {a}.at[-1].set({c}) | {a}.flat[0] = {c} => {a}.at[{zeros}].set({c})
p, q = {a}[:1], {a}[-1:]\np += 0.5\nq *= p => {a}.at[:1].add(0.5).at[-1:].multiply(({a}.at[:1].add(0.5))[:1])
np.negative.at({a}, [0]) => {a}.at[0].multiply(-1)
class Layer:\n    def __init__(self, w):\n        self.w = w\np = Layer({a})\np.w -= 0.3 => {a} - 0.3
np.add({a}[:-1], {a}[1:], out={a}[:-1]) => {a}.at[:-1].add({a}[1:]) | np.multiply({a}, {b}, out={a}[...]) => {a} * {b}
np.exp(-{a}, out={a}) => np.exp(-{a}) | np.cumsum({a}, axis=0, out={a}) => np.cumsum({a}, axis=0)
np.tanh({a}, out={a}, where={a} < 0) => np.where({a} < 0, np.tanh({a}), {a})
np.place({a}, {a} > 0.2, [{c}]) => np.where({a} > 0.2, {c}, {a}) | {a}.sort(axis=0) => np.sort({a}, axis=0)
{a}[::2].sort() => {a}.at[::2].set(np.sort({a}[::2]))
np.put_along_axis({a}, np.argmin({a}, axis=0)[None], {c}, axis=0) => np.put_along_axis({a}, np.argmin({a}, 0)[None], {c}, 0, inplace=False)
np.put({a}, [0, 1], {c}) => {a}.reshape(-1).at[:2].set({c}).reshape({a}.shape) | np.add.at({a}, np.s_[1:], {c}) => {a}.at[1:].add({c})
{a}[{b} > 0] = {c} => np.where(np.zeros_like({a}) + {b} > 0, {c}, {a}) ? same
{a}[{b} < 0.3] *= {a}[{b} < 0.3] => np.where({b} < 0.3, {a} ** 2, {a}) ? same
{a}[{b} > 0] = {b}[{b} > 0] => np.where({b} > 0, {b}, {a}) ? same | {a}[:] = np.where({b} > 0, {a}, {b}) => np.where({b} > 0, {a}, {b})
while np.max({a}) > 1.0:\n    {a} *= 0.5\n    {a}[0] -= 0.1 => {a} ? loop
for i in range(3):\n    {a} += 0.1 * i\n    {a}[i % 2] *= 0.9 => {a} ? loop
"""
)

MATRIX = templates(
    r"""
for row in {a}:\n    row *= 2.0 => {a} * 2.0 | for column in {a}.T:\n    column -= column.mean() => {a} - np.mean({a}, axis=0)
{a}.T[0] *= {c} => {a}.at[:, 0].multiply({c})
for i, row in enumerate({a}):\n    row[0] = i * np.sum(row) => {a}.at[:, 0].set(np.arange({n}) * np.sum({a}, axis=1))
{a}[0][-1] = {c} => {a}.at[0, -1].set({c}) | first, *rest = {a}\nfirst *= rest[-1] => {a}.at[0].multiply({a}[-1])
{a}[1:][:, 0] = {c} => {a}.at[1:, 0].set({c}) | {a}[:, 0][...] = {c} => {a}.at[:, 0].set({c})
{a}[{a}[:, 0] > 0] = {c} => np.where({a}[:, :1] > 0, {c}, {a}) | {a}[:, {a}[0] > 0] *= 2 => np.where({a}[:1] > 0, {a} * 2, {a})
{a}.swapaxes(0, 1)[-1] += 1 => {a}.at[:, -1].add(1)
{a}[np.arange({n}), np.argmax({a}, axis=1)] = 0 => {a}.at[np.arange({n}), np.argmax({a}, axis=1)].set(0)
np.sum({a} ** 2, axis=0, out={a}[0]) => {a}.at[0].set(np.sum({a} ** 2, axis=0))
{a}[np.ix_([0, 1], [1, 0])] += {c} => {a}.at[:2, :2].add({c})
{a}[L[0, 1], L[1, 0]] = {a}[0, :2] => {a}.at[L[0, 1], L[1, 0]].set({a}[0, :2]) | {a}[L[0, 1], 1:] *= 2 => {a}.at[:2, 1:].multiply(2)
np.add.at({a}, ([0, 0, 1], [1, 1, 0]), {c}) => {a}.at[L[0, 0, 1], L[1, 1, 0]].add({c}) | {a}[-1, ::2] -= {c} => {a}.at[-1, ::2].add(-{c})
{a}[:, :1] /= 2 => {a}.at[:, :1].multiply(0.5) | top, *rest = np.split({a}, [1])\ntop += rest[0][:1] => {a}.at[:1].add({a}[1:2])
left, right = np.split({a}, [1], axis=1)\nleft *= right[:, :1] => {a}.at[:, :1].multiply({a}[:, 1:2])
{a}[0], {a}[-1] = {a}[-1], {a}[0] => {a}.at[0].set({a}[-1]) | {a}[[0, -1]] = {a}[[-1, 0]] => {a}.at[L[0, -1]].set({a}[L[-1, 0]])
for row in {a}[1:]:\n    row += {a}[0] => {a}.at[1:].add({a}[0]) | np.take({a}, [1], axis=0)[0] = {c} => {a}
np.vstack([{a}, {a}])[0] = {c} => {a}
for i in range({n}):\n    for j in range(i):\n        {a}[i, j % 2] = {a}[j, 1] * 0.5 + {a}[i, 0] => {a} ? loop
"""
)

# Whether these are views depends on how the array lies in memory, which the generator knows, as it runs the program.
FLAT = (
    "{a}.reshape(-1)",
    "{a}.ravel()",
    "np.ravel({a})",
    "{a}.T.reshape(-1)",
    "np.reshape({a}, -1)",
    "{a}.ravel('F')",
    "{a}.reshape(-1, order='F')",
)


def second_name(b: Builder) -> None:
    """Another name for the same array."""
    v = b.array(1)
    b.add(v.name, of=v, back="{v}")


def through(b: Builder) -> None:
    """A write by a detour: through a function, a list, a loop's rows, an object."""
    t = target(b)
    if min(t.shape) < 2:
        raise Rejected
    template = b.choice(*(MATRIX if t.ndim == 2 and b.draw.below(2) else ANY))
    template, _, kind = template.partition(" ? ")
    other = operand(b, t.shape)
    if kind == "same" and getattr(b.scope.get(other), "shape", None) != t.shape:
        raise Rejected
    zeros = ", ".join("0" * t.ndim)
    numpy, jax = (text.split("\\n") for text in both(template, a=t.name, b=other, c=b.constant(), n=t.shape[0], zeros=zeros))
    after = _looped(numpy, t) if kind == "loop" else [f"{t.name} = {jax[0]}"]
    b.write(t, numpy, after)


def _looped(lines: list[str], t: Variable) -> list[str]:
    """A loop that assigns to entries, line by line as JAX has it."""
    out = []
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        left, _, value = line.strip().partition(" = ")
        place, _, change = line.strip().partition("= ")
        if line.endswith(":"):
            out.append(line)
        elif place[-1] in "+-*":
            method = {"+": f"add({change})", "-": f"add(-({change}))", "*": f"multiply({change})"}[place[-1]]
            at = place[:-1].strip().removeprefix(t.name) or "[...]"
            out.append(f"{indent}{t.name} = {t.name}.at{at}.{method}")
        else:
            out.append(f"{indent}{t.name} = {t.name}.at{left.removeprefix(t.name)}.set({value})")
    return out


def flat(b: Builder) -> None:
    """A write to the array in one row: to itself if it lies so in memory, to a copy if it doesn't."""
    t = target(b)
    row = b.choice(*FLAT).format(a=t.name)
    index, c = b.choice("0", "::2", "-1", "1:"), b.constant()
    shared = np.shares_memory(eval(row, dict(b.scope)), b.scope[t.name])
    order = "F" if (".T." in row) != ("'F'" in row) else "C"
    after = f"np.reshape(np.ravel({t.name}, order='{order}').at[{index}].set({c}), {t.shape}, order='{order}')"
    b.write(t, [f"{row}[{index}] = {c}"], [f"{t.name} = {after}" if shared else f"{t.name} = {t.name}"])


def rebound(b: Builder) -> None:
    """A name for something new. What else has the old array goes on having it."""
    v = b.array(0, 3, lambda v: v.name not in b.inputs or not v.writable)
    views = [u for u in b.variables.values() if u.base == v.name]
    if len(views) > 1 or (views and v.base is not None):  # the views would have to be told of each other
        raise Rejected
    text = b.choice(
        "{a} = {a} * {c} + {a}",
        "{a} = np.sin({a})",
        "{a} = {a} - np.mean({a})",
        "{a} = {a}.T * {c}",
        "{a} = -{a}",
        "{a} = {a} + np.sum({d})",
    )
    b.block([text.format(a=v.name, c=b.constant(), d=b.some().name)], None, [v.name])
    for u in views:
        b.variables[u.name] = replace(u, base=None)


def scalar(b: Builder) -> None:
    """An operator "in place" on a number: numbers don't change, the name does."""
    v = b.some(lambda v: v.shape == () and not isinstance(b.scope[v.name], np.ndarray))
    b.block(
        [f"{v.name} {b.choice('+=', '*=', '-=')} {b.choice('np.sum({d})', 'np.mean({d}) + 1', '0.5')}".format(d=b.some().name)],
        None,
        [v.name],
    )


MAKERS = (through, second_name, flat, rebound, through, scalar, through)
