"""What a module has to check: its pairs, losses and layers, with the arguments that its function `cases` gives."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import Leaf, leaves, own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.pairing import partners, stem_of, way_back, ways
from whygrad.checking.arrays.returned import leaf_of
from whygrad.checking.arrays.subjects import PATIENCE, Subject
from whygrad.text import Text, _
from whygrad.tracing.reach import is_own_class


def cases(module: ModuleType) -> Mapping[str, Any]:
    """The arguments by what they are for; raises what the module's function raises."""
    found = vars(module).get("cases")
    made = found() if callable(found) else found
    return made if isinstance(made, Mapping) else {}


def subjects(module: ModuleType, given: Mapping[str, Any]) -> Iterator[Subject]:
    """Everything that there are arguments for, in the order of `cases`."""
    for name, arguments in given.items():
        for one in _each(arguments):
            subject = _subject(module, str(name), one, given)
            if subject is not None:
                yield subject


def without_subject(module: ModuleType, given: Mapping[str, Any]) -> Iterator[str]:
    """What `cases` names and the module has nothing to check for."""
    for name, arguments in given.items():
        if _subject(module, str(name), _each(arguments)[0]) is None:
            yield str(name)


def _each(arguments: Any) -> list[tuple[Any, ...]]:
    """The arguments of one function: of several cases, or of one."""
    if isinstance(arguments, list) and arguments and all(isinstance(one, tuple) for one in arguments):
        return arguments
    return [arguments if isinstance(arguments, tuple) else (arguments,)]


def without_arguments(module: ModuleType, given: Collection[str]) -> Iterator[str]:
    """Pairs that `cases` says nothing of."""
    own = {name: value for name, value in vars(module).items() if inspect.isfunction(value)}
    for name in own:
        if any(partners(name, own)) and name not in given and stem_of(name) not in given:
            yield name


def pair_of(forward: Callable[..., Any], backward: Callable[..., Any], args: tuple[Any, ...]) -> Subject:
    """A forward and a backward function that were given as such."""
    return Subject(getattr(forward, "__name__", type(forward).__name__), "pair", forward, backward, in_arrays(forward, args))


def in_arrays(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments with arrays for lists of floats, if the function takes them so.

    >>> in_arrays(lambda x, places: x * 2, ([1.0, 2.0], [0, 1]))
    (array([1., 2.]), [0, 1])
    """
    made = tuple(np.array(one) if isinstance(one, list) and _is_of_floats(one) else one for one in args)
    if all(new is old for new, old in zip(made, args, strict=True)):
        return args
    try:
        with limited(PATIENCE):
            function(*own_copy(made))
    except (Exception, TooLong):  # it works on lists, perhaps
        return args
    return made


def _is_of_floats(value: list[Any]) -> bool:
    try:
        return np.array(value).dtype.kind == "f" and not any(isinstance(one, np.ndarray) for one in value)
    except ValueError:
        return False


class NotCheckable(Exception):
    """What was given is nothing to check; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.english())
        self.text = text


def subject_of(x: Any, inputs: tuple[Any, ...], wrt: Sequence[str] = ()) -> Subject:
    """What `whygrad.check` was given: a layer, a pair (the second argument can be called), or a loss. Raises NotCheckable.

    `wrt` says which parameters the gradients of a loss belong to, in order.

    >>> subject_of(lambda w: (w.sum(), 1.0), (2.0,)).kind
    'loss'
    """
    if is_layer(x):
        subject = _layer_of(x, inputs)
    elif not callable(x):
        raise NotCheckable(
            Text(_("An object of type {kind} has no `forward` and `backward`, so I can't check it."), {"kind": type(x).__name__})
        )
    elif inputs and callable(inputs[0]) and not wrt:
        subject = pair_of(x, inputs[0], inputs[1:])
    else:
        subject = _loss_of(x, inputs, wrt)
    if wrt and subject.kind != "loss":
        raise NotCheckable(Text(_("`wrt` belongs to a function that returns a loss and its gradients.")))
    _has_inputs(subject)
    strange = _not_among(subject, wrt)
    if strange:
        words = {"names": ", ".join(f"`{name}`" for name in strange), "f": subject.name}
        raise NotCheckable(Text(_("`wrt` names {names}, but `{f}` is given no floats of that name."), words))
    return subject


def is_layer(value: object) -> bool:
    """Is this an object of a class with a method that goes forward and one that goes back?"""
    return not isinstance(value, type | ModuleType) and is_own_class(type(value)) and ways(type(value)) is not None


def _layer_of(layer: object, args: tuple[Any, ...]) -> Subject:
    kind: Any = type(layer)
    ahead, back = ways(kind) or ("forward", "backward")
    return Subject(kind.__name__, "layer", getattr(kind, ahead), getattr(kind, back), (layer, *args))


def _loss_of(function: Callable[..., Any], args: tuple[Any, ...], wrt: Sequence[str]) -> Subject:
    """A function, or a method of an object, which then is the first argument."""
    plain, holder = getattr(function, "__func__", None), getattr(function, "__self__", None)
    if plain is None or isinstance(holder, type):
        plain = function
    else:
        args = (holder, *args)
    name = str(getattr(plain, "__qualname__", type(plain).__name__)).rpartition("<locals>.")[2]
    return Subject(name, "loss", plain, plain, in_arrays(plain, args), ("", *wrt) if wrt else ())


def _has_inputs(subject: Subject) -> None:
    """Can the forward function be called with these inputs? Raises NotCheckable."""
    try:
        signature = inspect.signature(subject.forward)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*subject.args)
    except TypeError:
        held = int(subject.kind == "layer" or "." in subject.name)
        names, count = subject.parameters[held:], len(subject.args) - held
        words = {"f": subject.name, "names": ", ".join(names), "n": count}
        text = Text(
            _("`{f}` takes ({names}), and I was given {n} input for it."),
            words,
            plural=_("`{f}` takes ({names}), and I was given {n} inputs for it."),
        )
        raise NotCheckable(text) from None


def _not_among(subject: Subject, names: Sequence[str]) -> list[str]:
    """Which of these names are no float among the arguments, and nothing that holds one."""
    known = leaves(subject.args, subject.parameters)
    return [name for name in names if name not in _holding(subject, known) and leaf_of(name, known) is None]


def _holding(subject: Subject, known: Sequence[Leaf]) -> set[str]:
    return {subject.parameters[leaf.position] for leaf in known if leaf.position < len(subject.parameters)}


def unclaimed(subject: Subject, claimed: Collection[str]) -> list[str]:
    """What `wrt` named and no gradient was returned for."""
    known = leaves(subject.args, subject.parameters)
    missing = []
    for name in subject.returned[1:]:
        leaf = leaf_of(name, known)
        own = {leaf.name} if leaf is not None else {one.name for one in known if subject.parameters[one.position] == name}
        if not own & {*claimed}:
            missing.append(name)
    return missing


def _subject(module: ModuleType, name: str, args: tuple[Any, ...], given: Collection[str] = ()) -> Subject | None:
    space = vars(module)
    own = [other for other, value in space.items() if callable(value) and not isinstance(value, type)]
    ahead, arrow, behind = (part.strip() for part in name.partition("->"))
    for forward in (f"{ahead}_forward", ahead, *(other for other in own if stem_of(other) == ahead)):
        function, back = space.get(forward), next(partners(forward, own), None) if not arrow else behind
        backward = space.get(back or "")
        if back in given and _take_the_same(function, backward):  # `loss_reverse` beside `loss`, each with arguments of its own
            continue
        if callable(function) and callable(backward) and not isinstance(function, type):
            return Subject(forward, "pair", function, backward, in_arrays(function, args))
    holder, _, method = name.rpartition(".")
    if holder:
        return _method(name, space.get(holder), method, args)
    found = space.get(name)
    if isinstance(found, type):
        return _layer(name, found, args)
    if callable(found):
        return Subject(name, "loss", found, found, in_arrays(found, args))
    return _layer(name, type(args[0]), args) if args and is_own_class(type(args[0])) else None


def _take_the_same(one: Any, other: Any) -> bool:
    try:
        return [*inspect.signature(one).parameters] == [*inspect.signature(other).parameters]
    except (TypeError, ValueError):
        return False


def _method(name: str, kind: Any, method: str, args: tuple[Any, ...]) -> Subject | None:
    """A method that returns a loss and gradients; or one that goes forward, where another goes back."""
    function, pair = getattr(kind, method, None), ways(kind) if isinstance(kind, type) else None
    if not callable(function):
        return None
    if pair is not None and pair[0] == method:
        return _layer(name, kind, args)
    back = way_back(kind)
    if back is not None and back != method and not _returns_several(function, args):
        return _layer(name, kind, args, (method, back))
    return Subject(name, "loss", function, function, args)


def _returns_several(function: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    """Does it hand back more than a loss?"""
    try:
        with limited(PATIENCE), np.errstate(all="ignore"):
            return isinstance(function(*own_copy(args)), tuple)
    except (Exception, SystemExit, TooLong):
        return True


def _layer(name: str, kind: Any, args: tuple[Any, ...], methods: tuple[str, str] | None = None) -> Subject | None:
    methods = methods or ways(kind)
    if methods is None or not args:
        return None
    if not isinstance(args[0], kind):  # one that is made without arguments
        try:
            args = (kind(), *args)
        except Exception:
            return None
    return Subject(name, "layer", getattr(kind, methods[0]), getattr(kind, methods[1]), args)
