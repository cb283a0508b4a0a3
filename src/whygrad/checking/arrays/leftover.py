"""What else computes gradients beside the functions that were judged: while that is open, a program isn't known to be right."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from whygrad.checking.arrays.assignments import assigned, key_of
from whygrad.checking.arrays.endings import is_final, makes_steps
from whygrad.checking.arrays.gradient_functions import gives_both, gives_gradients, is_activation
from whygrad.checking.arrays.pairing import goes_back
from whygrad.checking.arrays.recording import Written
from whygrad.checking.arrays.scope import speaks_of_gradients
from whygrad.checking.arrays.slices import base_name, loaded_by
from whygrad.checking.arrays.training import is_claim, known_names
from whygrad.checking.arrays.updates import moves


def left_open(tree: ast.Module, every: Sequence[Written], judged: Collection[Written]) -> list[str]:
    """The names of functions that give gradients and were not judged, and of gradients along which something is moved."""
    inside = _reached(every, judged)
    every = [one for one in every if not _calls_what_it_is_given(one)]
    names = [one.name for one in every]
    found: dict[str, None] = {}
    for one in every:
        others = [name for name in names if name != one.name]
        is_giving = goes_back(one.name) or (gives_gradients(one.name, others) and not _is_derivative_of_activation(one, others))
        if one not in inside and (is_giving or gives_both(one, tree)) and not _reached(every, [one]) & {*judged}:
            found[one.name] = None
    known = known_names(tree)
    sure = {one.name for one in judged}
    nodes = {id(one.node) for one in inside}
    for statements, given in _bodies(tree, nodes):
        found |= dict.fromkeys(_moved_along(statements, {name for name in given if speaks_of_gradients(name)}, sure, known))
    return [*found]


def pieces(
    tree: ast.Module, judged: Collection[Written], backward: Collection[Written], roots: Mapping[Written, Collection[str]]
) -> list[str]:
    """What was judged and is only a piece of the way back of a program that makes steps: functions that are handed a gradient, and those
    that give one of what isn't moved itself (by their `roots`, the parameters that it is of).
    """
    bodies = [statements for statements, _given in _bodies(tree, {id(one.node) for one in judged})]
    if not makes_steps(bodies):
        return []
    called = {key_of(node.func) for body in bodies for one in body for node in ast.walk(one) if isinstance(node, ast.Call)}
    found = [one for one in backward if one.name in called]
    if not any(is_final(one, own, tree) for one, own in roots.items()):
        found += [one for one in roots if one.name in called]
    return list(dict.fromkeys(".".join([*one.around[-1:], one.name]) for one in found))


def _is_derivative_of_activation(one: Written, others: Sequence[str]) -> bool:
    return any(is_activation(other) and gives_gradients(one.name, [other]) for other in others) or is_activation(one.name)


def _calls_what_it_is_given(one: Written) -> bool:
    """Does it work on functions? Then it is none of the program's own gradients."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in one.parameters for node in ast.walk(one.node)
    )


def _reached(every: Sequence[Written], starts: Collection[Written]) -> set[Written]:
    """These functions, and those that they call."""
    found, waiting = {*starts}, [*starts]
    while waiting:
        called = {key_of(node.func) for node in ast.walk(waiting.pop().node) if isinstance(node, ast.Call)}
        new = {one for one in every if one.name in called} - found
        found |= new
        waiting += new
    return found


def _bodies(tree: ast.Module, without: Collection[int]) -> Iterator[tuple[list[ast.stmt], set[str]]]:
    """The statements of the module and of each function but some, with what a function is given."""
    yield [*_flat(tree.body)], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and id(node) not in without:
            yield [*_flat(node.body)], {one.arg for one in node.args.args}


def _flat(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that stand in a body, those of loops and branches too, but not those of functions."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            continue
        inner = [one for name in ("body", "orelse", "finalbody") for one in getattr(statement, name, [])]
        if inner:
            yield from _flat(inner)
        else:
            yield statement


def _moved_along(statements: Sequence[ast.stmt], given: Collection[str], sure: Collection[str], known: Collection[str]) -> Iterator[str]:
    """The gradients that are made here by hand, and along which something is moved."""
    told = {*given}  # what comes from functions that were judged
    along = {base_name(one.along) for one in moves(statements)}
    for statement in statements:
        for part in assigned(statement):
            name = base_name(ast.unparse(part.target))
            calls = {key_of(node.func) for node in ast.walk(part.value) if isinstance(node, ast.Call)}
            if calls & {*sure} or loaded_by(part.value) & told:
                told.add(name)
            elif name in along and is_claim(part.target, known) and not isinstance(part.value, ast.Constant) and not _is_empty(part.value):
                yield name


def _is_empty(value: ast.expr) -> bool:
    """Does this make room for what is collected later?"""
    return any(isinstance(node, ast.Call) and key_of(node.func).startswith(("zeros", "empty")) for node in ast.walk(value))
