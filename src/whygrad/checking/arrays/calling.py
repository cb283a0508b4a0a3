"""How a backward function is called, and when two gradients are the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

import numpy as np
import optree

from whygrad.checking.arrays.leaves import in_kind
from whygrad.text import Text, _
from whygrad.tracing.function import is_float, leaves_of
from whygrad.tracing.parameters import parameters, with_defaults

#: How far two gradients may be apart: of each number, and of the largest.
CLOSE = {8: (1e-6, 1e-11), 4: (2e-3, 1e-4), 2: (5e-2, 1e-2)}
#: Parameters of a backward function that begin with a d and hold no gradient.
NO_GRADIENT = frozenset({"data", "dims", "dim", "dtype", "debug", "delta_t", "dt", "dictionary", "decay"})
#: Names of a single gradient from above, and words with a g that are none.
_ABOVE = re.compile(r"(g|up|delta|grad\w*|g_?(?!amma|ain|ate|rid|roup|raph|amma)[a-z]\w*|\w+_(grad|bar|g))", re.IGNORECASE)


class Mismatch(Exception):
    """What the two functions take and return doesn't go together: `text` says how, `help` what to do."""

    def __init__(self, text: Text, *help: Text) -> None:
        super().__init__(text.english())
        self.text = text
        self.help = help


class NeverEnds(Mismatch):
    """A function runs longer than it may."""

    def __init__(self, name: str, function: Callable[..., Any], seconds: int) -> None:
        self.function = function
        super().__init__(Text(_("`{f}` doesn't come to an end: I stopped it after {n} seconds."), {"f": name, "n": seconds}))


class BackwardFailed(Exception):
    """The backward function raised an exception, which is the cause of this one."""


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    leaves, tree = leaves_of(value)
    return optree.tree_unflatten(tree, [_as(leaf, change(leaf)) if is_float(leaf) else leaf for leaf in leaves])


def _as(leaf: Any, changed: Any) -> Any:
    return changed if type(leaf) is np.ndarray and type(changed) is np.ndarray and changed.dtype == leaf.dtype else in_kind(changed, leaf)


@dataclass(frozen=True)
class Call:
    """How the backward function is called: which of the returned values are outputs, and what each parameter is given."""

    is_tuple: bool
    outputs: tuple[int, ...]
    given: tuple[tuple[str, int], ...]  # ("upstream", which output), ("cache", which returned value), ("input", which one)
    above: float | None = 1.0  # the gradient from above of a loss that is given none; None: any

    @property
    def takes_inputs(self) -> bool:
        """Is it given inputs of the forward function, too?"""
        return any(kind == "input" for kind, _which in self.given)

    def upstream(self, returned: Any, generator: np.random.Generator) -> Any:
        """A random gradient from above for the outputs, 1 for a loss that is given none (or -1), and nothing for the caches."""
        loss = not any(kind == "upstream" for kind, _which in self.given)

        def drawn(value: Any) -> Any:
            above = self.above if loss else None
            return _each(value, lambda leaf: generator.normal(size=np.shape(leaf)) if above is None else np.full(np.shape(leaf), above))

        def nothing(value: Any) -> Any:
            return _each(value, np.zeros_like)

        if not self.is_tuple:
            return drawn(returned)
        made = [drawn(value) if k in self.outputs else nothing(value) for k, value in enumerate(returned)]
        return type(returned)._make(made) if hasattr(returned, "_make") else tuple(made)

    def arguments(self, returned: Any, upstream: Any, inputs: Sequence[Any]) -> list[Any]:
        """What the backward function is given."""
        values = {
            "upstream": upstream if self.is_tuple else (upstream,),
            "cache": returned if self.is_tuple else (returned,),
            "input": inputs,
        }
        there = takewhile(lambda one: one[0] != "input" or one[1] < len(inputs), self.given)  # the rest has defaults
        return [values[kind][which] for kind, which in there]


def _is_gradient(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(("d", "grad", "upstream")) and lowered not in NO_GRADIENT and not lowered.startswith("data")


def how_called(forward: Callable[..., Any], backward: Callable[..., Any], returned: Any, *, methods: bool = False) -> Call:
    """From the names of the backward function's parameters, and from what the forward function returns.

    `dout` and its like get a gradient from above, one an output; the others get what else was returned, in order, or the input of
    that name, or else what they have by default. Of methods, the object itself is left out. Raises Mismatch where that doesn't come
    out even.
    """
    names, inputs = parameters(backward)[methods:], parameters(forward)[methods:]
    count = len(returned) if isinstance(returned, tuple) else None
    try:
        return _how_called(tuple(names), tuple(inputs), count, methods=methods)
    except Mismatch:
        needed = tuple(name for name in names if name not in with_defaults(backward))
        if len(needed) == len(names):
            raise
        return _how_called(needed, tuple(inputs), count, methods=methods)


@lru_cache(maxsize=64)  # asked anew at every point
def _how_called(names: tuple[str, ...], inputs: tuple[str, ...], returned: int | None, *, methods: bool) -> Call:
    """Of a function that returns a tuple of so many, or (None) one value."""
    several, count = returned is not None, 1 if returned is None else returned
    above = [k for k, name in enumerate(names) if _is_gradient(name)]
    if several and methods and len(names) == count and all(_ABOVE.fullmatch(name) or _is_gradient(name) for name in names):
        above = [*range(count)]  # one for each output: `(gout, glogdet)`
    elif several and len(names) == count == 2 and len(above) != 2:
        above = [0]  # (out, cache) and (dout, cache), whatever they are called
    elif not above and names and not several and (methods or count + len(names) > 2):
        above = [k for k, name in enumerate(names) if name not in inputs and _ABOVE.fullmatch(name)][:1]
        above = above or [k for k, name in enumerate(names) if name not in inputs][:1] or [0]
    others = [k for k in range(len(names)) if k not in above]
    rest = [k for k in others if names[k] not in inputs]
    outputs = tuple(range(max(len(above), 1)))
    caches = list(range(len(outputs), count))
    given: dict[int, tuple[str, int]] = {k: ("upstream", place) for place, k in enumerate(above)}
    if len(above) > count or not (names or methods):
        raise _unknown(names, count)
    if len(others) == len(caches) and others:
        given |= {k: ("cache", which) for k, which in zip(others, caches, strict=True)}
    elif len(rest) in (0, len(caches)):  # `backward(dA, cache, activation)`
        given |= {k: ("input", inputs.index(names[k])) for k in others if k not in rest}
        given |= {k: ("cache", which) for k, which in zip(rest, caches, strict=False)}
    else:
        raise _unknown(names, count)
    return Call(several, outputs, tuple(given[k] for k in range(len(names))))


def _unknown(names: Sequence[str], count: int) -> Mismatch:
    return Mismatch(
        Text(
            _("I don't know how to call the backward function: it takes ({names}), and the forward function returns {n} values."),
            {"names": ", ".join(names), "n": str(count)},
        ),
        Text(
            _("I know `forward(*inputs) -> (out, cache)` with `backward(dout, cache)`, a `d…` for each output, and inputs by their names.")
        ),
    )


def agree(yours: Any, true: Any, slack: float = 1.0) -> bool:
    """Are these the same gradients, but for rounding (or so many times of it): entry by entry?"""
    if type(yours) is type(true) is np.ndarray:
        return _agree(yours, true, slack)
    mine, own = leaves_of(yours)[0], leaves_of(true)[0]
    if len(own) == 1 and (len(mine) != 1 or own[0] is true):
        mine = [yours]  # a list of numbers for an array; and `(x,)` is no number
    return len(mine) == len(own) and all(_agree(a, b, slack) for a, b in zip(mine, own, strict=True))


def stretched(yours: Any, true: Any) -> Any:
    """A gradient in the shape of what it belongs to, where only axes of one row are missing and a step along it comes out right.

    >>> stretched(np.zeros(3), np.zeros((1, 3))).shape, stretched(np.zeros(3), np.zeros((3, 1))).shape
    ((1, 3), (3,))
    """
    own, shape = np.shape(yours) if is_float(yours) else None, np.shape(true)
    if own is None or own == shape or len(own) > len(shape) or np.size(yours) != np.size(true):
        return yours
    fits = all(size == other for size, other in zip(own, shape[len(shape) - len(own) :], strict=True))
    return np.reshape(yours, shape) if fits else yours


def _agree(yours: Any, true: Any, slack: float) -> bool:
    if yours is None or true is None:
        return true is None or not np.any(true)
    try:
        one = np.asarray(yours)
    except ValueError:
        return False
    other = np.asarray(true)
    if one.dtype.kind not in "fiub" or one.shape != other.shape:
        return False
    size = min(one.dtype.itemsize, other.dtype.itemsize) if one.dtype.kind == "f" else other.dtype.itemsize
    of_each, of_largest = CLOSE.get(size, CLOSE[8])
    scale = float(np.abs(other).max(initial=0.0))
    relative, absolute = slack * of_each, slack * of_largest * scale + 1e-12
    if one.dtype.kind == other.dtype.kind == "f" and np.isfinite(scale):  # what NumPy's own does, at a fifth of the cost
        apart = np.abs(one - other)
        return bool(apart.max(initial=0.0) <= absolute or (apart <= absolute + relative * np.abs(other)).all())
    return bool(np.allclose(one, other, rtol=relative, atol=absolute, equal_nan=True))
