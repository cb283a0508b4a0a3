"""A function as a plain function of JAX's, which JAX can then compile, batch, differentiate and place as it does its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import optree

from whygrad.autodiff.functions import name_of
from whygrad.autodiff.routines import record
from whygrad.executing.lowering import Lowering, NotLowered, dtype_of, holds, jax_module
from whygrad.executing.program import program_of
from whygrad.text import Text, _
from whygrad.tracing.errors import DtypeError, OtherBranch, ShapeError
from whygrad.tracing.function import Recording, has_floats, leaves_of


def to_jax(f: Callable[..., Any], args: tuple[Any, ...]) -> Callable[..., Any]:
    """Record a function at these arguments, and lower what it computes."""
    floats = tuple(k for k, argument in enumerate(args) if has_floats(argument))
    recording, refused = record(f, args, floats)
    if refused:
        raise refused
    return OnJax(f, recording, args, floats)


class OnJax:
    """A recorded function, on JAX's arrays."""

    def __init__(self, f: Callable[..., Any], recording: Recording, args: tuple[Any, ...], floats: tuple[int, ...]) -> None:
        self.__name__ = name_of(f)
        self.__doc__ = getattr(f, "__doc__", None)
        self._recording = recording
        self._leaves, self._tree = leaves_of(args)
        self._nodes = _nodes(recording, args, floats)
        given = [node for node in self._nodes if node is not None]
        graph = recording.graph
        depends = graph.depending(given)
        guards = [guard for guard in graph.guards or () if depends[guard.index]]
        outputs = [node for node in recording.outputs if node is not None]
        self._program, became = program_of(graph, given, [*outputs, *[guard.index for guard in guards], *given], {}, len(graph))
        self._inputs = [None if node is None else became[node] for node in self._nodes]
        self._outputs = [None if node is None else became[node] for node in recording.outputs]
        self._guards = [(became[guard.index], guard.expected) for guard in guards]
        wanted = [step for step in self._outputs if step is not None]
        self._way = Lowering(self._program, self._program.needed([step for step, _ in self._guards]))
        self._whole = Lowering(self._program, self._program.needed([*wanted, *[step for step, _ in self._guards]]))

    def __call__(self, *args: Any) -> Any:
        """The output, for arguments of the recorded structure and shapes."""
        jax = jax_module()
        given = self._given(args)
        is_traced = any(isinstance(value, jax.core.Tracer) for value in given.values())
        if is_traced and self._guards:
            given = self._or_nan(jax, given)
        values, checks = self._whole.run(given)
        fine = [check for check in [*checks, *self._held(jax, values)] if check is not True]
        if fine and not is_traced and not bool(_all(jax, fine)):
            raise _another_way(self.__name__)
        out = [
            leaf if step is None else self._output(jax, values[step], fine if is_traced else [])
            for step, leaf in zip(self._outputs, self._recording.leaves, strict=True)
        ]
        return optree.tree_unflatten(self._recording.tree, out)

    def _given(self, args: tuple[Any, ...]) -> dict[int, Any]:
        """The values of the inputs."""
        jax = jax_module()
        leaves, tree = leaves_of(args)
        if tree != self._tree:
            raise ShapeError(
                Text(
                    _("`{f}` was recorded with arguments of another structure: {a}, not {b}."),
                    _said(self.__name__, _shown(self._tree), _shown(tree)),
                ),
                [Text(_("Give the arguments as they were when it was lowered, or lower it anew."))],
            )
        found = {}
        for value, before, step in zip(leaves, self._leaves, self._inputs, strict=True):
            if step is None:
                self._check_same(jax, value, before)
                continue
            if np.shape(value) != np.shape(before):
                raise ShapeError(
                    Text(
                        _("`{f}` was recorded with another shape: {a}, not {b}."), _said(self.__name__, np.shape(before), np.shape(value))
                    ),
                    [Text(_("Lower it anew at this shape; for a batch, give `jax.vmap` the axis."))],
                )
            is_same = jax.numpy.issubdtype(jax.numpy.result_type(value), dtype_of(self._program[step].like))
            found[step] = value if is_same else self._cast(jax, value, step)
        return found

    def _cast(self, jax: Any, value: Any, step: int) -> Any:
        kind, own = jax.numpy.result_type(value), dtype_of(self._program[step].like)
        if jax.numpy.issubdtype(kind, jax.numpy.complexfloating) or (
            own.kind in "iub" and not jax.numpy.issubdtype(kind, jax.numpy.integer)
        ):
            raise DtypeError(
                Text(_("`{f}` was recorded with another dtype: {a}, not {b}."), _said(self.__name__, own, kind)),
                [Text(_("Give the arguments as they were when it was lowered, or lower it anew."))],
            )
        return jax.numpy.asarray(value, own)

    def _check_same(self, jax: Any, value: Any, before: Any) -> None:
        """What is no array of numbers is part of the recording."""
        if value is before:
            return
        if isinstance(value, jax.core.Tracer) or not np.array_equal(np.asarray(value), np.asarray(before)):
            raise OtherBranch(
                Text(_("`{f}` was recorded with {a} in this place, which counts as a constant."), _said(self.__name__, repr(before))),
                [Text(_("Close over it, `lambda x: f(x, 3)`, and lower that."))],
            )

    def _or_nan(self, jax: Any, given: dict[int, Any]) -> dict[int, Any]:
        """The inputs; as nan where the program would go another way, so that no derivative passes for one either."""
        still = {step: jax.lax.stop_gradient(value) for step, value in given.items()}
        values, checks = self._way.run(still)
        fine = [check for check in [*checks, *self._held(jax, values)] if check is not True]
        floats = [step for step, value in given.items() if jax.numpy.issubdtype(jax.numpy.result_type(value), jax.numpy.floating)]
        return given | {step: _or_nan(jax, jax.numpy.asarray(given[step]), fine) for step in floats if fine}

    def _held(self, jax: Any, values: dict[int, Any]) -> list[Any]:
        return [holds(jax.numpy, values[step], expected) for step, expected in self._guards]

    def _output(self, jax: Any, value: Any, fine: list[Any]) -> Any:
        """A result, or what stands for none: nan, of whole numbers the one that is farthest from 0."""
        if not fine:
            return value
        if value.dtype == np.bool_:
            raise NotLowered(
                Text(_("`{f}` returns truth values, and goes by numbers that JAX knows only when it runs."), {"f": self.__name__}),
                [Text(_("There is no truth value that says so where it would go another way: return a number."))],
            )
        if jax.numpy.issubdtype(value.dtype, jax.numpy.floating):
            return _or_nan(jax, value, fine)
        limits = jax.numpy.iinfo(value.dtype)
        return jax.numpy.where(_all(jax, fine), value, limits.min or limits.max)


def _all(jax: Any, fine: list[Any]) -> Any:
    return jax.numpy.all(jax.numpy.stack([jax.numpy.all(check) for check in fine]))


def _or_nan(jax: Any, value: Any, fine: list[Any]) -> Any:
    """A product, so that its derivatives are nan too."""
    return value * jax.numpy.where(_all(jax, fine), 1.0, jax.numpy.nan).astype(value.dtype)


def _another_way(name: str) -> OtherBranch:
    return OtherBranch(
        Text(_("With these inputs `{f}` would go another way than the one that was recorded."), {"f": name}),
        [Text(_("Lower it anew at these inputs."))],
    )


def _shown(tree: Any) -> str:
    return str(tree).removeprefix("PyTreeSpec(").removesuffix(", NoneIsLeaf)")


def _said(name: str, a: Any, b: Any = "") -> dict[str, Any]:
    return {"f": name, "a": str(a), "b": str(b)}


def _nodes(recording: Recording, args: tuple[Any, ...], floats: tuple[int, ...]) -> list[int | None]:
    """By leaf of the arguments, the node that holds it; None for what the graph doesn't know."""
    nodes = iter(recording.inputs)
    found: list[int | None] = []
    for k, argument in enumerate(args):
        for leaf in leaves_of(argument)[0]:
            node = next(nodes) if k in floats else None
            if node is None and isinstance(leaf, np.ndarray):
                node = recording.graph.trace.met(leaf)
            found.append(None if node in found else node)
    return found
