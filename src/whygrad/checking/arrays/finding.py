"""What a module has to check: its pairs, losses and layers, with the arguments that its function `cases` gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from whygrad.checking.arrays.leaves import leaves, parameters
from whygrad.checking.arrays.returned import leaf_of
from whygrad.checking.arrays.subjects import Subject
from whygrad.tracing.reach import is_own_class


def cases(module: ModuleType) -> Mapping[str, Any]:
    """The arguments by what they are for; raises what the module's function raises."""
    found = vars(module).get("cases")
    made = found() if callable(found) else found
    return made if isinstance(made, Mapping) else {}


def partner(forward: str) -> str:
    """What the backward function of this forward function is called."""
    return forward.replace("forward", "backward")


def subjects(module: ModuleType, given: Mapping[str, Any]) -> Iterator[Subject]:
    """Everything that there are arguments for, in the order of `cases`."""
    for name, arguments in given.items():
        several = isinstance(arguments, list) and bool(arguments) and all(isinstance(one, tuple) for one in arguments)
        for one in arguments if several else [arguments]:
            subject = _subject(module, str(name), one if isinstance(one, tuple) else (one,))
            if subject is not None:
                yield subject


def without_arguments(module: ModuleType, given: Collection[str]) -> Iterator[str]:
    """Pairs that `cases` says nothing of."""
    for name, value in vars(module).items():
        if "forward" not in name or not callable(value) or not callable(vars(module).get(partner(name))):
            continue
        if name not in given and name.removesuffix("_forward") not in given:
            yield name


def pair_of(forward: Callable[..., Any], backward: Callable[..., Any], args: tuple[Any, ...]) -> Subject:
    """A forward and a backward function that were given as such."""
    return Subject(getattr(forward, "__name__", type(forward).__name__), "pair", forward, backward, args)


def is_layer(value: object) -> bool:
    """Is this an object with the methods `forward` and `backward`?"""
    return not isinstance(value, type | ModuleType) and all(callable(getattr(type(value), name, None)) for name in ("forward", "backward"))


def layer_of(layer: object, args: tuple[Any, ...]) -> Subject:
    """An object with the methods `forward` and `backward`, and what its forward pass is given."""
    kind: Any = type(layer)
    return Subject(kind.__name__, "layer", kind.forward, kind.backward, (layer, *args))


def loss_of(function: Callable[..., Any], args: tuple[Any, ...], wrt: Sequence[str] = ()) -> Subject:
    """A function, or a method of an object, that returns a loss and its gradients; `wrt` says what these belong to, in order."""
    name, plain, held = getattr(function, "__qualname__", type(function).__name__), function, getattr(function, "__self__", None)
    if held is not None and not isinstance(held, type | ModuleType) and hasattr(function, "__func__"):
        plain, args = function.__func__, (held, *args)
    return Subject(name.rpartition("<locals>.")[2], "loss", plain, plain, args, ("", *wrt) if wrt else ())


def not_among(subject: Subject, names: Sequence[str]) -> list[str]:
    """Which of these are no float among the arguments, and nothing that holds one."""
    known = leaves(subject.args, subject.parameters)
    held = {parameters(subject.forward)[leaf.position] for leaf in known if leaf.position < len(subject.parameters)}
    return [name for name in names if name not in held and leaf_of(name, known) is None]


def _subject(module: ModuleType, name: str, args: tuple[Any, ...]) -> Subject | None:
    space = vars(module)
    for forward in (name, f"{name}_forward"):
        function, backward = space.get(forward), space.get(partner(forward))
        if callable(function) and callable(backward) and "forward" in forward:
            return Subject(forward, "pair", function, backward, args)
    holder, _, method = name.rpartition(".")
    if holder:
        kind = space.get(holder)
        function = getattr(kind, method, None)
        if method == "forward" and callable(getattr(kind, "backward", None)):
            return _layer(name, kind, args)
        return Subject(name, "loss", function, function, args) if callable(function) else None
    found = space.get(name)
    if isinstance(found, type):
        return _layer(name, found, args)
    if callable(found):
        return Subject(name, "loss", found, found, args)
    return _layer(name, type(args[0]), args) if args and is_own_class(type(args[0])) else None


def _layer(name: str, kind: Any, args: tuple[Any, ...]) -> Subject | None:
    forward, backward = getattr(kind, "forward", None), getattr(kind, "backward", None)
    if not callable(forward) or not callable(backward) or not args or not isinstance(args[0], kind):
        return None
    return Subject(name, "layer", forward, backward, args)
