"""One program, differentiated by whygrad and by JAX, and what is the same and what is not.

JAX's derivatives are believed only where finite differences of the NumPy program agree with them: at a kink, at a tie, or
where a result is chaotic, there is nothing to compare, and the program is discarded, with the reason.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from tests.fuzz.compiled import compiled
from tests.fuzz.difference import Difference, Outcome, caught, different, like
from tests.fuzz.primitives import without_compiler
from tests.fuzz.program import Program, Value

LARGEST = 1e6
STEP = 1e-4  # of finite differences
STENCIL = ((-2, 1 / 12), (-1, -2 / 3), (1, 2 / 3), (2, -1 / 12))  # of the fourth order


@dataclass(frozen=True)
class Tolerance:
    """How far two numbers may be apart, relative to the largest one in the array (or to 1)."""

    texts: float  # NumPy's value and JAX's
    value: float
    first: float
    second: float
    finite: float  # finite differences


DOUBLE = Tolerance(1e-8, 1e-12, 1e-9, 1e-7, 1e-5)
SINGLE = Tolerance(1e-4, 1e-6, 1e-3, 1e-2, 1e-2)


@cache
def _jax() -> tuple[Any, Any]:
    """JAX and its NumPy, imported late: neither the generator nor whygrad needs them."""
    jax = importlib.import_module("jax")
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    return jax, importlib.import_module("jax.numpy")


def compare(program: Program) -> Outcome:
    """Value, vjp, jvp and, where the program asks for it, hvp, by both. The reference first: if there is none, whygrad need not run."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = Reference(program)
        if not _fine(reference.plain_value):
            return Outcome("the value is not finite, or huge")
        with without_compiler():
            value, tangent, *cotangents = reference.first()
        if far(value, reference.plain_value, reference.tolerance.texts):
            return Outcome(differences=(different("the generator's two texts differ in value", reference.plain_value, value),))
        if not _fine(tangent, *cotangents):
            return Outcome("a derivative by JAX is not finite, or huge")
        if far(tangent, reference.finite_difference(), reference.tolerance.finite):
            return Outcome("finite differences disagree with JAX")
        candidate = _Candidate(reference)
        differences = [*caught("vjp", lambda: candidate.vjp(cotangents)), *caught("jvp", lambda: candidate.jvp(tangent))]
        differences += caught("compiled", lambda: compiled(program))
        if differences and reference.is_at_a_kink():
            return Outcome("the slopes on both sides differ: any of them is right")
        if program.second_order and not differences:
            differences = _second(reference, candidate)
        return Outcome(differences=tuple(differences))


def _second(reference: Reference, candidate: _Candidate) -> list[Difference]:
    with without_compiler():
        want = reference.second()
        if not _fine(*want):
            return []
        found = caught("hvp", lambda: candidate.hvp(want))
        if found and any(far(mine, theirs, 1e-3) for mine, theirs in zip(want, reference.finite_second(), strict=True)):
            return []  # it is JAX's own that no one should trust here
    return found


def far(got: Value, want: Value, tolerance: float) -> bool:
    """Whether two arrays differ by more than the tolerance; what is no number differs."""
    got, want = np.asarray(got, float), np.asarray(want, float)
    scale = max(1.0, float(np.max(np.abs(want), initial=0.0)))
    return not np.all(np.abs(got - want) <= tolerance * scale)


def _fine(*values: Value) -> bool:
    return all(np.all(np.abs(np.asarray(value)) < LARGEST) for value in values)


class Reference:
    """The program's value and derivatives, by NumPy and JAX."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.plain = program.function("numpy")
        self.tolerance = SINGLE if program.single else DOUBLE
        random = np.random.default_rng(program.value_seed)
        self.tangents = tuple(like(value, random) for value in program.point)
        self.plain_value = self.plain(*program.point)
        self.cotangent = like(self.plain_value, random)

    @cached_property
    def twin(self) -> Callable[..., Value]:
        """The program for JAX."""
        return self.program.function("jax")

    def first(self) -> tuple[Value, ...]:
        """Value, tangent and cotangents. The linear function that JAX transposes for the last is the one that gives the tangent."""
        jax, jnp = _jax()
        value, linear = jax.linearize(self.twin, *self.program.point)
        pull = jax.linear_transpose(linear, *map(jnp.asarray, self.tangents))
        return value, linear(*self.tangents), *pull(jnp.asarray(self.cotangent, value.dtype))

    def second(self) -> Sequence[Value]:
        """The Hessian of the sum of the output, weighted by the cotangent, times the tangents."""
        jax, _ = _jax()
        return jax.jvp(self._gradient(), self.program.point, self.tangents)[1]  # type: ignore[no-any-return]

    def finite_difference(self) -> Value:
        """The tangent by differences of values; in float64, whatever the program is in."""
        point = [np.asarray(value, np.float64) if isinstance(value, np.ndarray) else value for value in self.program.point]
        return _differences(lambda *at: (self.plain(*at),), point, self.tangents)[0]

    def is_at_a_kink(self) -> bool:
        """Do the slopes before and behind the point differ: is an entry exactly on the bound of a clip?"""
        step = 1e-6
        point = [np.asarray(value, np.float64) if isinstance(value, np.ndarray) else value for value in self.program.point]
        here = np.asarray(self.plain(*point), np.float64)
        before, behind = (
            sign * (np.asarray(self.plain(*(a + sign * step * t for a, t in zip(point, self.tangents, strict=True)))) - here) / step
            for sign in (-1.0, 1.0)
        )
        return far(before, behind, 1e-3)

    def finite_second(self) -> Sequence[Value]:
        """Differences of JAX's gradients: looked at only if there is something to settle, as they are slow."""
        return _differences(self._gradient(), self.program.point, self.tangents)

    def _gradient(self) -> Callable[..., Sequence[Value]]:
        jax, jnp = _jax()

        def weighted(*inputs: Value) -> Value:
            return jnp.sum(self.twin(*inputs) * self.cotangent)

        return jax.grad(weighted, tuple(range(len(self.program.inputs))))  # type: ignore[no-any-return]


def _differences(f: Callable[..., Sequence[Value]], point: Sequence[Value], tangents: Sequence[Value]) -> list[Value]:
    rows = []
    for k, weight in STENCIL:
        rows.append([weight / STEP * np.asarray(part) for part in f(*(x + k * STEP * t for x, t in zip(point, tangents, strict=True)))])
    return [sum(column) for column in zip(*rows, strict=True)]


class _Candidate:
    """whygrad, asked for the same, and what of its answers is otherwise."""

    def __init__(self, reference: Reference) -> None:
        self.whygrad = importlib.import_module("whygrad")
        self.reference = reference
        self.point = reference.program.point
        self.tolerance = reference.tolerance

    def vjp(self, want: Sequence[Value]) -> list[Difference]:
        value, pull = self.whygrad.vjp(self.reference.plain, *self.point)
        found = self._same("vjp: value", value, self.reference.plain_value, self.tolerance.value)
        found += self._all_same("vjp: cotangent", pull(self.reference.cotangent), want, self.tolerance.first)
        if any(np.any(mine != theirs) for mine, theirs in zip(self.point, self.reference.program.point, strict=True)):
            found.append(Difference("vjp: the inputs were changed", repr(self.point)))
        return found

    def jvp(self, want: Value) -> list[Difference]:
        value, tangent = self.whygrad.jvp(self.reference.plain, self.reference.program.point, self.reference.tangents)
        found = self._same("jvp: value", value, self.reference.plain_value, self.tolerance.value)
        return found + self._same("jvp: tangent", tangent, want, self.tolerance.first)

    def hvp(self, want: Sequence[Value]) -> list[Difference]:
        cotangent, plain = self.reference.cotangent, self.reference.plain
        got = self.whygrad.hvp(lambda *inputs: np.sum(plain(*inputs) * cotangent), self.reference.program.point, self.reference.tangents)
        return self._all_same("hvp", got if isinstance(got, tuple | list) else (got,), want, self.tolerance.second)

    def _same(self, what: str, got: Value, want: Value, tolerance: float) -> list[Difference]:
        """Shapes must be the same, numbers nearly."""
        if np.shape(got) != np.shape(want):
            return [different(f"{what}: shape", got, want)]
        return [different(what, got, want)] if far(got, want, tolerance) else []

    def _all_same(self, what: str, got: Sequence[Value], want: Sequence[Value], tolerance: float) -> list[Difference]:
        """One array an input, of the input's shape and kind of number."""
        if len(got) != len(want):
            return [different(f"{what}: how many", len(got), len(want))]
        found = []
        for (name, value), mine, theirs in zip(self.reference.program.inputs.items(), got, want, strict=True):
            found += [Difference(d.what, f"of {name}: {d.detail}") for d in self._same(what, mine, theirs, tolerance)]
            dtype = getattr(value, "dtype", np.asarray(mine).dtype)
            if np.asarray(mine).dtype != dtype:
                found.append(Difference(f"{what}: dtype", f"of {name}: {np.asarray(mine).dtype}, not {dtype}"))
        return found
