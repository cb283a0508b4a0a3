"""One program compiled, against the run of its graph: no JAX, and no program is discarded, nor a point with a nan or without entries."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

import whygrad
from tests.fuzz.difference import Difference, Outcome, caught, different, like, own
from tests.fuzz.points import Point, points
from tests.fuzz.program import Program, Value
from whygrad.autodiff.refusing import NotCompilable
from whygrad.autodiff.routines import Engine


def compare_compiled(program: Program, backend: str = "compiled") -> Outcome:
    """Value, gradient and pullback of compiled code, at all points."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Outcome(differences=tuple(caught(backend, lambda: compiled(program, "jax" if backend == "jax" else "compiled"))))


def compiled(program: Program, backend: Engine = "compiled") -> list[Difference]:
    """What compiled code does otherwise than the graph: other numbers, other types, writing to what isn't its own."""
    plain, found = program.function("numpy"), []
    every = tuple(range(len(program.inputs)))

    def total(*inputs: Value) -> Value:
        return np.sum(plain(*inputs))

    fast, fast_total = whygrad.compile(plain, backend=backend), whygrad.compile(total, argnums=every, backend=backend)
    random = np.random.default_rng(program.value_seed)
    kept: tuple[Point, Point] = ((), ())
    tangents = tuple([like(value, random) for value in program.point])
    ends = "while " not in program.text("numpy")
    for name, point in points(program.point, tangents, random, ends=ends):
        try:
            above = like(plain(*point), random)
        except Exception:  # it is no program there: a mask of another size, a row that is missing
            continue
        before = own(point)
        got = _outcome(partial(_asked, fast.vjp, fast_total.value_and_grad, point, above))
        ask = partial(_asked, partial(whygrad.vjp, plain), whygrad.value_and_grad(total, every))
        want = _outcome(partial(ask, point, above))
        is_changed = not all(np.array_equal(one, other, equal_nan=True) for one, other in zip(before, point, strict=True))
        if is_changed and isinstance(got, NotCompilable):  # where they lie like this, the program writes to what it is given
            continue
        several = _differences(got, want, point)
        if several and _is_at_edge(lambda other: _outcome(partial(ask, other, above)), want, point):  # noqa: B023 - asked at once
            several = [one for one in several if one.what != "value"]
        found += [Difference(f"{backend}, {name}: {one.what}", f"{one.detail}\nat\n{point!r}") for one in several]
        if is_changed:
            found.append(Difference(f"{backend}, {name}: the inputs were changed", repr(point)))
        if not all(np.array_equal(one, other, equal_nan=True) for one, other in zip(*kept, strict=True)):
            found.append(Difference(f"{backend}, {name}: an earlier result was changed", repr(kept)))
        kept = (got, own(got)) if isinstance(got, tuple) else ((), ())
    return found


def _asked(vjp: Callable[..., Any], value_and_grad: Callable[..., Any], point: Point, above: Value) -> Point:
    """The value, its cotangents, and the gradient of its sum."""
    value, pull = vjp(*point)
    return (value, *pull(above), *value_and_grad(*point)[1])


def _outcome(ask: Callable[[], Point]) -> Point | Exception:
    try:
        return ask()
    except Exception as error:
        return error


def _differences(got: Point | Exception, want: Point | Exception, point: Point) -> list[Difference]:
    """The same type, dtype and shape, and the same numbers but for the last digits, nan and infinity included; or the same refusal."""
    if isinstance(got, Exception) or isinstance(want, Exception):
        if type(got) is type(want):
            return []
        return caught("it raises", lambda: _raised(got)) if isinstance(got, Exception) else [different("it doesn't raise", got, want)]
    found = []
    for mine, theirs in zip(got, want, strict=True):
        if type(mine) is not type(theirs) or np.asarray(mine).dtype != np.asarray(theirs).dtype or np.shape(mine) != np.shape(theirs):
            found.append(different("type, dtype or shape", mine, theirs))
        elif not _close(mine, theirs, point):
            found.append(different("value", mine, theirs))
    return found


def _is_at_edge(ask: Callable[[Point], Point | Exception], want: Point | Exception, point: Point) -> bool:
    """Does the graph itself give something else where the numbers are the next ones, `cos(1e300)`? Then the last digit decides."""
    for toward in (np.inf, -np.inf):
        there = tuple(np.nextafter(one, toward, dtype=np.asarray(one).dtype) if np.asarray(one).dtype.kind == "f" else one for one in point)
        moved = tuple(float(new) if type(old) is float else new for new, old in zip(there, point, strict=True))
        if any(one.what == "value" for one in _differences(ask(moved), want, point)):
            return True
    return False


def _raised(error: Exception) -> list[Difference]:
    raise error


def _close(mine: Value, theirs: Value, point: Sequence[Value]) -> bool:
    known = np.isfinite(theirs)
    scale = max(1.0, float(np.max(np.abs(np.where(known, theirs, 0.0)), initial=0.0)))
    single = any(getattr(value, "dtype", None) == np.float32 for value in point)
    return bool(np.allclose(mine, theirs, rtol=0, atol=(1e-3 if single else 1e-9) * scale, equal_nan=True))
