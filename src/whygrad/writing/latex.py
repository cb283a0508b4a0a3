"""A graph of arrays in LaTeX: from the gates' own templates, with axes, indices and, below each factor, its shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from whygrad.autodiff import notation
from whygrad.autodiff.notation import ANY, ATOM, POWER, PRODUCT, SIGN, SUM, Part, latex_text
from whygrad.gates.arithmetic import divide, multiply, power
from whygrad.gates.arrays.indexing import Slot
from whygrad.gates.arrays.steps import OPERATORS
from whygrad.gates.table import ARRAY_TABLE, Gate
from whygrad.graph import CONSTANT, INPUT, Graph

_THROUGH = frozenset({"identity", "hold", "stop_gradient", "cast", "copy"})
_COMPARISONS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne", "&": r"\wedge", "|": r"\vee", "^": r"\oplus"}
_RAISING = frozenset({"exp", "exp2"})
#: Gates over axes: the operator, and whether what is under it stands in parentheses.
_OVER_AXES = {"sum_axis": r"\sum", "prod_axis": r"\prod", "max_axis": r"\max", "min_axis": r"\min"}


class Latex:
    """Writes the nodes of one graph; `names` are those that have a name, in LaTeX. Where a variable of the program is called e,
    exponentials are written as a word.

    >>> graph = Graph()
    >>> x = graph.append(INPUT, (), np.ones((2, 3)))
    >>> Latex(graph, {x: "X"}, shapes=True).text(x)
    '\\\\underset{2 \\\\times 3}{X}'
    """

    def __init__(self, graph: Graph, names: Mapping[int, str], *, shapes: bool = False, e_is_a_name: bool = False) -> None:
        self.graph = graph
        self.names = names
        self.shapes = shapes
        self.e_is_a_name = e_is_a_name
        self._parts: dict[int, Part] = {}
        self._numbers: dict[int, bool] = {}
        self._own: dict[str, Callable[[int, list[int]], Part]] = {
            "transpose": self._transposed,
            "matmul": self._matrix_product,
            "broadcast_to": self._stretched,
            "reshape": self._stretched,
            "getitem": self._read,
            "setitem": self._write,
            "index_add": self._added,
        }

    @cached_property
    def _without_shapes(self) -> Latex:
        return Latex(self.graph, self.names, e_is_a_name=self.e_is_a_name)

    def text(self, index: int) -> str:
        """One node, as far as its names."""
        return self.part(index).text

    def part(self, index: int) -> Part:
        """The same, and how tightly it binds."""
        if index not in self._parts:  # what is used twice is written twice, and made once
            self._parts[index] = self._made(index)
        return self._parts[index]

    def _made(self, index: int) -> Part:
        graph, gate = self.graph, self.graph.gates[index]
        if index in self.names:
            return Part(self._under(self.names[index], self._shape(index)), ATOM)
        if gate is INPUT or gate is CONSTANT or self._is_number(index):
            return _constant(graph.values[index], e_is_a_name=self.e_is_a_name)
        sources = list(graph.inputs(index))
        if gate.name in _THROUGH:
            return self.part(sources[0])
        if gate.name in self._own:
            return self._own[gate.name](index, sources)
        if gate.name in _OVER_AXES:
            return self._over_axes(index, sources)
        if gate.name in OPERATORS:
            one, other = (self._placed(source, SUM) for source in sources)
            return Part(rf"\left[{one} {_COMPARISONS[OPERATORS[gate.name]]} {other}\right]", ATOM)
        return self._by_template(gate, index, sources)

    def _is_number(self, index: int) -> bool:
        """Is this a number that nothing with a name goes into?"""
        if index not in self._numbers:
            gate = self.graph.gates[index]
            varies = index in self.names or gate is INPUT or np.ndim(self.graph.values[index]) > 0
            self._numbers[index] = not varies and (gate is CONSTANT or all(map(self._is_number, self.graph.inputs(index))))
        return self._numbers[index]

    def _by_template(self, gate: Gate, index: int, sources: list[int]) -> Part:
        if gate.name in _RAISING and self.shapes:  # an exponent has no room for shapes
            return self._without_shapes.part(index)
        if gate is multiply and (whole := self._over(sources)) is not None:
            return whole
        if gate is power and self._is_number(sources[1]) and np.all(self.graph.values[sources[1]] == 1):
            return self.part(sources[0])
        parts = [self.part(source) for source in sources]
        if gate is multiply and all(self._shape(source) for source in sources):
            first, second = (self._placed(source, PRODUCT) for source in sources)
            return Part(rf"{first} \odot {second}", PRODUCT)
        if gate is multiply:
            first, second = (self._placed(source, PRODUCT, after=k > 0) for k, source in enumerate(sources))
            return Part(rf"{first} \cdot {second}", PRODUCT)
        if gate.vjps is None:
            return notation.latex(gate, parts, e_is_a_name=self.e_is_a_name)
        if gate.name not in ARRAY_TABLE:  # a module, or a gate of somebody's own
            template = notation.latex_template(gate, e_is_a_name=self.e_is_a_name)
            return Part(template.format(*(part.text for part in parts), all=", ".join(part.text for part in parts)), ATOM)
        name = rf"\operatorname{{{gate.name.replace('_axis', '').replace('_', '-')}}}"
        below = self._axes(index, sources[0]) if sources else ""
        if (labels := self.graph.attributes.get(index, {}).get("subscripts")) is not None:
            below = rf"_{{\texttt{{{latex_text(labels)}}}}}"
        return Part(rf"{name}{below}\left({', '.join(part.text for part in parts)}\right)", ATOM)

    def _over(self, sources: list[int]) -> Part | None:
        """`a * (1 / b)` as a fraction."""
        one, other = sources
        if other in self.names or self.graph.gates[other] is not divide:
            return None
        numerator, denominator = self.graph.inputs(other)
        if numerator in self.names or self.graph.gates[numerator] is not CONSTANT or np.any(self.graph.values[numerator] != 1):
            return None
        return Part(rf"\frac{{{self.text(one)}}}{{{self.text(denominator)}}}", POWER)

    def _placed(self, index: int, level: int, *, after: bool = False) -> str:
        part = self.part(index)
        return rf"\left({part.text}\right)" if part.level < level or (after and part.text.startswith("-")) else part.text

    def _shape(self, index: int) -> tuple[int, ...]:
        return shape_of(self.graph.values[index])

    def _under(self, text: str, shape: Sequence[int]) -> str:
        return under(text, shape) if self.shapes else text

    # --- gates with a notation of their own

    def _transposed(self, index: int, sources: list[int]) -> Part:
        (source,) = sources
        axes, last = tuple(self.graph.attributes[index]["axes"]), len(self._shape(source)) - 1
        if last < 1:
            return self.part(source)
        inner = self.graph.attributes.get(source, {}).get("axes") if source not in self.names else None
        if inner is not None and [inner[axis] for axis in axes] == list(range(last + 1)):  # there and back
            return self.part(self.graph.inputs(source)[0])
        if axes == (*range(last - 1), last, last - 1) or axes == tuple(reversed(range(last + 1))):
            if source in self.names:
                return Part(self._under(rf"{self.names[source]}^\top", self._shape(index)), ATOM)
            return Part(rf"{self._placed(source, ATOM)}^\top", POWER)
        order = ", ".join(map(str, axes))
        return Part(rf"\operatorname{{transpose}}_{{{order}}}\left({self.text(source)}\right)", ATOM)

    def _matrix_product(self, index: int, sources: list[int]) -> Part:
        levels = [PRODUCT if self.graph.gates[sources[0]].name == "matmul" else SIGN, SIGN]  # A B C is (A B) C
        first, second = (self._placed(source, level) for source, level in zip(sources, levels, strict=True))
        return Part(rf"{first} \; {second}", PRODUCT)

    def _stretched(self, index: int, sources: list[int]) -> Part:
        """A change of shape: what NumPy does by itself is not written."""
        (source,) = sources
        gate, shape = self.graph.gates[index], self._shape(index)
        if not self._shape(source) and gate.name == "reshape":
            return self.part(source)
        while self.graph.gates[source].name == "reshape" and source not in self.names and gate.name == "broadcast_to":
            source = self.graph.inputs(source)[0]
        name = "broadcast" if gate.name == "broadcast_to" else "reshape"
        below = r" \times ".join(map(str, shape))
        return Part(rf"\operatorname{{{name}}}_{{{below}}}\left({self.text(source)}\right)", ATOM)

    def _over_axes(self, index: int, sources: list[int]) -> Part:
        (source,) = sources
        operator = _OVER_AXES[self.graph.gates[index].name]
        inside = self._placed(source, PRODUCT, after=True)
        return Part(f"{operator}{self._axes(index, source)} {inside}", SUM)

    def _axes(self, index: int, source: int) -> str:
        """Below an operator: the axes that it goes over, unless they are all."""
        found = self.graph.attributes.get(index, {}).get("axis")
        if found is None:
            return ""
        axes = found if isinstance(found, tuple) else (found,)
        if len(axes) == len(self._shape(source)) and self.graph.gates[index].name in (*_OVER_AXES, "mean", "var", "std"):
            return ""
        return rf"_{{\texttt{{axis {', '.join(map(str, axes))}}}}}"

    def _index(self, index: int, parts: Sequence[int]) -> str:
        """What stands between the brackets, without shapes."""
        plain = self._without_shapes
        items = self.graph.attributes[index]["index"]
        return ", ".join(_item(item, plain, parts) for item in (items if isinstance(items, tuple) else (items,)))

    def _read(self, index: int, sources: list[int]) -> Part:
        source, *parts = sources
        base = self.part(source)
        text = base.text if base.level == ATOM else rf"\left({base.text}\right)"
        return Part(rf"{text}\left[{self._index(index, parts)}\right]", ATOM)

    def _write(self, index: int, sources: list[int]) -> Part:
        base, value, *parts = sources
        change = rf"\left[{self._index(index, parts)}\right] \leftarrow {self.text(value)}"
        return Part(rf"\operatorname{{write}}\left({self.text(base)};\, {change}\right)", ATOM)

    def _added(self, index: int, sources: list[int]) -> Part:
        base, value, *parts = sources
        scattered = rf"\operatorname{{scatter}}_{{\left[{self._index(index, parts)}\right]}}\left({self.text(value)}\right)"
        start = self.graph.values[base]
        if self.graph.gates[base] is CONSTANT and not np.any(start):
            return Part(scattered, ATOM)
        return Part(f"{self._placed(base, SUM)} + {scattered}", SUM)


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of an array, of one that was written over since, of a number."""
    return tuple(value.shape) if hasattr(value, "shape") else np.shape(value)


def under(text: str, shape: Sequence[int]) -> str:
    """A formula with a shape below it; a number has none.

    >>> under("x", ()), under("b", (3,))
    ('x', '\\\\underset{3}{b}')
    """
    sizes = r" \times ".join(map(str, shape))
    return rf"\underset{{{sizes}}}{{{text}}}" if sizes else text


def _item(item: Any, latex: Latex, parts: Sequence[int]) -> str:
    if isinstance(item, Slot):
        return latex.text(parts[item.position])
    if isinstance(item, slice):
        ends = ["" if end is None else str(end) for end in (item.start, item.stop)]
        return ":".join(ends) + (f":{item.step}" if item.step is not None else "")
    if item is Ellipsis:
        return r"\dots"
    return r"\mathrm{new}" if item is None else str(item)


def _constant(value: Any, *, e_is_a_name: bool = False) -> Part:
    if isinstance(value, bool | np.bool_):
        return Part(str(int(value)), ATOM)
    if np.ndim(value) == 0:
        return notation.latex_number(np.asarray(value).item(), e_is_a_name=e_is_a_name)
    if value.size and np.all(value == value.flat[0]) and value.dtype.kind != "b":
        first = value.flat[0].item()
        number = {0: r"\mathbf{0}", 1: r"\mathbf{1}"}.get(first) or rf"{notation.latex_number(first).text} \cdot \mathbf{{1}}"
        return Part(number, ATOM if first in (0, 1) else PRODUCT)
    if value.ndim == 1 and value.dtype.kind in "iu" and np.array_equal(value, np.arange(value.size)):
        return Part(rf"0 \dots {value.size - 1}", ANY)
    if value.ndim == 1 and value.size <= 8:
        return Part(rf"\left({', '.join(notation.latex_number(one.item()).text for one in value)}\right)", ATOM)
    return Part(r"\mathrm{const}", ATOM)
