"""What the functions of the language for inputs make: `randn(4, 5)`, `eye(3)`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from whygrad.text import Text, _

if TYPE_CHECKING:
    import numpy as np

#: The most entries of an array.
MOST = 1_000_000


@dataclass(frozen=True)
class New:
    """How an object is made: `new(3, hidden_dim=H)`, of the class that is checked."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class Unmade(ValueError):
    """What a function was given makes no sense: `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.english())
        self.text = text


class Function(NamedTuple):
    """An example of its use, and what it makes; it is given a generator first."""

    shown: str
    make: Callable[..., Any]


def _shape(sizes: tuple[Any, ...], least: int = 1) -> tuple[int, ...]:
    flat = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], list | tuple) else sizes
    shape = tuple(_whole(size) for size in flat)
    if len(shape) < least:
        raise Unmade(Text(_("a size is missing")))
    if math.prod(shape) > MOST:
        raise Unmade(Text(_("more than {n} entries"), {"n": MOST}))
    return shape


def _whole(size: Any) -> int:
    if isinstance(size, bool) or not isinstance(size, int | float) or int(size) != size or size < 1:
        raise Unmade(Text(_("{value} is no size"), {"value": str(size)}))
    return int(size)


def _randn(generator: np.random.Generator, *sizes: Any) -> Any:
    return generator.normal(size=_shape(sizes, 0) or None)


def _rand(generator: np.random.Generator, *sizes: Any) -> Any:
    return generator.random(size=_shape(sizes, 0) or None)


def _mask(generator: np.random.Generator, *sizes: Any) -> Any:
    return generator.random(size=_shape(sizes)) < 0.7


def _zeros(_generator: np.random.Generator, *sizes: Any) -> Any:
    import numpy as np

    return np.zeros(_shape(sizes))


def _ones(_generator: np.random.Generator, *sizes: Any) -> Any:
    import numpy as np

    return np.ones(_shape(sizes))


def _randint(generator: np.random.Generator, high: Any, *sizes: Any, size: Any = None) -> Any:
    low = 0
    if size is not None:  # NumPy's own way: randint(low, high, size=(2, 3))
        low, high = (high, sizes[0]) if sizes else (0, high)
        sizes = (size,)
    shape = _shape(sizes, 0)
    if not shape:
        return int(generator.integers(low, _whole(high)))
    made = generator.integers(low, _whole(high), size=shape)
    if made.size >= high - low:  # each label is there: a few might all be equal, and then they would show nothing
        made.reshape(-1)[: high - low] = generator.permutation(range(low, high))
    return made


def _arange(_generator: np.random.Generator, start: Any, stop: Any = None, step: Any = 1) -> Any:
    import numpy as np

    first, last = (0, start) if stop is None else (start, stop)
    if abs((last - first) / step) > MOST:
        raise Unmade(Text(_("more than {n} entries"), {"n": MOST}))
    return np.arange(first, last, step)


def _eye(_generator: np.random.Generator, n: Any, m: Any = None) -> Any:
    import numpy as np

    rows, columns = _shape((n, n if m is None else m))
    return np.eye(rows, columns)


def _linspace(_generator: np.random.Generator, start: Any, stop: Any, num: Any = 50) -> Any:
    import numpy as np

    return np.linspace(start, stop, _shape((num,))[0])


def _array(_generator: np.random.Generator, values: Any) -> Any:
    import numpy as np

    return np.array(values)


def _new(_generator: np.random.Generator, *args: Any, **kwargs: Any) -> New:
    return New(args, kwargs)


FUNCTIONS = {
    "randn": Function("randn(4, 5)", _randn),
    "rand": Function("rand(4, 5)", _rand),
    "zeros": Function("zeros(3)", _zeros),
    "ones": Function("ones(3)", _ones),
    "randint": Function("randint(high, 4)", _randint),
    "mask": Function("mask(4, 5)", _mask),
    "arange": Function("arange(6)", _arange),
    "linspace": Function("linspace(-1, 1, 5)", _linspace),
    "eye": Function("eye(3)", _eye),
    "array": Function("array([0, 2, 1])", _array),
    "new": Function("new(input_dim=D)", _new),
}
