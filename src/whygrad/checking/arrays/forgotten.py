"""Statements that add to a gradient, and that may have been forgotten: in a loop, or before a gradient is returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import turned
from whygrad.checking.arrays.forgotten_entries import entries
from whygrad.checking.arrays.inserting import after, gap, places
from whygrad.checking.arrays.scope import Atom, Scope
from whygrad.checking.arrays.slices import base_of, names_in, parsed, written_by
from whygrad.checking.arrays.styles import Style, style_of
from whygrad.checking.arrays.writing import Written
from whygrad.tracing.source import Source


def forgotten(statement: ast.For, source: Source, scope: Scope, names: Mapping[str, Any]) -> Iterator[Candidate]:
    """A gradient that should be collected in the loop, and is 0 at its end: `dW += x.T @ dz`; `names` are there in a turn."""
    style = style_of(source.text)
    arrays = [atom for atom in scope.atoms if isinstance(atom.value, np.ndarray) and atom.value.dtype.kind == "f" and atom.shape]
    written = _filled(statement)
    empty = [atom for atom in arrays if atom.role == "gradient" and not np.any(atom.value)]
    empty = [atom for atom in empty if atom.text.replace("'", '"') not in written]
    whole = tuple(f"{atom.text}[" for atom in empty)
    empty = [atom for atom in empty if not atom.text.startswith(whole)]
    bound = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    inside = [atom for atom in arrays if names_in(parsed(atom.text)) & bound]
    yield from _scaled(statement, arrays, bound, source)
    yield from entries(statement, source, scope, names, written, bound)
    seen = {id(atom) for atom in [*inside, *empty]}
    others = inside + [atom for atom in arrays if id(atom) not in seen]
    numbers = [atom for atom in scope.atoms if atom.shape == () and isinstance(atom.value, float) and atom.text in bound]
    for lost in sorted(empty, key=lambda atom: (not names_in(parsed(atom.text)) & bound, atom.cost))[:4]:
        for number in numbers if lost.shape == (1,) else ():  # one bias for all
            for place in places(statement.body, {number.text}, source):
                one = after(place, f"{lost.text}[0] += {number.text}", source, "term", 1.05, part=number.text)
                one.is_apart = True
                yield one
        gradients = [atom for atom in inside if atom.role == "gradient" and np.any(atom.value)]
        gradients = gradients or [atom for atom in inside if np.any(atom.value)]  # `miss`, of a loss
        for gradient in sorted(gradients, key=lambda atom: atom.shape != lost.shape)[:8]:
            for text in _collected(lost, gradient, [atom for atom in others if atom is not gradient][:20], style):
                line, read = f"{lost.text} += {text}", names_in(parsed(text)) & bound
                made = [after(place, line, source, "term", 1.05, part=text) for place in places(statement.body, read, source)]
                for k, one in enumerate([*_at_the_top(statement, line, read, source, text), *made]):
                    one.is_apart, one.cost = True, 1.05 + 0.01 * k
                    yield one


def _filled(statement: ast.For) -> set[str]:
    """What is given a value in a loop, wholly or in part."""
    found: set[str] = set()
    for node in ast.walk(statement):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else ():
            for part in target.elts if isinstance(target, ast.Tuple) else [target]:
                found |= {ast.unparse(part).replace("'", '"'), base_of(part)}
    return found


def scattered(statement: ast.Assign, source: Source, scope: Scope) -> Iterator[Candidate]:
    """A gradient of zeros to which nothing is added: `np.add.at(dW, words, dout)`."""
    names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    arrays = [atom for atom in scope.atoms if isinstance(atom.value, np.ndarray) and atom.shape]
    for lost in [atom for atom in arrays if atom.text in names and atom.value.dtype.kind == "f" and not np.any(atom.value)]:
        for index in [atom for atom in arrays if atom.value.dtype.kind in "iu"]:
            for gradient in [atom for atom in arrays if atom.role == "gradient" and atom.text not in names]:
                if gradient.shape == (*index.shape, *lost.shape[1:]):
                    line = f"np.add.at({lost.text}, {index.text}, {gradient.text})"
                    made = after(statement, line, source, "term", 1.1, part=gradient.text)
                    made.is_apart = True
                    yield made


def masked(statement: ast.Assign, source: Source, scope: Scope) -> Iterator[Candidate]:
    """What is set where a condition holds, in an empty line: `counts[margins > 0] = 1` in zeros, `dz[z <= 0] = 0` in a gradient."""
    names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    arrays = [atom for atom in scope.atoms if isinstance(atom.value, np.ndarray) and atom.value.dtype.kind == "f" and atom.shape]
    for own in [atom for atom in arrays if atom.text in names] if gap(statement, source) else ():
        sign, number = ("<=", "0") if np.any(own.value) else (">", "1")
        for other in [atom for atom in arrays if atom.shape == own.shape and atom.text not in names and atom.role == "forward"]:
            condition = f"{other.text} {sign} 0"
            made = after(statement, f"{own.text}[{condition}] = {number}", source, "scale", 1.15, part=condition)
            yield replace(made, is_apart=True, old=own.text, detail="*", new_role="local")


def in_gaps(found: Sequence[Candidate], before: Sequence[ast.stmt], source: Source) -> Iterator[Candidate]:
    """What a name lacks where it is returned, as a statement of its own where a line is empty: `dW += reg * W`."""
    places: dict[str, ast.stmt | None] = {}
    for one in found:
        if not isinstance(one.node, ast.Name) or one.kind not in ("term", "scale") or one.more:
            continue
        own = one.node.id
        if one.part == own:
            continue
        if own not in places:
            last = max((k for k, statement in enumerate(before) if own in written_by(statement)), default=len(before))
            places[own] = next((statement for statement in before[last:] if gap(statement, source)), None)
        place, sign = places[own], next((sign for sign in "+-*/" if one.new.startswith(f"{own} {sign} ")), "")
        if place is not None and sign and hasattr(place, "current"):
            made = after(place, f"{own} {sign}= {one.new[len(own) + 3 :]}", source, one.kind, one.cost - 0.3, part=one.part)
            yield replace(made, factor=one.factor, detail=one.detail, new_role=one.new_role, is_apart=True)


def _scaled(statement: ast.For, arrays: Sequence[Atom], bound: set[str], source: Source) -> Iterator[Candidate]:
    """What is carried to the next turn, and lacks a factor, where a line is empty: `dc *= f`."""
    gaps = [one for one in statement.body if hasattr(one, "current") and gap(one, source)]
    carried = [atom for atom in arrays if atom.role == "gradient" and atom.text in bound]
    for place in gaps[:2]:
        for atom in carried:
            for other in [one for one in arrays if one.role == "forward" and one.shape == atom.shape][:12]:
                line = f"{atom.text} *= {other.text}"
                made = after(place, line, source, "scale", 1.1 + other.cost, part=other.text)
                yield replace(made, is_apart=True, old=atom.text, detail="*", new_role="local")


def _at_the_top(statement: ast.For, line: str, names: set[str], source: Source, part: str) -> Iterator[Candidate]:
    """Before the first statement of a loop, where a line is empty there and nothing in the loop makes the names."""
    first, rows = statement.body[0], source.original.splitlines()
    made = {node.id for one in statement.body for node in ast.walk(one) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    if first.lineno > statement.lineno + 1 and not rows[first.lineno - 2].strip() and not names & made and hasattr(first, "current"):
        own = source.code_of(first)
        yield Candidate(first, f"{line}\n{' ' * first.col_offset}{own}", "term", 1.05, old=own, new=line, part=part, gap=first.lineno - 1)


def _collected(lost: Atom, gradient: Atom, others: Sequence[Atom], style: Style) -> Iterator[str]:
    """What may be added to one gradient in each turn: another one, its sum, its product with a value of the turn."""
    g = gradient.text
    if gradient.shape == lost.shape:
        yield g
    for axis in range(len(gradient.shape)):
        if gradient.shape[:axis] + gradient.shape[axis + 1 :] == lost.shape:
            yield style.reduced(Written(g), style.axis(axis, len(gradient.shape))).text
    for other in others:
        x, y = gradient.value, other.value
        if (x.ndim, y.ndim) == (1, 2) and x.shape[0] == y.shape[0] and lost.shape == y.shape[1:]:
            yield style.matmul(turned(Written(other.text)), Written(g)).text
        if x.ndim == y.ndim == 2:
            own, second = Written(g), Written(other.text)
            ways = ((x.T, y, turned(own), second), (y.T, x, turned(second), own), (x, y.T, own, turned(second)))
            for a, b, left, right in ways:
                if a.shape[1] == b.shape[0] and (a.shape[0], b.shape[1]) == lost.shape:
                    yield style.matmul(left, right).text
            if x.shape[1] == y.shape[1] == 1 and (y.shape[0], x.shape[0]) == lost.shape:
                yield f"{other.text} @ {g}.T"
        elif x.ndim == y.ndim == 1:
            if (x.shape[0], y.shape[0]) == lost.shape:
                yield f"np.outer({g}, {other.text})"
            if (y.shape[0], x.shape[0]) == lost.shape:
                yield f"np.outer({other.text}, {g})"
        if x.shape == y.shape == lost.shape:
            yield f"{g} * {other.text}"
