"""Which returned or kept gradient belongs to which input: by its place, or by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import Mismatch
from whygrad.checking.arrays.leaves import HOLDERS, Leaf
from whygrad.text import Text, _


def stems(name: str) -> list[str]:
    """What a name may claim the gradient of: `dx`, `grad_x`, `x_grad`, `gradW`, and `x` itself in a dict of gradients."""
    starts = ("grad_", "gradiente_", "d_", "dL_d", "dL_", "dJ_d", "dloss_d", "grad", "d", "g_")
    heads = [name[len(start) :] for start in starts if name.startswith(start) and len(name) > len(start)]
    parted = re.match(r"^[dD][A-Za-z]+_[dD](?P<of>.+)$", name)  # `dj_dw`, `dLoss_dW`
    heads += [parted["of"]] if parted is not None and parted["of"] not in heads else []
    tails = [name[: -len(end)] for end in ("_grad", "_gradient", "_g") if name.endswith(end) and len(name) > len(end)]
    return [*heads, *tails, name]


def leaf_of(name: str, known: Sequence[Leaf]) -> Leaf | None:
    """The leaf that a gradient of this name belongs to."""
    for stem in stems(name):
        found = [leaf for leaf in known if stem in (leaf.last, leaf.name)]
        if len(found) == 1:
            return found[0]
        top = [leaf for leaf in found if not leaf.path]
        if len(top) == 1:
            return top[0]
    return None


def kept_gradients(layer: Any, known: Sequence[Leaf]) -> dict[str, Any]:
    """The gradients that a layer keeps for its parameters."""
    held = {name: value for name, value in getattr(layer, "__dict__", {}).items() if value is not None}
    found: dict[str, Any] = {}
    for leaf in known:
        for name, value in held.items():
            if name in HOLDERS and isinstance(value, dict):
                for key, gradient in value.items():
                    if leaf.last in stems(str(key)) and gradient is not None:
                        found.setdefault(leaf.name, gradient)
            elif name != leaf.last and leaf.last in stems(name) and not isinstance(value, dict):
                found.setdefault(leaf.name, value)
    return found


def claimed_by(
    result: Any,
    args: Sequence[Any],
    known: Sequence[Leaf],
    names: Sequence[str],
    returned: Sequence[str],
    first: int,
    *,
    by_name: bool = False,
) -> dict[str, Any]:
    """The claimed gradients, by the name of the leaf; None is no claim, unless it is all there is.

    `names` are the parameters that `args` were given for, the first of which stands at position `first` of the leaves.
    """
    if result is None:
        return {}
    if isinstance(result, dict):
        return _of_dict(result, known)
    listed = list(result) if isinstance(result, tuple) else [result]
    whole = {position: [leaf for leaf in known if leaf.position == position + first] for position in range(len(args))}
    floats = [position for position, held in whole.items() if held]
    if isinstance(result, list):
        listed = [result] if len(floats) == 1 else result
    places = _places(listed, floats, whole, args, known, returned, by_name=by_name)
    if places is None:
        raise Mismatch(
            Text(_("The backward function returns {n} gradients for {m} inputs."), {"n": str(len(listed)), "m": str(len(args))}),
            Text(_("It returns one an input, in the order of the forward function's parameters; None for one without a gradient.")),
        )
    found: dict[str, Any] = {}
    for held, value in places:
        if len(held) == 1 and not (isinstance(value, dict) and held[0].path):
            found[held[0].name] = value
        elif isinstance(value, dict):
            found |= _of_dict(value, held)
        elif isinstance(value, list | tuple) and len(value) == len(held):
            found |= {leaf.name: part for leaf, part in zip(held, value, strict=True)}
        elif value is not None:
            found |= {leaf.name: value for leaf in held}
    claims = {name: value for name, value in found.items() if value is not None}
    return claims or found


Places = list[tuple[list[Leaf], Any]]


def _places(
    listed: list[Any],
    floats: list[int],
    whole: dict[int, list[Leaf]],
    args: Sequence[Any],
    known: Sequence[Leaf],
    returned: Sequence[str],
    *,
    by_name: bool,
) -> Places | None:
    """Each gradient beside the leaves of the input that it belongs to."""
    named = [leaf_of(name, known) for name in returned]
    told = len(named) == len(listed) and None not in named and len({leaf.name for leaf in named if leaf}) == len(named)
    if by_name:
        if any(value is None for value in listed) and len(returned) == len(listed):  # a gradient that isn't there yet has no name
            kept = [k for k, value in enumerate(listed) if value is not None]
            listed, returned, named = [listed[k] for k in kept], [returned[k] for k in kept], [named[k] for k in kept]
            if not listed:
                return []
            told = None not in named and len({leaf.name for leaf in named if leaf}) == len(named)
        if told:
            return [([leaf], value) for leaf, value in zip(named, listed, strict=True) if leaf is not None]
        if len(listed) == 1:  # a loss of one thing
            return [(whole[floats[0]], listed[0])] if floats else []
        has_names = len(returned) != len(listed) or any(returned)
        return _left_over(listed, named, returned, known) if has_names else _by_shape(listed, known, args)
    if len(listed) == len(args):
        return [(whole[k], listed[k]) for k in floats]
    if len(listed) == len(floats):
        return [(whole[k], value) for k, value in zip(floats, listed, strict=True)]
    arrays = [k for k in floats if np.ndim(args[k]) or len(whole[k]) > 1]  # not by a rate or a probability
    arrays = [k for k in arrays if not isinstance(args[k], dict)] if len(listed) != len(arrays) else arrays
    if len(listed) == len(arrays):
        return [(whole[k], value) for k, value in zip(arrays, listed, strict=True)]
    if told:
        return [([leaf], value) for leaf, value in zip(named, listed, strict=True) if leaf is not None]
    return None


def _by_shape(listed: list[Any], known: Sequence[Leaf], args: Sequence[Any]) -> Places | None:
    """Gradients without a name: each is that of the only input that has its shape, if there is one for each."""
    found = []
    for value in listed:
        fitting = [leaf for leaf in known if np.shape(value) and np.shape(leaf.of(args)) == np.shape(value)]
        if len(fitting) != 1:
            return None
        found.append((fitting, value))
    return found if len({places[0].name for places, _value in found}) == len(found) else None


def _left_over(listed: list[Any], named: list[Leaf | None], returned: Sequence[str], known: Sequence[Leaf]) -> Places | None:
    """Where all but some names tell: what has none is the gradient of what is left, in order, if that comes out even."""
    if len(named) != len(listed):
        return None
    sure = [leaf if leaf is not None and name not in (leaf.last, leaf.name) else None for leaf, name in zip(named, returned, strict=True)]
    taken = {leaf.name for leaf in sure if leaf is not None}
    rest = [leaf for leaf in known if leaf.name not in taken and (leaf.path or taken)]
    open_places = sure.count(None)
    if len(taken) + open_places != len(listed) or open_places != len(rest) or not taken:
        return None
    waiting = iter(rest)
    return [([leaf if leaf is not None else next(waiting)], value) for leaf, value in zip(sure, listed, strict=True)]


def _of_dict(result: dict[Any, Any], known: Sequence[Leaf]) -> dict[str, Any]:
    found = {}
    for key, value in result.items():
        leaf = leaf_of(str(key), known)
        if leaf is not None and value is not None:
            found[leaf.name] = value
    return found
