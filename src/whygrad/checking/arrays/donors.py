"""What else stands in a function: entries, slices and expressions that may be what a place lacks."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import CodeType
from typing import Any

import numpy as np

from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.deducing import Entry
from whygrad.checking.arrays.scope import Atom, Scope, is_gradient
from whygrad.checking.arrays.slices import base_name, names_in, parsed
from whygrad.checking.arrays.values import called, values_of
from whygrad.checking.arrays.writing import name, written
from whygrad.checking.changes import Role
from whygrad.tracing.function import is_float
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class
from whygrad.tracing.source import Source

#: What an entry costs more by a key that is another one in the next turn.
BY_CHANCE = 0.4
#: Expressions from elsewhere that may be what a place lacks; entries by an index that stands elsewhere.
MOST_DONORS, MOST_ALIKE = 16, 8


class Donors:
    """Those of one function, whose values are looked up where they are wanted; `pure` are helpers that are one formula."""

    def __init__(self, source: Source, statements: Sequence[ast.stmt], pure: frozenset[str], forward: frozenset[str]) -> None:
        self.source, self.statements, self.pure, self.forward = source, statements, pure, forward
        self.entries, self.keys = self._entries(), self._keys()
        self.stored = tuple(dict.fromkeys(_stored(statements, source)))

    def expressions(self, k: int, names: dict[str, Any], scope: Scope) -> list[Entry]:
        """Expressions that stand in the statements up to the next but one, and what the program's own formulas make of other names."""
        known = {atom.text for atom in scope.atoms}
        found: dict[str, Entry] = {}
        wrappers: dict[str, tuple[int, ...]] = {}
        for statement in [*self.statements[k + 1 : k + 3], *self.statements[: k + 1]]:
            values = values_of(statement, names, self.pure)
            for node in ast.walk(statement):
                value = values.get(id(node))
                if not isinstance(value, np.ndarray | np.floating) or value.dtype.kind != "f" or not hasattr(node, "current"):
                    continue
                if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and called(node) in self.pure:
                    wrappers[self.source.code_of(node.func)] = np.shape(values.get(id(node.args[0]), 0.0))
                if isinstance(node, ast.BinOp | ast.Call):
                    text = written(node, self.source)
                    if text.text not in known and len(text.text) < 60:
                        found.setdefault(text.text, Entry(text, value, 1.45))
        for wrapper, shape in wrappers.items():
            for atom in scope.of_shape(shape):
                call = f"{wrapper}({atom.text})"
                with contextlib.suppress(Exception):
                    found.setdefault(call, Entry(name(call), np.asarray(eval(call, dict(names)), dtype=float), 1.4 + atom.cost))
        return list(found.values())[-MOST_DONORS:]

    def atoms(self, names: dict[str, Any], scope: Scope) -> list[Atom]:
        """Entries and slices that the function reads anywhere, where they can be read here."""
        known = {atom.text for atom in scope.atoms}
        found = []
        for text, code in self.entries.items():
            if text in known:
                continue
            try:
                value = eval(code, dict(names))
            except Exception:
                continue
            if isinstance(value, np.ndarray | float | np.floating) and np.asarray(value).dtype.kind == "f":
                root = base_name(text)
                is_known = any(atom.role == "gradient" and atom.text == root for atom in scope.atoms)
                is_named = is_gradient(root) and root not in self.forward
                found.append(Atom(text, value, "gradient" if is_known or is_named else "forward"))
        return found[:12] + self._alike(names, scope, known | {atom.text for atom in found}) + self._by_key(names, scope)

    def _alike(self, names: dict[str, Any], scope: Scope, known: Collection[str]) -> list[Atom]:
        """The same entry of another array or list: `vs[n]`, where `xs[n]` stands."""
        found: dict[str, Atom] = {}
        pool: dict[str, Any] = {key: value for key, value in names.items() if isinstance(value, list)}
        pool |= {atom.text: atom.value for atom in scope.atoms if isinstance(atom.value, np.ndarray) and atom.shape}
        pool = {text: value for text, value in pool.items() if text.isidentifier() or not any(value is names.get(one) for one in pool)}
        held = {base: value_of(base, names) for base, _index in self._indexed}
        ways = [(base, index, other) for base, index in self._indexed if isinstance(held[base], np.ndarray | list) for other in pool]

        def is_apart(way: tuple[str, ...]) -> bool:  # an array of another shape
            return bool(getattr(pool[way[2]], "shape", None) != getattr(held[way[0]], "shape", None))

        for base, index, other in sorted(ways, key=is_apart):
            made, value = f"{other}[{index}", pool[other]
            if other == base or made in known or made in found or len(value) != len(held[base]) or len(found) >= MOST_ALIKE:
                continue
            entry = value_of(made, names)
            if is_float(entry):
                found[made] = Atom(made, entry, self._role(other), 0.1)
        return [*found.values(), *_last_ones(names, known), *self._alike_in_dicts(names, known)]

    @cached_property
    def _indexed(self) -> list[tuple[str, str]]:
        """What is read or written by an index with names in it, `xs[n]`: the array, and the index with its bracket."""
        found = []
        for text in (*self.entries, *self.stored):
            base, bracket, index = text.partition("[")
            with contextlib.suppress(SyntaxError):  # of `(a / b["c"])[0]`, half is no expression
                if bracket and names_in(parsed(text)) - {base_name(base)}:
                    found.append((base, index))
        return found

    def _role(self, text: str) -> Role:
        """What the entries of something are, by the last part of its name."""
        return "gradient" if is_gradient(text.rpartition(".")[2]) and text not in self.forward else "forward"

    def _alike_in_dicts(self, names: dict[str, Any], known: Collection[str]) -> Iterator[Atom]:
        """The entry of another dict by the same key, which differs from turn to turn: `self.params[name]`, where `grads[name]` stands."""
        held = {own: value for own, value in names.items() if isinstance(value, dict) and not own.startswith("__")}
        for own, value in names.items():
            parts = attributes(value) if is_own_class(type(value)) else ()
            held |= {f"{own}.{key}": part for key, part in parts if isinstance(part, dict)}
        for text in (*self.entries, *self.stored):
            base, bracket, index = text.partition("[")
            key = value_of(index[:-1], names) if bracket and index[:-1].isidentifier() else None
            for other, entries in held.items() if isinstance(key, str) and base in held else ():
                entry, made = entries.get(key), f"{other}[{index}"
                if made not in known and is_float(entry):
                    yield Atom(made, entry, self._role(other), 0.1)

    def _by_key(self, names: dict[str, Any], scope: Scope) -> list[Atom]:
        """The entries of dicts whose keys are made in a loop, `params[f"W{k}"]`, in the place of those by what the keys happen to be."""
        found: dict[str, Atom] = {}
        for text, code in self.keys.items():
            key = None
            with contextlib.suppress(Exception):
                key = eval(code, dict(names))
            ending = f'["{key}"]'
            for k, atom in enumerate(scope.atoms if isinstance(key, str) else ()):
                if atom.text.endswith(ending):
                    made = f"{atom.text.removesuffix(ending)}[{text}]"
                    scope.atoms[k] = replace(atom, cost=atom.cost + BY_CHANCE)
                    if made not in {one.text for one in scope.atoms}:
                        found[made] = replace(atom, text=made)
        return list(found.values())

    def _entries(self) -> dict[str, CodeType]:
        found: dict[str, CodeType] = {}
        for statement in self.statements:
            for node in ast.walk(statement):
                if (
                    isinstance(node, ast.Subscript)
                    and hasattr(node, "current")
                    and isinstance(node.ctx, ast.Load)
                    and not any(isinstance(one, ast.Call) for one in ast.walk(node))
                ):
                    found.setdefault(self.source.code_of(node), compile(ast.Expression(node), "<donor>", "eval"))
        return found

    def _keys(self) -> dict[str, CodeType]:
        """The expressions that keys of dicts are made by."""
        nodes = [node for statement in self.statements for node in ast.walk(statement)]
        keys = [node.slice for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.JoinedStr | ast.BinOp)]
        return {self.source.code_of(key): compile(ast.Expression(key), "<key>", "eval") for key in keys if hasattr(key, "current")}


def _last_ones(names: Mapping[str, Any], known: Collection[str]) -> list[Atom]:
    """The last entries of lists of arrays: what the last layer made."""
    found = []
    for own, value in names.items():
        last = value[-1] if isinstance(value, list) and value else None
        if isinstance(last, np.ndarray) and last.dtype.kind == "f" and f"{own}[-1]" not in known:
            found.append(Atom(f"{own}[-1]", last, "gradient" if is_gradient(own) else "forward", 0.1))
    return found[:4]


def _stored(statements: Sequence[ast.stmt], source: Source) -> Iterator[str]:
    """The entries and slices that some statements write to."""
    for node in (one for statement in statements for one in ast.walk(statement)):
        is_written = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and hasattr(node, "current")
        if is_written and not any(isinstance(one, ast.Call) for one in ast.walk(node)):
            yield source.code_of(node)
