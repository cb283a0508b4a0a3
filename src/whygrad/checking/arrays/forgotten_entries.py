"""What a loop may have forgotten to add to one entry, one window or one number: `db[f] += g`, `dw[f] += g * x[n, :, i : i + k]`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.edits import broadcasts, is_number, kind_of
from whygrad.checking.arrays.inserting import after, places
from whygrad.checking.arrays.scope import Atom, Scope
from whygrad.checking.arrays.slices import names_in, parsed
from whygrad.tracing.source import Source

#: Statements that are made for one gradient; factors of each sort that are looked at.
MOST, MOST_FACTORS = 60, 16


@dataclass(frozen=True)
class _Factor:
    text: str
    shape: tuple[int, ...]
    is_made_here: bool  # in this turn of the loop


def entries(
    statement: ast.For, source: Source, scope: Scope, names: Mapping[str, Any], written: set[str], bound: set[str]
) -> Iterator[Candidate]:
    """For each gradient that is 0 still and that the loop doesn't write: an entry, by an index that stands in the loop, or all of it."""
    if any(isinstance(one, ast.For | ast.While) for one in statement.body):
        return
    inside = [node for one in statement.body for node in ast.walk(one)]
    indices = list(dict.fromkeys(source.code_of(one.slice) for one in inside if isinstance(one, ast.Subscript) and hasattr(one, "current")))
    floats = [atom for atom in scope.atoms if kind_of(atom.value) == "f"]
    lost = [atom for atom in floats if atom.role == "gradient" and not np.any(atom.value) and atom.text not in written | bound]
    here = dict(names)
    yield from _other_entries(statement, indices, source, here)
    gradients = _factors([atom for atom in floats if atom.role == "gradient" and np.any(atom.value)], (), bound, here)
    others = _factors([atom for atom in floats if atom.role == "forward"], indices, bound, here)
    for one in lost:
        found = 0
        for target, shape in _targets(one, indices, here):
            for term in _terms(shape, gradients, others):
                for sign in "+-":
                    line = f"{target} {sign}= {term}"
                    for k, place in enumerate(places(statement.body, names_in(parsed(term)) & bound, source)[:2]):
                        made = after(place, line, source, "term", 1.06 + 0.001 * found + 0.1 * (sign == "-") + 0.02 * k, part=term)
                        made.is_apart = True
                        yield made
                found += 1
            if found > MOST:
                break


def _other_entries(statement: ast.For, indices: Sequence[str], source: Source, names: dict[str, Any]) -> Iterator[Candidate]:
    """Beside what is added to one entry, the same of another one: `dx[j] -= g` after `dx[i] += g`."""
    for one in statement.body:
        if not isinstance(one, ast.AugAssign) or not isinstance(one.target, ast.Subscript) or not hasattr(one, "current"):
            continue
        base, own, value = source.code_of(one.target.value), source.code_of(one.target), source.code_of(one.value)
        shape = np.shape(value_of(own, names))
        for index in indices:
            text = f"{base}[{index}]"
            if text != own and is_number(other := value_of(text, names)) and np.shape(other) == shape:
                for sign in "-+":
                    made = after(one, f"{text} {sign}= {value}", source, "term", 1.1, part=value)
                    made.is_apart = True
                    yield made


def _targets(lost: Atom, indices: Sequence[str], names: dict[str, Any]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What may be added to, and its shape."""
    if not lost.shape:
        yield lost.text, ()
    for index in indices if lost.shape else ():
        text = f"{lost.text}[{index}]"
        value = value_of(text, names)
        if is_number(value) and np.size(value):
            yield text, np.shape(value)


def _factors(atoms: Sequence[Atom], indices: Sequence[str], bound: set[str], names: dict[str, Any]) -> list[_Factor]:
    """What may be a factor: what the turn makes comes first; entries by the same indices."""
    found: dict[str, _Factor] = {}
    for atom in atoms:
        is_made_here = bool(names_in(parsed(atom.text)) & bound)
        if is_made_here or not indices:
            found[atom.text] = _Factor(atom.text, atom.shape, is_made_here)
        for index in indices if atom.shape else ():
            value = value_of(f"{atom.text}[{index}]", names)
            if is_number(value) and kind_of(value) == "f":
                found.setdefault(f"{atom.text}[{index}]", _Factor(f"{atom.text}[{index}]", np.shape(value), True))
    return sorted(found.values(), key=lambda one: not one.is_made_here)[:MOST_FACTORS]


def _terms(shape: tuple[int, ...], gradients: Sequence[_Factor], others: Sequence[_Factor]) -> Iterator[str]:
    """Gradients of this shape, and their products with a value of the forward pass."""
    for one in gradients:
        if one.shape == shape and one.is_made_here:
            yield one.text
    for one, other in product(gradients, others):
        fits = shape in (one.shape, other.shape) and broadcasts(one.shape, shape) and broadcasts(other.shape, shape)
        if fits and (one.is_made_here or other.is_made_here):
            yield f"{one.text} * {other.text}"
