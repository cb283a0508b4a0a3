"""One program's written backward pass, against the run of its graph: at the point for which it is written."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

import whygrad
from tests.fuzz.difference import Difference, Outcome, caught, different, like, own
from tests.fuzz.program import Program
from whygrad.tracing.errors import NotTraceable


def compare_written(program: Program) -> Outcome:
    """The value and the gradients of the text, twice from one cache; what it is given stays as it is."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = program.function("numpy")
        try:
            text = whygrad.backward_source(plain, *program.point)
        except NotTraceable as refused:
            return Outcome(discarded=type(refused).__name__)
        return Outcome(differences=tuple(caught("written", lambda: _differences(program, text))))


def _differences(program: Program, text: str) -> list[Difference]:
    plain, names = program.function("numpy"), dict[str, Any]()
    exec(compile(text, "<written>", "exec"), names)
    value, pull = whygrad.vjp(plain, *program.point)
    above, given = like(value, np.random.default_rng(program.value_seed)), own(program.point)
    want = pull(above)
    out, cache = names["program_forward"](*given)
    single = any(np.asarray(part).dtype == np.float32 for part in program.point)
    found = [] if _close(out, value, single) else [different("written: the value", out, value)]
    for time in ("once", "twice"):
        got = names["program_backward"](above, cache)
        for mine, theirs in zip(got if isinstance(got, tuple) else (got,), want, strict=True):
            if mine is None or not _close(mine, theirs, single):
                found.append(different(f"written: a gradient, asked {time}", mine, theirs))
    if not all(np.array_equal(one, other, equal_nan=True) for one, other in zip(given, program.point, strict=True)):
        found.append(Difference("written: the inputs were changed", repr(given)))
    return found


def _close(mine: Any, theirs: Any, single: bool) -> bool:
    """The same numbers but for the last digits: of single precision, if they come from some."""
    known = np.where(np.isfinite(theirs), theirs, 0.0)
    scale = max(1.0, float(np.max(np.abs(known), initial=0.0)))
    single = single or np.asarray(theirs).dtype == np.float32 or isinstance(theirs, float)
    shapes = np.shape(mine) == np.shape(theirs)
    return shapes and bool(np.allclose(mine, theirs, rtol=0, atol=(1e-3 if single else 1e-8) * scale, equal_nan=True))
