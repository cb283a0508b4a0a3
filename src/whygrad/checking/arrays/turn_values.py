"""What a turn is given: the names that it reads with their values, the numbers among them as floats where gradients are of them."""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from whygrad.checking.arrays.assignments import key_of, walk
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.marking import let_move, stepped
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import base_name, loaded_by, names_in, parsed, written_by
from whygrad.checking.arrays.splitting import STEP
from whygrad.checking.arrays.training import claimed_in, live_in
from whygrad.checking.arrays.turn_reader import read_by_helpers
from whygrad.checking.arrays.updates import moves

#: Functions of which gradients are taken as of what they are given.
_PRODUCTS = frozenset({"dot", "inner", "outer", "matmul", "multiply", "einsum", "sum", "mean", "square", "exp", "tanh", "maximum"})


def given_to(tree: ast.Module, block: Sequence[ast.stmt], bound: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The values of the names that some statements of a program read, of those bound."""
    wanted = dict.fromkeys([*live_in(block), *read_by_helpers(block, bound)])
    _let_be_floats(block, bound)
    let_move(tree, [bound.get(name) for name in wanted])
    whole, begun = _differentiated(block, known), {*stepped(tree, block), *_moved_from_zero(block)}
    return {name: _as_float(name, bound[name], block, whole, begun) for name in wanted if name in bound and is_data(bound[name])}


def is_data(value: Any) -> bool:
    """Is this what a turn works on, and can a copy of it be made?"""
    if (
        isinstance(value, type | ModuleType | np.ufunc)
        or hasattr(value, "__code__")
        or type(value).__name__ == "builtin_function_or_method"
    ):
        return False
    try:
        copy.deepcopy(value)
    except Exception:
        return False
    return True


def _differentiated(block: Sequence[ast.stmt], known: Collection[str]) -> set[str]:
    """The names of which gradients are claimed, and which are only reckoned with: no index, nothing that a function is asked of."""
    nodes = [node for statement in block for node in walk(statement)]
    indices = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    calls = [node for node in nodes if isinstance(node, ast.Call) and key_of(node.func) not in _PRODUCTS]
    given = [part for call in calls for part in (*call.args, *(one.value for one in call.keywords)) if isinstance(part, ast.Name)]
    compared = [node for node in nodes if isinstance(node, ast.Compare)]
    asked = {stem for target in claimed_in(block, known) for stem in stems(key_of(target))[:-1]}
    return asked - {name for node in (*indices, *given, *compared) for name in names_in(node)}


def _moved_from_zero(block: Sequence[ast.stmt]) -> set[str]:
    """The names that are moved along a multiple of what is made here, and that are no index: `m = m - rate * md`, where `m` begins as 0."""
    made = {name for statement in block for name in written_by(statement)}
    nodes = [node for statement in block for node in walk(statement)]
    places = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    places += [part for node in nodes if isinstance(node, ast.Call) and key_of(node.func) == "range" for part in node.args]
    indices = {name for place in places for name in names_in(place)}
    moved = {one.target for one in moves(block) if not one.is_sum and base_name(one.along) in made - {base_name(one.target)}}
    return {name for name in moved - indices if name.isidentifier()}


def _let_be_floats(block: Sequence[ast.stmt], bound: Mapping[str, Any]) -> None:
    """What begins as `self.bias = 0` and is moved along a gradient is a number like any other after its first step."""
    for one in moves(block):
        target = parsed(one.target)
        is_gradients = one.along.startswith(STEP) or is_gradient(key_of(parsed(one.along)))
        if isinstance(target, ast.Name) or one.index or not is_gradients:
            continue
        if type(value_of(one.target, dict(bound))) is int:
            exec(f"{one.target} = float({one.target})", dict(bound))


def _as_float(name: str, value: Any, block: Sequence[ast.stmt], whole: Collection[str], begun: Collection[str]) -> Any:
    """A parameter that begins as `0` is a number like any other after its first step; so is an array that gradients are of."""
    if name in whole and isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return value.astype(float)
    if type(value) is int and name in begun:
        return float(value)
    if type(value) is not int or not any(
        isinstance(node, ast.Assign | ast.AugAssign)
        and name in written_by(node)
        and any(is_gradient(one) and name in stems(one)[:-1] for one in loaded_by(node))
        for statement in block
        for node in walk(statement)
    ):
        return value
    return float(value)
