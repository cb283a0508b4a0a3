"""Which returned or kept gradient belongs to which input: by its place, or by its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import Mismatch
from whygrad.checking.arrays.leaves import Leaf
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.scope import speaks_of_gradients
from whygrad.text import Text, _


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


@lru_cache(maxsize=256)  # asked of the same names at every point
def _leaves_of(names: tuple[str, ...], known: tuple[Leaf, ...]) -> tuple[Leaf | None, ...]:
    return tuple(leaf_of(name, known) for name in names)


Places = list[tuple[list[Leaf], Any]]


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
    if by_name and isinstance(result, tuple) and len(result) == len(returned):
        count = _before_values(result, returned, known)
        result, returned = (result[:count] if count != 1 else result[0]), returned[:count]
    if isinstance(result, dict):
        return _of_dict(result, known)
    listed = list(result) if isinstance(result, tuple) else [result]
    whole = {position: [leaf for leaf in known if leaf.position == position + first] for position in range(len(args))}
    floats = [position for position, held in whole.items() if held]
    of_one = _of_a_list(result, floats, whole, args)
    if isinstance(result, list) and of_one is None:
        first_one: Any = args[floats[0]] if floats else None
        is_of_first = (isinstance(first_one, list) or np.ndim(first_one) == 1) and _fits(result, first_one, whole[floats[0]])
        listed = [result] if len(floats) == 1 or is_of_first else result
    places = of_one or _places(listed, floats, whole, args, known, (names, returned), by_name=by_name)
    if places is None:
        places = _beside_dict(listed, floats, whole, known) or (_first_ones(listed, floats, whole, args) if by_name else None)
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


def _before_values(listed: Sequence[Any], returned: Sequence[str], known: Sequence[Leaf]) -> int:
    """How much of what a loss returns may be gradients: behind these, `return loss, dW, h` hands back what its caller goes on with.

    That is called no gradient, while something before it is; an input itself, in the place of its gradient, is a mistake.
    """

    def is_claim(name: str, value: Any) -> bool:
        leaf = leaf_of(name, known)
        if isinstance(value, dict):
            return any(leaf_of(str(key), known) is not None for key in value)
        is_named = leaf is not None and name not in (leaf.last, leaf.name)
        return is_named or speaks_of_gradients(name) or any(name == f"g{leaf.last}" for leaf in known)

    own = {name for leaf in known for name in (leaf.last, leaf.name)}
    claims = [is_claim(name, value) for name, value in zip(returned, listed, strict=True)]
    count = len(listed)
    while count and any(claims[:count]) and not claims[count - 1] and returned[count - 1] and returned[count - 1] not in own:
        count -= 1
    return count


def _of_a_list(result: Any, floats: Sequence[int], whole: dict[int, list[Leaf]], args: Sequence[Any]) -> Places | None:
    """A list or tuple of gradients for what is in the only list or tuple of inputs that it fits; None if it may as well be one an input."""
    if not isinstance(result, list | tuple) or len(floats) < 2:
        return None
    shapes = [_shape(value) for value in result]
    if len(result) in (len(floats), len(args)) and all(
        shape == _shape(args[k]) for shape, k in zip(shapes, floats if len(result) == len(floats) else range(len(args)), strict=True)
    ):
        return None
    fitting = [k for k in floats if isinstance(args[k], list | tuple) and [_shape(leaf.of(args)) for leaf in whole[k]] == shapes]
    return [(whole[fitting[0]], result)] if len(fitting) == 1 else None


def _shape(value: Any) -> tuple[int, ...] | None:
    """None for a list of arrays that are no array together."""
    try:
        return tuple(np.shape(value))
    except ValueError:
        return None


#: What is called so is compared with, or drawn, and no gradient is given for it.
LABELS = frozenset(
    "noise eps epsilon ruido rauschen mask "
    "y t target targets label labels y_true ytrue truth expected ziel alvo objetivo cible reference gold observed measured".split()
)


def _places(
    listed: list[Any],
    floats: list[int],
    whole: dict[int, list[Leaf]],
    args: Sequence[Any],
    known: Sequence[Leaf],
    called: tuple[Sequence[str], Sequence[str]],
    *,
    by_name: bool,
) -> Places | None:
    """Each gradient beside the leaves of the input that it belongs to; `called`: what inputs and gradients are."""
    names, returned = called
    named = list(_leaves_of(tuple(returned), tuple(known)))
    told = len(named) == len(listed) and None not in named and len({leaf.name for leaf in named if leaf}) == len(named)
    if by_name:
        if any(value is None for value in listed) and len(returned) == len(listed):  # a gradient that isn't there yet has no name
            kept = [k for k, value in enumerate(listed) if value is not None]
            listed, returned, named = [listed[k] for k in kept], [returned[k] for k in kept], [named[k] for k in kept]
            if not listed:
                return []
            told = None not in named and len({leaf.name for leaf in named if leaf}) == len(named)
        packed = _packed(listed[0], floats, whole, args) if len(listed) == 1 else []
        if packed:
            return packed
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
    arrays = [k for k in floats if len(whole[k]) > 1 or np.ndim(args[k])]  # not by a rate or a probability
    arrays = [k for k in arrays if not isinstance(args[k], dict)] if len(listed) != len(arrays) else arrays
    if len(listed) == len(arrays):
        return [(whole[k], value) for k, value in zip(arrays, listed, strict=True)]
    if told:
        return [([leaf], value) for leaf, value in zip(named, listed, strict=True) if leaf is not None]
    meant = [k for k in floats if k >= len(names) or names[k].lower() not in LABELS]
    if len(listed) == len(meant):  # of a loss: `(prediction, target)`
        return [(whole[k], value) for k, value in zip(meant, listed, strict=True)]
    return _by_shape(listed, known, args) if len(listed) == 1 else None


def _packed(value: Any, floats: Sequence[int], whole: dict[int, list[Leaf]], args: Sequence[Any]) -> Places:
    """One array of the gradients of the first parameters, where these are so many single numbers."""
    leading: list[Leaf] = []
    for position in floats:
        if len(whole[position]) != 1 or position != len(leading) or np.ndim(args[position]):
            break
        leading += whole[position]
    if len(_shape(value) or ()) != 1 or not 1 < len(value) <= len(leading):
        return []
    return [([leaf], one) for leaf, one in zip(leading, value, strict=False)]


def _first_ones(listed: list[Any], floats: Sequence[int], whole: dict[int, list[Leaf]], args: Sequence[Any]) -> Places | None:
    """Fewer gradients than inputs: those of the first ones, in order, if the shapes say so, too."""
    found: Places = []
    for position, value in zip(floats, listed, strict=False):
        if value is None or not _fits(value, args[position], whole[position]):
            return None
        found.append((whole[position], value))
    return found if len(found) == len(listed) else None


def _fits(value: Any, own: Any, held: Sequence[Leaf]) -> bool:
    """Has a gradient the shape of an input, an array or a list?"""
    if isinstance(own, list):
        return isinstance(value, list) and len(value) == len(held)
    return _shape(value) is not None and _shape(value) == _shape(own) and len(held) == 1


def _beside_dict(listed: list[Any], floats: Sequence[int], whole: dict[int, list[Leaf]], known: Sequence[Leaf]) -> Places | None:
    """A dict of gradients by name, and others beside it for the inputs that it says nothing of."""
    dicts = [value for value in listed if isinstance(value, dict)]
    if len(dicts) != 1 or not dicts[0] or any(leaf_of(str(key), known) is None for key in dicts[0]):
        return None
    named = _of_dict(dicts[0], known)
    rest = [position for position in floats if not any(leaf.name in named for leaf in whole[position])]
    others = [value for value in listed if value is not dicts[0]]
    if len(rest) != len(others):
        return None
    by_name: Places = [([leaf], named[leaf.name]) for leaf in known if leaf.name in named]
    return by_name + [(whole[position], value) for position, value in zip(rest, others, strict=True)]


def _by_shape(listed: list[Any], known: Sequence[Leaf], args: Sequence[Any]) -> Places | None:
    """Gradients without a name: each is that of the only input that has its shape, if there is one for each."""
    found = []
    for value in listed:
        fitting = [leaf for leaf in known if _shape(value) and np.shape(leaf.of(args)) == _shape(value)]
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
        elif leaf is None and isinstance(value, list | tuple):  # of a list of parameters
            found |= _of_entries(str(key), value, known)
    return found


def _of_entries(key: str, value: Sequence[Any], known: Sequence[Leaf]) -> dict[str, Any]:
    """A list of gradients beside a list of parameters, entry by entry: `{"W": [dW0, dW1]}` of `self.W`."""
    held = [leaf for leaf in known if leaf.path and leaf.path[-1][0] == "item" and isinstance(leaf.path[-1][1], int)]
    own = [leaf for leaf in held if (str(leaf.path[-2][1]) if len(leaf.path) > 1 else leaf.name.partition("[")[0]) in stems(key)]
    if len({leaf.path[:-1] for leaf in own}) != 1 or len(own) != len(value):
        return {}
    return {leaf.name: value[leaf.path[-1][1]] for leaf in own if leaf.path[-1][1] < len(value)}
