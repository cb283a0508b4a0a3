"""Is a gradient wrong? Judged by numbers alone, in plain NumPy, with nothing of whygrad."""

from __future__ import annotations

import contextlib
import copy
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.diagnosis.points import Plan, plans, vary
from benchmarks.diagnosis.subjects import Subject, subjects

Array = npt.NDArray[Any]
Namespace = dict[str, Any]
Claims = dict[str, Array]

SECONDS = 5.0
RELATIVE, ABSOLUTE = 1e-5, 1e-7
STEP = 2e-5
KINK_STEP, KINK_TOLERANCE = 1e-6, 1e-3

__all__ = ["agrees", "claims", "differs", "load", "numeric", "subjects"]


class TookTooLong(BaseException):
    """Not an Exception, so that no program catches it."""


@contextlib.contextmanager
def guarded(seconds: float = SECONDS) -> Iterator[None]:
    """Whatever runs in here ends after so many seconds (in the main thread, where an alarm can be set), and doesn't warn."""

    def ring(_: int, __: FrameType | None) -> None:
        raise TookTooLong

    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, ring) if main else None
    if main:
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), _empty_is_no_number():
            warnings.simplefilter("ignore")
            yield
    finally:
        if main:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _empty_is_no_number() -> Iterator[None]:
    """In here `np.empty` holds nan: what a program never writes is no number, by chance the same in two runs or not."""
    own = {name: getattr(np, name) for name in ("empty", "empty_like")}

    def filled(make: Callable[..., Array]) -> Callable[..., Array]:
        def made(*args: Any, **options: Any) -> Array:
            found = make(*args, **options)
            if found.dtype.kind == "f":
                found.fill(np.nan)
            return found

        return made

    for name, make in own.items():
        setattr(np, name, filled(make))
    try:
        yield
    finally:
        for name, make in own.items():
            setattr(np, name, make)


@lru_cache(maxsize=64)
def _compiled(text: str) -> CodeType:
    return compile(text, "<program>", "exec")


def load(text: str) -> Namespace:
    """A fresh namespace in which the program has run."""
    namespace: Namespace = {"__name__": "program", "__text__": text}
    exec(_compiled(text), namespace)
    return namespace


def _seeded(seed: int) -> np.random.Generator:
    np.random.seed(seed)
    return np.random.default_rng(seed + 1)


def _drawn(value: Any, rng: np.random.Generator) -> Array:
    return np.asarray(rng.normal(size=np.shape(value)) + 0.1)


def claims(subject: Subject, args: list[Any], dout: Array | None, seed: int = 0) -> Claims:
    """The gradients that the program claims, by the names of the inputs; dout is unused where the loss is a number already."""
    _seeded(seed)
    value, state = subject.forward(args)
    return subject.backward(args, np.ones(np.shape(value)) if dout is None else dout, value, state)


def _objective(subject: Subject, args: list[Any], dout: Array | None, seed: int) -> float:
    args = copy.deepcopy(args)
    _seeded(seed)
    value, _ = subject.forward(args)
    return float(np.sum(value if dout is None else np.asarray(value) * dout))


def _nudged(subject: Subject, args: list[Any], dout: Array | None, steps: Claims, seed: int) -> float:
    args = copy.deepcopy(args)
    for name, step in steps.items():
        container, key = subject.leaf(args, name)
        if isinstance(container[key], np.ndarray):
            container[key] += step  # in place: a layer and a dict of parameters may hold the same array
        else:
            container[key] = container[key] + float(step)
    return _objective(subject, args, dout, seed)


def numeric(subject: Subject, args: list[Any], dout: Array | None, names: list[str] | None = None, seed: int = 0) -> Claims:
    """Central differences, extrapolated once, of sum(out * dout), or of the loss, in every input that is claimed (or named)."""
    if names is None:
        names = list(claims(subject, copy.deepcopy(args), None if dout is None else dout.copy(), seed))
    gradients = {}
    for name in names:
        container, key = subject.leaf(args, name)
        shape = np.shape(container[key])
        gradients[name] = np.zeros(shape)
        for index in np.ndindex(shape):
            slopes = []
            for width in (STEP, STEP / 2):
                step = np.zeros(shape)
                step[index] = width
                up, down = (_nudged(subject, args, dout, {name: way * step}, seed) for way in (1, -1))
                slopes.append((up - down) / (2 * width))
            gradients[name][index] = (4 * slopes[1] - slopes[0]) / 3
    return gradients


@dataclass
class Outcome:
    """What a program did at one point: its value, its claims at the first call and the second, and what it left in its arguments."""

    value: Array
    claims: Claims
    again: Claims
    left: list[Any]
    dout: Array


@dataclass
class Point:
    """A plan of arguments, and what the right program did there, subject by subject."""

    plan: Plan
    outcomes: list[Outcome | None]


def _outcome(subject: Subject, seed: int, *, twice: bool) -> Outcome:
    args = subject.args
    rng = _seeded(seed)
    value, state = subject.forward(args)
    dout = _drawn(value, rng)
    given = dout.copy()
    kept = np.array(value, dtype=float)
    first = subject.backward(args, given, value, state)
    left = [given, *copy.deepcopy(subject.inputs(args))]
    again = first
    if twice:
        _seeded(seed)
        value, state = subject.forward(args)
        again = subject.backward(args, dout.copy(), value, state)
    return Outcome(kept, first, again, left, dout)


def _varied(namespace: Namespace, plan: Plan) -> list[Subject]:
    found = subjects(namespace)
    for subject in found:
        subject.args = vary(subject.args, plan)
    return found


def _finite(outcome: Outcome) -> bool:
    return bool(np.isfinite(outcome.value).all() and all(np.isfinite(one).all() for one in outcome.claims.values()))


def _sound(text: str, plan: Plan, number: int, outcome: Outcome) -> bool:
    """Whether the right program is right here too (points in the plane aren't, in space): by the slope in one direction of all inputs."""
    subject = _varied(load(text), plan)[number]
    rng = np.random.default_rng(plan.seed)
    way = {name: rng.normal(size=np.shape(one)) for name, one in outcome.claims.items()}
    dout = outcome.dout if subject.weighted else None
    try:
        up, down = (
            _nudged(subject, subject.args, dout, {name: sign * STEP / 10 * one for name, one in way.items()}, plan.seed) for sign in (1, -1)
        )
    except Exception:
        return False
    claimed = sum(float(np.sum(one * way[name])) for name, one in outcome.claims.items())
    return abs((up - down) / (STEP / 5) - claimed) <= 1e-4 * max(1.0, abs(claimed))


def _outcomes(text: str, plan: Plan) -> list[Outcome | None]:
    found: list[Outcome | None] = []
    for number, subject in enumerate(_varied(load(text), plan)):
        try:
            outcome = _outcome(subject, plan.seed, twice=plan.stage == "generic")
        except Exception:
            found.append(None)
        else:
            trusted = _finite(outcome) and (plan.stage == "special" or plan.mode == "own" or _sound(text, plan, number, outcome))
            found.append(outcome if trusted else None)
    return found


@lru_cache(maxsize=512)
def _point(text: str, seed: int, number: int) -> Point | None:
    """What the right program does at one of its points; None where it doesn't go through for any subject."""
    for plan in plans([one.args for one in subjects(load(text))], seed)[number]:
        with guarded():
            outcomes = _outcomes(text, plan)
        if any(outcomes):
            return Point(plan, outcomes)
    return None


def _close(right: Any, other: Any) -> bool:
    if isinstance(right, dict):
        return isinstance(other, dict) and right.keys() == other.keys() and all(_close(right[key], other[key]) for key in right)
    if isinstance(right, list | tuple):
        return len(right) == len(other) and all(map(_close, right, other))
    if isinstance(right, np.ndarray | float | int | np.number):
        right, other = np.asarray(right), np.asarray(other)
        if right.shape != other.shape or right.dtype == object or other.dtype == object:
            return False
        scale = float(np.max(np.abs(right), initial=0.0)) if right.dtype.kind == "f" else 1.0
        return bool(np.allclose(other, right, rtol=RELATIVE, atol=ABSOLUTE * max(scale, 1e-3), equal_nan=True))
    return True


def _agree(right: Claims, other: Claims) -> bool:
    return right.keys() == other.keys() and all(_close(right[name], other[name]) for name in right)


def _directions(right: Array, other: Array) -> Iterator[Array]:
    """The entries that differ, every line of entries along every axis, and all at once."""
    for index in np.argwhere(~np.isclose(right, other, rtol=RELATIVE, atol=ABSOLUTE))[:40]:
        step = np.zeros(right.shape)
        step[tuple(index)] = 1
        yield step
    for axis in range(right.ndim if right.ndim > 1 else 0):
        for index in np.ndindex(*(1 if k == axis else n for k, n in enumerate(right.shape))):
            step = np.zeros(right.shape)
            step[tuple(slice(None) if k == axis else i for k, i in enumerate(index))] = 1
            yield step
    yield np.ones(right.shape)


def _excusable(subject: Subject, seed: int, right: Outcome, other: Claims) -> bool:
    """At a kink more than one gradient may be right: does the mutant's lie between the slopes on either side?"""
    dout = right.dout if subject.weighted else None
    here = _objective(subject, subject.args, dout, seed)
    for name, expected in right.claims.items():
        claimed = other.get(name)
        if claimed is None or claimed.shape != expected.shape or not np.isfinite(claimed).all():
            return False
        if _close(expected, claimed):
            continue
        for way in _directions(expected, claimed):
            up, down = (_nudged(subject, subject.args, dout, {name: sign * KINK_STEP * way}, seed) for sign in (1, -1))
            slopes = sorted(((up - here) / KINK_STEP, (here - down) / KINK_STEP))
            slack = KINK_TOLERANCE * max(1.0, abs(slopes[0]), abs(slopes[1]))
            if not slopes[0] - slack <= float(np.sum(claimed * way)) <= slopes[1] + slack:
                return False
    return True


def _judged(text_right: str, point: Point, text_mutant: str, *, once: bool) -> str:
    """ "same", "forward", or the stage of the point at which the mutant is wrong, or "crash"."""
    plan = point.plan
    for number, (subject, right) in enumerate(zip(_varied(load(text_mutant), plan), point.outcomes, strict=True)):
        if right is None:
            continue
        try:
            other = _outcome(subject, plan.seed, twice=plan.stage == "generic" and not once)
        except Exception:
            return "crash"
        if not _close(right.value, other.value):
            return "forward"
        wrong = not _agree(right.claims, other.claims)
        if not once:
            wrong = wrong or not (_agree(right.again, other.again) and _close(right.left, other.left))
        if wrong and plan.stage == "special":
            fresh = _varied(load(text_right), plan)[number]
            wrong = not _excusable(fresh, plan.seed, right, other.claims)
        if wrong:
            return plan.stage
    return "same"


def differs(text_right: str, text_mutant: str, seed: int = 0, *, once: bool = False) -> str:
    """How the mutant differs from the right program, whose claims are trusted.

    "generic": at generic points, or at other shapes; "special": only where entries or labels are equal, zero or large, and not only
    by another valid gradient at a kink; "crash": it raises, or hangs, where the right program doesn't; "forward": its value is
    another, so that it's no mistake of the gradient; "same": not at all. With `once`, the first call alone counts: a step that the mutant
    takes with the gradient in hand changes what the next call finds.
    """
    amount = len(plans([one.args for one in subjects(load(text_right))], seed))
    for number in range(amount):
        point = _point(text_right, seed, number)
        if point is None:
            continue
        try:
            with guarded():
                verdict = _judged(text_right, point, text_mutant, once=once)
        except TookTooLong:
            return "crash"
        except Exception:  # not even the module's own statements go through
            return "crash"
        if verdict != "same":
            return verdict
    return "same"


def _near(one: Array, two: Array) -> bool:
    return bool(np.allclose(one, two, rtol=1e-5, atol=1e-6 * max(1.0, float(np.max(np.abs(one), initial=0)))))


def agrees(text: str, seed: int = 0) -> list[str]:
    """What the central differences have against a program's own claims, at its own arguments, others, and other shapes; [] if right."""
    complaints = []
    for number, choices in enumerate(plans([one.args for one in subjects(load(text))], seed)):
        if choices[0].stage == "special" or (point := _point(text, seed, number)) is None:
            if number == 0:
                complaints.append("it doesn't run at its own arguments")
            continue
        for subject, right in zip(_varied(load(text), point.plan), point.outcomes, strict=True):
            if right is None:
                complaints += [f"{subject.name} doesn't run"] * (number == 0)
                continue
            dout = right.dout if subject.weighted else None
            if not right.claims:
                complaints.append(f"{subject.name} claims nothing")
            with guarded(60):
                expected = numeric(subject, subject.args, dout, list(right.claims), point.plan.seed)
            for name, one in right.claims.items():
                if one.shape != expected[name].shape or not _near(one, expected[name]):
                    complaints.append(f"{subject.name}: {name} at point {number} ({point.plan.stage})")
    return complaints
