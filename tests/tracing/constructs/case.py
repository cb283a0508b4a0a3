"""Registers a plain NumPy function as a case: what it is differentiated by, and what else it is called with.

    @case(real(3, 4), positive(4), constants=(2,))
    def scaled(x, s, power):
        return (x / s) ** power

With `factory=True` the function that is decorated is called before each run, and what it returns is the case: a fresh
object's method, or a closure. With `refused="as_strided"` whygrad is expected to say, with this word, that it can't.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Draw:
    """An array of floats, evenly spread, no two of them close, none close to `low`, `high` or `hole`."""

    shape: tuple[int, ...]
    low: float
    high: float
    hole: float | None = None

    def made(self, rng: np.random.Generator) -> np.ndarray:
        count = int(np.prod(self.shape))
        spread = rng.permutation((np.arange(count) + 0.5 + rng.uniform(-0.25, 0.25, count)) / max(count, 1))
        values = self.low + (self.high - self.low) * (0.05 + 0.9 * spread)
        if self.hole is not None:
            values = values + np.where(values < self.hole, -0.1, 0.1)
        return values.reshape(self.shape)


def real(*shape: int) -> Draw:
    """Numbers of both signs, from -2 to 2, not close to 0."""
    return Draw(shape, -1.9, 1.9, 0.0)


def positive(*shape: int) -> Draw:
    """Numbers from 0.3 to 2.5."""
    return Draw(shape, 0.3, 2.5)


def unit(*shape: int) -> Draw:
    """Numbers between 0 and 1."""
    return Draw(shape, 0.05, 0.95)


def small(*shape: int) -> Draw:
    """Numbers of both signs as weights begin, from -0.6 to 0.6."""
    return Draw(shape, -0.6, 0.6)


def within(low: float, high: float, *shape: int) -> Draw:
    """Numbers from `low` to `high`."""
    return Draw(shape, low, high)


@dataclass(frozen=True)
class Case:
    """A function, and how it is called: inputs to differentiate by, then constants, then options."""

    name: str
    function: Callable[..., Any]
    inputs: tuple[Any, ...]
    constants: tuple[Any, ...]
    options: dict[str, Any]
    factory: bool
    loose: float  # how much further than usual derivatives may be apart
    refused: str  # what whygrad says where it should refuse the construct, "" where it should trace it

    def prepared(self) -> Callable[..., Any]:
        """The function, of inputs, constants and options; a fresh one each time if there is a factory."""
        return self.function() if self.factory else self.function

    def arguments(self) -> tuple[Any, ...]:
        """The inputs, always the same numbers, in memory of their own."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return tuple(_built(one, rng) for one in self.inputs)

    def rest(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The constants and the options, in memory of their own."""
        return copy.deepcopy(self.constants), copy.deepcopy(self.options)


def _built(spec: Any, rng: np.random.Generator) -> Any:
    if isinstance(spec, Draw):
        return spec.made(rng)
    if isinstance(spec, dict):
        return {key: _built(one, rng) for key, one in spec.items()}
    if isinstance(spec, tuple) and hasattr(spec, "_fields"):
        return type(spec)(*(_built(one, rng) for one in spec))
    if isinstance(spec, list | tuple):
        return type(spec)(_built(one, rng) for one in spec)
    return copy.deepcopy(spec)


CASES: dict[str, Case] = {}


def case(
    *inputs: Any,
    constants: tuple[Any, ...] = (),
    options: dict[str, Any] | None = None,
    factory: bool = False,
    loose: float = 1.0,
    refused: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that registers a function under `module.name`, and leaves it as it is."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__.rstrip('_')}"
        if name in CASES and CASES[name].function.__code__.co_firstlineno != function.__code__.co_firstlineno:
            raise ValueError(f"{name} is registered twice")
        CASES[name] = Case(name, function, inputs, constants, dict(options or {}), factory, loose, refused)
        return function

    return register
