"""What a program does with its gradients once they are there: it clips them, rescales them, adds noise; it makes steps of them.

Such a gradient is judged as it was before. What is added to a parameter as it is, or times a time step, is a step and no gradient.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from whygrad.checking.arrays.assignments import Assigned, added, assigned, key_of, reads, walk
from whygrad.checking.arrays.slices import loaded_by, names_in, read_by, written_by
from whygrad.checking.arrays.updates import makes_smaller

#: What is called like a function that draws random numbers.
_RANDOM = re.compile(r"(?i)^(rng|rand|randn|random|normal|uniform|standard_normal|gauss|noise|ruido)$|_rng$|noise|ruido")
#: What a decay of the weights is called.
_DECAY = re.compile(r"(?i)decay|decaimento|^wd$")
#: What the time between two turns of a simulation is called.
_TIMES = frozenset("dt h tau delta_t deltat dtau timestep time_step passo".split())


def made_of(block: Sequence[ast.stmt], claims: Collection[str]) -> set[str]:
    """The names that are made of gradients, and are none of the claims: a norm, a scale, a velocity."""
    found: set[str] = set()
    for statement in block:
        if read_by(statement) & {*claims, *found}:
            found |= written_by(statement) - {*claims}
    return found


def is_reworked(statement: ast.stmt, claims: Collection[str], sizes: Collection[str]) -> bool:
    """Is a gradient that is there only made smaller, or noisy, or given a decay? Then what counts is what it was before.

    `sizes` are names that are made of gradients (see `made_of`).

    >>> [is_reworked(ast.parse(text).body[0], {"dw"}, {"norm"}) for text in ("dw *= 5 / norm", "dw *= 2", "dw = clip(dw, 5)")]
    [True, False, True]
    """
    if isinstance(statement, ast.If | ast.For):
        parts = names_in(statement.target) if isinstance(statement, ast.For) else set()
        own = {*claims} | (parts if isinstance(statement, ast.For) and read_by(ast.Expr(statement.iter)) & {*claims} else set())
        inner = [one for one in (*statement.body, *statement.orelse) if written_by(one) & own]
        return bool(inner) and all(is_reworked(one, own, {*sizes, *(written_by(one) - own)}) for one in inner)
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call) and _makes_smaller(statement.value, claims)
    several = [one for one in assigned(statement) if written_by(statement) & {*claims}]
    return bool(several) and all(_is_reworked(one, claims, sizes) for one in several)


def is_cleared(statement: ast.stmt) -> bool:
    """Is all that a statement writes set to zero, as gradients are that the next turn adds to?

    >>> [is_cleared(ast.parse(text).body[0]) for text in ("g *= 0", "g = np.zeros_like(w)", "g[:] = 0.0", "g.fill(0)", "g *= 2")]
    [True, True, True, True, False]
    """
    if isinstance(statement, ast.For):
        return all(is_cleared(one) for one in statement.body)
    if isinstance(statement, ast.Expr):
        call = statement.value
        return isinstance(call, ast.Call) and key_of(call.func) == "fill" and len(call.args) == 1 and _is_zero(call.args[0])
    parts = list(assigned(statement))
    return bool(parts) and all(_is_zero(one.value) and (one.is_factor or not one.is_in_place) for one in parts)


def _is_zero(value: ast.expr) -> bool:
    if isinstance(value, ast.DictComp | ast.ListComp):
        return _is_zero(value.value if isinstance(value, ast.DictComp) else value.elt)
    if isinstance(value, ast.Call):
        return key_of(value.func) in ("zeros", "zeros_like")
    return isinstance(value, ast.Constant) and value.value == 0 and value.value is not False


def _is_reworked(one: Assigned, claims: Collection[str], sizes: Collection[str]) -> bool:
    value = one.value
    if isinstance(value, ast.Call) and not one.is_in_place and _makes_smaller(value, claims):
        return True
    if isinstance(value, ast.DictComp | ast.ListComp):
        return _each_is_reworked(value, claims, sizes)
    own = ast.unparse(one.target)
    if not one.is_in_place and not reads(value, one.target):
        return False
    if not one.is_in_place and isinstance(value, ast.BinOp) and isinstance(value.left, ast.BinOp) and _is_product(one):
        others = [ast.unparse(part) for part in _product(value)]  # `g * most / norm`
        return others.count(own) == 1 and bool((names_in(value) - names_in(one.target)) & {*sizes, *claims})
    other: ast.expr | None = value
    if not one.is_in_place:
        sides = [side for side in (value.left, value.right) if ast.unparse(side) != own] if isinstance(value, ast.BinOp) else []
        other = sides[0] if len(sides) == 1 else None
    if other is None:
        return False
    return bool(names_in(other) & {*sizes, *claims}) if _is_product(one) else _is_noise(other) or _is_decay(other)


def _is_product(one: Assigned) -> bool:
    """Is the old value multiplied or divided, and not added to?"""
    return isinstance(one.value.op, ast.Mult | ast.Div) if not one.is_in_place and isinstance(one.value, ast.BinOp) else one.is_factor


def _product(value: ast.expr) -> Iterator[ast.expr]:
    """The factors of a product, and what it is divided by."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult | ast.Div):
        yield from _product(value.left)
        yield from _product(value.right)
    else:
        yield value


def _makes_smaller(call: ast.Call, claims: Collection[str]) -> bool:
    """Is this a call of `np.clip`, or of a helper that is called like it, with gradients?"""
    held = {*claims} & {name for part in (*call.args, *(one.value for one in call.keywords), call.func) for name in names_in(part)}
    return bool(held) and makes_smaller(call)


def _each_is_reworked(value: ast.DictComp | ast.ListComp, claims: Collection[str], sizes: Collection[str]) -> bool:
    """`[g * scale for g in grads]`, `{k: np.clip(g, -1, 1) for k, g in grads.items()}`."""
    over = value.generators[0]
    if not names_in(over.iter) & {*claims}:
        return False
    parts, made = names_in(over.target), value.value if isinstance(value, ast.DictComp) else value.elt
    if isinstance(made, ast.IfExp):
        made = made.body
    if isinstance(made, ast.Call):
        return _makes_smaller(made, {*parts, *claims})
    is_scaled = isinstance(made, ast.BinOp) and isinstance(made.op, ast.Mult | ast.Div)
    return is_scaled and bool(names_in(made) & parts) and bool(names_in(made) & {*sizes, *claims} - parts)


def _is_noise(value: ast.expr) -> bool:
    names = {one.attr if isinstance(one, ast.Attribute) else one.id for one in ast.walk(value) if isinstance(one, ast.Attribute | ast.Name)}
    return any(_RANDOM.search(name) for name in names)


def _is_decay(value: ast.expr) -> bool:
    return any(_DECAY.search(name) for name in names_in(value))


# --- steps


def velocities(block: Sequence[ast.stmt]) -> Iterator[str]:
    """The names that keep a part of what they were, and get a gradient added: `v = 0.9 * v - rate * g`."""
    for node in (one for statement in block for one in walk(statement)):
        for one in assigned(node):
            if one.is_in_place or not isinstance(one.value, ast.BinOp) or not isinstance(one.value.op, ast.Add | ast.Sub):
                continue
            sides = (one.value.left, one.value.right)
            if any(isinstance(side, ast.BinOp) and isinstance(side.op, ast.Mult) and reads(side, one.target) for side in sides):
                yield ast.unparse(one.target)


def is_step(block: Sequence[ast.stmt], target: str, claim: str) -> bool:
    """Is a claim added to what it belongs to (or taken from it) as it is, or times a time step?

    >>> block = ast.parse("v = v + dv").body
    >>> is_step(block, "v", "dv"), is_step(ast.parse("v -= 0.1 * dv").body, "v", "dv")
    (True, False)
    """
    for node in (one for statement in block for one in walk(statement)):
        for one in assigned(node):
            step = added(one)
            if ast.unparse(one.target) == target and step is not None and _is_whole(step, claim):
                return True
    return False


def _is_whole(added: ast.expr, claim: str) -> bool:
    """Is this the claim, and nothing but a time step beside it?"""
    if ast.unparse(added) == claim:
        return True
    if not isinstance(added, ast.BinOp) or not isinstance(added.op, ast.Mult):
        return False
    texts = {ast.unparse(added.left), ast.unparse(added.right)}
    return claim in texts and bool((texts - {claim}) & _TIMES)


def decays(block: Sequence[ast.stmt], claims: Collection[str]) -> set[str]:
    """The names of decays that are added to gradients."""
    found = set()
    for node in (one for statement in block for one in walk(statement)):
        if isinstance(node, ast.stmt) and is_reworked(node, claims, ()):
            found |= {name for name in loaded_by(node) if _DECAY.search(name)}
    return found
