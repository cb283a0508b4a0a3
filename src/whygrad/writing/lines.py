"""A graph as lines of Python: which numbers get a line and a name of their own, and which stand inside another line."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from whygrad.autodiff.notation import ATOM, Part
from whygrad.autodiff.notation import python as of_numbers
from whygrad.gates.arithmetic import add, divide, multiply, negate, power, subtract
from whygrad.gates.arrays.reduction import sum_
from whygrad.gates.arrays.shape import Shape, reshape
from whygrad.gates.table import Gate
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.tracing.naming import Names, name_given
from whygrad.writing.expressions import HELPERS, constant, expression, index_text, spelled
from whygrad.writing.in_place import in_place, is_written_last
from whygrad.writing.places import are_distinct, are_still_zeros, is_mask
from whygrad.writing.signs import negated, without_sign
from whygrad.writing.stretching import stretches_itself
from whygrad.writing.twins import likeness

#: An expression longer than this gets a line of its own.
LONG = 60
#: Rows of so few numbers, in an array of so many, are short.
_SHORT, _MANY = 7, 512
#: So many entries are worth a product that isn't made before it is summed; of rows of so few so is the sum alone.
_LARGE, _NARROW = 1 << 15, 64
#: Gates whose result may share memory with their input.
_VIEWS = frozenset(
    {"getitem", "reshape", "transpose", "broadcast_to", "identity", "stop_gradient", "hold", "positive", "windows", "diagonal"}
)
#: Gates that are written as a statement.
_WRITES = frozenset({"setitem", "index_add"})


class Written(Shape):
    """A shape as it is written: `x.shape` where x has a name."""

    written: str


class Lines:
    """The lines of a graph, as they are written one after another."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self.graph = graph
        self.names = names
        self.lines: list[str] = []
        self.known: dict[int, str] = {}  # nodes that have a name
        self.helpers: set[str] = set()
        self.constants: list[str] = []
        self.uses: Counter[int] = Counter()
        self.last_use: dict[int, int] = {}
        self.readers: dict[int, list[int]] = {}
        self.reuses = False  # is a large array written in the place of one that is done with?
        self.kept: set[int] = set()  # nodes that are looked at once more when all is written
        self.narrowed: set[int] = set()  # broadcasts that are written before they are stretched
        self._same: dict[Any, int] = {}
        self._instead: dict[int, int] = {}
        self.inside: dict[int, Part] = {}
        self.viewed: set[int] = set()
        self.visible: set[int] | None = None  # the nodes whose name may be used for a shape; None: all
        self.users = 0  # nodes from this one on are not the program's own
        self.after_their_base = True  # is a copy that is written into called like what it is a copy of?
        self.has_single = False  # is there single precision, beside which `np.float64(2)` is another number than 2.0?
        self.has_math = False  # is `math` imported where the lines stand?

    def needed(self, nodes: Iterable[int]) -> list[int]:
        """The nodes that these are computed from, in order, each but once; counts how often each is used."""
        ends = list(nodes)
        found = sorted(self.graph.ancestors(ends))
        for index in found:
            self._find_twin(index)
        kept = [index for index in found if self._instead[index] == index]
        for index in kept:
            for source in self.sources(index):
                self.uses[source] += 1
                self.last_use[source] = index
                self.readers.setdefault(source, []).append(index)
                if self.graph.gates[index].name in _VIEWS:
                    self.viewed.add(source)
        for index in ends:
            self.readers.setdefault(self.same(index), []).append(index)  # it is wanted as it is
        return kept

    def _find_twin(self, index: int) -> None:
        """Two nodes that compute the same count as one."""
        like = likeness(self.graph, index, self.sources(index))
        self._instead[index] = index if like is None else self._same.setdefault(like, index)

    def sources(self, index: int) -> tuple[int, ...]:
        """The nodes that this one is computed from, each by what stands for it."""
        return tuple(self._instead.get(source, source) for source in self.graph.inputs(index))

    def same(self, index: int) -> int:
        """The node that stands for this one."""
        return self._instead.get(index, index)

    def write(self, index: int, *, named: str | None = None, keep: bool = False) -> None:
        """Write a node: as a line if it has a name, is used twice or is long, else inside the line that uses it."""
        gate = self.graph.gates[index]
        if index in self.known or gate in (INPUT, CONSTANT) or (self._is_known_number(index) and named is None):
            return
        if gate.name in _WRITES:
            self._write_places(index, named)
            return
        own = named or self._name_given(index)
        part = self._expression(index)
        if gate.name == "broadcast_to" and named and self._needs_no_stretch(index):
            self.narrowed.add(index)
            part = self.part(self._number_within(self.sources(index)[0]))
        if gate.name == "broadcast_to" and own is None and not keep and (self.uses[index] > 1 or len(part.text) > LONG):
            self.inside[index] = self._stretched(index)
            return
        if part.text.isidentifier():  # another name for the same number
            self.known[index] = part.text
        elif named or keep or own is not None or self.uses[index] > 1 or len(part.text) > LONG:
            self._assign(index, own or "t", part.text)
        else:
            self.inside[index] = part

    def _stretched(self, index: int) -> Part:
        """A broadcast that is used twice, or is long: what it stretches gets the name, since NumPy stretches by itself in most places."""
        source = self.sources(index)[0]
        inner = self._number_within(source)
        if inner in self.inside:
            self._assign(inner, "t", self.inside.pop(inner).text)
        if source != inner:
            self.inside[source] = self._expression(source)
        return self._expression(index)

    def _needs_no_stretch(self, index: int) -> bool:
        users = [(user, self.sources(user)) for user in self.readers.get(index, ())]
        return index >= self.users and bool(users) and stretches_itself(self.graph, index, users, self.narrowed)

    def _name_given(self, index: int) -> str | None:
        return name_given(self.graph.codes[index], self.graph.instructions[index]) if index < self.users else None

    def _assign(self, index: int, wanted: str, text: str) -> None:
        if text.startswith("np.broadcast_to("):
            self.viewed.add(index)
        steps = in_place(self, index)
        name = self.known[index] = self.names.fresh(wanted)
        self.lines.append(f"{name} = {text if steps is None else steps.name}")
        if steps is not None:
            self.lines += [f"{name} {symbol}= {operand}" for symbol, operand in steps.operations]

    def _is_known_number(self, index: int) -> bool:
        """Is this a number that depends on no input?"""
        gate = self.graph.gates[index]
        if gate is INPUT or not _is_number(self.graph.values[index]):
            return False
        return gate is CONSTANT or all(map(self._is_known_number, self.graph.inputs(index)))

    def part(self, index: int) -> Part:
        """How a node is written where it is used."""
        index = self.same(index)
        if index not in self.known and self._is_known_number(index):
            value = self.graph.values[index]
            return constant(value if self.has_single else np.asarray(value)[()], typed=self.has_single) or Part("0", ATOM)
        if index in self.known:
            return Part(self.known[index], ATOM)
        if index in self.inside:
            return self.inside[index]
        value = self.graph.values[index]
        written = constant(value)
        if written is None:
            name = self.names.fresh("constant")
            self.constants.append(f"{name} = {spelled(value)}")
            self.known[index] = name
            written = Part(name, ATOM)
        return written

    def text(self, index: int) -> str:
        """The same as text."""
        return self.part(index).text

    def _expression(self, index: int) -> Part:
        gate, sources = self.graph.gates[index], self.sources(index)
        if gate.name in HELPERS:
            self.helpers.add(gate.name)
        attributes = self.attributes(index)
        shapes = [self.shape(source) for source in sources]
        if self.has_math and gate.python.startswith("math.") and all(type(self.graph.values[k]) in (int, float) for k in (index, *sources)):
            return of_numbers(gate, [self.part(source) for source in sources])  # the program's own, and much the quicker
        if gate.vjps is None and len(sources) == 2:
            return self._entry_by_entry(gate, index, sources)
        if gate.name == "broadcast_to":
            sources = (self._number_within(sources[0]),)
        if gate.name == "transpose" and (whole := self._there_and_back(index, sources[0])) is not None:
            return self.part(whole)
        if gate is negate and (positive := without_sign(self, sources[0])) is not None:
            return positive
        if gate.name == "where" and self.shape(sources[0]) == self.shape(index):
            sources = (sources[0], *[self._unstretched(source) for source in sources[1:]])
        parts = [self.part(source) for source in sources]
        if gate is sum_ and (inner := negated(self, sources[0])) is not None:  # -np.sum(x) writes less
            return expression(negate, [self.summed(inner, attributes)], {}, ())
        if gate is sum_:
            return self.summed(sources[0], attributes)
        if gate is reshape and (kept := self._without_its_axes(index, sources[0])) is not None:
            return kept
        if gate is negate and self._begins_with_truth(sources[0]):  # -(mask / p): NumPy has no -mask
            parts = [Part(f"({parts[0].text})", ATOM)]
        return expression(gate, parts, attributes, shapes)

    def summed(self, index: int, attributes: Mapping[str, Any]) -> Part:
        """A sum over some axes: of short rows, and of large products, by `np.einsum`; of what is stretched along others, before."""
        shape, axes, part = self.shape(index), attributes["axis"], self.part(index)
        summed = expression(sum_, [part], attributes, [shape])
        if not axes or attributes["keepdims"] or len(axes) == len(shape):
            return summed
        gate, sources = self.graph.gates[index], self.sources(index) if index in self.inside else ()
        left = tuple(size for axis, size in enumerate(shape) if axis not in axes)
        if gate.name == "broadcast_to" and sources:
            small = self.shape(sources[0])
            if len(small) == len(shape) and all(small[axis] == shape[axis] for axis in axes):
                return Part(f"np.broadcast_to({self.summed(sources[0], attributes).text}, {left})", ATOM)
        down = axes == (0,) and math.prod(shape) >= _LARGE  # row after row, as `np.einsum` does it sooner
        along = math.prod(shape) >= _MANY and shape[-1] <= _SHORT and 0 not in axes
        if self.graph.values[index].dtype.char not in "fd" or not (down or along):
            return summed
        given = [part.text]
        if gate is multiply and sources and all(self._written_shape(source) == shape for source in sources):
            given = [self.part(source).text for source in sources]
        elif gate is power and sources and self._is_known_number(sources[1]) and self.graph.values[sources[1]] == 2:
            base = self.part(sources[0])
            given = [base.text] * 2 if base.text.isidentifier() else given
        if down and len(given) == 1 and math.prod(left) > _NARROW:
            return summed
        letters = "ijklmnopqrstuvwxyz"[: len(shape)]
        kept = "".join(letter for axis, letter in enumerate(letters) if axis not in axes)
        return Part(f"np.einsum({','.join([letters] * len(given)) + '->' + kept!r}, {', '.join(given)})", ATOM)

    def _without_its_axes(self, index: int, source: int) -> Part | None:
        """A sum that keeps its axes, from which a reshape takes them away: a sum that keeps none."""
        attributes = self.graph.attributes.get(source, {})
        if source not in self.inside or self.graph.gates[source] is not sum_ or not attributes["keepdims"]:
            return None
        inner = self.sources(source)[0]
        left = tuple(size for axis, size in enumerate(self.shape(inner)) if axis not in attributes["axis"])
        if self.shape(index) != left or not left:
            return None
        positive, options = negated(self, inner), {**attributes, "keepdims": False}
        written = self.summed(inner if positive is None else positive, options)
        return written if positive is None else expression(negate, [written], {}, ())

    def _there_and_back(self, index: int, source: int) -> int | None:
        """What two transposes that undo each other are taken of."""
        if source not in self.inside or self.graph.gates[source].name != "transpose":
            return None
        inner, outer = self.graph.attributes[source]["axes"], self.graph.attributes[index]["axes"]
        return self.sources(source)[0] if [inner[axis] for axis in outer] == list(range(len(inner))) else None

    def _begins_with_truth(self, index: int) -> bool:
        """Does an expression that stands inside of another begin with truth values?"""
        while index in self.inside and (sources := self.sources(index)):
            index = sources[0]
            if getattr(getattr(self.graph.values[index], "dtype", None), "kind", "") == "b":
                return True
        return False

    def shape(self, index: int) -> tuple[int, ...]:
        value = self.graph.values[index]
        return tuple(value.shape) if hasattr(value, "shape") else np.shape(value)

    def _written_shape(self, index: int) -> tuple[int, ...]:
        return self.shape(self.sources(index)[0] if index in self.narrowed else index)

    def _entry_by_entry(self, gate: Gate, index: int, sources: tuple[int, ...]) -> Part:
        """An operator of two arrays: NumPy broadcasts, and a * (1 / b) is a / b."""
        one, other = sources
        if gate is power and self._is_known_number(other):
            exponent, base = self.graph.values[other], self.part(one)
            if exponent == 1:
                return base
            if exponent == 3 and base.text.isidentifier() and self._is_of_floats(one):  # NumPy's own way takes ten times as long
                return of_numbers(multiply, [of_numbers(multiply, [base, base]), base])
        operator, *parts = self.operator(gate, index, sources)
        return expression(operator, parts, {}, ())

    def operator(self, gate: Gate, index: int, sources: tuple[int, ...]) -> tuple[Gate, Part, Part]:
        """An operator of two arrays as it is written, with its operands."""
        whole = self.shape(index)
        one, other = sources
        if self._written_shape(other) == whole:
            one = self._unstretched(one)
            narrow = self._narrow(one)
            if narrow is not None:
                return gate, narrow, self.part(other)
        if self._written_shape(sources[0]) == whole and one == sources[0]:
            other = self._unstretched(other)
            narrow = self._narrow(other)
            if narrow is not None:
                return gate, self.part(one), narrow
        if gate is multiply and other in self.inside and self.graph.gates[other] is divide:
            numerator, denominator = self.sources(other)
            if self._is_known_number(numerator) and self.graph.values[numerator] == 1.0:
                return divide, self.part(one), self.part(denominator)
        if gate is add and (positive := without_sign(self, other)) is not None:
            return subtract, self.part(one), positive
        if gate is add and (positive := without_sign(self, one)) is not None:
            return subtract, self.part(other), positive
        return gate, self.part(one), self.part(other)

    def _unstretched(self, index: int) -> int:
        """What a broadcast stretches, where NumPy would stretch it by itself."""
        for name in ("broadcast_to", "reshape"):
            gate = self.graph.gates[index]
            if gate.name != name or index not in self.inside:
                break
            source = self.sources(index)[0]
            if name == "reshape" and self.shape(source):
                break
            index = source
        return index

    def _narrow(self, index: int) -> Part | None:
        """An expression inside of another line, entry by entry on what is stretched, of that before it is stretched; None: it isn't so."""
        gate = self.graph.gates[index]
        if index not in self.inside or gate.vjps is not None or len(self.sources(index)) > 2 or self.graph.attributes.get(index):
            return None
        parts = []
        for source in self.sources(index):
            plain = self._unstretched(source)
            narrow = self.part(plain) if plain != source or not self.shape(source) else self._narrow(source)
            if narrow is None:
                return None
            parts.append(narrow)
        return expression(gate, parts, {}, ())

    def _number_within(self, index: int) -> int:
        """A number that is only given axes: it is stretched as it is."""
        inner = self.sources(index)[0] if index in self.inside and self.graph.gates[index].name == "reshape" else index
        return inner if not self.shape(inner) else index

    def attributes(self, index: int) -> dict[str, Any]:
        return {name: self._attribute(value) for name, value in self.graph.attributes.get(index, {}).items()}

    def _attribute(self, value: Any) -> Any:
        if type(value) is not Shape or value.of is None or not isinstance(value.of, int):
            return value
        node = self.same(value.of)
        name = self.known.get(node) if (self.visible is None or node in self.visible) and node not in self.narrowed else None
        made = tuple.__new__(Written, value)
        made.written = f"{name}.shape" if name and self._is_array(value.of) else repr(tuple(value))
        return made

    def _is_array(self, index: int) -> bool:
        value = self.graph.values[index]
        return not isinstance(value, int | float)

    def _is_of_floats(self, index: int) -> bool:
        value = self.graph.values[index]
        return bool(self.shape(index)) and value.dtype.kind == "f"

    def _write_places(self, index: int, named: str | None) -> None:
        """`a[i] = v`, in place where nobody else looks at the array, else in a copy of it."""
        gate, sources = self.graph.gates[index], self.sources(index)
        base, parts = sources[0], [self.part(source) for source in sources[2:]]
        at = index_text(self.graph.attributes[index]["index"], parts)
        value = self.text(self._unstretched(sources[1]))  # a write stretches by itself
        own = is_written_last(self, base, index)
        wanted = named or self._name_given(index)
        if self.graph.gates[base] is CONSTANT and wanted is None:
            wanted = self._name_given(base)
        if own and base in self.known and (wanted is None or self.known[base].rstrip("_0123456789") == wanted):
            self.known[index] = self.known[base]
        else:
            fresh = self._fresh_array(base) if own else f"{self._receiver(base)}.copy()"
            fresh = fresh if self.shape(base) else f"np.array({self.text(base)})"
            self._assign(index, wanted or (self.known.get(base, "t") if self.after_their_base else "t"), fresh)
        name = self.known[index]
        if gate.name == "setitem" or are_still_zeros(self.graph, index):
            self.lines.append(f"{name}[{at}] = {value}")
        elif parts and not is_mask(self.graph, sources[2:]) and not are_distinct(self.graph, sources[2:]):
            places = f"({at})" if isinstance(self.graph.attributes[index]["index"], tuple) and "," in at else at
            self.lines.append(f"np.add.at({name}, {places}, {value})" if ":" not in at else f"np.add.at({name}, np.s_[{at}], {value})")
        elif (positive := negated(self, sources[1])) is not None:
            self.lines.append(f"{name}[{at}] -= {self.text(self._unstretched(positive))}")
        else:
            self.lines.append(f"{name}[{at}] += {value}")

    def _receiver(self, index: int) -> str:
        part = self.part(index)
        return part.text if part.level == ATOM else f"({part.text})"

    def is_own(self, index: int) -> bool:
        """Is this an array that was made here, and not somebody else's?"""
        gate = self.graph.gates[index]
        return gate is CONSTANT or (gate is not INPUT and gate.name not in _VIEWS and gate.name != "cast")

    def _fresh_array(self, index: int) -> str:
        return self.text(index)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.generic) or (isinstance(value, np.ndarray) and not value.shape)
