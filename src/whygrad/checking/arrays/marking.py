"""A program whose steps out of sight leave marks: what the functions that its turns call move, and along what."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from whygrad.checking.arrays.assignments import key_of
from whygrad.checking.arrays.movement import ALONG, Movement, Step, called_in, is_mark, marked_body
from whygrad.checking.arrays.remaking import objects_in
from whygrad.checking.arrays.slices import names_in, parsed
from whygrad.checking.arrays.training import places
from whygrad.tracing.lifting import attributes, put
from whygrad.tracing.reach import is_own_class
from whygrad.tracing.source import Source


class MarkedSource(Source):
    """A text with edits, whose tree has the marks in it."""

    @cached_property
    def tree(self) -> ast.Module:
        """The tree, for reading: its nodes are shared. Raises SyntaxError with positions in the edited text."""
        return marked(super().tree)


def marked(tree: ast.Module) -> ast.Module:
    """A program with marks before the steps in functions that its turns call; in the turns themselves these are seen anyway."""
    movement = Movement(tree)
    found = places(tree) if any(map(movement.steps, movement.functions)) else []
    if not found:
        return tree
    blocks = [place.statements(tree) for place in found]
    names = movement.reached({name for block in blocks for name in called_in(block)})
    inside = {id(node) for place in found for node in place.above(tree)}
    for function in movement.functions:
        if function.name in names and id(function) not in inside:
            marked_body(function.body, movement.steps(function))
    return tree


def is_marked(tree: ast.AST) -> bool:
    """Are there marks in a tree?"""
    return any(isinstance(node, ast.Name) and node.id == ALONG for node in ast.walk(tree))


def rested(tree: ast.AST) -> ast.AST:
    """The same program without the steps that have marks: in it all is at the parameters with which a turn begins."""
    made = copy.deepcopy(tree)
    movement = Movement(made)
    for function in movement.functions:
        if is_marked(function):
            steps = {id(one.statement): one for one in movement.steps(function)}
            _Rest(steps).visit(function)
    return made


class _Rest(ast.NodeTransformer):
    def __init__(self, steps: dict[int, Step]) -> None:
        self.steps = steps

    def visit(self, node: ast.AST) -> Any:
        step = self.steps.get(id(node))
        return super().visit(node) if step is None else ast.fix_missing_locations(step.at_rest())


def stepped(tree: ast.AST, block: Sequence[ast.stmt]) -> set[str]:
    """The names that a turn hands to functions which step from them: numbers, though they begin as `0`."""
    movement, found = Movement(tree), set[str]()
    moved = dict[str, tuple[list[str], set[str]]]()
    for node in movement.functions:
        if is_marked(node):
            own = {one.holder.id for one in movement.steps(node) if isinstance(one.holder, ast.Name)}
            moved[node.name] = [one.arg for one in node.args.args], own
    for call in (node for statement in block for node in ast.walk(statement) if isinstance(node, ast.Call)):
        names, own = moved.get(key_of(call.func), ([], set()))
        pairs = [*zip(names, call.args, strict=False), *((one.arg, one.value) for one in call.keywords)]
        found |= {one.id for name, one in pairs if name in own and isinstance(one, ast.Name)}
    return found


def let_move(tree: ast.AST, values: Sequence[Any]) -> None:
    """What begins as `self.bias = 0` in an object, and is moved out of sight, is a number like any other after its first step."""
    movement = Movement(tree)
    steps = (one for node in movement.functions if is_marked(node) for one in movement.steps(node))
    names = {one.target.attr for one in steps if isinstance(one.target, ast.Attribute)}
    for value in objects_in(values, lambda one: is_own_class(type(one))) if names else ():
        for name, part in [*attributes(value)]:
            if name in names and type(part) is int:
                put(value, name, float(part))


def mark_of(tree: ast.AST, text: str, line: int | None) -> ast.Assign | None:
    """The mark that a claim is read from: on this line, of the parameter that it names."""
    node: ast.expr = parsed(text)
    while isinstance(node, ast.Subscript) and not (isinstance(node.value, ast.Name) and node.value.id == ALONG):
        node = node.value
    if line is None or not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
        return None
    key = ast.unparse(node.slice.elts[1])
    here = [one for one in ast.walk(tree) if isinstance(one, ast.Assign) and one.lineno == line and is_mark(one)]
    exact = [one for one in here if ast.unparse(one.targets[0].slice.elts[1]) == key]  # type: ignore[attr-defined]
    return next(iter([*exact, *here]), None)


def way_of(mark: ast.Assign, text: str) -> str:
    """What a claim is called that is read from a mark: the way, as it is written; of one of several, `grads[0]`."""
    value, entry = mark.value, parsed(text)
    if isinstance(value, ast.ListComp) and isinstance(value.generators[0].iter, ast.Call):
        over, held = value.generators[0], names_in(value.elt)
        parts = over.target.elts if isinstance(over.target, ast.Tuple) else []
        lists = [ast.unparse(one) for part, one in zip(parts, over.iter.args, strict=False) if names_in(part) & held]  # type: ignore[attr-defined]
        if len(lists) == 1 and isinstance(entry, ast.Subscript):
            return f"{lists[0]}[{ast.unparse(entry.slice)}]"
    return re.sub(r"^1\.0 \* ", "", ast.unparse(value))


def told(tree: ast.AST, text: str, line: int | None) -> str:
    """The same for a claim as code; "" for one that isn't read from a mark."""
    mark = mark_of(tree, text, line)
    return "" if mark is None else way_of(mark, text)


def step_at(tree: ast.AST, line: int) -> ast.stmt | None:
    """The step out of sight whose way is written on this line."""
    movement = Movement(tree)
    steps = (one for function in movement.functions if is_marked(function) for one in movement.steps(function))
    return next((one.statement for one in steps if one.way.lineno == line), None)
