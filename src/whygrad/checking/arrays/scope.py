"""What can stand in a changed expression: the names in scope with their values, the sizes, and what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import NO_GRADIENT
from whygrad.checking.arrays.naming import HOLDERS
from whygrad.checking.changes import Role
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class

#: Names that a gradient of anything may have.
_PREFIXES = ("d", "grad", "upstream", "g_", "nabla")
#: What people call the rate of a penalty.
_RATES = ("reg", "lam", "decay", "l2", "alpha", "penal")
#: Names that are a gradient by themselves, or a value of the forward pass.
BARE = frozenset({"g", "delta", "grads", "up"})


def is_gradient(name: str) -> bool:
    """Does a name speak of a gradient?"""
    lowered = name.lower()
    if lowered in NO_GRADIENT or lowered.startswith(
        ("data", "dim", "dtype", "dict", "drop", "decay", "depth", "denom", "den", "dist", "diff", "div")
    ):
        return False
    return lowered.startswith(_PREFIXES) or lowered in BARE or lowered.endswith(("_grad", "_gradient", "_bar"))


def speaks_of_gradients(name: str) -> bool:
    """Is this called a gradient, or what holds several?

    >>> [speaks_of_gradients(name) for name in ("dW", "grads", "hs", "")]
    [True, True, False, False]
    """
    return is_gradient(name) or name in HOLDERS


def is_rate(text: str) -> bool:
    """Does a name, or the last part of one, speak of the rate of a penalty?"""
    return any(word in text.rpartition(".")[2].lower() for word in _RATES)


@dataclass(frozen=True)
class Atom:
    """A name or an entry (`cache['x']`, `self.W`) with a number or an array in it."""

    text: str
    value: Any
    role: Role
    cost: float = 0.0  # of what is farther to seek: an entry of a dict, a slice that stands elsewhere

    @property
    def shape(self) -> tuple[int, ...]:
        return np.shape(self.value)


@dataclass
class Scope:
    """The atoms at a place of the program, at one sample."""

    atoms: list[Atom] = field(default_factory=list)
    upstream: frozenset[str] = frozenset()
    seen: set[int] = field(default_factory=set)

    def of_shape(self, shape: tuple[int, ...]) -> list[Atom]:
        return [atom for atom in self.atoms if atom.shape == shape]

    @property
    def sizes(self) -> list[Atom]:
        """Numbers that may divide or multiply: a rate, a count, a size that has a name."""
        return [atom for atom in self.atoms if atom.shape == () and isinstance(atom.value, int | float | np.number)]


def scope_of(names: Mapping[str, Any], own: frozenset[str], upstream: frozenset[str], forward: Collection[str]) -> Scope:
    """The atoms among these names: arrays, numbers, and those that lists, dicts and objects of the program hold.

    What the forward pass names is no gradient, whatever it is called (the `g` of an LSTM).
    """
    found = Scope(upstream=upstream)
    for name in sorted(own, key=lambda name: (len(name), name)):
        if name in names and not name.startswith("_whygrad_"):
            _add(found, name, names[name], name in upstream or (is_gradient(name) and name not in forward), forward)
    return found


def _add(found: Scope, text: str, value: Any, gradient: bool, forward: Collection[str], depth: int = 0) -> None:
    if isinstance(value, bool | np.bool_):
        return
    if isinstance(value, dict):  # a second way to the same entries says nothing new
        if id(value) in found.seen:
            return
        found.seen.add(id(value))
    if isinstance(value, int | float | np.number) or (isinstance(value, np.ndarray) and value.dtype.kind in "fiub"):
        role: Role = "gradient" if gradient else "forward"
        found.atoms.append(Atom(text, value, role, 0.1 * depth))
    elif depth < 2 and isinstance(value, dict) and len(value) <= 40:
        for key, item in value.items():
            if isinstance(key, str):
                _add(found, f'{text}["{key}"]', item, gradient or (is_gradient(key) and key not in forward), forward, depth + 1)
    elif (
        depth < 1
        and not isinstance(value, type)
        and (not callable(value) or is_own_class(type(value)))
        and type(value).__module__ != "builtins"
    ):
        for name, item in attributes(value):
            if not hasattr(value, "__path__") and not hasattr(value, "__spec__"):
                _add(found, f"{text}.{name}", item, is_gradient(name), forward, depth + 1)
