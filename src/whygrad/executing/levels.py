"""Large graphs of plain numbers, run level by level: many gates of one kind at once, and sums of products as matrix products.

A program that loops over lists makes a graph of ten thousands of numbers in which the same happens again and again. Here
the numbers lie in one array `v`, in the order in which they can be computed, and `g` holds what comes from above for
each. A sum of products isn't computed product by product: where its factors form two matrices, it is their product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from whygrad.gates.arithmetic import add, divide, multiply, negate, power, subtract, sum_
from whygrad.gates.exponential import exp, log, sqrt
from whygrad.gates.selection import absolute, max_, min_
from whygrad.gates.table import Gate
from whygrad.gates.trigonometry import cos, sin, tanh
from whygrad.graph import CONSTANT, Graph

#: Gates that are done for many numbers at once, as they are written.
_FUNCTIONS = {
    exp: "np.exp({0})",
    log: "np.log({0})",
    sqrt: "np.sqrt({0})",
    tanh: "np.tanh({0})",
    sin: "np.sin({0})",
    cos: "np.cos({0})",
    absolute: "np.abs({0})",
}
_PAIRS = {divide: "{0} / {1}", multiply: "{0} * {1}", power: "{0} ** {1}", max_: "np.maximum({0}, {1})", min_: "np.minimum({0}, {1})"}
_LOCAL = {
    exp: ("{out}",),
    log: ("1.0 / {0}",),
    sqrt: ("0.5 / {out}",),
    tanh: ("(1.0 - {out}) * (1.0 + {out})",),
    sin: ("np.cos({0})",),
    cos: ("-np.sin({0})",),
    absolute: ("np.sign({0})",),
    power: ("{1} * {0} ** ({1} - 1.0)", "{out} * np.log({0})"),
    divide: ("1.0 / {1}", "-{out} / {1}"),
    multiply: ("{1}", "{0}"),
    max_: ("({1} <= {0})", "({1} > {0})"),
    min_: ("({1} >= {0})", "({1} < {0})"),
}
_COMPARISONS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "equal": "==", "not_equal": "!="}
_SUMS = (add, subtract, negate, sum_)


class NotLevelled(Exception):
    """A graph of other gates, or of other values, than floats of Python's."""


class Group(NamedTuple):
    """Many nodes of one kind and level.

    Of a gate, `first` and `second` are the nodes of its operands, (n,). Of sums of products (no gate) they are those of the
    factors: (n, terms), or, where the sums are all products of a row of the one with a row of the other, those rows.
    """

    gate: Gate | None
    nodes: list[int]
    first: np.ndarray
    second: np.ndarray | None
    is_grid: bool = False


class Levels:
    """The groups of a graph in the order in which they can be computed, and where each number lies."""

    def __init__(self, graph: Graph, inputs: Sequence[int], outputs: Iterable[int], guards: Iterable[tuple[int, Any]]) -> None:
        self.graph = graph
        self.inputs = list(inputs)
        self._given = set(self.inputs)
        self.compared: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
        for node, expected in guards:
            if graph.gates[node].name not in _COMPARISONS or not isinstance(expected, bool):
                raise NotLevelled
            one, other = graph.inputs(node)
            self.compared[_COMPARISONS[graph.gates[node].name], expected].append((one, other))
        self.wanted = {*outputs, *[node for pairs in self.compared.values() for pair in pairs for node in pair]}
        self.constants: dict[float, int] = {}  # by value, their nodes: some of the graph, some beyond its end
        self._uses = self._counted()
        self.groups = self._grouped()
        self.position: dict[int, int] = {}
        self.size = self._laid_out()

    def constant(self, value: float) -> int:
        """The node of a constant, of the graph or beyond its end."""
        return self.constants.setdefault(value, len(self.graph) + len(self.constants))

    def _counted(self) -> list[int]:
        graph = self.graph
        uses = [0] * len(graph)
        for index, is_needed in enumerate(graph.feeding(self.wanted)):
            if is_needed:
                for source in graph.inputs(index):
                    uses[source] += 1
        for node in self.wanted:
            uses[node] += 2  # it has to be there by itself
        return uses

    def _terms_of(self, root: int) -> list[tuple[int, int]]:
        """A sum as products of two factors; what is used for it alone is taken apart."""
        gates, firsts, seconds, uses, given = self.graph.gates, self.graph.first, self.graph.second, self._uses, self._given
        found: list[tuple[int, int]] = []
        waiting = [(root, 1.0)]
        while waiting:
            node, sign = waiting.pop()
            gate = gates[node]
            inner = node == root or (uses[node] == 1 and node not in given)
            if inner and gate is multiply and sign == 1.0:
                found.append((firsts[node], seconds[node]))
            elif inner and gate is add:
                waiting += ((seconds[node], sign), (firsts[node], sign))
            elif inner and gate is subtract:
                waiting += ((seconds[node], -sign), (firsts[node], sign))
            elif inner and gate in _SUMS:
                sources = self.graph.inputs(node)
                waiting += [(source, -sign if gate is negate else sign) for source in reversed(sources)]
            elif inner and gate is power and sign == 1.0 and self._is_two(seconds[node]):
                found.append((firsts[node], firsts[node]))
            else:
                found.append((node, self.constant(sign)))
        return found

    def _is_two(self, node: int) -> bool:
        return self.graph.gates[node] is CONSTANT and self.graph.values[node] == 2

    def _operands(self) -> dict[int, Any]:
        """By node that gets a number of its own, its operands, or the terms of its sum."""
        graph, end = self.graph, len(self.graph)
        asked = bytearray(end)
        for node in self.wanted:
            asked[node] = 1
        found: dict[int, Any] = {}
        for index in range(len(graph) - 1, -1, -1):
            if not asked[index] or index in self._given:
                continue
            gate, value = graph.gates[index], graph.values[index]
            if gate is CONSTANT and type(value) in (int, float):
                self.constants.setdefault(float(value), index)
                continue
            if type(value) is not float or (gate not in _SUMS and gate not in _FUNCTIONS and gate not in _PAIRS):
                raise NotLevelled
            found[index] = self._terms_of(index) if gate in _SUMS else graph.inputs(index)
            if gate not in _SUMS and len(found[index]) != (1 if gate in _FUNCTIONS else 2):
                raise NotLevelled
            for part in chain.from_iterable(found[index]) if gate in _SUMS else found[index]:
                if part < end:
                    asked[part] = 1
        return dict(sorted(found.items()))

    def _grouped(self) -> list[Group]:
        gates = self.graph.gates
        operands = self._operands()
        depth = [0] * (len(self.graph) + len(self.constants))
        rows: dict[Any, list[int]] = defaultdict(list)
        for index, own in operands.items():
            is_sum = gates[index] in _SUMS
            depth[index] = 1 + max(map(depth.__getitem__, chain.from_iterable(own) if is_sum else own))
            rows[depth[index], None if is_sum else gates[index], len(own)].append(index)
        settled, groups = self._settled(), []
        for (_level, gate, _count), nodes in sorted(rows.items(), key=lambda item: item[0][0]):
            parts = settled[np.array([operands[node] for node in nodes])]
            if gate is None:
                groups.append(_as_grid(nodes, parts[..., 0], parts[..., 1]))
            else:
                groups.append(Group(gate, nodes, parts[:, 0], parts[:, 1] if parts.shape[1] == 2 else None))
        return groups

    def _settled(self) -> np.ndarray:
        """By node, the one that stands for it: equal constants are one."""
        graph = self.graph
        found = np.arange(len(graph) + len(self.constants))
        for node, gate in enumerate(graph.gates):
            if gate is CONSTANT and type(graph.values[node]) in (int, float):
                found[node] = self.constants.get(float(graph.values[node]), node)
        return found

    def _laid_out(self) -> int:
        for node in (*self.inputs, *self.constants.values(), *[node for group in self.groups for node in group.nodes]):
            self.position[node] = len(self.position)
        return len(self.position)


def _as_grid(nodes: list[int], first: np.ndarray, second: np.ndarray) -> Group:
    """Sums of products, as the product of two matrices if they are one."""
    for one, other in ((first, second), (np.minimum(first, second), np.maximum(first, second))):
        rows, row = np.unique(one, axis=0, return_inverse=True)
        columns, column = np.unique(other, axis=0, return_inverse=True)
        if len(rows) * len(columns) == len(nodes):
            at = row.reshape(-1) * len(columns) + column.reshape(-1)
            if np.array_equal(np.sort(at), np.arange(len(nodes))):
                return Group(None, [nodes[k] for k in np.argsort(at)], rows, columns, is_grid=True)
    return Group(None, nodes, first, second)


class LevelCode:
    """The lines that compute all numbers, and those that go back over them; for JAX, whose arrays can't be written to, as new arrays."""

    def __init__(self, levels: Levels, wrt: Iterable[int], *, on_jax: bool = False) -> None:
        self.levels = levels
        self.on_jax = on_jax
        graph = levels.graph
        depends = graph.depending(wrt)
        self.moves = {node for node in levels.position if node < len(graph) and depends[node]}
        self.names: dict[str, Any] = {}
        self._known: dict[bytes, str] = {}
        self.forward: list[str] = []
        self.backward: list[str] = []
        for number, group in enumerate(levels.groups):
            lines = self._sums(group, number) if group.gate is None else self._gate(group, number)
            self.backward = [*lines, *self.backward]

    def _positions(self, nodes: np.ndarray) -> np.ndarray:
        position = self.levels.position
        return np.array([position[node] for node in nodes.ravel().tolist()], dtype=np.intp).reshape(nodes.shape)

    def _index(self, places: np.ndarray) -> str:
        """Places as they stand between brackets: a slice where they are in order, one number where all are the same."""
        flat = places.ravel()
        if flat.size > 1 and np.all(flat == flat[0]) and places.ndim == 1:
            return str(flat[0])
        if np.array_equal(flat, np.arange(flat[0], flat[0] + flat.size)):
            return f"{flat[0]}:{flat[0] + flat.size}"
        key = places.tobytes() + repr(places.shape).encode()
        if key not in self._known:
            self._known[key] = f"at_{len(self._known)}"
            self.names[self._known[key]] = places
        return self._known[key]

    def _read(self, places: np.ndarray) -> str:
        index = self._index(places)
        return f"v[{index}].reshape({places.shape})" if places.ndim > 1 and ":" in index else f"v[{index}]"

    def _out(self, group: Group) -> str:
        start = self.levels.position[group.nodes[0]]
        return f"{start}:{start + len(group.nodes)}"

    def _sums(self, group: Group, number: int) -> list[str]:
        assert group.second is not None
        out = self._out(group)
        parts = [self._positions(group.first), self._positions(group.second)]
        texts = [f"a_{number}", f"b_{number}"]
        self.forward += [f"{text} = {self._read(places)}" for text, places in zip(texts, parts, strict=True)]
        if group.is_grid:
            self.forward.append(self._set(out, f"(a_{number} @ b_{number}.T).ravel()"))
            above = f"d_{number} = g[{out}].reshape({(len(parts[0]), len(parts[1]))})"
            shares = [f"d_{number} @ b_{number}", f"d_{number}.T @ a_{number}"]
        else:
            self.forward.append(self._set(out, f"np.einsum('ij,ij->i', a_{number}, b_{number})"))
            above = f"d_{number} = g[{out}, None]"
            shares = [f"d_{number} * b_{number}", f"d_{number} * a_{number}"]
        added = [self._added(places, nodes, share) for places, nodes, share in zip(parts, (group.first, group.second), shares, strict=True)]
        return [above, *[line for line in added if line]]

    def _gate(self, group: Group, number: int) -> list[str]:
        gate, out = group.gate, self._out(group)
        assert gate is not None
        nodes = [group.first] if group.second is None else [group.first, group.second]
        places = [self._positions(part) for part in nodes]
        texts = [f"a_{number}", f"b_{number}"][: len(nodes)]
        self.forward += [f"{text} = {self._read(part)}" for text, part in zip(texts, places, strict=True)]
        self.forward.append(self._set(out, (_FUNCTIONS.get(gate) or _PAIRS[gate]).format(*texts)))
        lines = []
        for part, own, local in zip(places, nodes, _LOCAL[gate], strict=True):
            share = f"g[{out}] * ({local.format(*texts, out=f'v[{out}]')})"
            line = self._added(part, own, share)
            if line:
                lines.append(line)
        return lines

    def _added(self, places: np.ndarray, nodes: np.ndarray, share: str) -> str | None:
        """The line that adds shares of the gradient at their places; None if no gradient goes there."""
        moving = np.array([node in self.moves for node in nodes.ravel().tolist()])
        if not moving.any():
            return None
        flat = places.ravel()
        if places.ndim == 1 and flat.size > 1 and np.all(flat == flat[0]):
            return self.gain(str(flat[0]), f"np.sum({share})", is_distinct=True)
        text = f"({share}).ravel()" if places.ndim > 1 else share
        if not moving.all():
            text = f"({text})[{self._index(np.flatnonzero(moving))}]"
            flat = flat[moving]
        return self.gain(self._index(flat), text, is_distinct=len(np.unique(flat)) == flat.size)

    def _set(self, index: str, text: str) -> str:
        return f"v = v.at[{index}].set({text})" if self.on_jax else f"v[{index}] = {text}"

    def gain(self, index: str, text: str, *, is_distinct: bool = True) -> str:
        """The line that adds to what comes from above at these places."""
        if self.on_jax:
            return f"g = g.at[{index}].add({text})"
        return f"g[{index}] += {text}" if is_distinct else f"np.add.at(g, {index if ':' not in index else f'np.s_[{index}]'}, {text})"

    def checks(self) -> list[tuple[str, bool]]:
        """Comparisons, and what they have to give."""
        found = []
        for (operator, expected), pairs in self.levels.compared.items():
            one, other = (self._positions(np.array(side)) for side in zip(*pairs, strict=True))
            found.append((f"{self._read(one)} {operator} {self._read(other)}", expected))
        return found
