"""Random numbers inside a trace: what is drawn is a constant of the graph, the same at every replay.

A draw from a traced place, or of a traced width, is the standard draw, moved and stretched, and so has a gradient; what is
drawn from or mixed is read at drawn places. Whole numbers that are drawn move in steps. Of any other draw whose
parameters depend on an input I know no gradient, and say so.

Source: Kingma and Welling, Auto-Encoding Variational Bayes (2014), section 2.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from whygrad.gates.exponential import exp
from whygrad.text import Text, _
from whygrad.tracing import explained
from whygrad.tracing.active import RUNNING
from whygrad.tracing.arrays import all_held, held, is_traced
from whygrad.tracing.dispatch import moves
from whygrad.tracing.numpy_functions.creation import any_traced, fresh
from whygrad.tracing.numpy_functions.registry import array, axis_of, concrete, into, ndim, shape
from whygrad.tracing.numpy_functions.shapes import along, ravel
from whygrad.tracing.touching import DRAWS, touch

Draw = Callable[..., Any]


def drawn(draw: Draw) -> Draw:
    """A function that draws random numbers, as the functions of a trace find it."""
    rule = RULES.get(draw.__name__)

    @wraps(draw)
    def function(*values: Any, **options: Any) -> Any:
        if not RUNNING.traces:
            return draw(*values, **options)
        touch(DRAWS)
        if rule is not None and any_traced([*values, *options.values()]):
            return rule(draw, *values, **options)
        return _constant(draw, *values, **options)

    return function


def _constant(draw: Draw, *values: Any, **options: Any) -> Any:
    out = options.pop("out", None)
    if is_traced(out):
        options["out"] = np.empty_like(held(out))
    elif out is not None:
        options["out"] = out
    found = draw(*all_held(values), **all_held(options))
    if isinstance(found, np.ndarray | np.generic | float) and np.asarray(found).dtype.kind == "f":
        for value in (*values, *options.values()):
            _refuse_lost(draw, value)
    made = _as_constant(found)
    return into(out, made) if is_traced(out) else made


def _as_constant(found: Any) -> Any:
    return fresh(found) if isinstance(found, np.ndarray) and found.dtype.kind == "f" else found


def _refuse_lost(draw: Draw, parameter: Any) -> None:
    """Refuse a draw whose gradient with respect to this parameter would be lost."""
    if moves(parameter):
        raise explained.unknown_function(
            f"np.random.{draw.__name__}", Text(_("If no gradient is wanted here, say so: `whygrad.stop_gradient(x)`."))
        )


# --- moved and stretched


def _size(size: Any, *parameters: Any) -> Any:
    return np.broadcast_shapes(*map(shape, parameters)) if size is None else concrete(size)


def _around(draw: Draw, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
    return array(loc) + array(scale) * draw(0.0, 1.0, _size(size, loc, scale))


def _between(draw: Draw, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
    return array(low) + (array(high) - low) * draw(0.0, 1.0, _size(size, low, high))


def _stretched(draw: Draw, scale: Any = 1.0, size: Any = None) -> Any:
    return array(scale) * draw(1.0, _size(size, scale))


def _gamma(draw: Draw, shape: Any, scale: Any = 1.0, size: Any = None) -> Any:
    _refuse_lost(draw, shape)
    return array(scale) * draw(held(shape), 1.0, _size(size, shape, scale))


def _log_normal(draw: Draw, mean: Any = 0.0, sigma: Any = 1.0, size: Any = None) -> Any:
    return exp(array(mean) + array(sigma) * np.log(draw(0.0, 1.0, _size(size, mean, sigma))))


def _jointly_normal(draw: Draw, mean: Any, cov: Any, size: Any = None, *rest: Any, **options: Any) -> Any:
    _refuse_lost(draw, cov)
    return array(mean) + draw(np.zeros(shape(mean)), held(cov), concrete(size), *rest, **options)


# --- read at drawn places


def _mixed(draw: Draw, x: Any, axis: Any = None, out: Any = None) -> Any:
    """`permutation` and `permuted`, which differ in what they take for the axis."""
    if not ndim(x):  # a number: the whole numbers below it
        return draw(concrete(x))
    options = {} if axis is None else {"axis": concrete(axis)}
    return into(out, ravel(x)[draw(_places(x), **options)])


def _places(x: Any) -> Any:
    """The entries of an array, counted."""
    return np.arange(math.prod(shape(x))).reshape(shape(x))


def _shuffled(draw: Draw, x: Any, axis: Any = None) -> None:
    options = {} if axis is None else {"axis": concrete(axis)}
    if not is_traced(x):  # a list of whatever
        draw(x, **options)
        return
    at = _places(x)
    draw(at, **options)
    x[...] = ravel(x)[at]


def _chosen(draw: Draw, a: Any, size: Any = None, replace: Any = True, p: Any = None, axis: Any = 0, **options: Any) -> Any:
    rest = (concrete(size), replace, all_held(p))
    if not ndim(a):
        return draw(concrete(a), *rest, **options)
    place = axis_of(a, axis)
    at = draw(np.arange(shape(a)[place]), *rest, **options)
    return along(a, place, at) if any_traced(a) else _as_constant(np.take(a, at, place))


#: By the name of a function, or of a method of a generator.
RULES: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("normal", "laplace", "logistic", "gumbel"), _around),
    **dict.fromkeys(("exponential", "rayleigh"), _stretched),
    "uniform": _between,
    "gamma": _gamma,
    "lognormal": _log_normal,
    "multivariate_normal": _jointly_normal,
    **dict.fromkeys(("permutation", "permuted"), _mixed),
    "shuffle": _shuffled,
    "choice": _chosen,
}


class StandInGenerator:
    """A random generator whose draws are constants of the graph inside a trace."""

    def __init__(self, original: Any) -> None:
        self.original = original

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self.original)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.original, name)
        return drawn(found) if callable(found) and not name.startswith("_") else found


def generator(original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes a generator, as the functions of a trace find it."""

    @wraps(original)
    def function(*values: Any, **options: Any) -> Any:
        made = original(*values, **options)
        return StandInGenerator(made) if RUNNING.traces else made

    return function
