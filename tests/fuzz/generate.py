"""Random programs: `program_of(FromSeed(17))`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.fuzz import elementwise, flow, reductions, shaping, sharing, writes
from tests.fuzz.builder import Builder, Rejected
from tests.fuzz.draw import Draw, choice, one_in
from tests.fuzz.program import Program, Value

SHAPES = ((3,), (4,), (2, 3), (3, 3), (3, 4), (1, 3), (3, 1), (2, 3, 4), (), (2, 2), (3, 2))
ROOMS = (elementwise.MAKERS, reductions.MAKERS, shaping.MAKERS, flow.MAKERS, writes.MAKERS, sharing.MAKERS)
TRIES = 12  # of a step


def program_of(draw: Draw) -> Program:
    """A program of 3 to 15 steps, with inputs."""
    single = one_in(draw, 8)
    value_seed = draw.below(1000)
    inputs = _inputs(draw, np.random.default_rng(value_seed), np.float32 if single else np.float64)
    builder = Builder(draw, inputs)
    wanted = 3 + draw.below(13)
    for _ in range(wanted):  # a step may need another before it
        if len(builder.steps) < wanted:
            _step(builder)
    return Program(inputs, tuple(builder.steps), _results(builder), value_seed, second_order=one_in(draw, 3))


def _inputs(draw: Draw, random: np.random.Generator, dtype: type[np.floating]) -> dict[str, Value]:
    shapes = [choice(draw, SHAPES) for _ in range(1 + draw.below(3))]
    if shapes == [()]:
        shapes.append((3,))
    inputs: dict[str, Value] = {name: _numbers(random, shape, dtype) for name, shape in zip("xyz", shapes, strict=False)}
    if one_in(draw, 4):
        inputs["s"] = round(float(random.uniform(-1.5, 1.5)), 4)
    return inputs


def _numbers(random: np.random.Generator, shape: tuple[int, ...], dtype: type[np.floating]) -> Value:
    """Random numbers, short enough to be read; an array of no dimensions too is an array."""
    return np.array(np.round(random.uniform(-1.5, 1.5, shape), 4), dtype)


def _step(builder: Builder) -> None:
    for _ in range(TRIES):
        maker: Callable[[Builder], None] = choice(builder.draw, choice(builder.draw, ROOMS))
        try:
            with builder.attempt():
                maker(builder)
            return
        except Rejected:
            continue


def _results(builder: Builder) -> tuple[str, ...]:
    """The last thing made, and all else that nothing used: what doesn't reach the result isn't tested."""
    unused = [name for name in reversed(builder.variables) if name in builder.unused]
    return tuple(unused) or (next(reversed(builder.variables)),)
