"""Why a gate hands down what it does: the questions that a reader has where it happens, and the answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from whygrad.explaining.arrays.derivation import Named, Why
from whygrad.gates.table import Gate
from whygrad.text import Text, _

_ADDS = frozenset({"add", "subtract"})
_SWAPS = frozenset({"multiply"})


def stretched_axes(shape: Sequence[int], whole: Sequence[int]) -> tuple[int, ...]:
    """Along which axes broadcasting stretches an array of a shape to a larger one.

    >>> stretched_axes((3,), (5, 3)), stretched_axes((5, 1), (5, 3)), stretched_axes((5, 3), (5, 3))
    ((0,), (1,), ())
    """
    extra = len(whole) - len(shape)
    return (*range(extra), *(k + extra for k, size in enumerate(shape) if size == 1 and whole[k + extra] != 1))


def reasons(gate: Gate, position: int, out: Named, inputs: Sequence[Named | None], gradient: str) -> Iterator[Why]:
    """What may be asked of what one gate hands down to one of its inputs; `gradient` is what its output's is called."""
    wrt = inputs[position]
    assert wrt is not None
    if gate.name in _ADDS:
        yield _added(gate, position, out, wrt)
    elif gate.name in _SWAPS and (other := inputs[1 - position]) is not None:
        yield _swapped(out, wrt, other)
    elif gate.name == "matmul" and len(known := [one for one in inputs if one is not None]) == 2:
        yield from _of_product(position, out, known, gradient)
    if gate.vjps is None:
        yield from stretched(wrt, out)


def stretched(wrt: Named, out: Named) -> Iterator[Why]:
    """Why what comes back is added up, if broadcasting stretches an input."""
    if axes := stretched_axes(wrt.shape, out.shape):
        yield _summed(axes, wrt, out.shape)


def _added(gate: Gate, position: int, out: Named, wrt: Named) -> Why:
    fields = {"out": f"`{out.name}`", "x": f"`{wrt.name}`", "d": f"`d{wrt.name}`"}
    if gate.name == "subtract" and position == 1:
        return Why(
            Text(_("Why the minus?")),
            Text(_("{x} is taken away: where it grows by a little, {out} shrinks by as much. The local gradient is -1."), fields),
        )
    return Why(
        Text(_("Why 1?")),
        Text(
            _(
                "Where {x} grows by a little, {out} grows by as much, whatever the values are: the local gradient of an add gate is 1, "
                "and the gradient from above goes on unchanged."
            ),
            fields,
        ),
    )


def _swapped(out: Named, wrt: Named, other: Named) -> Why:
    if other.name == wrt.name:
        return Why(
            Text(_("Why twice?")),
            Text(
                _("{x} is both factors of {out}, and each of them hands down a share: d(x·x) = x·dx + dx·x."),
                {"x": f"`{wrt.name}`", "out": f"`{out.name}`"},
            ),
        )
    return Why(
        Text(_("Why swapped?")),
        Text(
            _(
                "In {out} each entry of {x} is multiplied by one of {y}, so {out} moves {y} times as much as {x} does: the local gradient "
                "of a factor is the other factor."
            ),
            {"out": f"`{out.name}`", "x": f"`{wrt.name}`", "y": f"`{other.name}`"},
        ),
    )


def _of_product(position: int, out: Named, inputs: Sequence[Named], gradient: str) -> Iterator[Why]:
    """Of a product of matrices, of stacks of them, or of vectors."""
    ranks = tuple(len(one.shape) for one in inputs)
    if ranks == (2, 2):
        yield _transposed(position, out, inputs, gradient)
    elif 1 in ranks and max(ranks) <= 2:
        yield _of_vector(position, ranks, {"out": out.name, "a": inputs[0].name, "b": inputs[1].name, "d": gradient})
    elif min(ranks) >= 2:
        yield _in_stacks(position, {"out": out.name, "a": inputs[0].name, "b": inputs[1].name, "d": gradient})
        wrt = inputs[position]
        whole = (*out.shape[:-2], *wrt.shape[-2:])
        if axes := stretched_axes(wrt.shape, whole):
            yield _summed(axes, wrt, whole)


def _of_vector(position: int, ranks: tuple[int, ...], fields: dict[str, str]) -> Why:
    if ranks == (1, 1):
        one, other = ("a", "b") if position == 0 else ("b", "a")
        text = _(
            "`{out}` is the sum of `{a}[j] * {b}[j]` over j, so `{x}[j]` moves it `{y}[j]` times as much: the local gradient of an "
            "entry is the entry that it is multiplied by."
        )
        return Why(Text(_("Why swapped?")), Text(text, {**fields, "x": fields[one], "y": fields[other]}))
    if ranks == (2, 1) and position == 0:
        text = _(
            "`{out}[i]` is the sum of `{a}[i,j] * {b}[j]` over j, so `{a}[i,j]` moves `{out}[i]` alone, `{b}[j]` times as much: its "
            "gradient is `{d}[i] * {b}[j]`, for every i and j."
        )
        return Why(Text(_("Why the outer product?")), Text(text, fields))
    if ranks == (2, 1):
        text = _(
            "`{out}[i]` is the sum of `{a}[i,j] * {b}[j]` over j, so `{b}[j]` moves every `{out}[i]`, `{a}[i,j]` times as much. Its "
            "gradient adds up `{a}[i,j] * {d}[i]` over i: that is `{a}.T @ {d}`."
        )
        return Why(Text(_("Why the transpose?")), Text(text, fields))
    if position == 0:
        text = _(
            "`{out}[k]` is the sum of `{a}[j] * {b}[j,k]` over j, so `{a}[j]` moves every `{out}[k]`, `{b}[j,k]` times as much. Its "
            "gradient adds up `{b}[j,k] * {d}[k]` over k: that is `{b} @ {d}`, and nothing is transposed."
        )
        return Why(Text(_("Why no transpose?")), Text(text, fields))
    text = _(
        "`{out}[k]` is the sum of `{a}[j] * {b}[j,k]` over j, so `{b}[j,k]` moves `{out}[k]` alone, `{a}[j]` times as much: its "
        "gradient is `{a}[j] * {d}[k]`, for every j and k."
    )
    return Why(Text(_("Why the outer product?")), Text(text, fields))


def _in_stacks(position: int, fields: dict[str, str]) -> Why:
    if position == 0:
        text = _(
            "Each matrix of the stack by itself: `{out}[…,i,k]` is the sum of `{a}[…,i,j] * {b}[…,j,k]` over j, so the gradient of "
            "`{a}[…,i,j]` adds up `{d}[…,i,k] * {b}[…,j,k]` over k: `{d}` times `{b}`, whose last two axes change places."
        )
    else:
        text = _(
            "Each matrix of the stack by itself: `{out}[…,i,k]` is the sum of `{a}[…,i,j] * {b}[…,j,k]` over j, so the gradient of "
            "`{b}[…,j,k]` adds up `{a}[…,i,j] * {d}[…,i,k]` over i: `{a}`, whose last two axes change places, times `{d}`."
        )
    return Why(Text(_("Why the transpose?")), Text(text, fields))


def _transposed(position: int, out: Named, inputs: Sequence[Named], gradient: str) -> Why:
    one, other = inputs
    fields = {"out": out.name, "a": one.name, "b": other.name, "d": gradient}
    shapes = [out.shape, other.shape[::-1]] if position == 0 else [one.shape[::-1], out.shape]
    fields |= dict(zip(("left", "right"), ("×".join(map(str, shape)) for shape in shapes), strict=True))
    if position == 0:
        text = _(
            "`{out}[i,k]` is the sum of `{a}[i,j] * {b}[j,k]` over j, so `{a}[i,j]` moves row i of `{out}`, entry k of it `{b}[j,k]` times "
            "as much. Its gradient adds up `{d}[i,k] * {b}[j,k]` over k: that is `{d} @ {b}.T`, "
            "{left} times {right}, which has the shape of `{a}`."
        )
    else:
        text = _(
            "`{out}[i,k]` is the sum of `{a}[i,j] * {b}[j,k]` over j, so `{b}[j,k]` moves column k of `{out}`, entry i of it `{a}[i,j]` "
            "times as much. Its gradient adds up `{a}[i,j] * {d}[i,k]` over i: that is `{a}.T @ {d}`, "
            "{left} times {right}, which has the shape of `{b}`."
        )
    return Why(Text(_("Why the transpose?")), Text(text, fields))


def _summed(axes: Sequence[int], wrt: Named, whole: tuple[int, ...]) -> Why:
    extra = len(whole) - len(wrt.shape)
    copies = math.prod(whole[axis] for axis in axes)
    fields = {
        "x": f"`{wrt.name}`",
        "shape": str(wrt.shape) if wrt.shape else "()",
        "whole": str(whole),
        "n": copies,
        "axes": ", ".join(map(str, axes)),
    }
    if extra == len(whole):
        question = Text(_("Why the sum?"))
    else:
        question = Text(_("Why the sum over axis {axes}?"), {**fields, "n": len(axes)}, plural=_("Why the sum over axes {axes}?"))
    return Why(
        question,
        Text(
            _(
                "{x} has shape {shape} and is stretched to {whole}: each of its numbers is used {n} time, and its gradient is the sum over "
                "its uses."
            ),
            fields,
            plural=_(
                "{x} has shape {shape} and is stretched to {whole}: each of its numbers is used {n} times, and its gradient is the sum "
                "over its uses."
            ),
        ),
    )


def forked(wrt: Named, uses: int) -> Why:
    """Why what several gates hand down is added up."""
    return Why(
        Text(_("Why is it added here?")),
        Text(
            _("{x} goes into {n} gate. A change of it moves the output through that, and the gradient is what comes back."),
            {"x": f"`{wrt.name}`", "n": uses},
            plural=_(
                "{x} goes into {n} gates. A change of it moves the output through each of them, and small changes add up: its gradient "
                "is the sum of what they hand down."
            ),
        ),
    )
