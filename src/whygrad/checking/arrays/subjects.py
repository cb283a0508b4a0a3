"""What is checked: a function on arrays and what claims its gradients, and how both are run at a point.

A *pair* is a forward and a backward function; a *loss* returns its gradients beside its value; a *layer* is an object with the
methods `forward` and `backward`, which keeps the gradients of its parameters. All three come down to the same two questions:
what does the forward pass give here, and which gradients does the code claim for it?
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, Literal

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.autodiff.transforms import Pullback, recorded
from whygrad.checking.arrays.calling import BackwardFailed, Call, Mismatch, NeverEnds, how_called
from whygrad.checking.arrays.flows import Flow
from whygrad.checking.arrays.keeping import kept_gradients
from whygrad.checking.arrays.leaves import Leaf, leaves, own_copy, replaced
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.meant import Meant
from whygrad.checking.arrays.randomness import Draws, random_state, restore
from whygrad.checking.arrays.remaking import retarget as retarget
from whygrad.checking.arrays.returned import claimed_by
from whygrad.checking.arrays.truths import Truths
from whygrad.checking.arrays.turns import Turn
from whygrad.checking.arrays.watching import Locals, last_locals
from whygrad.executing.proof import Structure
from whygrad.graph import Graph
from whygrad.text import Text, _
from whygrad.tracing.arrays import is_traced
from whygrad.tracing.function import has_floats, is_float, leaves_of
from whygrad.tracing.parameters import parameters
from whygrad.tracing.reach import is_own_class

Space = Mapping[str, Any]
#: Seconds after which a function that claims gradients is stopped.
PATIENCE = 10
#: Seed of the gradient from above at the given arguments: one that programs don't draw these with, so that the two are never the same.
FROM_ABOVE = 271_828_183
#: Nodes of a graph whose gradients are looked at.
MOST_NODES = 4000
Kind = Literal["pair", "loss", "layer"]


@dataclass(frozen=True)
class Subject:
    """A forward function, what claims its gradients, and arguments to try them on (the object first, if they are methods)."""

    name: str
    kind: Kind
    forward: Callable[..., Any]
    backward: Callable[..., Any]
    args: tuple[Any, ...]
    returned: tuple[str, ...] = ()  # what the gradients are called in the last `return`
    guarded: bool = False  # a tiny number keeps its logarithms finite, and nobody differentiates that
    turn: Turn | None = None  # of a program that trains: the turn of its loop that this is
    meant: Meant | None = None  # what a program's own calls tell of it

    @property
    def back(self) -> str:
        """What the function that claims the gradients is called."""
        return self.name if self.turn is not None else getattr(self.backward, "__qualname__", type(self.backward).__name__)

    @cached_property
    def draws(self) -> Draws:
        """Whether it draws random numbers."""
        return Draws()

    @cached_property
    def proved(self) -> set[Structure]:
        """The ways through the forward function whose capture was proved, at one point of many."""
        return set()

    @cached_property
    def back_parameters(self) -> list[str]:
        """The names of the parameters of what claims the gradients."""
        return parameters(self.backward)

    @cached_property
    def parameters(self) -> list[str]:
        """The names of the forward function's parameters."""
        return parameters(self.forward)


@dataclass(eq=False)
class Sample:
    """The forward pass at one point, and the true gradients there."""

    args: tuple[Any, ...]
    returned: Any
    after: tuple[Any, ...]  # the arguments after the forward pass: a layer keeps its cache in itself
    call: Call | None
    upstream: Any
    true: dict[str, Any]
    state: tuple[Any, Any]  # of the random generators, before the forward pass
    leaves: list[Leaf]
    again: Callable[[Any], Sample]  # the same forward pass with another gradient from above
    values: dict[str, Any] = field(default_factory=dict)  # of the forward pass's own names
    has_ties: bool = False  # entries are equal, so that a maximum is at a corner
    slopes: dict[str, Any] = field(default_factory=dict)  # on both sides of a corner: see `kinks`
    beside: dict[str, Any] | None = None  # gradients right beside it, where it lies on a corner: see `kinks`
    corner: dict[str, list[Sample]] = field(default_factory=dict)  # samples all around it, for any gradient from above
    adjoints: Callable[[], list[Any]] = list  # the true gradients of all arrays that the forward pass made, named or not
    truths: Callable[[], Truths | None] = lambda: None  # these, those of single numbers, and what each use adds to them
    look_inside: Callable[[], tuple[dict[str, Any], Flow | None]] = lambda: ({}, None)

    @cached_property
    def _inside(self) -> tuple[dict[str, Any], Flow | None]:
        """What only a wrong gradient makes worth its time."""
        return self.look_inside()

    @property
    def inside(self) -> dict[str, Any]:
        """The true gradients of the forward pass's own names."""
        return self._inside[0]

    @property
    def flow(self) -> Flow | None:
        """Through which of those names the gradients flow."""
        return self._inside[1]


class NotFinite(Exception):
    """The forward pass gives no finite number here."""


def sample(subject: Subject, args: tuple[Any, ...], generator: np.random.Generator, *, trap_nan: bool = False) -> Sample:
    """Run the forward pass once, traced, and pull a random gradient from above back through it.

    It runs once, so that a random mask is the same in both passes. Raises NotFinite, Mismatch, and whatever the function raises.
    """
    known = leaves(args, subject.parameters)
    state, working = subject.draws.state(), own_copy(args, [leaf.of(args) for leaf in known])
    forward = subject.forward
    after: list[Any] = []

    def of_leaves(*values: Any) -> Any:
        given = replaced(working, list(zip(known, values, strict=True)))
        after[:] = given
        return forward(*given)

    def record(*, trap: bool) -> Any:
        values = tuple(own_copy(leaf.of(args)) for leaf in known)  # each alone, though two be one array
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # the backward pass finds the inputs as the forward pass left them, and the way back needs them as they were
            return recorded(of_leaves, values, {}, tuple(range(len(known))), trap_nan=trap, outlives=True, proved=subject.proved)

    seen = Locals()
    with last_locals(getattr(forward, "__code__", None), seen):
        recording = record(trap=trap_nan)
    pullback, returned = Pullback(recording, trap_nan=trap_nan), recording.value
    call = call_of(subject, returned)
    outputs = outputs_of(subject, returned, call)
    if not _is_finite(outputs):
        record(trap=True)
        raise NotFinite
    if not has_floats(outputs):
        raise Mismatch(Text(_("`{f}` returns no floats, so there is nothing to take a gradient of."), {"f": subject.name}))
    plain = tuple(_plain(value) for value in after)
    if any(isinstance(leaf, types.FunctionType) for leaf in leaves_of(returned)[0]):  # what it has enclosed belongs to the trace
        returned = _plainly(forward, args, state)

    corner: dict[str, list[Sample]] = {}
    kind = _narrowest(recording.graph)

    def pulled(upstream: Any) -> Sample:
        found = pullback(upstream)
        if not _is_finite(found):  # which gate began it is said by another run
            Pullback(record(trap=True), trap_nan=True)(own_copy(upstream))
        true = {leaf.name: _as_exact_as(kind, gradient) for leaf, gradient in zip(known, found, strict=True)}
        made = Sample(args, returned, plain, call, upstream, true, state, known, pulled)
        inputs = {leaf.name: node for leaf, node in zip(known, recording.inputs, strict=True) if node is not None}
        made.values = seen.values
        made.look_inside = lambda: _look_inside(recording, upstream, seen, inputs)
        made.adjoints = lambda: _adjoints(recording, upstream)
        made.truths = cache(lambda: Truths(recording.graph, seeds_of(recording, upstream)))
        made.corner = corner
        return made

    return pulled(from_above(subject, returned, call, generator))


def _narrowest(graph: Graph) -> Any:
    """The least exact kind of number that a gate made of numbers; a mask, which is made of bools, is exact in any."""
    kinds = [getattr(value, "dtype", None) if is_float(value) else None for value in graph.values]
    made = (kind for node, kind in enumerate(kinds) if kind is not None and any(kinds[source] is not None for source in graph.inputs(node)))
    return min(made, key=lambda kind: kind.itemsize, default=np.dtype(float))


def _as_exact_as(kind: Any, gradient: Any) -> Any:
    """A gradient, no more exact than what it is of: of numbers that were float32 on the way, float64 says more than anybody knows."""
    is_narrower = is_float(gradient) and kind.itemsize < np.asarray(gradient).dtype.itemsize
    return np.asarray(gradient).astype(kind) if is_narrower else gradient


def here() -> np.random.Generator:
    """What a gradient from above is drawn by at the given arguments: wherever one is told, it is the same."""
    return np.random.default_rng(FROM_ABOVE)


def call_of(subject: Subject, returned: Any) -> Call | None:
    """How the backward function is called after a forward pass that returned this; None of a loss. Raises Mismatch."""
    if subject.kind == "loss":
        return None
    if subject.meant is not None and subject.meant.call is not None:
        return subject.meant.call
    return how_called(subject.forward, subject.backward, returned, methods=subject.kind == "layer")


def unproved(subject: Subject, args: tuple[Any, ...], generator: np.random.Generator) -> Sample:
    """The forward pass as it runs by itself, without true gradients: enough to see what is claimed.

    Raises Mismatch, and whatever the function raises.
    """
    state, after = subject.draws.state(), own_copy(args)
    with np.errstate(all="ignore"), limited(PATIENCE):
        returned = subject.forward(*after)
    call = call_of(subject, returned)
    upstream = from_above(subject, returned, call, generator)
    known = leaves(args, subject.parameters)

    def again(other: Any) -> Sample:
        return replace(made, upstream=other)

    made = Sample(args, returned, tuple(after), call, upstream, {}, state, known, again)
    return made


def _plainly(forward: Callable[..., Any], args: tuple[Any, ...], state: tuple[Any, Any]) -> Any:
    """What a function returns when it isn't traced, with the random numbers of then."""
    now = random_state()
    restore(state)
    try:
        return forward(*own_copy(args))
    finally:
        restore(now)


def one_by_one(at: Sample, generator: np.random.Generator, most: int) -> Iterator[Sample]:
    """The same forward pass with the gradient from above at one entry of the output, then at another."""
    import optree

    held, tree = leaves_of(at.upstream)
    places = [(k, j) for k, leaf in enumerate(held) if is_float(leaf) for j in np.flatnonzero(leaf)]
    for number in generator.permutation(len(places))[:most]:
        which, place = places[number]
        made = [np.zeros(np.shape(leaf)) if is_float(leaf) else leaf for leaf in held]
        made[which].reshape(-1)[place] = np.reshape(held[which], -1)[place]
        yield at.again(optree.tree_unflatten(tree, made))


def _plain(value: Any) -> Any:
    return value.value if is_traced(value) else value


def outputs_of(subject: Subject, returned: Any, call: Call | None) -> Any:
    """Of what the forward function returns, or of what is shaped like it: the loss, or the outputs without the caches."""
    if call is None:
        return returned[0] if isinstance(returned, tuple) and returned else returned
    return [returned[k] for k in call.outputs] if call.is_tuple else returned


def _loss_only(subject: Subject, returned: Any) -> Any:
    """1 for the loss, 0 for the gradients that are returned beside it."""
    import optree

    keeps = bool(subject.args) and is_own_class(type(subject.args[0]))  # its object keeps the gradients, perhaps
    if is_float(returned) and np.size(returned) == 1 and (keeps or subject.forward is not subject.backward):  # the loss alone
        return np.ones(np.shape(returned))[()]
    if not isinstance(returned, tuple) or len(returned) < 2 or np.size(returned[0]) != 1:
        raise Mismatch(
            Text(_("`{f}` doesn't return a loss and its gradients."), {"f": subject.name}),
            Text(_("Let it return `loss, grads`: a number, then an array for each gradient or a dict of them by name.")),
        )
    made: list[Any] = [
        optree.tree_map(lambda leaf: np.zeros(np.shape(leaf)) if is_float(leaf) else leaf, part, none_is_leaf=True) for part in returned
    ]
    made[0] = np.ones(np.shape(returned[0]))[()]
    return tuple(made)


def from_above(subject: Subject, returned: Any, call: Call | None, generator: np.random.Generator) -> Any:
    """A gradient from above for what the forward function returned: a random one; of a loss, 1. Raises Mismatch."""
    return _loss_only(subject, returned) if call is None else call.upstream(returned, generator)


def weighed(subject: Subject, at: Sample, given: Sequence[Any]) -> float:
    """The outputs at other arguments, weighed with the gradient from above: what the gradients are the slopes of."""
    restore(at.state)
    parts = leaves_of(outputs_of(subject, subject.forward(*given), at.call))[0]
    weights = leaves_of(outputs_of(subject, at.upstream, at.call))[0]
    return sum(float(np.sum(part * weight)) for part, weight in zip(parts, weights, strict=True) if is_float(part))


def _is_finite(value: Any) -> bool:
    found, _tree = leaves_of(value)
    return all(not is_float(leaf) or bool(np.all(np.isfinite(leaf))) for leaf in found)


def _look_inside(recording: Any, upstream: Any, seen: Locals, inputs: dict[str, int]) -> tuple[dict[str, Any], Flow]:
    """The true gradients of what the forward function named on its way, by those names, and the ways through them."""
    nodes = {name: index for name, index in seen.nodes.items() if index < len(recording.graph.values)}
    found = cotangents(recording.graph, seeds_of(recording, upstream), nodes.values())
    inside = {name: found[index] for name, index in nodes.items() if index in found}
    above = {node: seed for node, seed in seeds_of(recording, upstream).items() if np.any(seed)}  # a cache gets none
    return inside, Flow(recording.graph, above, {name: seen.nodes[name] for name in inside}, inputs)


def seeds_of(recording: Any, upstream: Any) -> dict[int, Any]:
    """The gradient from above, by the nodes of the outputs."""
    seeds: dict[int, Any] = {}
    for node, value, seed in zip(recording.outputs, recording.leaves, leaves_of(upstream)[0], strict=True):
        if node is not None and is_float(value):
            own = np.asarray(seed, dtype=np.asarray(value).dtype)
            seeds[node] = own if node not in seeds else seeds[node] + own
    return seeds


def _adjoints(recording: Any, upstream: Any) -> list[Any]:
    """Those of the arrays in a graph, each once."""
    values = recording.graph.values
    nodes = [k for k, value in enumerate(values) if isinstance(value, np.ndarray) and value.size > 1 and value.dtype.kind == "f"]
    found = cotangents(recording.graph, seeds_of(recording, upstream), nodes[:MOST_NODES])
    distinct: dict[Any, Any] = {}
    for value in found.values():
        if isinstance(value, np.ndarray) and np.any(value) and np.all(np.isfinite(value)):
            distinct.setdefault((value.shape, np.round(value, 9).tobytes()), value)
    return list(distinct.values())


def claimed(subject: Subject, at: Sample, function: Callable[..., Any] | None = None, space: Space | None = None) -> dict[str, Any]:
    """Which gradients the code claims at a point: by the name of the leaf. Raises BackwardFailed, Mismatch.

    `function` runs in the place of the subject's own (a changed text of it); classes of the user's are those of `space`.
    """
    run = subject.backward if function is None else function
    given = arguments(subject, at)
    if space is not None:
        retarget(given, space)
    subject.draws.put_back(at.state)
    try:
        with np.errstate(all="ignore"), limited(PATIENCE):
            result = run(*given)
    except TooLong:
        raise NeverEnds(subject.back, subject.backward, PATIENCE) from None
    except Exception as error:
        raise BackwardFailed(subject.back) from error
    return read_claims(subject, at, result, given)


def read_claims(subject: Subject, at: Sample, result: Any, given: Sequence[Any]) -> dict[str, Any]:
    """What was returned, and what a layer keeps, as gradients of the leaves."""
    if subject.meant is not None:
        return subject.meant.claimed(result, at.leaves, at.upstream)
    if subject.turn is not None:
        return {leaf.name: result[1][leaf.name] for leaf in at.leaves if result is not None and leaf.name in result[1]}
    if subject.kind == "layer":
        return claimed_by(
            result, at.args[1:], [leaf for leaf in at.leaves if leaf.position], subject.parameters[1:], subject.returned, 1
        ) | (kept_gradients(given[0], [leaf for leaf in at.leaves if not leaf.position]))
    if subject.kind == "loss" and not isinstance(result, tuple):
        return kept_gradients(given[0], [leaf for leaf in at.leaves if not leaf.position])
    if subject.kind == "loss":
        gradients = result[1] if isinstance(result, tuple) and len(result) == 2 else result[1:] if isinstance(result, tuple) else None
        names = subject.returned[1:]
        return claimed_by(gradients, at.args, at.leaves, subject.parameters, names, 0, by_name=True)
    return claimed_by(result, at.args, at.leaves, subject.parameters, subject.returned, 0)


def arguments(subject: Subject, at: Sample) -> list[Any]:
    """Copies of what the function that claims the gradients is given; what is shared within them stays shared."""
    copied: list[Any] = own_copy(shared_arguments(subject, at))
    return copied


def shared_arguments(subject: Subject, at: Sample) -> list[Any]:
    """The same, not copied: for those who only look at them."""
    if subject.kind == "loss":
        return list(at.args)
    assert at.call is not None
    if subject.kind == "layer":
        return [at.after[0], *at.call.arguments(at.returned, at.upstream, at.after[1:])]
    return at.call.arguments(at.returned, at.upstream, at.args)
