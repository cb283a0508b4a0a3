"""Whether all that a turn claims is zero once a difference in it is: then nothing else can be meant in what isn't a gradient there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from whygrad.checking.arrays.assignments import key_of
from whygrad.checking.arrays.leaves import own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.readings import TINY, Reading
from whygrad.checking.arrays.residuals import Place, Residual, residuals, without
from whygrad.checking.arrays.solving import SOLVERS
from whygrad.checking.arrays.subjects import PATIENCE
from whygrad.checking.arrays.turn_reader import TurnReader
from whygrad.checking.arrays.turns import claimed_part

#: Differences that are tried.
MOST = 16


def residuals_of(reader: TurnReader) -> list[Residual]:
    """What a turn subtracts from what, wherever that stands."""
    return residuals(reader.draft, reader.tree, reader.file, reader.space, reader.args)


def is_nothing_else(one: Reading, reader: TurnReader, some: Callable[[], Sequence[Residual]]) -> bool:
    """Are all the claims of a turn, those that fit the loss and those that don't, zero once one of `some` differences in it is?"""
    calls = (node for statement in reader.block for node in ast.walk(statement) if isinstance(node, ast.Call))
    if any(key_of(node.func) in SOLVERS for node in calls):
        return False
    return any(vanishes(one, residual.places, reader, {}) for residual in some()[:MOST])


def vanishes(one: Reading, places: Sequence[Place], reader: TurnReader, due: Mapping[str, Any]) -> bool:
    """Are all the claims zero once the differences at these places are, or what is `due` without them?"""
    turn = one.subject.turn
    assert turn is not None
    if one.tried is None or _has_own_way(one):
        return False
    try:
        function = without(places, turn, reader.tree, reader.file, reader.space)
        with np.errstate(all="ignore"), limited(PATIENCE):
            found = function(*own_copy(one.tried[0].args))[1]
    except (Exception, TooLong):
        return False
    return all(float(np.max(np.abs(claim - due.get(name, 0.0)), initial=0.0)) < TINY for name, claim in found.items())


def _has_own_way(one: Reading) -> bool:
    """Is there an array that is not in the forward pass, and takes up no gradients? Then a way back of its own is meant, perhaps."""
    assert one.tried is not None
    at, claims = one.tried[0], {claimed_part(text) for text in one.candidate.claims.values()}
    idle = [leaf for leaf in at.leaves if leaf.name not in claims and not np.any(at.true[leaf.name])]
    return any(np.ndim(leaf.of(at.args)) for leaf in idle)
