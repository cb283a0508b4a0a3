"""One run of what is derived: its graph, its output, and what its numbers are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from whygrad.autodiff.notation import latex_name
from whygrad.autodiff.spelling import constants_in, spelled
from whygrad.autodiff.transforms import recorded
from whygrad.checking import problems
from whygrad.checking.arrays.leaves import Leaf, leaves, own_copy, replaced, written
from whygrad.checking.arrays.limits import limited
from whygrad.checking.arrays.training import is_loss
from whygrad.checking.arrays.watching import Locals, last_locals
from whygrad.checking.report import Problem
from whygrad.explaining.arrays.calling import identifier
from whygrad.explaining.arrays.derivation import Named
from whygrad.explaining.arrays.grouping import Group
from whygrad.explaining.arrays.programs import LONGEST, CannotDerive, Program
from whygrad.gates.table import Gate
from whygrad.graph import CONSTANT, INPUT
from whygrad.text import Text, _
from whygrad.tracing.function import is_float
from whygrad.tracing.naming import Names, name_given
from whygrad.writing.expressions import constant

#: A constant array whose code is no longer than this stands in a formula as it is.
SHORT = 16
_INDEXED = frozenset({"getitem", "setitem", "index_add"})
#: Whole numbers of an index that are written out in it.
LONGEST_LIST = 6


def recorded_program(program: Program, of: str | None, beside: AbstractContextManager[None] | None = None) -> Recorded:
    """Run a program once, traced, `beside` whatever watches it. Raises CannotDerive, TraceError, and whatever the program raises."""
    known = leaves(program.args, program.parameters)
    working, seen, forward = own_copy(program.args), Locals(holds=True), program.forward

    def of_leaves(*values: Any) -> Any:
        return forward(*replaced(working, list(zip(known, values, strict=True))))

    if not known:
        message = Text(_("None of the inputs of `{f}` are floats, so there is no gradient to derive."), {"f": program.name})
        raise CannotDerive(Problem("no-output", message, None, (Text(_("Give it arrays of floats: `x.astype(float)`.")),)))
    values = tuple(leaf.of(own_copy(program.args)) for leaf in known)
    with limited(LONGEST), beside or nullcontext(), last_locals(getattr(forward, "__code__", None), seen):
        found = recorded(of_leaves, values, {}, tuple(range(len(known))), outlives=True)
    return Recorded(program, found, known, seen, working, of)


class Recorded:
    """The graph of one run, and names for its nodes."""

    def __init__(self, program: Program, found: Any, known: Sequence[Leaf], seen: Locals, args: Sequence[Any], of: str | None) -> None:
        self.program = program
        self.graph = found.graph
        self.seen = seen
        self.input_names = {node: leaf.name for node, leaf in zip(found.inputs, known, strict=True) if node is not None}
        self._plain = {leaf.name: identifier(leaf.name, leaf.path) for leaf in known}
        around = [(value, name) for name, value in getattr(program.forward, "__globals__", {}).items() if isinstance(value, np.ndarray)]
        self._met = {self.graph.trace.met(value): name for value, name in (*around, *zip(args, program.parameters, strict=False))}
        self._met.pop(None, None)
        self._called: dict[int, str | None] = {}
        self.letters: list[str] = []
        self.position: int | None = None  # of the output, among all that is returned
        self._names = Names()
        self._spelled: dict[str, str] = {}  # the names in LaTeX
        self.output, self.output_name = self._output(found, of)
        self.seed = np.ones(np.shape(self.graph.values[self.output]))[()] if np.shape(self.graph.values[self.output]) else 1.0

    # --- the output

    def _output(self, found: Any, of: str | None) -> tuple[int, str]:
        if of is not None and of not in (self.program.name, self.program.name.removesuffix("_forward")):
            own = self.inside(of)
            if own and is_float(self.graph.values[own[-1]]):
                return own[-1], of
            if self.program.name != of and not self.program.name:
                raise CannotDerive(problems.unknown_name(of, "of"))
            if not own and self.program.claimed == ():
                raise CannotDerive(problems.unknown_name(of, "of"))
        if self.program.is_lines:
            return self._last_line()
        depends = self.graph.depending(self.input_names)
        for position, (node, value) in enumerate(zip(found.outputs, found.leaves, strict=True)):
            if node is not None and is_float(value) and depends[node]:
                self.position = position
                return node, self.called(node) or ""
        raise CannotDerive(_independent(self.program.name or "-"))

    def _last_line(self) -> tuple[int, str]:
        """The last number that the lines name, a loss before another; else the last array."""
        depends = self.graph.depending(self.input_names)
        inputs = set(self.input_names)
        names = [name for name in self.program.order if name in self.seen.nodes]
        made = [name for name in names if depends[self.seen.nodes[name]] and self.seen.nodes[name] not in inputs]
        made = [name for name in made if is_float(self.graph.values[self.seen.nodes[name]])]
        numbers = [name for name in made if np.size(self.graph.values[self.seen.nodes[name]]) == 1]
        for some in ([name for name in numbers if is_loss(name)], numbers, made):
            if some:
                return self.seen.nodes[some[-1]], some[-1]
        raise CannotDerive(_independent("-"))

    def inside(self, name: str) -> list[int]:
        """The nodes that the program gave this name, in order; of names from outside of the function, what they were last."""
        own = [k for k in range(len(self.graph)) if self._given(k) == name]
        return own or [node for one, node in self.seen.nodes.items() if one == name]

    # --- names

    def _given(self, node: int) -> str | None:
        graph = self.graph
        if graph.gates[node] in (INPUT, CONSTANT) or node in self._on_the_way:
            return None
        return name_given(graph.codes[node], graph.instructions[node])

    @cached_property
    def _on_the_way(self) -> set[int]:
        """What one call computes before the value that it gives, as the squares in a norm: a name is the last one's alone."""
        graph, found = self.graph, set[int]()
        gates = [node for node, gate in enumerate(graph.gates) if gate not in (INPUT, CONSTANT)]
        for _place, run in groupby(gates, lambda node: (graph.codes[node], graph.instructions[node])):
            nodes = list(run)
            length = _period([graph.gates[node] for node in nodes])
            found.update(node for k, node in enumerate(nodes, 1) if k % length)
        return found

    def called(self, node: int) -> str | None:
        """What the program calls a node, if it calls it anything."""
        chain = []  # of writes into one array: what the whole is called, they are called
        while node not in self._called and self._is_part(node):
            chain.append(node)
            node = self.graph.inputs(node)[0]
        if node not in self._called:
            self._called[node] = self._own_name(node) or self._in_the_end(node)
        for one in reversed(chain):
            self._called[one] = self._called[self.graph.inputs(one)[0]] or self._in_the_end(one)
        return self._called[chain[0] if chain else node]

    def _own_name(self, node: int) -> str | None:
        if node in self.input_names:
            return self._plain[self.input_names[node]]
        return str(self._met[node]) if node in self._met else self._given(node)

    def _is_part(self, node: int) -> bool:
        return self.graph.gates[node].name in ("setitem", "index_add") and self._own_name(node) is None

    def _in_the_end(self, node: int) -> str | None:
        """The name that a node has when all is done, or else its place in a list or a dict, as a name."""
        if node in self._last or node not in self.seen.held:
            return self._last.get(node)
        name, path = self.seen.held[node]
        return identifier(name + written(path), path)

    def _code(self, node: int, name: str) -> str:
        """What the program has for a node that is called otherwise here."""
        code = self.input_names.get(node, "")
        if not code and node in self.seen.held and self.called(node) == self._in_the_end(node) and node not in self._last:
            held, path = self.seen.held[node]
            code = held + written(path)
        return code if code != name else ""

    @cached_property
    def _last(self) -> dict[int, str]:
        """The names that nodes have in the end."""
        found: dict[int, str] = {}
        for name, node in self.seen.nodes.items():
            if name.isidentifier():
                found.setdefault(node, name)
        return found

    def ends(self, members: Collection[int]) -> set[int]:
        """The nodes that have a name of the program's."""
        return {node for node in members if self.called(node) is not None} | {self.output}

    def names(self, members: Collection[int], together: Sequence[Group]) -> dict[int, Named]:
        """A name for every input, every array that is given, and the end of every group."""
        shown = {group.out for group in together} | set(self.input_names)
        order = sorted(members, key=lambda node: (node not in self.input_names, node))
        found: dict[int, tuple[str, str]] = {}
        owned = {own for node in members if (own := self.called(node)) is not None}
        for node in order:
            value = self.graph.values[node]
            called = self.called(node)
            is_constant = self.graph.gates[node] is CONSTANT
            if is_constant and (called is None or not np.ndim(value)) and (not _is_long(value) or node in self._written_out):
                continue
            if node not in shown and not is_constant:
                continue
            if node == self.output and called is None:
                called = "out"
            name = self._fresh(called, owned)
            found[node] = name, self._code(node, name)
        names = [name for name, _code in found.values()]
        gradients = {rf"\mathrm{{d{name}}}" for name in names}
        self._spelled = spelled(names, constants_in(self.graph, members) | gradients)
        return {
            node: Named(name, self._spelled[name], self.graph.values[node], code, self.called(node) or "")
            for node, (name, code) in found.items()
        }

    @cached_property
    def _written_out(self) -> set[int]:
        """Short lists of whole numbers that stand between brackets, x[[0, 2]], and nowhere else."""
        found, elsewhere = set[int](), set[int]()
        for node, gate in enumerate(self.graph.gates):
            sources = self.graph.inputs(node)
            places = [source for position, source in enumerate(sources) if gate.name in _INDEXED and not gate.is_number(position)]
            places = places if len(places) == 1 else []
            found.update(places)
            elsewhere.update(set(sources) - set(places))
        return {node for node in found - elsewhere if _is_short_list(self.graph.values[node])}

    def _fresh(self, called: str | None, owned: set[str]) -> str:
        if called is not None:
            return self._names.fresh(called)
        count = len(self.letters) + 1
        # neither a name that the program gives something later, nor one whose gradient would be called so
        while {f"t{count}", f"dt{count}"} & owned or (name := self._names.fresh(f"t{count}")) != f"t{count}":
            count += 1
        self.letters.append(name)
        return name

    def gradient_of(self, named: Named, value: Any) -> Named:
        """What the gradient of a value is called."""
        name = self._names.fresh(f"d{named.name}") if named.name != "out" else "dout"
        bare = named.name.lstrip("_")
        latex = latex_name(bare) if bare != named.name and bare not in self._spelled else self._spelled.get(named.name) or named.latex
        return Named(name, rf"\mathrm{{d}}{latex}", value)

    def given(self, members: Iterable[int], named: dict[int, Named]) -> Iterator[Named]:
        """What has a name and is no input: labels, masks, constants."""
        for node in sorted(members):
            if self.graph.gates[node] is CONSTANT and node in named:
                yield named[node]


def _period(gates: Sequence[Gate]) -> int:
    """After how many gates they begin anew: a loop of nothing but `x = np.cumsum(x)` makes the same ones turn by turn."""
    lengths = (length for length in range(1, len(gates)) if len(gates) % length == 0)
    return next((length for length in lengths if gates[length:] == gates[:-length]), len(gates))


def _is_long(value: Any) -> bool:
    if not np.ndim(value):
        return False
    written = constant(value)
    return written is None or len(written.text) > SHORT


def _is_short_list(value: Any) -> bool:
    return getattr(value, "dtype", None) == np.int64 and value.ndim == 1 and value.size <= LONGEST_LIST


def _independent(name: str) -> Problem:
    message = Text(_("What `{f}` computes doesn't depend on any of its floats, so there is no gradient to derive."), {"f": name})
    return Problem("no-output", message, None, (Text(_("`--of OUTPUT` says which value is meant.")),))
