"""With what a function might be tried: a guess at its inputs, from their names, made until forward and backward run.

It is shown to be pasted and changed, and nothing is judged by it: what runs with it need not be what was meant.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

import numpy as np

from whygrad.checking.arrays.asked import SELF, Checkable, arguments_of, required
from whygrad.checking.arrays.calling import Mismatch
from whygrad.checking.arrays.inputs import BadInput, read
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.subjects import Subject, claimed, sample
from whygrad.patience import patient
from whygrad.tracing.function import is_float

#: How many guesses are tried for one function, and for how many seconds.
MOST, PATIENCE = 400, 2.0
#: What people call their parameters, and what these are then, the likeliest first.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"y|t|labels?|targets?|actions?|idx|index|indices", ("randint(3, 4)", "randn(4, 3)", "randn(4)", "randint(2, 4)")),
    (r"b\d?|bias|beta|shift", ("randn(3)", "randn(5)", "randn(1, 3)")),
    (r"gamma|gain|g|scale|alpha", ("randn(5)", "randn(3)", "0.5")),
    (r"\w*(param|config|conf|opts?)", ("{'stride': 1, 'pad': 1}", "{'mode': 'train', 'p': 0.6}")),
    (r"stride|pad|padding|size|k|n|p|d|dilation|axis|groups?|G", ("1", "2", "randn(4, 5)")),
    (r"reg\w*|lam\w*|eps\w*|lr|rate|margin|tau|delta|keep\w*|drop\w*|mu|wd|c|C|temperature", ("0.5", "randn(4, 5)", "randn(5)")),
    (r"[wW]\w*|weights?|theta|kernel|V|U", ("randn(5, 3)", "randn(5)", "randn(5, 5)", "randn(3, 2, 3, 3)")),
    (r"\w*mask", ("mask(4, 5)", "mask(4, 4)")),
)
_ANY = ("randn(4, 5)", "randn(4, 3)", "randn(5)", "randn(4)", "randn(5, 3)", "randn(2, 3, 4)", "randn(2, 2, 6, 6)", "0.7", "2")
#: Sizes that a constructor is given, in order.
_SIZES = ("5", "3", "4", "2")


def guess(one: Checkable) -> dict[str, str] | None:
    """An expression for each input, with which the function and its way back run; None where none is found.

    What gives gradients of the shapes of the inputs goes before what only runs.
    """
    names = required(one.forward)[one.owner is not None :]
    options = [_options(name) for name in names]
    made = _new(one)
    if made is None:
        return None
    second: dict[str, str] | None = None
    ends = time.monotonic() + patient(PATIENCE)
    for choice in islice(_closest(options), MOST):
        row = {**made, **dict(zip(names, choice, strict=True))}
        fits = _runs(one, row)
        if fits:
            return row
        second = second or (row if fits is not None else None)
        if time.monotonic() > ends:
            break
    return second


def as_cases(name: str, row: Mapping[str, str]) -> str:
    """The same as an entry of what `cases` returns.

    >>> as_cases("affine", {"x": "randn(4, 5)", "y": "randint(3, 4)", "reg": "0.5"})
    '"affine": (rng.normal(size=(4, 5)), rng.integers(0, 3, size=4), 0.5)'
    """
    values = ["" if key == SELF else _in_numpy(text) for key, text in row.items()]
    if SELF in row:
        values[0] = name.split(".")[0] + row[SELF].removeprefix("new")
    return f'"{name}": ({", ".join(values)}{"," if len(values) == 1 else ""})'


def _in_numpy(text: str) -> str:
    if found := re.fullmatch(r"randn\((.+)\)", text):
        return f"rng.normal(size={_shape(found[1])})"
    if found := re.fullmatch(r"randint\((\d+), (.+)\)", text):
        return f"rng.integers(0, {found[1]}, size={_shape(found[2])})"
    if found := re.fullmatch(r"mask\((.+)\)", text):
        return f"rng.random({_shape(found[1])}) < 0.7"
    return text


def _shape(sizes: str) -> str:
    return f"({sizes})" if "," in sizes else sizes


def _options(name: str) -> list[str]:
    """What a parameter of this name may be."""
    found = next((some for pattern, some in _NAMES if re.fullmatch(pattern, name)), ())
    return list(dict.fromkeys([*found, *_ANY]))


def _closest(options: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The choices, those of the likeliest of each first."""
    longest = max((len(one) for one in options), default=0)
    for reach in range(len(options) * longest + 1):
        places = product(*(range(min(len(one), reach + 1)) for one in options))
        yield from (tuple(one[k] for one, k in zip(options, place, strict=True)) for place in places if sum(place) == reach)


def _new(one: Checkable) -> dict[str, str] | None:
    """How an object of a class might be made; {} where there is none to make."""
    if one.owner is None:
        return {}
    names = [name for name in required(one.owner) if name not in ("rng", "random")]
    if len(names) > len(_SIZES) or len(names) != len(required(one.owner)):
        return None
    return {SELF: f"new({', '.join(_SIZES[: len(names)])})"}


def _runs(one: Checkable, row: Mapping[str, str]) -> bool | None:
    """Do forward and backward run with these: to gradients of the inputs' shapes (True), to others (False), or not at all (None)?"""
    try:
        with limited(PATIENCE), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            args = arguments_of(one, {name: read(text) for name, text in row.items()})
            subject = Subject(one.name, one.kind, one.forward, one.backward, tuple(args))
            at = sample(subject, subject.args, np.random.default_rng(0))
            found = claimed(subject, at)
    except (BadInput, Mismatch, TooLong, Exception, SystemExit):
        return None
    shapes = {leaf.name: np.shape(leaf.of(at.args)) for leaf in at.leaves}
    wanted = [leaf.name for leaf in at.leaves if np.ndim(leaf.of(at.args)) and not leaf.path]
    good = all(is_float(value) and np.shape(value) == shapes[name] for name, value in found.items())
    return good and bool(found) and (one.kind == "loss" or all(name in found for name in wanted))
