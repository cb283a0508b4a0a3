"""What the function that claims gradients changes of what it is given: the gradient from above, the cache, the inputs; and a second call.

The first call may be right all the same, so these are warnings: whoever uses the same arrays again gets another answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from whygrad.checking.arrays.bodies import NOTHING, Body, Changed
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.leaves import arrays_in
from whygrad.checking.arrays.randomness import restore
from whygrad.checking.arrays.subjects import Sample, Subject, arguments, read_claims, shared_arguments


@dataclass(frozen=True)
class Damage:
    """What is changed (the name of a parameter), or that a second call claims something else."""

    what: Literal["given", "again"]
    name: str


def damage(subject: Subject, at: Sample, body: Body | None = None, changed: Changed = NOTHING) -> Damage | None:
    """What a run leaves changed; None where it leaves all as it was, or where that can't be told."""
    if subject.turn is not None or (subject.kind != "loss" and at.call is None):
        return None
    given = arguments(subject, at)
    offset = 1 if subject.kind == "layer" else 0
    names = subject.back_parameters
    watched = {names[k]: value for k, value in enumerate(given) if k >= offset and k < len(names)}
    if subject.kind == "loss":  # what holds its state may change it
        watched = {name: value for name, value in watched.items() if isinstance(value, np.ndarray)}
    unchanged = shared_arguments(subject, at)
    before = {names[k]: list(arrays_in(unchanged[k])) for k in range(offset, min(len(given), len(names))) if names[k] in watched}
    held = [leaf for leaf in at.leaves if subject.kind == "loss" and not leaf.position and isinstance(leaf.of(given), np.ndarray)]
    kept = [leaf.of(given).copy() for leaf in held]
    first = _run(subject, at, given, body, changed)
    if first is None:
        return None
    for name, value in watched.items():
        if any(
            not np.array_equal(old, new, equal_nan=old.dtype.kind == "f") and not (subject.kind == "loss" and _is_step(old, new, first))
            for old, new in zip(before[name], arrays_in(value), strict=False)
        ):
            return Damage("given", name)
    if subject.kind == "loss":  # a call after it is at another point, perhaps
        scaled = next((leaf.name for leaf, old in zip(held, kept, strict=True) if _is_scaled(old, leaf.of(given))), None)
        is_moved = any(leaf.name in first and not np.array_equal(old, leaf.of(given)) for leaf, old in zip(held, kept, strict=True))
        if scaled is not None or is_moved or not held:
            return None if scaled is None else Damage("given", scaled)
        return _again(subject, at, [given[0], *arguments(subject, at)[1:]], first, body, changed)
    assert at.call is not None
    if subject.kind == "layer" and any(
        not np.array_equal(leaf.of(at.after), leaf.of([given[0]])) for leaf in at.leaves if not leaf.position and leaf.name in first
    ):  # a step of training in the backward pass: another call is at another point
        return None
    upstream = [k for k, (kind, _which) in enumerate(at.call.given) if kind == "upstream"]
    fresh = arguments(subject, at)
    for k in upstream:
        given[k + offset] = fresh[k + offset]
    return _again(subject, at, given, first, body, changed)


def _again(subject: Subject, at: Sample, given: list[Any], first: dict[str, Any], body: Body | None, changed: Changed) -> Damage | None:
    """Does a second call claim something else?"""
    first = {name: np.array(value) if isinstance(value, np.ndarray) else value for name, value in first.items()}
    again = _run(subject, at, given, body, changed)
    if again is None:
        return None
    return next((Damage("again", name) for name, value in first.items() if name not in again or not agree(again[name], value)), None)


def _is_step(old: Any, new: Any, claims: dict[str, Any]) -> bool:
    """Did a parameter go a step along one of the claimed gradients, as it should in training?"""
    if old.shape != new.shape or old.dtype.kind != "f":
        return False
    way = (new - old).reshape(-1)
    for claim in claims.values():
        if np.shape(claim) != old.shape:
            continue
        along = np.asarray(claim, dtype=float).reshape(-1)
        size = float(np.sqrt(np.sum(along**2) * np.sum(way**2)))
        is_small = float(np.sum(way**2)) <= float(np.sum(along**2))  # a rate above 1 is none
        if along.size and size and is_small and abs(float(np.sum(along * way))) > 0.999 * size:
            return True
    return False


def _is_scaled(old: Any, new: Any) -> bool:
    """Is what an object holds a multiple of what it was? No step of training is that, but a product that was written over a factor."""
    if np.shape(old) != np.shape(new) or old.dtype.kind != "f" or not np.any(old):
        return False
    ratio = float(np.vdot(old, new) / np.vdot(old, old))
    return abs(ratio - 1.0) > 1e-3 and bool(np.allclose(new, ratio * old, rtol=1e-9, atol=0.0))


def _run(subject: Subject, at: Sample, given: list[Any], body: Body | None, changed: Changed) -> dict[str, Any] | None:
    restore(at.state)
    try:
        with np.errstate(all="ignore"):
            result = subject.backward(*given) if body is None else body.run(body.start(given, changed.space), changed)
        return read_claims(subject, at, result, given)
    except Exception:
        return None
