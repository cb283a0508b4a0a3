"""Steps that are made in a function or a method of the program: `optimizer.step(grads)` moves what the optimizer holds along `grads`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from whygrad.checking.arrays.assignments import walk
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.slices import base_of, parsed
from whygrad.checking.arrays.updates import Moved, moves, sources

_NAMED = (ast.Name, ast.Attribute, ast.Subscript)


def called_steps(block: Sequence[ast.stmt], names: dict[str, Any], tree: ast.AST) -> Iterator[tuple[list[Moved], dict[str, set[str]]]]:
    """For each call of the program's own functions and methods: what it moves, and what the names there are made of, as the caller says."""
    for node in (one for statement in block for one in walk(statement)):
        if not isinstance(node, ast.Call):
            continue
        found = _definition(node.func, names, tree)
        if found is None:
            continue
        given = _given(node, found)
        moved = [replace(one, target=_said(one.target, given), along=_said(one.along, given)) for one in moves(found.body)]
        made = {_said(text, given): {_said(one, given) for one in of} for text, of in sources(found.body).items()}
        yield [one for one in moved if base_of(parsed(one.target)) in names], made


def _definition(func: ast.expr, names: dict[str, Any], tree: ast.AST) -> ast.FunctionDef | None:
    """The text of what is called, a function of the module or a method of a class in it."""
    if isinstance(func, ast.Name):
        return next((one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == func.id), None)
    if not isinstance(func, ast.Attribute) or not isinstance(func.value, _NAMED):
        return None
    kinds = {kind.__name__ for kind in type(value_of(ast.unparse(func.value), names)).__mro__}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in kinds:
            for one in node.body:
                if isinstance(one, ast.FunctionDef) and one.name == func.attr:
                    return one
    return None


def _given(call: ast.Call, node: ast.FunctionDef) -> dict[str, str]:
    """By the name of a parameter: what it is given, where that is a name itself."""
    known = [one.arg for one in node.args.args]
    values = [call.func.value, *call.args] if isinstance(call.func, ast.Attribute) else call.args
    found = {name: ast.unparse(value) for name, value in zip(known, values, strict=False) if isinstance(value, _NAMED)}
    return found | {one.arg: ast.unparse(one.value) for one in call.keywords if one.arg is not None and isinstance(one.value, _NAMED)}


def _said(text: str, given: Mapping[str, str]) -> str:
    """A target of the function, in the words of its caller."""
    base = base_of(parsed(text))
    return given[base] + text[len(base) :] if base in given and text.startswith(base) else text
