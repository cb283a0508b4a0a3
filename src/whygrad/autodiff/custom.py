"""Rules that a user gives: a function with its own derivative, and a value through which no gradient passes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import fitted
from whygrad.gates.arrays.elementwise import stop_gradient as _stop
from whygrad.gates.table import Gate
from whygrad.text import Text, _
from whygrad.tracing.active import running
from whygrad.tracing.arrays import append, current, held, is_traced, wrap
from whygrad.tracing.errors import NotTraceable, ShapeError
from whygrad.tracing.function import is_float, leaves_of

_STORY = _("This gate is a function of yours, and its rule is the one that you gave it.")


def stop_gradient(x: Any) -> Any:
    """The same value, as a constant and in memory of its own; of nested lists, tuples and dicts, all of them."""
    import optree

    leaves, tree = leaves_of(x)
    return optree.tree_unflatten(tree, [_stopped(leaf) for leaf in leaves])


def _stopped(leaf: Any) -> Any:
    if is_traced(leaf):
        return _stop(leaf)
    return leaf.copy() if isinstance(leaf, np.ndarray) else leaf


class CustomVJP:
    """A function with its own derivative."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self._forward: Callable[..., Any] | None = None
        self._backward: Callable[..., Any] | None = None
        functools.update_wrapper(self, function)

    def defvjp(self, forward: Callable[..., Any], backward: Callable[..., Any]) -> None:
        """The rule: `forward(*args) -> (output, residuals)`, `backward(residuals, cotangent) -> cotangents`."""
        self._forward, self._backward = forward, backward

    def reached(self) -> tuple[Any, ...]:
        """The functions that a call may reach (see `tracing.reach`)."""
        return tuple(rule for rule in (self._forward, self._backward) if rule is not None)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The function; inside of a trace, one gate with the rule that it was given."""
        if self._forward is None or self._backward is None:
            raise NotTraceable(
                Text(_("`{f}` has no rule yet."), {"f": getattr(self._function, "__name__", "?")}),
                [Text(_("Give it one: `f.defvjp(forward, backward)`."))],
            )
        traced = [leaf for leaf in leaves_of(list(args))[0] if is_traced(leaf)]
        if running() is None or not traced:
            return self._function(*args, **kwargs)
        return self._recorded(list(args), kwargs)

    def _recorded(self, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """The output of the forward rule, entered as one gate of the arguments."""
        assert self._forward is not None
        opaque = False
        try:
            out, residuals = self._forward(*args, **kwargs)
        except NotTraceable:  # it may be the very reason for a rule of its own
            opaque = True
            out, residuals = self._forward(*_plain(args), **_plain(kwargs))
        if not is_traced(out):
            if not isinstance(out, float | np.ndarray | np.floating):
                raise NotTraceable(
                    Text(
                        _("The forward rule of `{f}` returns {what} where one array is due."),
                        {"f": self.__name__, "what": type(out).__name__},
                    ),
                    [Text(_("A function with a rule of its own returns one array or number; stack several into one."))],
                )
            out = running().lifted(out)
        leaves = list(leaves_of(args)[0])
        inputs = [leaf for leaf in leaves if is_traced(leaf)]
        graph = inputs[0].graph
        for leaf in inputs:
            if hasattr(leaf, "origin"):
                current(leaf)
        gate = self._gate(args, leaves, residuals, opaque=opaque)
        index = append(graph, gate, (out.index, *[leaf.index for leaf in inputs]), held(out))
        return wrap(graph, index, held(out))

    def _gate(self, args: list[Any], leaves: list[Any], residuals: Any, *, opaque: bool) -> Gate:
        """The gate of one call. Its first input is what the forward rule computed, through which nothing is handed down."""
        backward, name = self._backward, self.__name__
        assert backward is not None
        places = [k for k, leaf in enumerate(leaves) if is_traced(leaf)]

        def rule(position: int, g: Any, out: Any, *inputs: Any) -> Any:
            if position == 0:
                return None
            numeric = not any(map(is_traced, (g, *inputs)))
            if opaque and not numeric:
                raise NotTraceable(
                    Text(_("The forward rule of `{f}` can't be traced, so I have its first derivatives only."), {"f": name}),
                    [Text(_("For higher ones, write that rule with functions that I know."))],
                )
            down = backward(_plain(residuals) if numeric else residuals, g)
            down = down if isinstance(down, tuple | list) else (down,)
            if len(down) != len(args):
                raise ShapeError(
                    Text(
                        _("The backward rule of `{f}` returns {n} cotangents for {m} arguments."),
                        {"f": name, "n": str(len(down)), "m": str(len(args))},
                    ),
                    [Text(_("It returns a tuple with one entry an argument, None for one without a gradient."))],
                )
            flat: list[Any] = []
            for argument, part in zip(args, down, strict=True):
                count = len(leaves_of(argument)[0])
                flat.extend([None] * count if part is None else leaves_of(part)[0])
            share = flat[places[position - 1]]
            return None if share is None or not is_float(held(inputs[position])) else _checked(share, inputs[position], name)

        return Gate(
            name=name,
            forward=lambda out, *inputs: out,
            local_gradients=(),
            arity=None,
            python=f"{name}({{all}})",
            latex=rf"\operatorname{{{{{name}}}}}\left({{all}}\right)".replace("_", r"\_"),
            symbol=name,
            story=_STORY,
            domain=(),
            title=_("gate of your own"),
            vjps=(rule,),
        )


def _checked(share: Any, value: Any, name: str) -> Any:
    plain, own = np.shape(held(share)), np.shape(held(value))
    if plain != own:
        try:
            fits = np.broadcast_shapes(plain, own) == plain
        except ValueError:
            fits = False
        if not fits:
            raise ShapeError(
                Text(
                    _("The backward rule of `{f}` returns shape {a} for an argument of shape {b}."),
                    {"f": name, "a": str(plain), "b": str(own)},
                ),
                [Text(_("A cotangent has the shape of what it belongs to."))],
            )
    return fitted(share, value)


def _plain(value: Any) -> Any:
    import optree

    leaves, tree = leaves_of(value)
    return optree.tree_unflatten(tree, [held(leaf) for leaf in leaves])
