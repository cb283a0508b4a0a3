"""Of a function that returns its loss and its gradients: the part that computes the loss, as a function of its own.

It is asked for where the rest stops before the end: the gradients can't be had, and the true ones can.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

from whygrad.checking.arrays.bodies import statements_of
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.slices import makers, names_in


def forward_part(function: Callable[..., Any], definitions: Definitions, space: dict[str, Any]) -> Callable[..., Any] | None:
    """A function of the same parameters that returns the loss; None where it can't be taken apart."""
    node = definitions.of(function)
    if not isinstance(node, ast.FunctionDef) or inspect.unwrap(function).__closure__:
        return None
    statements = statements_of(node)
    last = statements[-1] if statements else None
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Tuple) or statements is None:
        return None
    loss = last.value.elts[0]
    names = names_in(loss)
    chosen = sorted(makers(statements, names, len(statements) - 2))
    body = [*(statements[k] for k in chosen), ast.copy_location(ast.Return(loss), last)]
    made = ast.FunctionDef(node.name, node.args, body, [], None)
    made = ast.fix_missing_locations(ast.copy_location(made, node))
    own: dict[str, Any] = {}
    code = compile(ast.Module([made], []), inspect.unwrap(function).__code__.co_filename, "exec", dont_inherit=True)
    exec(code, space, own)
    result: Callable[..., Any] = own[node.name]
    return result
