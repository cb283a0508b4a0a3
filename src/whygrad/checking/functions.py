"""A function that is differentiated without ever being called at the point itself, only beside it: `(f(x + h) - f(x)) / h`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from whygrad.checking.claims import Claim
from whygrad.checking.names import LOSSES, base_name
from whygrad.tracing.instrument import Site


def function_meant(tree: ast.Module, claims: Sequence[Claim]) -> tuple[Site, str] | None:
    """Where to call a program's function, and how, if its gradient is claimed though no output is computed: `loss(w)`.

    `claims` are those that lack an output; None unless one function alone can be meant.
    """
    if not claims:
        return None
    wanted = {base_name(claim.reading.wrt) for claim in claims}
    first = min(claim.keys[0].site for claim in claims)
    before = [node for node in tree.body if (node.lineno, node.col_offset) <= first]
    known = {node.id for part in before for node in ast.walk(part) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    found = {}
    for function in before:
        if isinstance(function, ast.FunctionDef) and _returns(function):
            arguments = _arguments(function, wanted, known)
            if arguments is not None:
                found[function.name] = f"{function.name}({', '.join(arguments)})"
    losses = [name for name in found if name.lower() in LOSSES]
    chosen = losses if len(losses) == 1 else list(found)
    site = (before[-1].lineno, before[-1].col_offset)
    return (site, found[chosen[0]]) if len(chosen) == 1 else None


def _returns(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function))


def _arguments(function: ast.FunctionDef, wanted: set[str], known: set[str]) -> list[str] | None:
    """What a function would be called with: variables of its parameters' names, or the one variable for the one parameter."""
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    required = names[: len(names) - len(given.defaults)]
    if given.vararg or any(default is None for default in given.kw_defaults):
        return None
    if len(required) == 1 and len(wanted) == 1 and required[0] not in known:
        return [*wanted]
    return required if wanted <= set(required) <= known else None
