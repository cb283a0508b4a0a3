"""Results that are whole numbers or truth values: comparisons, places, orders, counts. No gradient passes through them.

They are gates all the same, so that a re-run of the graph computes masks, labels and orders anew.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from whygrad.gates.table import Gate, OnJax, array_gate
from whygrad.text import _


def _unique_places(a: Any, axis: Any = None, equal_nan: bool = True) -> Any:
    return np.unique(a, return_index=True, axis=axis, equal_nan=equal_nan)[1]


#: Steps that are not a function of NumPy's by themselves.
OWN = {"unique_places": _unique_places}

#: What JAX does otherwise: a sorted order is one of those that `argpartition` may give.
_ON_JAX: dict[str, OnJax] = {
    "argsort": lambda jax, a, axis, kind: jax.numpy.argsort(a, axis=axis),
    "argpartition": lambda jax, a, axis, kth: jax.numpy.argsort(a, axis=axis),
}

STORY = _(
    "Its result is a whole number or a truth value, which moves in steps: a small change of the input changes nothing, "
    "so no gradient passes."
)


OPERATORS = {
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
    "bitwise_and": "&",
    "bitwise_or": "|",
    "bitwise_xor": "^",
}


@cache
def step(name: str) -> Gate:
    """The gate of a function of NumPy's whose result has no gradient, by the function's name: `argmax`, `less`, `isnan`."""
    function = OWN.get(name) or getattr(np, name)
    return array_gate(
        name,
        function,
        None,
        arity=None,
        python=f"{{0}} {OPERATORS[name]} {{1}}" if name in OPERATORS else f"np.{name}({{all}})",
        latex=rf"\operatorname{{{{{name}}}}}\left({{all}}\right)",
        title=_("step gate"),
        story=STORY,
        jax=_ON_JAX.get(name),
    )


def _first_reached(out: Any, axis: int) -> Any:
    moved = np.moveaxis(out, axis, 0)
    places = np.zeros(moved.shape, dtype=np.intp)
    for k in range(1, len(moved)):
        places[k] = np.where(moved[k] == moved[k - 1], places[k - 1], k)
    return np.moveaxis(places, 0, axis)


def _first_reached_on_jax(jax: Any, out: Any, axis: int) -> Any:
    moved = jax.numpy.moveaxis(out, axis, 0)
    counted = jax.numpy.arange(len(moved)).reshape(-1, *[1] * (moved.ndim - 1))
    is_new = jax.numpy.concatenate([jax.numpy.ones_like(moved[:1], bool), moved[1:] != moved[:-1]])
    return jax.numpy.moveaxis(jax.numpy.maximum.accumulate(jax.numpy.where(is_new, counted, 0), axis=0), 0, axis)


first_reached = array_gate(
    "first_reached",
    _first_reached,
    None,
    jax=_first_reached_on_jax,
    python="first_reached({0}, {axis})",
    latex=r"\operatorname{{first}}\left({0}\right)",
    title=_("record gate"),
    story=_("It tells where a running largest or smallest was first reached: no gradient passes."),
)
