"""Of what returned gradients may be, as their names, their shapes and the program's steps tell: the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Literal

import numpy as np

from whygrad.checking.arrays.leaves import Step, floats_of
from whygrad.checking.arrays.meant import Part, Root
from whygrad.checking.arrays.naming import HOLDERS, stems
from whygrad.checking.arrays.returned import LABELS
from whygrad.checking.arrays.scope import is_gradient
from whygrad.tracing.function import is_float
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class

#: Readings of one returned value that are tried, and ways to give several their places that are looked through.
MOST, _MOST_WAYS = 8, 64
Reading = tuple[tuple[Root, ...], Part]


def readings(
    result: Any, names: Sequence[str], args: Sequence[Any], returned: Sequence[str], moved: Sequence[str], *, has_loss: bool = False
) -> list[Reading]:
    """The inputs of which these may be the gradients; `returned`: what they are called, `moved`: what the program moves along them.

    >>> readings(np.zeros(3), ["X", "y", "w"], [np.zeros((4, 3)), np.zeros(4), np.zeros(3)], [], [])
    [((Root(position=2, path=()),), 'all')]
    """
    nodes = [(root, value) for root, value in _nodes(args) if not is_gradient(_name(root, names))]
    part: Part = "rest" if has_loss else "all"
    value = result
    if has_loss:
        value = result[1] if len(result) == 2 else tuple(result[1:])
        returned = returned[1:]
    found: list[Reading] = [((root,), part) for root in _ordered(value, nodes, names, returned, moved)]
    found += [(roots, part) for roots in _several(value, nodes, names, returned)]
    if not has_loss and isinstance(value, tuple) and value and not found:  # `gradient, hessian`
        found += [((root,), 0) for root in _ordered(value[0], nodes, names, returned[:1], moved)]
    return found[:MOST]


def of_rows(result: Any, outputs: Any, args: Sequence[Any]) -> Iterator[tuple[Root, Literal["rows", "columns"]]]:
    """The inputs of which a matrix may be the jacobian, and where in it the outputs stand: in its rows or in its columns."""
    ahead, shape = np.shape(outputs), np.shape(result)
    for root, value in _nodes(args):
        own = np.shape(value) if is_float(value) or isinstance(value, list | tuple) else None
        if own and shape == ahead + own:
            yield root, "rows"
        elif own and shape == own + ahead:
            yield root, "columns"


def _nodes(args: Sequence[Any]) -> Iterator[tuple[Root, Any]]:
    """What gradients may be of: each argument that holds floats, and each attribute of an object of the program's own."""
    for position, value in enumerate(args):
        if is_float(value) or (isinstance(value, list | tuple | dict) and floats_of(value)):
            yield Root(position), value
        elif is_own_class(type(value)):
            for name, inner in attributes(value):
                if name not in HOLDERS and (is_float(inner) or (isinstance(inner, list | tuple | dict) and floats_of(inner))):
                    step: Step = ("attribute", name)
                    yield Root(position, (step,)), inner


def _name(root: Root, names: Sequence[str]) -> str:
    return str(root.path[-1][1]) if root.path else names[root.position]


def _full(root: Root, names: Sequence[str]) -> str:
    return ".".join([names[root.position], *(str(key) for _kind, key in root.path)])


def _ordered(
    value: Any, nodes: Sequence[tuple[Root, Any]], names: Sequence[str], returned: Sequence[str], moved: Sequence[str]
) -> list[Root]:
    """Those that have the shape of one gradient: what is moved along it first, then what it is called after; labels last."""
    fitting = [root for root, own in nodes if _fits(value, own)]
    called = stems(returned[0])[:-1] if len(returned) == 1 else ()

    def place(root: Root) -> tuple[bool, bool, bool]:
        name = _name(root, names)
        return _full(root, names) not in moved and name not in moved, name not in called, name.lower() in LABELS or name == "X"

    return sorted(fitting, key=place)


def _several(value: Any, nodes: Sequence[tuple[Root, Any]], names: Sequence[str], returned: Sequence[str]) -> Iterator[tuple[Root, ...]]:
    """Several gradients, each of an input of its own: by their names, or else in order."""
    if isinstance(value, np.ndarray):
        value = [*value] if value.ndim == 1 else None
    if not isinstance(value, list | tuple) or len(value) < 2:
        return
    fitting = [[root for root, own in nodes if _fits(one, own)] for one in value]
    told = [*returned] if len(returned) == len(value) else [""] * len(value)

    def mismatches(roots: tuple[Root, ...]) -> tuple[int, bool]:
        strangers = sum(_name(root, names).lstrip("_") not in _stems_of(name) for root, name in zip(roots, told, strict=True))
        return strangers, [*roots] != sorted(roots, key=lambda root: root.position)

    if len({root for several in fitting for root in several}) >= len(fitting):
        yield from sorted(islice(_apart(fitting), _MOST_WAYS), key=mismatches)


def _apart(fitting: Sequence[Sequence[Root]], taken: tuple[Root, ...] = ()) -> Iterator[tuple[Root, ...]]:
    """The ways to give each a root that no other has."""
    if len(taken) == len(fitting):
        yield taken
        return
    for root in fitting[len(taken)]:
        if root not in taken:
            yield from _apart(fitting, (*taken, root))


def _stems_of(name: str) -> tuple[str, ...]:
    return (*stems(name), name[1:]) if name[:1] in ("g", "G") else stems(name)


def _fits(value: Any, own: Any) -> bool:
    """Has a gradient the shape of this, or is it made of such?"""
    if is_float(own):
        return (is_float(value) or isinstance(value, list)) and _shape(value) == np.shape(own)
    if isinstance(own, dict):
        if not isinstance(value, dict) or not value:
            return False
        held = {key: next((one for one in own if one == key or (isinstance(key, str) and one in stems(key))), None) for key in value}
        return all(name is not None and _fits(value[key], own[name]) for key, name in held.items())
    if not isinstance(own, list | tuple) or not isinstance(value, list | tuple | np.ndarray) or len(_entries(value)) != len(own):
        return False
    return all(_fits(one, other) for one, other in zip(_entries(value), own, strict=True))


def _shape(value: Any) -> tuple[int, ...] | None:
    try:
        found: tuple[int, ...] = np.shape(value)
        return found
    except ValueError:
        return None


def _entries(value: Any) -> Sequence[Any]:
    return [*value] if isinstance(value, list | tuple) or np.ndim(value) else []
