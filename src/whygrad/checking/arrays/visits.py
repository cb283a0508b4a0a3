"""A function's statements as they are run, each turn of a loop for itself: is what one makes the gradient of something?"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import CodeType
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import RETURN, Changed, Returned, leaves_in
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.leaves import own_copy
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import base_of, names_in, written_by
from whygrad.checking.arrays.subjects import Sample
from whygrad.checking.arrays.trials import Outcome, Trials
from whygrad.checking.arrays.truths import Truths, key_of
from whygrad.checking.arrays.values import called
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class

#: Times that a statement is looked at.
MOST = 6
#: Under this name stands what the function hands back.
RESULT = "_whygrad_result_"


@dataclass(frozen=True)
class Part:
    """A part of what a statement made: is it a gradient, is it nothing but zeros?"""

    value: Any
    is_true: bool
    is_empty: bool

    @property
    def shape(self) -> tuple[int, ...]:
        return np.shape(self.value)

    @cached_property
    def key(self) -> bytes:
        """What tells it from others; made when it is asked for, as most changes give no gradient."""
        return key_of(self.value)


Made = Mapping[Any, Part]


@dataclass(frozen=True, eq=False)
class Visit:
    """A statement that was run: the names that it found, and what it made, by its place."""

    statement: ast.stmt
    before: dict[str, Any]
    made: Made

    @cached_property
    def key(self) -> bytes:
        """What it found of floats, to tell whether another visit found the same."""
        return b"".join(np.asarray(value).tobytes() for value in arrays({**self.before}).values())

    @property
    def is_astray(self) -> bool:
        """Is a part of it no gradient?"""
        return any(not part.is_true for part in self.made.values())

    @property
    def is_empty(self) -> bool:
        """Is all of it that is no gradient nothing but zeros?"""
        return all(part.is_empty or part.is_true for part in self.made.values())

    def is_better(self, made: Made) -> bool:
        """Is more of this a gradient, and nothing less?"""
        gained = any(
            part.is_true and not (place in self.made and (self.made[place].is_true or self.made[place].key == part.key))
            for place, part in made.items()
        )
        return gained and all(place in made and made[place].is_true for place, part in self.made.items() if part.is_true)

    def has_shape(self, made: Made) -> bool:
        """Has this the same shape?"""
        return all(place in made and made[place].shape == part.shape for place, part in self.made.items())


class Visitor:
    """Runs of one function at a sample, looked at statement by statement; `is_forward` says of which that they make no gradients."""

    def __init__(
        self, trials: Trials, main: Sample, truths: Truths, is_forward: Callable[[ast.stmt], bool], upstream: Collection[str]
    ) -> None:
        self.trials, self.body, self.main, self.truths, self.upstream = trials, trials.body, main, truths, upstream
        self.is_forward = is_forward
        self._known: dict[int, tuple[set[str], set[str]]] = {}

    @cached_property
    def _looked_at(self) -> set[int]:
        """The statements that may make gradients: what they read comes from above, or what they write is called so."""
        simple = [one for one in leaves_in(self.body.statements) if id(one) in self.body.codes and isinstance(one, _SIMPLE)]
        simple = [one for one in simple if not self.is_forward(one)]
        if not self.upstream:
            return {id(one) for one in simple}
        from_above = set(self.upstream)
        given = set(self.body.signature.parameters) - from_above  # `self` holds gradients, and much besides
        for _again in range(3):  # what a loop carries comes late
            for one in simple:
                if _taken_by(one) & from_above:
                    from_above |= written_by(one) - given
        return {
            id(one)
            for one in simple
            if _taken_by(one) & from_above or isinstance(one, ast.Return) or any(is_gradient(name) for name in written_by(one))
        }

    @cached_property
    def collected(self) -> set[str]:
        """The names that are written part by part, or added to: what begins them is zeros."""
        found = set[str]()
        for one in leaves_in(self.body.statements):
            targets = [one.target] if isinstance(one, ast.AugAssign) else one.targets if isinstance(one, ast.Assign) else []
            found |= {base_of(target) for target in targets if isinstance(one, ast.AugAssign) or isinstance(target, ast.Subscript)}
        return found

    def run(self, changed: Changed) -> tuple[Outcome, list[Visit]]:
        """What a run comes to, and the visits in their order, the first ones of each statement."""
        body, made, counts = self.body, list[Visit](), Counter[int]()
        waiting: list[tuple[ast.stmt, dict[str, Any]]] = []

        def end(names: Mapping[str, Any]) -> None:
            for statement, before in waiting:
                made.append(Visit(statement, before, self._made(statement, before, names)))
            waiting.clear()

        def visit(statement: ast.stmt, names: dict[str, Any]) -> None:
            end(names)
            counts[id(statement)] += 1
            if id(statement) in body.codes and counts[id(statement)] <= MOST and isinstance(statement, _SIMPLE):
                own = {name: value for name, value in names.items() if name not in body.space or value is not body.space[name]}
                changing = names_in(statement) | self.collected
                waiting.append((statement, own | own_copy({name: value for name, value in own.items() if name in changing})))

        body.visit = visit
        try:
            outcome = self.trials.run(self.main, changed)
        finally:
            body.visit = None
        if outcome.error is None:
            end({**outcome.names, RESULT: outcome.result})
        self._in_full(made)
        return outcome, made

    def _in_full(self, visits: list[Visit]) -> None:
        """What is handed back by its name has to be all of a gradient, and no part that one use adds: so has what it was given last."""
        last = visits[-1] if visits else None
        if last is None or not isinstance(last.statement, ast.Return) or not isinstance(last.statement.value, ast.Name | ast.Tuple):
            return
        value = last.statement.value
        names = value.elts if isinstance(value, ast.Tuple) else [value]
        for k, node in enumerate(names):
            part = last.made.get((RESULT, (k,) if isinstance(value, ast.Tuple) else ()))
            if not isinstance(node, ast.Name) or part is None or part.is_true:
                continue
            for j in range(len(visits) - 2, -1, -1):
                own = visits[j].made.get((node.id, ()))
                if own is not None:
                    visits[j] = replace(visits[j], made={**visits[j].made, (node.id, ()): replace(own, is_true=False)})
                    break

    def names_after(self, codes: Sequence[CodeType], statement: ast.stmt, before: Mapping[str, Any]) -> dict[str, Any] | None:
        """The names after a statement was run with this code; None where it stops."""
        own = {name: before[name] for name in self._names(statement)[0] if name in before}
        names = {**self.body.space, **before, **own_copy(own), RETURN: Returned}
        try:
            with np.errstate(all="ignore"):
                for code in codes:
                    exec(code, names)
        except Returned as found:
            names[RESULT] = found.value
        except Exception:
            return None
        return names

    def made_by(self, codes: Sequence[CodeType], visit: Visit) -> Made:
        """What a statement makes with this code, as it was visited."""
        after = self.names_after(codes, visit.statement, visit.before)
        return {} if after is None else self._made(visit.statement, visit.before, after)

    def _made(self, statement: ast.stmt, before: Mapping[str, Any], after: Mapping[str, Any]) -> Made:
        """What a statement wrote, each part by its place: as it is now, or what was added to what was there."""
        if id(statement) not in self._looked_at:
            return {}
        is_whole = isinstance(statement, ast.Assign) and any(isinstance(one, ast.Name | ast.Tuple) for one in statement.targets)
        made: dict[Any, Part] = {}
        for name in {RESULT} if isinstance(statement, ast.Return) else self._names(statement)[1]:
            old = arrays(before.get(name))
            for place, value in arrays(after.get(name)).items():
                is_new = is_whole or place not in old or np.shape(old[place]) != np.shape(value)
                parts = [value] if is_new else _changed(old[place], value)
                if parts:
                    is_empty = not np.any(parts[0]) or _is_unwritten(statement)
                    begins = is_empty and is_whole and name in self.collected
                    is_due = self._is_claim if isinstance(statement, ast.Return) else self.truths.has
                    made[name, place] = Part(own_copy(parts[0]), begins or any(is_due(part) for part in parts), is_empty)
        return made

    def _names(self, statement: ast.stmt) -> tuple[set[str], set[str]]:
        """Those in a statement, and those that it writes: asked for at each change."""
        key = id(statement)
        if key not in self._known:
            self._known[key] = names_in(statement), written_by(statement)
        return self._known[key]

    def _is_claim(self, value: Any) -> bool:
        """Is this the gradient of an input?"""
        return any(agree(value, true) for true in self.main.true.values())


def _taken_by(statement: ast.stmt) -> set[str]:
    """The names whose values a statement reads; that of which it only takes the size left out."""
    sized = {id(one.value) for one in ast.walk(statement) if isinstance(one, ast.Attribute) and one.attr in ("shape", "size", "ndim")}
    sized |= {id(one.args[0]) for one in ast.walk(statement) if isinstance(one, ast.Call) and called(one) == "len" and one.args}
    names = {one.id for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and id(one) not in sized}
    return names | ({base_of(statement.target)} if isinstance(statement, ast.AugAssign) else set())


_SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)


def _is_unwritten(statement: ast.stmt) -> bool:
    """Is this an array whose entries hold nothing yet?"""
    value = getattr(statement, "value", None)
    return isinstance(value, ast.Call) and called(value) in ("empty", "empty_like")


def arrays(value: Any) -> dict[Any, Any]:
    """The floats in a value, by their places: itself, or what a list, a dict or an object holds."""
    if isinstance(value, float | np.floating) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return {(): value}
    parts: Any = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list | tuple) else {}
    if is_own_class(type(value)):
        parts = dict(attributes(value))
    return {(key, *place): one for key, part in parts.items() for place, one in arrays(part).items()}


def _changed(old: Any, new: Any) -> list[Any]:
    """Of an array, the part that is another than before: as it is now, and what was added; and all of it. Nothing where none is."""
    one, other = np.asarray(old, dtype=float), np.asarray(new, dtype=float)
    at = np.argwhere((one != other) & ~(np.isnan(one) & np.isnan(other)))
    if not one.ndim:
        return [other, other - one] if one != other else []
    if not at.size:
        return []
    box = tuple(slice(low, high + 1) for low, high in zip(at.min(axis=0), at.max(axis=0), strict=True))
    return [other[box], other[box] - one[box], other]
