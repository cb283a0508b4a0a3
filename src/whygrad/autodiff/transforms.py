"""Derivatives of functions: grad, vjp, jvp, jacobian, hessian and their kin, of functions as they are written.

Each call runs the function once on its arguments and differentiates what it did, exactly. Inside of a trace everything
here is traced itself, so transformations nest to any order.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import optree

from whygrad.autodiff.cotangents import cotangents
from whygrad.autodiff.finite import first_in_backward, first_in_forward
from whygrad.autodiff.functions import ArgNums, checked_argnums, name_of
from whygrad.autodiff.tangents import tangents
from whygrad.executing.proof import Structure, prove, structure
from whygrad.text import Text, _
from whygrad.tracing.active import running
from whygrad.tracing.arrays import held, is_traced
from whygrad.tracing.asking import is_ours
from whygrad.tracing.errors import DtypeError, NotTraceable, ShapeError
from whygrad.tracing.function import MAX_NODES, Recording, is_float, leaves_of, trace_function


def recorded(
    f: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    argnums: tuple[int, ...],
    *,
    trap_nan: bool = False,
    max_nodes: int = MAX_NODES,
    outlives: bool = False,
    proved: set[Structure] | None = None,
) -> Recording:
    """The function, run and recorded; the capture is proved unless it is part of another one, or one of those structures."""
    inside = running() is not None
    recording = trace_function(f, args, kwargs, argnums, max_nodes=max_nodes, outlives=outlives)
    try:
        if not inside:
            if trap_nan:
                first_in_forward(recording.graph)
            own = None if proved is None else structure(recording.graph)
            if proved is None or own not in proved:
                prove(recording.graph, recording.outputs, recording.leaves)
            if proved is not None and own is not None:
                proved.add(own)
    except BaseException:
        recording.finish()
        raise
    return recording


def positions(f: Callable[..., Any], argnums: ArgNums, args: tuple[Any, ...]) -> tuple[int, ...]:
    """The arguments to differentiate by, counted from 0."""
    wanted = checked_argnums(f, argnums)
    found = []
    for k in (wanted,) if isinstance(wanted, int) else wanted:
        if not -len(args) <= k < len(args):
            raise NotTraceable(
                Text(_("There is no argument {k}: `{f}` was called with {n}."), {"k": str(k), "f": name_of(f), "n": str(len(args))}),
                [Text(_("Arguments are counted from 0; give those to differentiate by without their names."))],
            )
        found.append(k % len(args))
    for k in found:
        _differentiable(f, args[k], k)
    return tuple(found)


def _differentiable(f: Callable[..., Any], argument: Any, position: int) -> None:
    leaves, _tree = leaves_of(argument)
    for leaf in leaves:
        if type(leaf) is float:
            continue
        plain = held(leaf)
        kind = plain.dtype if hasattr(plain, "dtype") else np.asarray(plain).dtype if plain is not None else np.dtype(object)
        if kind.kind == "c":
            text = Text(
                _("Argument {k} of `{f}` is complex, and I can't differentiate complex numbers."), {"k": str(position), "f": name_of(f)}
            )
            raise DtypeError(text, [Text(_("Write the real and the imaginary part as two real arrays."))])
        if kind.kind in "iub" and len(leaves) == 1:
            raise DtypeError(
                Text(
                    _("Argument {k} of `{f}` holds whole numbers ({dtype}), which can't move by a little: there is no such gradient."),
                    {"k": str(position), "f": name_of(f), "dtype": str(kind)},
                ),
                [Text(_("Make it floats, `x.astype(float)` or `3.0`, or choose other arguments with `argnums`."))],
            )
        if kind.kind in "OSUV" and len(leaves) == 1:
            raise DtypeError(
                Text(
                    _("Argument {k} of `{f}` holds no numbers (dtype {dtype}), so there is no gradient with respect to it."),
                    {"k": str(position), "f": name_of(f), "dtype": str(kind)},
                ),
                [Text(_("Make it an array of floats: `np.array(x, dtype=float)`. Rows of unequal length make an array of objects."))],
            )
    if not any(map(is_float, leaves)):
        raise DtypeError(
            Text(
                _("Argument {k} of `{f}` holds no floats, so there is no gradient with respect to it."),
                {"k": str(position), "f": name_of(f)},
            ),
            [Text(_("Make it floats, `x.astype(float)` or `3.0`, or choose other arguments with `argnums`."))],
        )


# --- reverse mode


class Pullback:
    """From a cotangent of the output to the cotangents of the inputs."""

    def __init__(self, recording: Recording, *, trap_nan: bool = False) -> None:
        self.recording = recording
        self.traced = running() is not None
        self.trap_nan = trap_nan

    def __call__(self, cotangent: Any) -> tuple[Any, ...]:
        """The cotangents of the arguments, each in the shape of its argument; zeros where nothing depends on it."""
        recording = self.recording
        seeds: dict[int, Any] = {}
        for node, value, seed in zip(recording.outputs, recording.leaves, self._seeds(cotangent), strict=True):
            if node is None or not is_float(held(value)):
                continue
            mine = shaped(seed, value)
            if is_traced(mine) or np.any(mine):  # where none comes from above, none is handed down
                seeds[node] = mine if node not in seeds else seeds[node] + mine
        nodes = [node for node in recording.inputs if node is not None]
        found = cotangents(recording.graph, seeds, nodes, traced=self._traced(seeds))
        if self.trap_nan and not all(np.all(np.isfinite(held(value))) for value in found.values()):
            first_in_backward(recording.graph, seeds, nodes)
        return self._as_arguments(found)

    def _traced(self, seeds: dict[int, Any]) -> bool:
        return self.traced and running() is not None and running().graph is self.recording.graph

    def _seeds(self, cotangent: Any) -> list[Any]:
        leaves, _tree = leaves_of(cotangent)
        if len(leaves) != len(self.recording.leaves):
            raise ShapeError(
                Text(
                    _("The cotangent has {n} parts where the function returns {m}."),
                    {"n": str(len(leaves)), "m": str(len(self.recording.leaves))},
                ),
                [Text(_("Give it the structure of what the function returns: a tuple for a tuple, a dict for a dict."))],
            )
        return leaves

    def _as_arguments(self, found: dict[int, Any]) -> tuple[Any, ...]:
        nodes = iter(self.recording.inputs)
        arguments = []
        for leaves, tree in self.recording.given:
            new: list[Any] = []
            for leaf in leaves:
                node = next(nodes)
                value = None if node is None else found.get(node)
                if node is None and not isinstance(held(leaf), int | np.ndarray | np.generic):  # None, a name
                    new.append(None)
                    continue
                new.append(_own(zero_like(leaf) if value is None else value, leaf))
            arguments.append(optree.tree_unflatten(tree, new))
        return tuple(arguments)


def zero_like(leaf: Any) -> Any:
    """The gradient of what has none, in the shape of this leaf."""
    plain = held(leaf)
    if isinstance(plain, np.ndarray | np.generic):
        kind = plain.dtype if plain.dtype.kind == "f" else np.dtype(float)
        return np.zeros(plain.shape, kind)[()]
    return 0.0


def _own(value: Any, leaf: Any) -> Any:
    """A result that shares no memory with the graph, and is a number of Python's where the argument was."""
    if is_traced(value):
        return value
    if type(held(leaf)) is float:
        return float(value)
    return np.array(value) if isinstance(held(leaf), np.ndarray) else np.asarray(value)[()]


def shaped(seed: Any, value: Any) -> Any:
    """A cotangent or tangent for this value, in its shape and dtype."""
    plain, own = held(seed), held(value)
    if np.shape(plain) != np.shape(own):
        raise ShapeError(
            Text(
                _("The cotangent or tangent has shape {a}, and what it belongs to has shape {b}."),
                {"a": str(np.shape(plain)), "b": str(np.shape(own))},
            ),
            [Text(_("It says how much each entry counts, so it has one number for each."))],
        )
    if is_traced(seed):
        return seed
    if isinstance(own, np.ndarray):
        return np.array(plain, dtype=own.dtype)
    return own.dtype.type(plain) if isinstance(own, np.generic) else float(plain)


def vjp(f: Callable[..., Any], *primals: Any, trap_nan: bool = False, max_nodes: int = MAX_NODES) -> tuple[Any, Pullback]:
    """The output and its pullback."""
    wanted = tuple(range(len(primals)))
    recording = recorded(f, primals, {}, wanted, trap_nan=trap_nan, max_nodes=max_nodes, outlives=True)
    return recording.value, Pullback(recording, trap_nan=trap_nan)


def value_and_grad(f: Callable[..., Any], argnums: ArgNums = 0, *, has_aux: bool = False, **options: Any) -> Callable[..., Any]:
    """A function that returns the value and the gradient."""

    @functools.wraps(f, assigned=("__name__", "__qualname__", "__doc__", "__module__"), updated=())
    def with_gradient(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        wanted = positions(f, argnums, args)
        recording = recorded(f, args, kwargs, wanted, **options)
        try:
            value = check_scalar(f, recording, has_aux)
            pullback = Pullback(recording, trap_nan=options.get("trap_nan", False))
            ones = [one_like(leaf) if k == 0 else zero_like(leaf) for k, leaf in enumerate(recording.leaves)]
            tell_if_independent(f, recording, wanted, wanted)
            found = pullback(optree.tree_unflatten(recording.tree, ones))
        finally:
            recording.finish()
        return value, found[0] if isinstance(argnums, int) else found

    return with_gradient


class NoDependence(UserWarning):
    """The gradient is zero because the output doesn't depend on that argument at all."""


def tell_if_independent(f: Callable[..., Any], recording: Recording, wanted: tuple[int, ...], traced: tuple[int, ...]) -> None:
    """Say so where a gradient is zero because nothing leads from an argument to the output; `traced` are all that were inputs."""
    output = recording.outputs[0]
    used = recording.graph.feeding([] if output is None else [output])
    nodes = iter(recording.inputs)
    for k, (leaves, _tree) in zip(traced, recording.given, strict=True):
        mine = [node for node in (next(nodes) for _ in leaves) if node is not None]
        if k in wanted and not any(map(used.__getitem__, mine)):
            text = Text(_("`{f}` doesn't depend on its argument {k}, so this gradient is zero."), {"f": name_of(f), "k": str(k)})
            warnings.warn(NoDependence(text), stacklevel=_outside())


def _outside() -> int:
    """How many frames up the caller is who isn't whygrad."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and is_ours(frame.f_code.co_filename):
        frame, level = frame.f_back, level + 1
    return level


def one_like(leaf: Any) -> Any:
    """What comes from above at a loss: a one in the shape of this leaf."""
    plain = held(leaf)
    return np.ones(np.shape(plain), plain.dtype)[()] if hasattr(plain, "dtype") else 1.0


def check_scalar(f: Callable[..., Any], recording: Recording, has_aux: bool) -> Any:
    """The value, if a gradient can be taken of it; raises ShapeError or DtypeError."""
    name = name_of(f)
    if has_aux and not (isinstance(recording.value, tuple | list) and len(recording.value) == 2):
        raise ShapeError(
            Text(
                _("With `has_aux`, `{f}` has to return two things, the loss and what goes with it, and it returns {what}."),
                {"f": name, "what": _kind_of(recording.value)},
            ),
            [Text(_("Return `loss, more`, where `more` may be a tuple or a dict; or leave `has_aux` out."))],
        )
    if not recording.leaves or (len(recording.leaves) > 1 and not has_aux) or recording.leaves[0] is None:
        returned = type(recording.value).__name__
        raise ShapeError(
            Text(_("`{f}` returns {what}, and a gradient is that of one number."), {"f": name, "what": f"{returned}"}),
            [
                Text(_("Return the loss alone; or use `vjp`, which takes a cotangent for each output, or `jacobian`.")),
                Text(_("For a loss and something else beside it: `grad(f, has_aux=True)`.")),
            ],
        )
    value = held(recording.leaves[0])
    if type(value) is float:
        return recording.value
    if np.size(value) != 1:
        raise ShapeError(
            Text(
                _("`{f}` returns an array of shape {shape}, and a gradient is that of one number."),
                {"f": name, "shape": str(np.shape(value))},
            ),
            [Text(_("Sum it up to a loss first; or use `vjp`, which takes a cotangent, or `jacobian`, which has one row for each entry."))],
        )
    if not is_float(value):
        raise DtypeError(
            Text(
                _("`{f}` returns {what}, which can't move by a little: it has no gradient."),
                {"f": name, "what": str(np.asarray(value).dtype)},
            ),
            [Text(_("A count, an index or a comparison is no loss: return the floats that it was made of."))],
        )
    return recording.value


def _kind_of(value: Any) -> str:
    plain = held(value)
    return f"{type(plain).__name__}({len(plain)})" if isinstance(plain, tuple | list | dict) else type(plain).__name__


def grad(f: Callable[..., Any], argnums: ArgNums = 0, *, has_aux: bool = False, **options: Any) -> Callable[..., Any]:
    """A function that returns the gradient."""
    with_value = value_and_grad(f, argnums, has_aux=has_aux, **options)

    @functools.wraps(f, assigned=("__name__", "__qualname__", "__doc__", "__module__"), updated=())
    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, found = with_value(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


# --- forward mode


def jvp(f: Callable[..., Any], primals: Sequence[Any], tangents_: Sequence[Any], **options: Any) -> tuple[Any, Any]:
    """The output, and how it moves as the inputs do."""
    args = tuple(primals)
    if len(args) != len(tuple(tangents_)):
        raise ShapeError(
            Text(_("There are {n} tangents for {m} arguments."), {"n": str(len(tuple(tangents_))), "m": str(len(args))}),
            [Text(_("Both are tuples: `jvp(f, (x, y), (tx, ty))`."))],
        )
    recording = recorded(f, args, {}, tuple(range(len(args))), **options)
    try:
        return recording.value, push_forward(recording, tuple(tangents_))
    finally:
        recording.finish()


def push_forward(recording: Recording, moves: tuple[Any, ...]) -> Any:
    """The tangent of the output."""
    seeds: dict[int, Any] = {}
    nodes = iter(recording.inputs)
    for (leaves, _tree), move in zip(recording.given, moves, strict=True):
        moved, _tree = leaves_of(move)
        if len(leaves) != len(moved):
            raise ShapeError(
                Text(_("A tangent has the structure of its argument: {n} parts, not {m}."), {"n": str(len(leaves)), "m": str(len(moved))})
            )
        for leaf, change in zip(leaves, moved, strict=True):
            node = next(nodes)
            if node is not None:
                seeds[node] = shaped(change, leaf)
    inside = running()
    traced = inside is not None and inside.graph is recording.graph
    found = tangents(recording.graph, seeds, [node for node in recording.outputs if node is not None], traced=traced)
    leaves = []
    for node, value in zip(recording.outputs, recording.leaves, strict=True):
        moved_out = None if node is None else found.get(node)
        leaves.append(_own(zero_like(value) if moved_out is None else moved_out, value))
    return optree.tree_unflatten(recording.tree, leaves)
