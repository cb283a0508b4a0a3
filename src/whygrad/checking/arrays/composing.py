"""A gradient written anew: where no small change mends a statement, what the chain rule makes of the names in scope there.

The graph of the forward pass, with its gradients in it, is walked from the gradient that is wanted down to the values that have names
where the statement stands. What is written is a proposal, as ever: run at every sample, it has to be right.
"""

from __future__ import annotations

import ast
import inspect
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.autodiff.shifts import without_effect
from whygrad.autodiff.transforms import recorded
from whygrad.checking.arrays.edits import broadcasts
from whygrad.checking.arrays.leaves import own_copy, replaced
from whygrad.checking.arrays.randomness import restore
from whygrad.checking.arrays.scope import Atom
from whygrad.checking.arrays.subjects import Sample, Subject, seeds_of
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.tracing.active import adding_to
from whygrad.tracing.arrays import handle
from whygrad.tracing.naming import Names
from whygrad.writing.lines import Lines

#: Nodes of a graph that is walked, lines that are written before the gradient's own, characters of a line.
MOST_NODES, MOST_LINES, LONGEST = 3000, 8, 150
#: Arrays of which two are taken together.
MOST_PAIRED = 16
#: Numbers that too much is equal to by chance.
_COMMON = frozenset({0.0, 1.0, 2.0, 0.5, -1.0})


@dataclass(frozen=True)
class Composed:
    """An expression, and the lines that stand before it."""

    lines: tuple[str, ...]
    expression: str


class Composer:
    """The gradients of one forward pass as code, in the names of whatever place they are wanted at."""

    def __init__(self, subject: Subject, at: Sample) -> None:
        self.subject, self.at = subject, at

    @cached_property
    def _way(self) -> _Way | None:
        """The forward pass, followed by its gradients; None where it is too long."""
        at, working, forward = self.at, own_copy(self.at.args), self.subject.forward

        def of_leaves(*values: Any) -> Any:
            return forward(*replaced(working, list(zip(at.leaves, values, strict=True))))

        restore(at.state)
        values = tuple(leaf.of(own_copy(at.args)) for leaf in at.leaves)
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = recorded(of_leaves, values, {}, tuple(range(len(at.leaves))), outlives=True)
            graph, end = found.graph, len(found.graph)
            if end > MOST_NODES:
                return None
            with adding_to(graph.trace):
                above = {node: seed for node, seed in seeds_of(found, at.upstream).items() if np.any(seed)}
                still = without_effect(graph, list(above))
                seeds = {node: handle(graph, graph.append(INPUT, (), seed)) for node, seed in above.items()}
                nodes = [node for node in range(end) if _is_float(graph.values[node])]
                cotangents(graph, seeds, nodes, traced=True, stopped=still)
        return _Way(graph, end)

    @cached_property
    def _written(self) -> set[float]:
        """The numbers that are written out in the forward pass, and in the functions of the module that it calls."""
        function = inspect.unwrap(self.subject.forward)
        space = getattr(function, "__globals__", {})
        waiting, seen = [getattr(function, "__code__", None)], set[CodeType]()
        found: set[float] = set()
        while waiting:
            code = waiting.pop()
            if isinstance(code, CodeType) and code not in seen:
                seen.add(code)
                found |= {float(one) for one in code.co_consts if type(one) in (int, float)}
                waiting += [*code.co_consts, *(getattr(space.get(name), "__code__", None) for name in code.co_names)]
        return found

    def compositions(self, truth: Any, atoms: Sequence[Atom], taken: Collection[str]) -> Iterator[Composed]:
        """Ways to write a value that is a gradient: with its sizes read off the arrays in scope, and with its sizes as numbers.

        A number that stands in the forward pass, the 0.2 of a leaky relu, is rather that than one over the number of rows.
        """
        target = None if self._way is None else self._way.node(truth)
        made = None if self._way is None or target is None else self._way.written(target, atoms, taken)
        if made is None:
            return
        sizes = _sizes(atoms)
        other = {size: text for size, text in sizes.items() if not {float(size), 1 / size} & self._written}
        ways = [Composed(tuple(_tidied(line, one) for line in made.lines), _tidied(made.expression, one)) for one in (other, sizes, {})]
        yield from (way for way in dict.fromkeys(ways) if all(len(line) <= LONGEST for line in (*way.lines, way.expression)))


@dataclass(frozen=True)
class _Way:
    """A graph in which gradients follow the forward pass, and where they begin."""

    graph: Graph
    end: int

    def node(self, truth: Any) -> int | None:
        """The gradient in the graph that has this value."""
        wanted = np.asarray(truth, dtype=float)
        for node in range(len(self.graph) - 1, self.end - 1, -1):
            if self.graph.gates[node] not in (INPUT, CONSTANT) and _same(self.graph.values[node], wanted):
                return node
        return None

    def written(self, target: int, atoms: Sequence[Atom], taken: Collection[str]) -> Composed | None:
        """The code of a node; None where something that it is made of has no name, or it is too long."""
        lines = Lines(self.graph, Names(taken))
        lines.users = 0  # the names of the forward pass are its own
        lines.needed([target])
        order = self._order(lines, lines.same(target), atoms)
        if order is None:
            return None
        lines.uses.clear()
        for node in order:
            for source in {lines.same(one) for one in self.graph.inputs(node)}:
                lines.uses[source] += 1
        try:
            for node in order:
                lines.write(node)
        except (KeyError, ValueError, TypeError):  # no code says what this gate does
            return None
        text, before = lines.text(target), lines.lines
        if before and before[-1].startswith(f"{text} = "):
            text, before = before[-1].removeprefix(f"{text} = "), before[:-1]
        if lines.helpers or lines.constants or len(before) > MOST_LINES or "scipy" in text + "".join(before):
            return None
        return Composed(tuple(before), text)

    def _order(self, lines: Lines, target: int, atoms: Sequence[Atom]) -> list[int] | None:
        """The nodes between the names in scope and the target, each after what it is made of; None where something has no name."""
        known, order, seen = _Known(atoms, self.end), list[int](), set[int]()
        waiting = [(target, False)]
        while waiting:
            node, is_ready = waiting.pop()
            if is_ready:
                order.append(node)
                continue
            if node in seen:
                continue
            seen.add(node)
            text = known.of(self.graph, node) if node != target else None
            if text is not None:
                lines.known[node] = text
            elif self.graph.gates[node] is INPUT:
                if not _is_one(self.graph.values[node]):
                    return None
                lines.known[node] = "1.0"  # the gradient of a loss by itself
            elif self.graph.gates[node] is not CONSTANT:
                waiting.append((node, True))
                waiting += [(lines.same(source), False) for source in self.graph.inputs(node)]
        return order


class _Known:
    """Which names hold the values of nodes, or which two names do: `xhat * std` is what the mean was taken from."""

    def __init__(self, atoms: Sequence[Atom], end: int) -> None:
        self.end = end
        self.by_shape: dict[tuple[int, ...], list[Atom]] = {}
        self.arrays = [atom for atom in atoms if atom.shape and atom.value.dtype.kind == "f"][:MOST_PAIRED]
        for atom in sorted(atoms, key=lambda one: (one.cost, len(one.text))):
            self.by_shape.setdefault(atom.shape, []).append(atom)

    def of(self, graph: Graph, node: int) -> str | None:
        """The code of a node's value."""
        value = graph.values[node]
        if not isinstance(value, np.ndarray | np.generic | float | int) or (
            np.size(value) == 1 and float(np.reshape(value, ())) in _COMMON
        ):
            return None
        held = np.asarray(value)
        fitting = [atom for atom in self.by_shape.get(held.shape, ()) if _same(atom.value, held)]
        own = "gradient" if node >= self.end else "forward"
        best = min(fitting, key=lambda atom: atom.role != own, default=None)
        if best is not None:
            return best.text
        return next((text for text, both in self._pairs if _same(both, held)), None) if node < self.end else None

    @cached_property
    def _pairs(self) -> list[tuple[str, Any]]:
        """Products and quotients of two arrays that have the shape of one of them."""
        found: list[tuple[str, Any]] = []
        for a in self.arrays:
            for b in self.arrays:
                if a is b or a.role != "forward" or b.role != "forward" or not broadcasts(b.shape, a.shape):
                    continue
                with np.errstate(all="ignore"):
                    found += [(f"({a.text} * {b.text})", a.value * b.value), (f"({a.text} / {b.text})", a.value / b.value)]
        return found


def _is_float(value: Any) -> bool:
    return isinstance(value, float) or getattr(getattr(value, "dtype", None), "kind", "") == "f"


def _is_one(value: Any) -> bool:
    return np.size(value) == 1 and float(np.reshape(value, ())) == 1.0


def _same(value: Any, wanted: Any) -> bool:
    if np.shape(value) != wanted.shape or getattr(value, "dtype", np.dtype(float)).kind not in "fiub":
        return False
    held = np.asarray(value)
    if held.dtype.kind != wanted.dtype.kind and "b" in (held.dtype.kind, wanted.dtype.kind):
        return False
    scale = float(np.max(np.abs(wanted), initial=0.0)) or 1.0
    return bool(np.all(np.abs(held.astype(float) - wanted.astype(float)) <= 1e-9 * scale))


def _sizes(atoms: Sequence[Atom]) -> dict[int, str]:
    """How the sizes of the arrays in scope are written."""
    found: dict[int, str] = {}
    for atom in atoms:
        if atom.shape == () and isinstance(atom.value, int | np.integer) and atom.value > 2:
            found.setdefault(int(atom.value), atom.text)
    for atom in sorted(atoms, key=lambda one: (one.cost, len(one.text))):
        for axis, size in enumerate(atom.shape):
            if size > 1:
                found.setdefault(size, f"{atom.text}.shape[{axis}]")
    return found


class _Tidy(ast.NodeTransformer):
    """Sizes by their names, and no product with 1."""

    def __init__(self, sizes: Mapping[int, str]) -> None:
        self.sizes = sizes

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        value = node.value
        if not isinstance(value, int | float) or isinstance(value, bool) or not value:
            return node
        if value == int(value) and int(value) in self.sizes:
            return ast.parse(self.sizes[int(value)], mode="eval").body
        share = round(1 / value)
        if share > 2 and abs(value * share - 1) < 1e-12 and share in self.sizes:  # 0.2, of five rows
            return ast.parse(f"1 / {self.sizes[share]}", mode="eval").body
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        return node if node.arg == "axis" else self.generic_visit(node)  # type: ignore[return-value]

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        if isinstance(node.op, ast.Pow):  # an exponent is no size
            node.left = self.visit(node.left)
            return node
        self.generic_visit(node)
        if isinstance(node.op, ast.Mult | ast.Div) and _is_negative(node.left) and _is_negative(node.right):
            node.left, node.right = node.left.operand, node.right.operand  # type: ignore[attr-defined]
        if isinstance(node.op, ast.Mult) and _is_literal_one(node.left):
            return node.right
        if isinstance(node.op, ast.Mult) and _is_negative(node.left) and _is_literal_one(node.left.operand):  # type: ignore[attr-defined]
            return ast.UnaryOp(ast.USub(), node.right)
        if isinstance(node.op, ast.Mult | ast.Div) and _is_literal_one(node.right):
            return node.left
        return node


def _is_negative(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def _is_literal_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value == 1


def _tidied(line: str, sizes: Mapping[int, str]) -> str:
    try:
        return ast.unparse(ast.fix_missing_locations(_Tidy(sizes).visit(ast.parse(line))))
    except (SyntaxError, ValueError):
        return line
