"""What a program gives gradients by, with the inputs of its own calls: gradient functions, losses, pairs, layers; and what is left open."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from whygrad.checking.arrays.asked import Checkable, checkables
from whygrad.checking.arrays.called import Found, Search, may_give
from whygrad.checking.arrays.calling import Mismatch, agree, how_called
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.gradient_functions import gives_both, usage_of
from whygrad.checking.arrays.leftover import left_open, pieces
from whygrad.checking.arrays.pairing import goes_back, partners
from whygrad.checking.arrays.recording import Called, Calls, Written, calls_in, functions_in
from whygrad.checking.arrays.subjects import Subject
from whygrad.tracing.function import leaves_of

#: Seconds that a program may run until its functions were called.
LONGEST = 20


@dataclass(frozen=True)
class Open:
    """What else computes gradients, and was not judged; or (`is_part`) what was judged and is only a part of the way."""

    names: tuple[str, ...]
    is_part: bool = False


def by_own_calls(text: str, definitions: Definitions, file: str) -> Iterator[Found | Open]:
    """What in a program gives gradients and is called by it, and what can be told of each; then what is left open."""
    tree = definitions.tree
    every = functions_in(tree)
    names = [one.name for one in every]
    usages = {one.number: usage_of(one, tree) for one in every}
    giving = [one for one in every if may_give(one, names, usages[one.number])]
    both = {one: sure for one in every if (sure := gives_both(one, tree))}
    paired = _paired(every)
    wanted = dict.fromkeys((*giving, *both))
    if not wanted and not paired:
        return
    calls = calls_in(text, file, {one.number for one in (*wanted, *paired)}, LONGEST)
    judged, roots = set[Written](), dict[Written, set[str]]()
    for one in wanted:
        search = Search(one, every, calls, usages[one.number])
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = search.found(both.get(one, 0), is_alone=one in giving)
        if found is not None:
            judged |= {one, found.value}
            roots[one] = _roots(found)
            yield found
    backward = list[Written]()
    for found in _pairs(every, calls, definitions, judged):
        judged |= {found.gives, found.value}
        backward += [found.gives] if found.subject.kind != "loss" else []
        yield found
    names_open = left_open(tree, every, judged) if judged else []
    if names_open:
        yield Open(tuple(names_open))
    elif parts := pieces(tree, judged, backward, roots):
        yield Open(tuple(parts), is_part=True)


def _roots(found: Found) -> set[str]:
    """What the parameters of a gradient function are called that the gradients are of."""
    meant, own = found.subject.meant, found.gives.parameters
    assert meant is not None
    places = [which for _kind, which in meant.call.given] if meant.call is not None else [*range(len(own))]
    return {own[places.index(root.position)] for root in meant.roots if root.position in places[: len(own)]}


def _paired(every: Sequence[Written]) -> list[Written]:
    """The functions that go back, by their names, and those that go forward beside them."""
    found: dict[Written, None] = {}
    for one in every:
        beside = {other.name: other for other in every if other.around == one.around}
        found |= {beside[name]: None for name in partners(one.name, beside)}
        found |= {one: None} if goes_back(one.name) or any(partners(one.name, beside)) else {}
    return [*found]


def _pairs(every: Sequence[Written], calls: Calls, definitions: Definitions, judged: Collection[Written]) -> Iterator[Found]:
    """The pairs, the layers and the losses with gradients of their own names, as the program calls them."""
    first = next(iter(calls.functions.values()), None)
    if first is None:
        return
    module = ModuleType(str(first.__globals__.get("__name__", "")))
    vars(module).update(first.__globals__)
    numbers = {id(function.__code__): number for number, function in calls.functions.items()}
    for one in checkables(module, set(), definitions):
        ahead, behind = (numbers.get(id(getattr(way, "__code__", None))) for way in (one.forward, one.backward))
        if ahead is None or behind is None or every[behind] in judged:
            continue
        args = _arguments(one, calls.by_number.get(ahead, []), calls.by_number.get(behind, []))
        if args is not None:
            yield Found(Subject(one.name, one.kind, one.forward, one.backward, args), every[behind], every[ahead])


def _arguments(one: Checkable, ahead: Sequence[Called], behind: Sequence[Called]) -> tuple[Any, ...] | None:
    """What the forward function was given, where the backward one was called as I would call it: with what comes from above, and so on."""
    if one.kind == "loss":
        return ahead[-1].args if ahead else None
    for there in reversed(ahead):
        if any(_goes_with(one, there, back) for back in behind):
            return there.args
    return None


def _goes_with(one: Checkable, there: Called, back: Called) -> bool:
    held = int(one.kind == "layer")
    try:
        call = how_called(one.forward, one.backward, there.returned, methods=bool(held))
    except Mismatch:
        return False
    outputs = there.returned if call.is_tuple else (there.returned,)
    given = back.args[held:]
    for (kind, which), value in zip(call.given, given, strict=False):
        own = there.args[held:][which] if kind == "input" else outputs[which]
        if _shapes(own) != _shapes(value) or (kind == "input" and not _same(own, value)):
            return False
    return bool(call.given)


def _shapes(value: Any) -> list[tuple[int, ...] | None]:
    found, _tree = leaves_of(value)
    return [np.shape(leaf) if isinstance(leaf, np.ndarray | float | int | np.generic) else None for leaf in found]


def _same(one: Any, other: Any) -> bool:
    return one is other or type(one) is not type(other) or not isinstance(one, np.ndarray | float) or agree(one, other)
