"""What a case of a gate is, and derivatives that know nothing of whygrad: complex steps, differences, JAX and PyTorch."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.gates.arrays.indexing import Slot

Function = Callable[..., Any]
Shape = tuple[int, ...]
Peer = str | Function | None

TINY = 1e-30  # a complex step has nothing to cancel, so it may be as small as one likes
STEP = 2e-4  # of differences of fourth order: what they leave out and what rounding adds are both about 1e-12


@dataclass(frozen=True)
class Free:
    """An operand that moves. `kind`: numbers drawn evenly, all apart from each other, matrices to be inverted, a Python float."""

    shape: Shape = ()
    low: float = -2.0
    high: float = 2.0
    kind: str = "even"

    def draw(self, rng: np.random.Generator) -> Any:
        """One point."""
        if self.kind == "number":
            return float(rng.uniform(self.low, self.high))
        drawn = np.asarray(rng.uniform(self.low, self.high, self.shape))
        if self.kind == "apart":
            return np.asarray((rng.permutation(drawn.size).reshape(self.shape) + 0.3) / max(drawn.size, 1) * 4.0 - 2.0)
        if self.kind == "regular":
            return drawn + 4.0 * np.eye(self.shape[-1])
        if self.kind == "definite":
            return drawn @ drawn.swapaxes(-1, -2) + 3.0 * np.eye(self.shape[-1])
        return drawn


@dataclass(frozen=True)
class Case:
    """Operands, of which those that are `Free` move, and attributes. `without`: peers that can't do it, or do otherwise."""

    operands: tuple[Any, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def free(self) -> list[int]:
        """The positions that move."""
        return [k for k, operand in enumerate(self.operands) if isinstance(operand, Free)]

    def draw(self, name: str) -> tuple[list[Any], np.random.Generator]:
        """Operands, the same at each run, and a generator for what else is needed."""
        rng = np.random.default_rng(zlib.crc32(f"{name} {self}".encode()))
        return [operand.draw(rng) if isinstance(operand, Free) else operand for operand in self.operands], rng


@dataclass(frozen=True)
class Row:
    """A gate's peers and cases. `analytic`: NumPy's function takes complex numbers, and a complex step is right.

    `function` is differentiated by the oracles in place of the gate's own forward, where that has a convention of its own.
    """

    analytic: bool
    jax: Peer
    torch: Peer
    cases: tuple[Case, ...] = ()
    function: Function | None = None
    tolerance: float = 1e-9


class Lazy:
    """A module that is imported when something of it is first wanted: a table may name PyTorch where there is none."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(importlib.import_module(self._name), attribute)


jax: Any = Lazy("jax")
jnp: Any = Lazy("jax.numpy")
torch: Any = Lazy("torch")


def named(peer: str | Function) -> Function:
    """A function given by itself or by its dotted name, "jax.numpy.exp"."""
    if not isinstance(peer, str):
        return peer
    module, name = peer.rsplit(".", 1)
    found: Function = getattr(importlib.import_module(module), name)
    return found


def by_complex_step(f: Function, x: Any, direction: Any) -> Any:
    """How `f` moves as `x` moves along `direction`, exact to the last digits where `f` is analytic.

    Source: Squire and Trapp, Using Complex Variables to Estimate Derivatives of Real Functions (1998).
    """
    return np.imag(f(x + 1j * TINY * direction)) / TINY


def by_differences(f: Function, x: Any, direction: Any) -> Any:
    """The same by central differences of fourth order."""
    at = {k: f(x + k * STEP * direction) for k in (-2, -1, 1, 2)}
    return (8.0 * (at[1] - at[-1]) - (at[2] - at[-2])) / (12.0 * STEP)


def derivatives(f: Function, operands: Sequence[Any], free: Sequence[int], analytic: bool) -> dict[int, Any]:
    """All derivatives, by the position of the input: one row for each of its entries, in the shape of the output."""
    found = {}
    values = [_complex(x) if analytic else x for x in operands]
    for position in free:
        x = np.asarray(operands[position], dtype=np.float64)

        def along(moved: Any, position: int = position) -> Any:
            return np.asarray(f(*values[:position], moved, *values[position + 1 :]))

        step = by_complex_step if analytic else by_differences
        rows = [step(along, x, direction.reshape(x.shape)) for direction in np.eye(x.size)]
        found[position] = np.stack(rows) if rows else np.zeros((0, *np.shape(f(*operands))))
    return found


def _complex(x: Any) -> Any:
    """What is a real number moves into the complex plane; a mask or a place stays what it is."""
    return np.asarray(x, dtype=complex) if isinstance(x, float) or getattr(x, "dtype", None) == np.float64 else x


def pulled_back(rows: Any, cotangent: Any, shape: tuple[int, ...]) -> Any:
    """The cotangent of an input, from its derivatives and the cotangent of the output."""
    return (rows.reshape(len(rows), cotangent.size) @ np.ravel(cotangent)).reshape(shape)


def pushed_forward(rows: Any, tangent: Any) -> Any:
    """The tangent of the output, from the derivatives by an input and the tangent of that input."""
    return np.tensordot(np.ravel(tangent), rows, axes=(0, 0))


def tangent_at(operand: Any, rng: np.random.Generator) -> Any:
    """A direction to move an operand in."""
    drawn = rng.uniform(-1.0, 1.0, np.shape(operand))
    return float(drawn) if isinstance(operand, float) else np.asarray(drawn)


def moved_gradient(gradient: Callable[..., tuple[Any, ...]], points: Sequence[Any], tangents: Sequence[Any]) -> list[Any]:
    """How a gradient moves as the points move along the tangents: a product with the Hessian, by differences."""
    at = {k: gradient(*[x + k * STEP * t for x, t in zip(points, tangents, strict=True)]) for k in (-2, -1, 1, 2)}
    return [(8.0 * (a - b) - (c - d)) / (12.0 * STEP) for a, b, c, d in zip(at[1], at[-1], at[2], at[-2], strict=True)]


def by_jax(functions: Sequence[Function], points: Sequence[Any], cotangents: Sequence[Any], tangents: Sequence[Any]) -> list[Any]:
    """JAX's output, cotangents, tangent, and product with the Hessian of sum(f · cotangent), of each function at its points.

    All are compiled as one, which takes a fifth of the time.
    """

    def derived(f: Function, points: Any, cotangent: Any, tangents: Any) -> tuple[Any, ...]:
        def scalar(*values: Any) -> Any:
            return jnp.sum(f(*values) * cotangent)

        out, moved = jax.jvp(f, points, tangents)
        first, second = jax.jvp(jax.grad(scalar, argnums=tuple(range(len(points)))), points, tangents)
        return out, first, moved, second

    def everything(*given: Any) -> list[Any]:
        return [derived(f, *each) for f, each in zip(functions, zip(*given, strict=True), strict=True)]

    jax.config.update("jax_enable_x64", True)
    given = ([tuple(x) for x in points], cotangents, [tuple(x) for x in tangents])
    compiled = jax.jit(everything).lower(*given).compile(compiler_options={"xla_backend_optimization_level": 0})  # it runs once
    found: list[Any] = jax.device_get(compiled(*given))
    return found


def by_torch(f: Function, points: Sequence[Any], cotangent: Any) -> tuple[Any, list[Any]]:
    """PyTorch's output and cotangents."""
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in points]
    out = f(*leaves)
    pulled = torch.autograd.grad(out, leaves, torch.tensor(cotangent, dtype=torch.float64), allow_unused=True)
    return out.detach().numpy(), [np.zeros(np.shape(x)) if g is None else g.detach().numpy() for x, g in zip(points, pulled, strict=True)]


# How JAX and PyTorch spell what NumPy does otherwise.


def literal(index: Any, parts: tuple[Any, ...]) -> Any:
    """An index with its arrays in place."""
    if isinstance(index, tuple):
        return tuple(literal(item, parts) for item in index)
    return parts[index.position] if isinstance(index, Slot) else index


def torch_index(index: Any, parts: tuple[Any, ...]) -> Any:
    """The same, of tensors."""
    found = literal(index, parts)
    items = found if isinstance(found, tuple) else (found,)
    return tuple(torch.tensor(item) if isinstance(item, np.ndarray | list) else item for item in items)


def torch_write(a: Any, value: Any, *parts: Any, index: Any) -> Any:
    """A copy of `a` with `value` written at an index."""
    changed = a.clone()
    changed[torch_index(index, parts)] = value
    return changed


def torch_add_at(a: Any, value: Any, *parts: Any, index: Any) -> Any:
    """A copy of `a` with `value` added at an index, as often as it names a place."""
    places = torch.arange(a.numel()).reshape(a.shape)[torch_index(index, parts)]
    flat = value.expand(places.shape).reshape(-1)
    return a.reshape(-1).index_put((places.reshape(-1),), flat, accumulate=True).reshape(a.shape)


def torch_reduction(name: str, a: Any, axis: tuple[int, ...], keepdims: bool, ddof: float | None = None) -> Any:
    """A reduction of PyTorch's, which takes no axes for all axes."""
    if not axis:
        return a if ddof is None else a * 0.0
    return getattr(torch, name)(a, dim=axis, keepdim=keepdims, **({} if ddof is None else {"correction": ddof}))


def torch_product(a: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    """A product over several axes, one after the other."""
    for k in reversed(axis):
        a = torch.prod(a, dim=k, keepdim=keepdims)
    return a


def solved(solve: Function, a: Any, b: Any, vector: bool) -> Any:
    """A solution for one vector, or for the columns of matrices."""
    return solve(a, b[..., None])[..., 0] if vector else solve(a, b)


def of_lower(library: Any, a: Any) -> Any:
    """A Cholesky factor that depends on the lower triangle alone, which is all that NumPy reads."""
    return library.linalg.cholesky(library.tril(a) + library.tril(a, -1).swapaxes(-1, -2))
