"""A program whose steps out of sight leave marks: what the functions that its turns call move, and along what."""

from __future__ import annotations

import ast
import copy
from functools import cached_property
from typing import Any

from whygrad.checking.arrays.movement import ALONG, Along, Movement, called_in, marked_body
from whygrad.checking.arrays.training import places
from whygrad.tracing.source import Source


class MarkedSource(Source):
    """A text with edits, whose tree has the marks in it."""

    @cached_property
    def tree(self) -> ast.Module:
        """The tree, for reading: its nodes are shared. Raises SyntaxError with positions in the edited text."""
        return marked(super().tree)


def marked(tree: ast.Module) -> ast.Module:
    """A program with marks before the steps in functions that its turns call; in the turns themselves these are seen anyway."""
    found = places(tree)
    if not found:
        return tree
    movement = Movement(tree)
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
            steps = {id(one.statement) for one in movement.steps(function)}
            _Rest(steps).visit(function)
    return made


class _Rest(ast.NodeTransformer):
    def __init__(self, steps: set[int]) -> None:
        self.steps = steps

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(ast.Pass(), node) if id(node) in self.steps else super().visit(node)


def along_in(space: dict[str, Any]) -> Along | None:
    """What keeps the marks of a program that was run."""
    found = space.get(ALONG)
    return found if isinstance(found, Along) else None
