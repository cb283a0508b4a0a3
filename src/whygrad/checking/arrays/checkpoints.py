"""Checkpoints: names of the backward pass whose true value is known, because the forward pass named what they are the gradient of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import Body
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.returned import stems
from whygrad.checking.arrays.slices import written_by
from whygrad.checking.arrays.subjects import Sample, arguments
from whygrad.checking.arrays.trials import Outcome, Trials


@dataclass(frozen=True)
class Checkpoint:
    """A name, the statement that gave it its last value, and what it is the gradient of."""

    name: str
    statement: int
    stem: str


@dataclass
class Baseline:
    """A run of a function as it is: its outcome, and the names before each statement, with copies of the arrays."""

    outcome: Outcome
    before: list[dict[str, Any]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The last statement that was run to its end."""
        return len(self.before) - 2

    def names(self, k: int) -> dict[str, Any]:
        """The names before a statement, and those that it makes."""
        last = len(self.before) - 1
        return self.before[min(k + 1, last)] | self.before[min(k, last)]


def baseline(trials: Trials, at: Sample, patches: Mapping[int, Mapping[str, Any]] | None = None) -> Baseline:
    """Run a function, with other values given to some names after some statements."""
    body = trials.body
    made = Baseline(Outcome({}, {}))

    def watch(k: int, names: dict[str, Any]) -> None:
        for name, value in (patches or {}).get(k, {}).items():
            names[name] = value.copy() if isinstance(value, np.ndarray) else value
        made.before.append(_locals(names, body))

    made.before.append(_locals(body.start(arguments(trials.subject, at)), body))
    made.outcome = trials.run(at, watch=watch)
    return made


def _locals(names: dict[str, Any], body: Body) -> dict[str, Any]:
    own = {name: value for name, value in names.items() if name not in body.space or value is not body.space[name]}
    own.pop("_Return", None)
    own.pop("__builtins__", None)
    return {name: value.copy() if isinstance(value, np.ndarray) else value for name, value in own.items()}


def checkpoints(base: Baseline, body: Body, at: Sample) -> list[Checkpoint]:
    """The names whose true value is known, in the order in which they got their last value."""
    last: dict[str, int] = {}
    for k, statement in enumerate(body.statements[: base.end + 1]):
        for name in written_by(statement):
            last[name] = k
    found = []
    for name, k in sorted(last.items(), key=lambda item: item[1]):
        value = base.before[k + 1].get(name)
        for stem in stems(name)[:-1]:
            if stem in at.inside and value is not None and _shape(value) == np.shape(at.inside[stem]):
                found.append(Checkpoint(name, k, stem))
                break
    return found


def _shape(value: Any) -> tuple[int, ...] | None:
    return np.shape(value) if isinstance(value, np.ndarray | np.generic | float | int) else None


def holds_truth(base: Baseline, point: Checkpoint, at: Sample) -> bool:
    """Is what the name holds there the true gradient?"""
    return agree(base.before[point.statement + 1].get(point.name), at.inside[point.stem])
