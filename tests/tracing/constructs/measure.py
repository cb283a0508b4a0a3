"""Runs a case as plain NumPy, and differentiates it by finite differences."""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.tracing import constructs
from tests.tracing.constructs.case import CASES, Case

STEP = 1e-3
STENCIL = ((-2, 1 / 12), (-1, -2 / 3), (1, 2 / 3), (2, -1 / 12))  # of the fourth order
MOST = 24  # entries that are moved one by one; of more, some
Path = tuple[Any, ...]
OWN = {"case", "measure", "helpers", "__main__"}


def every_case() -> list[Case]:
    """All modules of cases, imported."""
    for found in pkgutil.iter_modules(constructs.__path__):
        if found.name not in OWN:
            importlib.import_module(f"{constructs.__name__}.{found.name}")
    return [CASES[name] for name in sorted(CASES)]


@dataclass
class Run:
    """A call of a case: what it returned, what it printed, and what its arguments were afterwards."""

    value: Any
    printed: str
    args: tuple[Any, ...]
    constants: tuple[Any, ...]
    options: dict[str, Any]
    function: Callable[..., Any]


@contextlib.contextmanager
def scene() -> Iterator[io.StringIO]:
    """The same random numbers for every run, and what it prints."""
    state, other = np.random.get_state(), random.getstate()
    np.random.seed(12345)
    random.seed(12345)
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            yield printed
    finally:
        np.random.set_state(state)
        random.setstate(other)


def plain(case: Case, args: tuple[Any, ...] | None = None, function: Callable[..., Any] | None = None) -> Run:
    """The case as it is, without a tracer; `function` may be one that was used before."""
    args = case.arguments() if args is None else args
    constants, options = case.rest()
    function = case.prepared() if function is None else function
    with scene() as printed:
        value = function(*args, *constants, **options)
    return Run(value, printed.getvalue(), args, constants, options, function)


def leaves(tree: Any, at: Path = ()) -> dict[Path, Any]:
    """The leaves of tuples, lists and dicts, by where they are."""
    if isinstance(tree, dict):
        return {path: leaf for key, one in tree.items() for path, leaf in leaves(one, (*at, key)).items()}
    if isinstance(tree, list | tuple):
        return {path: leaf for key, one in enumerate(tree) for path, leaf in leaves(one, (*at, key)).items()}
    return {at: tree}


def mapped(tree: Any, change: Callable[[Path, Any], Any], at: Path = ()) -> Any:
    """The same containers, with other leaves."""
    if isinstance(tree, dict):
        return type(tree)((key, mapped(one, change, (*at, key))) for key, one in tree.items())
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return type(tree)(*(mapped(one, change, (*at, key)) for key, one in enumerate(tree)))
    if isinstance(tree, list | tuple):
        return type(tree)(mapped(one, change, (*at, key)) for key, one in enumerate(tree))
    return change(at, tree)


def containers(tree: Any) -> Any:
    """What a tree is made of: the types of its containers and its leaves, shapes, dtypes, keys in their order."""
    if isinstance(tree, dict):
        return [type(tree).__name__, [(key, containers(one)) for key, one in tree.items()]]
    if isinstance(tree, list | tuple):
        return [type(tree).__name__, [containers(one) for one in tree]]
    if isinstance(tree, np.ndarray | np.generic):
        return [type(tree).__name__, str(tree.dtype), tree.shape]
    return [type(tree).__name__]


def is_float(leaf: Any) -> bool:
    """Is it a number, or an array of numbers, that can move by a little?"""
    return isinstance(leaf, float) or (isinstance(leaf, np.ndarray | np.generic) and leaf.dtype.kind == "f")


def cotangent_for(value: Any) -> Any:
    """A fixed random cotangent: a number for each number, 0 where the result can't move."""
    rng = np.random.default_rng(7)

    def drawn(path: Path, leaf: Any) -> Any:
        if is_float(leaf):
            found = rng.uniform(0.5, 1.5, np.shape(leaf)) * rng.choice([-1.0, 1.0], np.shape(leaf))
            return np.asarray(found, leaf.dtype) if isinstance(leaf, np.ndarray) else type(leaf)(found)
        return np.zeros_like(leaf) if isinstance(leaf, np.ndarray | np.generic) else leaf

    return mapped(value, drawn)


def directions(args: tuple[Any, ...]) -> list[dict[Path, Any]]:
    """Ways to move the arguments: each entry alone, or, of many, some entries and some random ways of all."""
    rng = np.random.default_rng(11)
    moving = {path: np.asarray(leaf) for path, leaf in leaves(args).items() if is_float(leaf)}
    entries = [(path, at) for path, leaf in moving.items() for at in np.ndindex(leaf.shape)]
    found = []
    if len(entries) > MOST:
        found = [{path: rng.uniform(-1, 1, leaf.shape) for path, leaf in moving.items()} for _ in range(3)]
        entries = [entries[k] for k in rng.choice(len(entries), MOST // 3, replace=False)]
    for path, at in entries:
        one = np.zeros(moving[path].shape)
        one[at] = 1.0
        found.append({path: one})
    return found


def moved(args: tuple[Any, ...], way: dict[Path, Any], by: float) -> tuple[Any, ...]:
    """The arguments, moved; in memory of their own."""

    def change(path: Path, leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray):
            new = leaf.copy(order="K")  # what is a view, and what a copy, depends on it
            if path in way:
                new += by * way[path]
            return new
        return type(leaf)(leaf + by * way[path]) if path in way else leaf

    return mapped(args, change)


def slope(case: Case, way: dict[Path, Any], cotangent: Any, step: float = STEP) -> tuple[float, float]:
    """How fast the cotangent's share of the result grows along a way; and the size of what was added up."""
    weights = leaves(cotangent)
    total, size = 0.0, 0.0
    for offset, weight in STENCIL:
        value = leaves(plain(case, moved(case.arguments(), way, offset * step)).value)
        for path, leaf in value.items():
            if is_float(leaf):
                share = np.asarray(leaf, float) * weights[path]
                total += weight / step * float(np.sum(share))
                size = max(size, float(np.sum(np.abs(share))))
    return total, size


def along(gradients: Any, way: dict[Path, Any]) -> float:
    """What a gradient says of a way."""
    found = leaves(gradients)
    return float(sum(np.sum(np.asarray(found[path], float) * step) for path, step in way.items()))
