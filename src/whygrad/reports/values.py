"""Values as people read them: short numbers, lists that don't fill the screen, and the entry where two of them differ most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

Path = tuple[int | str, ...]

#: Significant digits of a number, unless it takes more to tell two numbers apart.
DIGITS = 4
#: Digits that tell any two floats apart.
MOST_DIGITS = 17
#: Two numbers nearer than this, relatively, are one number with rounding errors: no digits are spent on them.
ROUNDING = 1e-12
#: Entries of a list that are shown before the middle is left out.
SHOWN = 8
#: Numbers in a value above which a report gives its shape and one entry instead.
LARGE = 1000


def plain(value: Any) -> Any:
    """The value in Python's own types: an array or an array's scalar becomes lists and numbers.

    >>> plain((1.0, [2]))
    (1.0, [2])
    """
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def entries(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The entries of a nested value with their places.

    >>> list(entries([[1, 2], [3]]))
    [((0, 0), 1), ((0, 1), 2), ((1, 0), 3)]
    """
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from entries(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from entries(item, (*path, key))
    else:
        yield path, value


def shape(value: Any) -> tuple[int, ...] | None:
    """The lengths of a regular nested list along its axes; None if rows differ, or if it is no list.

    >>> shape([[1, 2, 3], [4, 5, 6]]), shape(1.5), shape([[1], [2, 3]]), shape({"x": 1})
    ((2, 3), (), None, None)
    """
    if isinstance(value, dict):
        return None
    if not isinstance(value, list | tuple):
        return ()
    inner = {shape(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or ())) if inner else (0,)


def is_large(value: Any) -> bool:
    """Has it more numbers than a report should hold?"""
    if not isinstance(value, list | tuple | dict):
        return False
    return sum(1 for _ in entries(value)) > LARGE


def worst(yours: Any, true: Any) -> Path | None:
    """Where two values differ most; None if they have no place in common. What is not a number differs most of all.

    >>> worst([1.0, 2.0, 9.0], [1.0, 5.0, 8.0])
    (1,)
    """
    theirs = dict(entries(true))
    found, most = None, -1.0
    for path, value in entries(yours):
        if path not in theirs:
            continue
        difference = _difference(value, theirs[path])
        if difference > most:
            found, most = path, difference
    return found


def _difference(one: Any, other: Any) -> float:
    try:
        difference = abs(one - other)
    except TypeError:
        return 0.0 if one == other else math.inf
    if one == other:
        return 0.0
    return math.inf if math.isnan(difference) else float(difference)


def at(value: Any, path: Path) -> Any:
    """The entry at a place that `entries` named."""
    for step in path:
        value = value[step]
    return value


def place(path: Path) -> str:
    """A place as code.

    >>> place((3, 2))
    '[3][2]'
    """
    return "".join(f"[{step!r}]" for step in path)


def short(value: Any, digits: int = DIGITS) -> str:
    """A value as code, in few digits and on one line.

    >>> short(0.19661193324148185), short(-3.0), short([0.3932238, -0.58983579])
    ('0.1966', '-3', '[0.3932, -0.5898]')
    >>> short(list(range(100)))
    '[0, 1, 2, ..., 99]'
    """
    value = plain(value)
    if isinstance(value, float):
        return _short_float(value, digits)
    if isinstance(value, complex):
        imaginary = _short_float(value.imag, digits)
        return f"({_short_float(value.real, digits)}{'' if imaginary.startswith('-') else '+'}{imaginary}j)"
    if isinstance(value, dict):
        return "{" + ", ".join(_some([f"{key!r}: {short(item, digits)}" for key, item in value.items()])) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_some([short(item, digits) for item in _outer(value)], len(value))) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(_some([short(item, digits) for item in _outer(value)], len(value))) + ("," if len(value) == 1 else "") + ")"
    return repr(value)


def _outer(items: list[Any] | tuple[Any, ...]) -> list[Any]:
    """What is shown of a list."""
    return list(items) if len(items) <= SHOWN else [*items[:3], items[-1]]


def _some(texts: list[str], length: int | None = None) -> list[str]:
    """The texts of the shown items, with the mark of what is left out."""
    if (len(texts) if length is None else length) <= SHOWN:
        return texts
    return [*texts[:3], "...", texts[-1]]


def _short_float(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return repr(value)
    nearest = round(value)
    if abs(value) < 1e15 and abs(value - nearest) <= ROUNDING * abs(value):
        return str(nearest)
    if 1 <= abs(value) < 1e10:  # every digit before the point, and one after it, rather than 1.235e+04
        digits = max(digits, len(str(abs(nearest))) + 1)
    text = f"{value:.{digits}g}"
    # 0.99999 is not 1, and doesn't look like it: "1.000"
    return f"{value:#.{digits}g}" if float(text).is_integer() and float(text) != value and "e" not in text else text


def digits_apart(pairs: Iterable[tuple[Any, Any]]) -> int:
    """The fewest digits at which the two numbers of every pair look different, if they are.

    >>> digits_apart([(0.12341, 0.12342)])
    5
    """
    different = [pair for pair in pairs if isinstance(pair[0], float) and isinstance(pair[1], float) and _differ(*pair)]
    for digits in range(DIGITS, MOST_DIGITS):
        if all(f"{one:.{digits}g}" != f"{other:.{digits}g}" for one, other in different):
            return digits
    return MOST_DIGITS


def _differ(one: float, other: float) -> bool:
    return math.isfinite(one) and math.isfinite(other) and abs(one - other) > ROUNDING * max(abs(one), abs(other))


def pair(yours: Any, true: Any) -> tuple[str, str]:
    """Two values, each short, and with enough digits to see where they differ.

    >>> pair(0.19661, 0.19664)
    ('0.19661', '0.19664')
    """
    yours, true = plain(yours), plain(true)
    theirs = dict(entries(true))
    digits = digits_apart((_floating(value), _floating(theirs[path])) for path, value in entries(yours) if path in theirs)
    return short(yours, digits), short(true, digits)


def _floating(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else value


def floats_in(values: Iterable[Any]) -> list[float]:
    """Every float in these values."""
    return [value for _, value in chain.from_iterable(entries(plain(item)) for item in values) if isinstance(value, float)]
