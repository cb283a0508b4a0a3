"""Where the programs are compared: other numbers, other shapes, and the special points at which mistakes hide or show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_ACCUMULATOR = re.compile(r"^d[A-Z_b]|^d[a-z]\w*$|grad|^[vm]_|veloc|moment")


@dataclass(frozen=True)
class Plan:
    """How arguments are made from those of `cases()`."""

    stage: str  # "generic" or "special"
    seed: int
    mode: str = "own"  # own, normal, ties, zeros, large, labels
    sizes: dict[int, int] = field(default_factory=dict)
    integers: bool = False  # numbers that equal a size change with it

    def size(self, old: int) -> int:
        return self.sizes.get(old, old)


def _gathered(value: Any, found: list[Array], depth: int = 0) -> None:
    if isinstance(value, np.ndarray):
        found.append(value)
    elif isinstance(value, dict):
        for one in value.values():
            _gathered(one, found, depth + 1)
    elif isinstance(value, list | tuple):
        for one in value:
            _gathered(one, found, depth + 1)
    elif type(value).__module__ == "program" and depth < 8:
        _gathered(vars(value), found, depth + 1)


def _resized(arrays: list[Array], way: int) -> dict[int, int]:
    """A new size for every size; the product of an array's sizes (a flattened one) stays that product."""
    old = sorted({size for array in arrays for size in array.shape if size > 1})
    products: dict[int, tuple[int, ...]] = {}
    for array in arrays:
        for start in range(array.ndim - 1):
            for stop in range(start + 2, array.ndim + 1):
                products.setdefault(int(np.prod(array.shape[start:stop])), array.shape[start:stop])
    free = [size for size in old if size not in products]
    new = [size + 1 for size in free] if way == 0 else [size + 2 for size in reversed(free)]
    sizes = dict(zip(free, new, strict=True))
    for size in old:
        if size in products:
            sizes[size] = int(np.prod([sizes.get(one, one) for one in products[size]]))
    return sizes


def plans(arguments: list[list[Any]], seed: int) -> list[list[Plan]]:
    """The points, in the order in which they are tried: each with its second choices, for where the right program can't go."""
    arrays: list[Array] = []
    _gathered(arguments, arrays)
    points = [
        [Plan("generic", seed, "own")],
        [Plan("generic", seed + 1, "normal")],
        [Plan("generic", seed + 2, "normal")],
    ]
    for way in (0, 1):
        sizes = _resized(arrays, way)
        choices = [Plan("generic", seed + 3 + way, "normal", sizes, integers) for integers in (True, False)]
        alone = sizes if way == 0 else {}  # where not everything can grow, something may
        choices += [Plan("generic", seed + 3, "normal", {one: sizes[one]}) for one in alone]
        points.append(choices)
    points += [[Plan("special", seed + 5 + k, mode)] for k, mode in enumerate(("ties", "labels", "zeros", "large"))]
    return points


def _kind(array: Array) -> str:
    if array.size and array.ndim == 2 and len(set(array.shape)) == 1 and array.shape[0] > 1:
        if np.allclose(array, array.T):
            return "symmetric" if (np.linalg.eigvalsh(array) <= 0).any() else "definite"
        if np.allclose(array, np.tril(array)):
            return "lower"
    if array.size and np.isin(array, (0.0, 1.0)).all():
        return "choice" if array.ndim > 1 and (array.sum(-1) == 1).all() else "binary"
    if array.size and (array > 0).all():
        if array.ndim and np.allclose(array.sum(-1), 1) and array.size > 1:
            return "distribution"
        return "fraction" if (array < 1).all() else "positive"
    return "normal"


def _floats(array: Array, name: str, plan: Plan, rng: np.random.Generator) -> Array:
    shape = tuple(map(plan.size, array.shape))
    if not array.any() and _ACCUMULATOR.search(name):
        return np.zeros(shape)
    if plan.mode == "own":
        return array + 0.0 if array.any() else rng.normal(size=shape)
    kind = _kind(array)
    if not array.any() and array.size:
        kind = "positive" if "var" in name else "normal"
    if kind == "choice":
        return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]
    if kind == "binary":
        return rng.integers(2, size=shape).astype(float)
    if kind == "distribution":
        return np.asarray(rng.dirichlet(np.full(shape[-1], 2.0), size=shape[:-1]))
    if kind in ("fraction", "positive"):
        drawn = rng.uniform(0.1, 0.9, size=shape) * (1 if kind == "fraction" else 2 * max(float(array.mean()), 0.5))
        return np.round(drawn, 1) + 0.1 if plan.mode == "ties" else drawn
    if kind in ("symmetric", "definite", "lower"):
        drawn = rng.normal(size=shape)
        if kind == "lower":
            return np.tril(drawn) + np.eye(shape[0]) * 2
        return drawn + drawn.T if kind == "symmetric" else drawn @ drawn.T + shape[0] * np.eye(shape[0])
    drawn = rng.normal(size=shape) * (float(array.std()) if array.size > 1 and array.std() else 1.0)
    match plan.mode:
        case "ties":
            return rng.integers(-1, 2, size=shape).astype(float)
        case "zeros":
            return drawn * rng.integers(2, size=shape)
        case "large":
            return drawn * 30
    return drawn


def _integers(array: Array, plan: Plan, rng: np.random.Generator, sizes: list[int]) -> Array:
    """Labels below the least size that they stay below."""
    shape = tuple(map(plan.size, array.shape))
    if plan.mode == "own":
        return array.copy()
    top = int(array.max(initial=0))
    above = [size for size in sizes if size > top]
    bound = min(map(plan.size, above), default=top + 1)
    if (array < 0).any() or top <= 1:  # -1 and 1, or a mask
        return np.asarray(rng.choice(np.unique(array), size=shape))
    if plan.mode in ("labels", "ties"):
        return np.full(shape, rng.integers(bound)) if plan.mode == "labels" else rng.integers(min(2, bound), size=shape)
    return rng.integers(bound, size=shape)


def vary(arguments: list[Any], plan: Plan) -> list[Any]:
    """The arguments of the plan, made from those of `cases()`; an instance is changed in place."""
    rng = np.random.default_rng([plan.seed, 7])
    arrays: list[Array] = []
    _gathered(arguments, arrays)
    sizes = sorted({size for array in arrays if array.dtype.kind == "f" for size in array.shape})
    seen: dict[int, Any] = {id(one): one for one in arrays}
    made: dict[int, Any] = {}  # what is one array in two places stays one

    def array(value: Array, name: str) -> Array:
        if value.dtype.kind == "f":
            return _floats(value, name, plan, rng)
        if value.dtype.kind in "iu":
            return _integers(value, plan, rng, sizes)
        return rng.integers(2, size=tuple(map(plan.size, value.shape))).astype(bool) if value.dtype.kind == "b" else value

    def varied(value: Any, name: str, depth: int = 0) -> Any:
        if isinstance(value, np.ndarray):
            if id(value) not in made:
                made[id(value)], seen[id(value)] = array(value, name), value
            return made[id(value)]
        if isinstance(value, dict):
            return {key: varied(one, str(key), depth + 1) for key, one in value.items()}
        if isinstance(value, list):
            return [varied(one, name, depth + 1) for one in value]
        if isinstance(value, tuple):
            return tuple(varied(one, name, depth + 1) for one in value)
        if isinstance(value, bool | str) or value is None:
            return value
        if isinstance(value, float):
            return value if plan.mode == "own" or value in (0.0, 1.0) else value * float(rng.uniform(0.85, 1.1))
        if isinstance(value, int):
            return plan.size(value) if plan.integers else value
        if type(value).__module__ == "program" and depth < 8:
            for key, one in list(vars(value).items()):
                setattr(value, key, varied(one, key, depth + 1))
        return value

    return [varied(one, "") for one in arguments]
