"""Functions that give gradients of others, `cost` and `gradient`, with the inputs of the program's own calls.

What a gradient function is the gradient of is told by names and by its use. Where several functions may be meant, it is right if it is
the gradient of one of them; where none fits, it is wrong only if it is sure which one is meant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from types import FunctionType
from typing import Any

import numpy as np

from whygrad.checking.arrays.assignments import key_of
from whygrad.checking.arrays.calling import Call, agree
from whygrad.checking.arrays.gradient_functions import (
    Usage,
    gives_gradients,
    is_activation,
    is_force,
    is_jacobian,
    is_likelihood,
    is_matrix,
    is_other,
    sureness,
)
from whygrad.checking.arrays.leaves import floats_of, own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.meant import Meant
from whygrad.checking.arrays.points import moved, near
from whygrad.checking.arrays.readings import factor_of
from whygrad.checking.arrays.recording import Called, Calls, Written
from whygrad.checking.arrays.returned import LABELS
from whygrad.checking.arrays.roots import Reading, of_rows, readings
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.subjects import PATIENCE, Sample, Subject, claimed, sample, unproved
from whygrad.text import Text, _
from whygrad.tracing.function import is_float

#: How sure a pair is by a name of its own, or by being handed on together.
MOST_SURE = 3


@dataclass(frozen=True)
class Found:
    """A gradient function to be judged, and what is said of it."""

    subject: Subject
    gives: Written
    value: Written
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class _Try:
    """One reading, tried at a point: what is claimed there, and what is true."""

    subject: Subject
    value: Written
    at: Sample
    claims: dict[str, Any]

    @property
    def depends(self) -> bool:
        """Does the value depend on what the gradients are said to be of?"""
        return bool(self.claims) and all(np.any(self.at.true[name]) for name in self.claims)

    def fits(self, way: int = 1) -> bool:
        """Are the claims the gradients, or (-1) minus these?"""
        if not self.claims:
            return False
        return all(_agrees(one, way, self.at.true[name]) for name, one in self.claims.items())

    @property
    def factor(self) -> float | None:
        """By what all gradients are to be multiplied to be the claims."""
        found = [factor_of(one, self.at.true[name]) for name, one in self.claims.items()]
        first = found[0] if found else None
        same = first is not None and all(one is not None and np.isclose(one, first, rtol=1e-6) for one in found)
        return round(first, 6) if same and first is not None else None

    @property
    def is_near(self) -> bool:
        """Are some numbers right, or is all of it a multiple of the truth?"""
        return any(_has_some_of(one, self.at.true[name]) for name, one in self.claims.items())


def _has_some_of(one: Any, true: Any) -> bool:
    if np.shape(one) != np.shape(true):
        return False
    equal = np.isclose(one, true, rtol=1e-6, atol=0.0) & (np.asarray(true) != 0)
    factor = factor_of(one, true)  # of single numbers there is always one
    return bool(np.any(equal)) or (factor is not None and (np.size(true) > 1 or factor in (-1, 2, -2, 0.5, -0.5)))


def _agrees(one: Any, way: int, true: Any) -> bool:
    try:
        return agree(way * np.asarray(one, dtype=float), true)
    except (TypeError, ValueError):
        return False


def may_give(one: Written, names: Sequence[str], usage: Usage) -> bool:
    """May a function give gradients, by its name or by its use?"""
    if one.returned is None or is_other(one.name):
        return False
    return is_matrix(one.name) or gives_gradients(one.name, [name for name in names if name != one.name]) or bool(usage.ways)


class Search:
    """Looks for what one function gives the gradients of."""

    def __init__(self, gives: Written, every: Sequence[Written], calls: Calls, usage: Usage) -> None:
        self.gives, self.every, self.calls, self.usage = gives, every, calls, usage
        last = gives.returned
        parts = last.elts if isinstance(last, ast.Tuple) else [last] if last is not None else []
        self.returned = [part.id if isinstance(part, ast.Name) else "" for part in parts]

    def found(self, both: int, *, is_alone: bool) -> Found | None:
        """The gradients of another function, or those that stand beside their loss (if `both`, and 2 is sure)."""
        for one in reversed(self.calls.by_number.get(self.gives.number, [])):
            if any(isinstance(given, FunctionType) for given in one.args) or not _is_steady(one):
                continue  # it differentiates what it is given; or it draws
            beside = self._with_loss(one) if both else []
            others = self._of_others(one) if is_alone else []
            right = self._right(others) or self._right_beside(beside)
            wrong = None if right is not None else self._wrong(others) or self._wrong_beside(beside, both)
            if right is not None or wrong is not None:
                return right or wrong
        return None

    def _with_loss(self, one: Called) -> list[_Try]:
        """The ways in which it may give a loss and its gradients."""
        if not isinstance(one.returned, tuple) or len(one.returned) < 2 or not _is_number(one.returned[0]):
            return []
        tried = list[_Try]()
        for roots, part in readings(one.returned, self.gives.parameters, one.args, self.returned, self.usage.moved, has_loss=True):
            subject = Subject(self.gives.name, "loss", one.function, one.function, one.args, meant=Meant(roots, None, part))
            tried += _tried(subject, self.gives)
        return [made for made in tried if made.depends]

    def _right_beside(self, beside: Sequence[_Try]) -> Found | None:
        """What is returned beside its loss: its gradient, or a force."""
        ways = (-1, 1) if self._gives_force() else (1, -1)
        for way in ways if self._gives_force() or not self._says_gradient() else (1,):
            for made in beside:
                if made.fits(way):
                    return self._beside(made, way)
        return None

    def _wrong_beside(self, beside: Sequence[_Try], both: int) -> Found | None:
        way = -1 if self._gives_force() else 1
        return next((self._beside(made, way) for made in beside if both > 1 or made.is_near), None)

    def _gives_force(self) -> bool:
        return is_force(self.gives.name) or any(map(is_force, self.returned[1:]))

    def _says_gradient(self) -> bool:
        return gives_gradients(self.gives.name, []) or any(map(is_gradient, self.returned[1:]))

    def _beside(self, made: _Try, way: int) -> Found:
        """A function that returns its loss, too; or (-1) minus the gradients of what it returns."""
        if way == 1:
            return Found(made.subject, self.gives, made.value)
        forward = made.subject.forward

        @wraps(forward)
        def minus(*args: Any) -> Any:
            first, *rest = forward(*args)
            return (-first, *rest)

        note = Text(
            _("I take what `{f}` returns beside its first value for minus the gradient of that, as forces are."), {"f": self.gives.name}
        )
        return Found(replace(made.subject, forward=minus), self.gives, made.value, (note,))

    def _of_others(self, one: Called) -> list[tuple[int, _Try]]:
        """The ways in which it may be the gradient of another function, and how sure each is; the surest first."""
        values = sorted(self._values(), key=lambda value: -self._sure(value))
        tried = [(self._sure(value), made) for value in values for made in self._with(value, one)]
        return [(sure, made) for sure, made in tried if made.depends]

    def _values(self) -> Iterator[Written]:
        """The functions of which these may be the gradients: beside it, and of the same inputs."""
        for other in self.every:
            is_near = other.around == self.gives.around or not other.around
            if other is self.gives or not is_near or other.returned is None or other.is_method != self.gives.is_method:
                continue
            if not _calls_elsewhere(self.gives, other) and not _calls_elsewhere(other, self.gives):
                yield other

    def _sure(self, value: Written) -> int:
        """How sure it is that these are the gradients of this one: most by a name of its own, or if the two are handed on together."""
        by_name = sureness(self.gives.name, value.name)
        return MOST_SURE if by_name == 2 or (value.name in self.usage.beside and by_name) else by_name

    def _with(self, value: Written, one: Called) -> Iterator[_Try]:
        """The ways in which it may be the gradient of another function."""
        given = self._arguments(value, one)
        function = self.calls.functions.get(value.number)
        if given is None or function is None:
            return
        args, places = given
        outputs = _run(function, args)
        if _is_number(outputs) and not is_matrix(self.gives.name) and not self._is_of_outputs(value, one):
            call = Call(False, (0,), tuple(("input", k) for k in places))
            names = value.parameters
            for roots, part in self._readings(one, names, args, places):
                if np.ndim(outputs) and any(not root.path and np.shape(args[root.position]) == np.shape(outputs) for root in roots):
                    continue  # it works entry by entry
                subject = Subject(value.name, "pair", function, one.function, args, meant=Meant(roots, call, part))
                yield from _tried(subject, value)
        elif isinstance(outputs, np.ndarray) and outputs.ndim and is_jacobian(self.gives.name):
            call = Call(False, (0,), tuple(("input", k) for k in places), None)
            for root, side in of_rows(one.returned, outputs, args):
                subject = Subject(value.name, "pair", function, one.function, args, meant=Meant((root,), call, "all", side))
                yield from _tried(subject, value)

    def _is_of_outputs(self, value: Written, one: Called) -> bool:
        """Is it called with what the other function gives, as derivatives of activations are?"""
        given = [other.returned for other in self.calls.by_number.get(value.number, [])]
        return any(_is_number(own) and _is_number(output) and own == output for own in one.args for output in given)

    def _readings(self, one: Called, names: Sequence[str], args: Sequence[Any], places: Sequence[int]) -> list[Reading]:
        own = self.gives.parameters
        renamed = {own[k]: names[place] for k, place in enumerate(places)}
        moved_ = [renamed.get(name, name) for name in self.usage.moved]
        return readings(one.returned, names, args, self.returned, moved_)

    def _arguments(self, value: Written, one: Called) -> tuple[tuple[Any, ...], tuple[int, ...]] | None:
        """What the other function is given, and where in it the inputs of the gradients stand: by their names, else by their places."""
        own, names = self.gives.parameters, value.parameters
        if {*own} <= {*names}:
            places = [names.index(name) for name in own]
        elif len(own) == len(names) and all((a.lower() in LABELS) is (b.lower() in LABELS) for a, b in zip(own, names, strict=True)):
            places = [*range(len(own))]
        else:
            return None
        given = dict(zip(places, one.args, strict=True))
        if len(given) < len(names):
            recorded = next(iter(reversed(self.calls.by_number.get(value.number, []))), None)
            if recorded is None:
                return None
            given = {k: given.get(k, recorded.args[k]) for k in range(len(names))}
        return tuple(given[k] for k in range(len(names))), tuple(places)

    # --- what is taken

    def _right(self, tried: Sequence[tuple[int, _Try]]) -> Found | None:
        """The first that fits: as a gradient, or as minus one where a force or a way up is meant."""
        force = is_force(self.gives.name)
        for _sure, made in tried:
            if made.fits(-1 if force else 1) and not self._is_of_value(made):
                return self._made(made, -1 if force else 1)
        for sure, made in tried:
            is_meant = self._may_be_other_way(sure, made)
            if made.fits(1 if force else -1) and is_meant and not self._is_of_value(made):
                return self._made(made, 1 if force else -1)
        return None

    def _may_be_other_way(self, sure: int, made: _Try) -> bool:
        """May what is minus the gradient (of a force: the gradient) be meant so?"""
        if is_force(self.gives.name):
            return not sure or -1 in self.usage.ways
        is_way_up = self.usage.goes_up and not is_likelihood(made.value.name)
        is_way_down = is_likelihood(made.value.name) and not self.usage.goes_up
        return not sure or is_way_up or is_way_down or bool(made.subject.meant and made.subject.meant.jacobian)

    def _is_of_value(self, made: _Try) -> bool:
        return is_activation(made.value.name)

    def _wrong(self, tried: Sequence[tuple[int, _Try]]) -> Found | None:
        """What is surely meant, though it doesn't fit."""
        tried = [(sure, made) for sure, made in tried if not is_activation(made.value.name)]
        surest = max((sure for sure, _made in tried), default=0)
        best = [made for sure, made in tried if sure == surest]
        if not best or len({made.value.number for made in best}) > 1 or self.usage.has_more or self._may_be_scaled(best[0]):
            return None
        if is_force(self.gives.name) and surest < MOST_SURE and len(floats_of([*best[0].subject.args])) > len(best[0].claims):
            return self._made(best[0], -1) if best[0].is_near else None  # friction is of no energy
        is_sure = surest > 0 or (gives_gradients(self.gives.name, []) and best[0].is_near)
        return self._made(best[0], -1 if is_force(self.gives.name) else 1) if is_sure else None

    def _may_be_scaled(self, made: _Try) -> bool:
        """Is it so many times the gradient, where the step is divided; or a multiple that is another at each point, as a direction is?"""
        factor = made.factor
        if factor is None or factor < 0:
            return False
        if self.usage.is_divided and factor > 1 and factor == round(factor):
            return True
        again = next(_tried(made.subject, made.value, seed=1), None)
        return any(np.size(one) > 1 for one in made.claims.values()) and again is not None and again.factor not in (None, factor)

    def _made(self, made: _Try, way: int) -> Found:
        meant = made.subject.meant
        assert meant is not None and meant.call is not None
        if way == 1:
            return Found(made.subject, self.gives, made.value)
        words = {"g": self.gives.name, "f": made.value.name}
        note = Text(_("I take `{g}` for minus the gradient of `{f}`."), words)
        minus = replace(meant, is_minus=True) if meant.jacobian else replace(meant, call=replace(meant.call, above=-1.0))
        return Found(replace(made.subject, meant=minus), self.gives, made.value, (note,))


def _tried(subject: Subject, value: Written, seed: int = 0) -> Iterator[_Try]:
    """A reading at a point near the given one, if it can be run there and claims something."""
    generator = np.random.default_rng(seed)
    numbers = {name for name, one in zip(subject.parameters, subject.args, strict=False) if isinstance(one, float | np.floating)}
    try:
        with limited(PATIENCE):
            varied = {*claimed(subject, unproved(subject, subject.args, generator))}
    except (Exception, SystemExit, TooLong):
        return
    for names in (varied | numbers, varied):  # a speed or a rate of 0 hides what it is a factor of
        try:
            with limited(PATIENCE):
                at = sample(subject, moved(subject.args, subject.parameters, names, lambda leaf: near(leaf, generator)), generator)
                claims = claimed(subject, at)
        except (Exception, SystemExit, TooLong):
            continue
        if claims and all(name in at.true and np.all(np.isfinite(at.true[name])) for name in claims):
            yield _Try(subject, value, at, claims)
            return


def _is_number(value: Any) -> bool:
    """Is this what a loss may be?"""
    return is_float(value) and np.size(value) == 1


def _run(function: Any, args: tuple[Any, ...]) -> Any:
    try:
        with limited(PATIENCE):
            return function(*own_copy(args))
    except (Exception, SystemExit, TooLong):
        return None


def _is_steady(one: Called) -> bool:
    """Does it give the same twice? What draws its own rows does not, and is the gradient of nothing that is known."""
    first, second = _run(one.function, one.args), _run(one.function, one.args)
    return first is not None and agree(first, second)


def _calls_elsewhere(one: Written, other: Written) -> bool:
    """Does a function call another at other inputs than its own? So do differences."""
    own = {*one.parameters}
    calls = (node for node in ast.walk(one.node) if isinstance(node, ast.Call) and key_of(node.func) == other.name)
    return any(not all(isinstance(given, ast.Name) and given.id in own for given in call.args) for call in calls)
