"""A cell with what it has from earlier ones written above it, so that it is a program of its own.

What a name stands for in the notebook counts. It is written as the statement that made it, where that gives the same value
when it is run again (so that a forward pass in an earlier cell can be differentiated); else as a value.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from whygrad.checking.names import base_name, read
from whygrad.notebook.computing import Computing, is_made_by
from whygrad.notebook.earlier import Earlier, Statement
from whygrad.notebook.names import bound, needed
from whygrad.notebook.values import are_same, has_arrays, imported, is_from_module, is_short, literal

#: The module from which a program has the values that are too large, or of too strange a kind, to be written down.
MODULE = "__notebook__"
#: Rounds in which statements that give another value are left out.
MOST_ROUNDS = 20


@dataclass
class Context:
    """The lines above a cell, and the values that they take from the notebook."""

    lines: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @contextlib.contextmanager
    def given(self) -> Iterator[None]:
        """While the program is looked at, it finds the values: a copy of its own in every run."""
        before = sys.modules.get(MODULE)
        sys.modules[MODULE] = _Values(self.values)
        try:
            yield
        finally:
            del sys.modules[MODULE]
            if before is not None:
                sys.modules[MODULE] = before


class _Values(ModuleType):
    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(MODULE)
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return _own(self._values[name])
        except KeyError:
            raise AttributeError(name) from None


def _own(value: Any) -> Any:
    try:
        return copy.deepcopy(value)
    except Exception:  # a file, a lock: there is only one of it
        return value


def context(cell: str, space: Mapping[str, Any], earlier: Earlier, also: Iterable[str] = ()) -> Context:
    """What a cell needs of a notebook in which names have these values; `also` are names that are asked about beside it.

    >>> made = context("dx = w", {"w": 2.0, "x": 3.0, "y": 6.0}, Earlier(["w = 2.0", "x = 3.0", "y = w * x"]))
    >>> made.lines
    ['w = 2.0', 'x = 3.0', 'y = w * x']
    """
    tree = ast.parse(cell)
    made = _Gathering(space, earlier, [*needed(tree.body), *_partners(tree), *also])
    made.wanted += _behind(tree, made)
    more = _cases(tree, made)
    for _round in range(MOST_ROUNDS):
        made.gather()
        stale = made.stale()
        if not stale:
            break
        made.as_values |= stale
    found = made.context()
    found.lines += more
    return found


def _partners(tree: ast.Module) -> list[str]:
    """The forward functions of the backward ones that a cell defines."""
    names = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [name.replace("backward", "forward") for name in names if "backward" in name]


def _behind(tree: ast.Module, made: _Gathering) -> list[str]:
    """The forward pass of a cell that only goes back: what its gradients are named for, and what earlier cells compute from that."""
    own = {name for statement in tree.body for name in bound(statement)}
    known = set(made.space) | own
    claims = [claim for name in sorted(own) if (claim := read(name, known - {name})) is not None]
    found = dict.fromkeys(name for claim in claims for name in (base_name(claim.wrt), claim.of) if name in made.space and name not in own)
    for statement in made.earlier.statements if found else ():
        names = bound(statement.node)
        is_gradient = any(read(name, known - {name}) is not None for name in names)
        if not is_gradient and not names & own and made.computing.is_all(statement.node) and any(name in found for name in statement.needs):
            found |= dict.fromkeys(sorted(names & made.space.keys()))
    return [name for name in found if name is not None]


def _is_update(name: str, statement: Statement) -> bool:
    """Is this a step along a gradient, `w -= lr * dw`? What a parameter is after it is not differentiated further."""
    return any(claim.wrt == name for other in statement.needs if (claim := read(other, {name})) is not None)


def _cases(tree: ast.Module, made: _Gathering) -> list[str]:
    """Of a cell with functions alone, what they are called with: the notebook's own values of the names of their parameters."""
    if not all(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom) for node in tree.body):
        return []
    own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if "cases" in own:
        return []
    known = {**made.computing.functions, **own}
    found = [known[name] for name in (name.replace("backward", "forward") for name in own if "backward" in name) if name in known]
    found += [node for node in own.values() if node not in found and _returns_several(node) and "backward" not in node.name]
    rows = []
    for node in found:
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
        names = names[: len(names) - len(node.args.defaults)]
        if names and all(name in made.space for name in names):
            made.wanted += names
            rows.append(f"{node.name!r}: ({', '.join(names)},)")
    return ["def cases():", f"    return {{{', '.join(rows)}}}"] if rows else []


def _returns_several(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple) for one in ast.walk(node))


class _Gathering:
    """What is written above a cell: statements of earlier cells, and values."""

    def __init__(self, space: Mapping[str, Any], earlier: Earlier, wanted: Iterable[str]) -> None:
        self.space = space
        self.earlier = earlier
        self.wanted = [name for name in dict.fromkeys(wanted) if name in space and not name.startswith("__")]
        self.as_values: set[str] = set()
        self.statements: set[Statement] = set()
        self.names: dict[str, bool] = {}  # each name, and whether a statement makes it
        functions = {}
        for name, value in space.items():
            text = self._definition(name, value)
            if text is not None and isinstance(text.node, ast.FunctionDef):
                functions[name] = text.node
        self.computing = Computing(space, functions)

    def gather(self) -> None:
        self.statements, self.names = set(), {}
        waiting = list(self.wanted)
        while waiting:
            name = waiting.pop()
            if name in self.names or name not in self.space:
                continue
            makers = self._makers(name)
            self.names[name] = bool(makers)
            self.statements.update(makers)
            waiting += [other for maker in makers for other in maker.needs]

    def _makers(self, name: str) -> list[Statement]:
        if name in self.as_values:
            return []
        makers, value = self.earlier.makers(name), self.space[name]
        if not makers:
            return []
        if isinstance(makers[0].node, ast.Import | ast.ImportFrom):
            return makers[:1] if is_from_module(value) else []
        definition = self._definition(name, value)
        if definition is not None:
            return [definition]
        is_computed = all(self.computing.is_all(one.node) and not _is_update(name, one) for one in makers)
        return makers if is_computed else []

    def _definition(self, name: str, value: Any) -> Statement | None:
        """The statement that defines a function or a class, if the name still stands for it."""
        makers = self.earlier.makers(name) if callable(value) else []
        if len(makers) != 1:
            return None
        (maker,) = makers
        if isinstance(maker.node, ast.ClassDef):
            is_used = any(isinstance(other, value) for other in self.space.values()) if isinstance(value, type) else True
            return None if is_used else maker  # an object is of the class that it was made of
        is_whole = isinstance(maker.node, ast.FunctionDef) and not maker.node.decorator_list
        return maker if is_whole and is_made_by(value, maker.text) else None

    def stale(self) -> set[str]:
        """The names that the statements give another value than they have in the notebook."""
        made = [name for name, is_made in self.names.items() if is_made]
        computed = [name for name in made if not callable(self.space[name]) and not isinstance(self.space[name], ModuleType)]
        if not computed:
            return set()
        found = self.context()
        space: dict[str, Any] = {"__name__": MODULE}
        try:
            with found.given(), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile("\n".join(found.lines), f"<{MODULE}>", "exec", dont_inherit=True), space)
        except Exception:
            return set(computed)
        different = {name for name in computed if name not in space or not are_same(space[name], self.space[name])}
        # those that are computed from a name with another value are right once that one is: the first ones only
        return {name for name in different if not self._depends(name, different)} or different

    def _depends(self, name: str, others: set[str]) -> bool:
        needs = {other for maker in self.earlier.makers(name) for other in maker.needs}
        return bool(needs & (others - {name}))

    def context(self) -> Context:
        """The lines: values first, then statements in the order in which they were run."""
        found = Context()
        written = []
        for name in sorted(name for name, is_made in self.names.items() if not is_made):
            value = self.space[name]
            text = imported(name, value) or (f"{name} = {literal(value)}" if is_short(value) else None)
            if text is None:
                found.values[name] = value
                text = f"{name} = {MODULE}.{name}"
            written.append(text)
        if has_arrays(list(found.values.values())):
            written.insert(0, "import numpy")  # so that it is known for a program on arrays
        if found.values:
            written.insert(0, f"import {MODULE}")
        for statement in sorted(self.statements, key=lambda one: one.place):
            written += statement.text.split("\n")
        found.lines = written
        return found
