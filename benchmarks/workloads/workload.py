"""What a workload is, and the ways in which libraries take a gradient of a function that is written for NumPy."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

Run = Callable[[], Any]  # value and gradients


@dataclass(frozen=True)
class Workload:
    """A function with its arguments, the gradient written by hand, and what others need to be given to do the same."""

    key: str
    title: str
    function: Callable[..., Any]
    args: tuple[Any, ...]
    argnums: tuple[int, ...]
    hand: Callable[..., Any]  # of the same arguments: value, gradients
    peers: dict[str, Callable[[Workload], Run]] = field(default_factory=dict)
    tolerance: float = 1e-9
    pair: Pair | None = None  # the same by hand in two functions


class Pair(NamedTuple):
    """A forward pass that returns its value and a cache, and the backward pass from that cache, which it leaves as it is."""

    forward: Callable[..., tuple[Any, Any]]
    backward: Callable[[Any, Any], Any]  # of the gradient from above and the cache: the gradients


def with_numpy(function: Callable[..., Any], numpy: Any) -> Callable[..., Any]:
    """The same function for another library's NumPy."""
    assert isinstance(function, FunctionType)
    space = {**function.__globals__, "np": numpy}
    made = FunctionType(function.__code__, space, function.__name__, function.__defaults__, function.__closure__)
    for name in function.__code__.co_names:  # what it calls, too
        called = space.get(name)
        if isinstance(called, FunctionType) and called.__module__ == function.__module__:
            space[name] = with_numpy(called, numpy)
    return made


def hand(work: Workload) -> Run:
    run, args = work.hand, work.args
    return lambda: run(*args)


def compiled(work: Workload) -> Run:
    import whygrad

    fast = whygrad.compile(work.function, *work.args, argnums=work.argnums)
    run, args = fast.value_and_grad, work.args
    return lambda: run(*args)


def by_xla(work: Workload) -> Run:
    """Lowered to JAX; NumPy's arrays in and out."""
    import whygrad

    fast = whygrad.compile(work.function, *work.args, argnums=work.argnums, backend="jax")
    run, args = fast.value_and_grad, work.args
    return lambda: run(*args)


def by_hand(work: Workload) -> Pair:
    """The pair that is written by hand."""
    if work.pair is None:
        raise NotImplementedError("no pair is written by hand")
    return work.pair


def written(work: Workload) -> Pair:
    """The text of `backward_source`, run."""
    import whygrad

    text, space = whygrad.backward_source(work.function, *work.args, argnums=work.argnums), {"__name__": work.key}
    exec(text, space)
    return Pair(space[f"{work.function.__name__}_forward"], space[f"{work.function.__name__}_backward"])


def both(made: Callable[[Workload], Pair]) -> Callable[[Workload], Run]:
    """A pair, one pass after the other."""

    def ready(work: Workload) -> Run:
        (forward, backward), args = made(work), work.args
        above = _one_like(forward(*args)[0])

        def run() -> Any:
            value, cache = forward(*args)
            return value, backward(above, cache)

        return run

    return ready


def back(made: Callable[[Workload], Pair]) -> Callable[[Workload], Run]:
    """The backward pass of a pair alone, again and again from one cache."""

    def ready(work: Workload) -> Run:
        forward, backward = made(work)
        value, cache = forward(*work.args)
        above = _one_like(value)
        return lambda: (value, backward(above, cache))

    return ready


def _one_like(value: Any) -> Any:
    return value.dtype.type(1) if isinstance(value, np.generic | np.ndarray) else 1.0


def traced(work: Workload) -> Run:
    import whygrad

    run = whygrad.value_and_grad(work.function, work.argnums)
    return lambda: run(*work.args)


def autograd(work: Workload) -> Run:
    numpy, library = importlib.import_module("autograd.numpy"), importlib.import_module("autograd")
    run = library.value_and_grad(with_numpy(work.function, numpy), work.argnums)
    return lambda: run(*work.args)


def jax(work: Workload) -> Run:
    """Compiled by XLA, with its own arrays as arguments."""
    library = importlib.import_module("jax")
    library.config.update("jax_enable_x64", True)
    library.config.update("jax_platforms", "cpu")
    run = library.jit(library.value_and_grad(with_numpy(work.function, library.numpy), work.argnums))
    args = [library.tree_util.tree_map(library.numpy.asarray, arg) for arg in work.args]
    return lambda: library.block_until_ready(run(*args))


def torch(function: Callable[..., Any], *, compile: bool = False) -> Callable[[Workload], Run]:
    """PyTorch on a function of tensors, which is given the module and the arguments."""

    def made(work: Workload) -> Run:
        library = importlib.import_module("torch")
        args = [_tensor(library, arg, wanted=k in work.argnums) for k, arg in enumerate(work.args)]
        wanted = [args[k] for k in work.argnums]
        call = library.compile(lambda *inputs: function(library, *inputs)) if compile else lambda *inputs: function(library, *inputs)

        def run() -> Any:
            value = call(*args)
            return value, library.autograd.grad(value, wanted)

        return run

    return made


def _tensor(library: Any, value: Any, *, wanted: bool) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    made = library.from_numpy(value.copy())
    return made.requires_grad_() if wanted else made


def plain(value: Any) -> list[np.ndarray]:
    """The numbers of a result, whoever made it."""
    if isinstance(value, tuple | list):
        return [leaf for part in value for leaf in plain(part)]
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in plain(value[key])]
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return [np.asarray(value)]
