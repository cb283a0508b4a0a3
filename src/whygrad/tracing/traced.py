"""The traced number: it behaves as the number that it holds, and writes every step that it takes into a graph."""

from __future__ import annotations

import dis
import operator
import sys
from collections.abc import Callable, Mapping, Sequence
from numbers import Rational
from types import CodeType, FunctionType
from typing import Any, TypeVar

from whygrad.gates import arithmetic, selection
from whygrad.gates.table import Gate
from whygrad.graph import INPUT, Graph

N = TypeVar("N", int, bool)

_getframe = sys._getframe
_new = object.__new__
_BINARY_OPERATION = dis.opmap["BINARY_OP"]


class Traced:
    """A number and its node. Plain arithmetic, comparisons, formatting and `isinstance` work as on the number itself."""

    __slots__ = ("graph", "index", "value")

    graph: Graph
    index: int
    value: Any

    def __new__(cls, *values: Any) -> Traced:
        """Called by code that makes a number of the same type: the trace would be lost."""
        raise _explained().dropped("type(x)")

    @staticmethod
    def input(graph: Graph, value: float) -> Traced:
        """A new input of the graph."""
        return _traced(graph, graph.append(INPUT, (), value), value)

    @staticmethod
    def apply_gate(gate: Gate, inputs: Sequence[Any], attributes: Mapping[str, Any] | None = None) -> Any:
        """Apply any gate to traced and plain numbers, on behalf of the user's frame that asked for it."""
        if attributes is not None or gate.vjps is not None or not all(type(value) is Traced or type(value) in NUMBERS for value in inputs):
            return _with_arrays().apply(gate, inputs, attributes)
        return Traced.record(gate, inputs, gate.forward(*[value.value if type(value) is Traced else value for value in inputs]))

    @staticmethod
    def record(gate: Gate, inputs: Sequence[Any], out: Any) -> Traced:
        """Enter a gate whose output is known already: `math.fsum` rounds otherwise than the gate that it is drawn as."""
        graph = next(value.graph for value in inputs if type(value) is Traced)
        operands = tuple([graph_index(graph, value) for value in inputs])
        code, instruction = _asking()
        return _traced(graph, graph.append(gate, operands, out, code, instruction), out)

    # isinstance(x, float) must hold where x would be a float in the program as written
    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self.value)

    @property
    def real(self) -> Any:
        return self if type(self.value) is not complex else self.value.real

    def conjugate(self) -> Any:
        return self if type(self.value) is not complex else self.value.conjugate()

    def __float__(self) -> float:
        value = float(self.value)
        dropped(self, _getframe(1))
        return value

    def __complex__(self) -> complex:
        dropped(self, _getframe(1))
        return complex(self.value)

    def __int__(self) -> int:
        return self._made_concrete(int(self.value))

    def __index__(self) -> int:
        return self._made_concrete(operator.index(self.value))

    def __bool__(self) -> bool:
        return self._made_concrete(bool(self.value))

    def _made_concrete(self, value: N) -> N:
        """The program goes by this value from here on."""
        if self.graph.guards is not None:
            _with_arrays().guard(self, value)
        return value

    def __hash__(self) -> int:
        if self.graph.guards is not None and isinstance(self.value, float):
            raise _explained().as_key()
        return hash(self.value)

    def _shown(self) -> Any:
        """The value, for a text: what the trace can't follow."""
        if self.graph.trace is not None:
            _touching().touch(_touching().MAKES_TEXT)
        return self.value

    def __repr__(self) -> str:
        return repr(self._shown())

    def __str__(self) -> str:
        return str(self._shown())

    def __format__(self, spec: str) -> str:
        return format(self._shown(), spec)

    def __copy__(self) -> Traced:
        return self

    def __deepcopy__(self, memo: object) -> Traced:
        return self

    def __reduce_ex__(self, protocol: object) -> Any:
        return (type(self.value), (self.value,))

    def __pos__(self) -> Any:
        return self if type(self.value) is not bool else +self.value

    def __invert__(self) -> Any:
        return ~self.value

    def __divmod__(self, other: Any) -> tuple[Any, Any]:
        divmod(self.value, plain(other))  # it complains as divmod does, and not as // would
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> tuple[Any, Any]:
        divmod(other, self.value)
        return other // self, other % self

    def __round__(self, digits: Any = None) -> Any:
        return selection.round_(self) if digits is None else selection.round_(self, digits)

    def __trunc__(self) -> Any:
        return selection.trunc(self)

    def __floor__(self) -> Any:
        return selection.floor(self)

    def __ceil__(self) -> Any:
        return selection.ceil(self)


#: Places where a traced number was made a plain one by code that whygrad can't follow: (code, instruction, number).
#: `running` empties it before a run and reads it after.
DROPS: list[tuple[CodeType, int, Traced]] = []

NUMBERS = (int, float, bool)


def is_only_printed(frame: Any) -> bool:
    """Is a number wanted plain only to be written into a text, as in `"%.2f" % x`?"""
    return frame is not None and bool(frame.f_code.co_code[frame.f_lasti] == _BINARY_OPERATION)


def dropped(number: Traced, frame: Any) -> None:
    """Note that the frame went on with a plain number; where a function is traced, refuse."""
    if is_only_printed(frame):
        if number.graph.trace is not None:
            _touching().touch(_touching().MAKES_TEXT)
        return
    if number.graph.trace is not None:
        raise _explained().dropped("float")
    DROPS.append((frame.f_code, frame.f_lasti, number))


# What follows needs NumPy, and this module: it is imported only where a number meets an array, or an error is due.


def _operators() -> Any:
    from whygrad.tracing import operators

    return operators


def _touching() -> Any:
    from whygrad.tracing import touching

    return touching


def _with_arrays() -> Any:
    from whygrad.tracing import arrays

    return arrays


def _explained() -> Any:
    from whygrad.tracing import explained

    return explained


def _traced(graph: Graph, index: int, value: Any) -> Traced:
    made: Traced = _new(Traced)
    made.graph = graph
    made.index = index
    made.value = value
    return made


def at(graph: Graph, index: int) -> Traced:
    """The traced number of a node that is in the graph already."""
    made: Traced = _new(Traced)
    made.graph, made.index, made.value = graph, index, graph.values[index]
    return made


def graph_index(graph: Graph, value: Any) -> int:
    """The node of a traced or plain number in this graph."""
    if type(value) is Traced:
        if value.graph is not graph:
            raise _explained().leaked()
        return value.index
    return graph.constant(value)


def plain(value: Any) -> Any:
    """The value with every traced number, in lists, tuples, sets and dicts too, replaced by the number that it holds."""
    kind = type(value)
    if kind is Traced:
        return value.value
    if kind is list or kind is tuple or kind is set or kind is frozenset:
        return kind([plain(item) for item in value])
    if kind is dict:
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(kind, "_make"):
        return kind._make([plain(item) for item in value])
    return value


def _asking() -> tuple[CodeType | None, int]:
    """The innermost frame outside whygrad: the user's, which asked for the gate."""
    frame = _getframe(2)
    while frame is not None and frame.f_globals.get("__name__", "").startswith("whygrad."):
        frame = frame.f_back  # type: ignore[assignment]
    return (None, 0) if frame is None else (frame.f_code, frame.f_lasti)


def _is_users(method: Any) -> bool:
    """Is this an operator that a Python class defines, and not one of Python's own types?"""
    return isinstance(method, FunctionType)


def _elsewhere(self: Traced, other: Any, forward: Callable[..., Any], reflected: Any) -> Any:
    """An operator on a number and something that is none: a class of the user's, a fraction, a list, an error."""
    if self.graph.trace is not None and isinstance(other, complex):
        raise _explained().complex_refused()
    if self.graph.trace is not None and isinstance(other, Rational):
        return getattr(operator, forward.__name__)(self, float(other))
    if _is_users(reflected):
        answer = reflected(other, self)
        if answer is not NotImplemented:
            return answer
    answer = forward(self.value, other)
    DROPS.append((*_asking(), self))  # type: ignore[arg-type]
    return answer


def _binary(gate: Gate, reflected_name: str) -> tuple[Callable[..., Any], Callable[[Traced, Any], Any]]:
    """An operator and its mirror image. This is the hot path of tracing: `Graph.append` stands unrolled in it."""
    forward = gate.forward

    def method(self: Traced, other: Any) -> Any:
        graph, kind = self.graph, type(other)
        if kind is Traced:
            if other.graph is not graph:
                raise _explained().leaked()
            value, second = forward(self.value, other.value), other.index
        elif kind not in NUMBERS and hasattr(kind, "dtype"):
            return _operators().operate(gate, self, other)
        elif kind in NUMBERS or (isinstance(other, NUMBERS) and not _is_users(getattr(kind, reflected_name, None))):
            value, second = forward(self.value, other), graph.constants.get((kind, other))
            if second is None:
                second = graph.constant(other)
        else:
            return _elsewhere(self, other, forward, getattr(kind, reflected_name, None))
        values, frame, made = graph.values, _getframe(1), _new(Traced)
        made.graph, made.index, made.value = graph, len(values), value
        values.append(value)
        graph.gates.append(gate)
        graph.first.append(self.index)
        graph.second.append(second)
        graph.codes.append(frame.f_code)
        graph.instructions.append(frame.f_lasti)
        if made.index >= graph.checkpoint:
            graph.trace.checkpoint(made.index)
        return made

    def reflected(self: Traced, other: Any) -> Any:
        if hasattr(type(other), "dtype"):
            return _operators().operate(gate, other, self)
        if self.graph.trace is not None and isinstance(other, complex):
            raise _explained().complex_refused()
        if not isinstance(other, NUMBERS):
            answer = forward(other, self.value)
            DROPS.append((*_asking(), self))  # type: ignore[arg-type]
            return answer
        value, frame = forward(other, self.value), _getframe(1)
        operands = (self.graph.constant(other), self.index)
        return _traced(self.graph, self.graph.append(gate, operands, value, frame.f_code, frame.f_lasti), value)

    return method, reflected


def _unary(gate: Gate) -> Callable[[Traced], Traced]:
    forward = gate.forward

    def method(self: Traced) -> Traced:
        value, frame = forward(self.value), _getframe(1)
        return _traced(self.graph, self.graph.append(gate, (self.index,), value, frame.f_code, frame.f_lasti), value)

    return method


def _on_bits(operation: Callable[[Any, Any], Any]) -> tuple[Callable[[Traced, Any], Any], Callable[[Traced, Any], Any]]:
    """An operator of whole numbers, which have no gradient: what comes out is plain."""
    return lambda self, other: operation(self.value, plain(other)), lambda self, other: operation(other, self.value)


def _comparison(name: str) -> Callable[[Traced, Any], Any]:
    compare: Callable[[Any, Any], bool] = getattr(operator, name)

    def method(self: Traced, other: Any) -> Any:
        if self.graph.guards is not None or hasattr(type(other), "dtype"):
            return _operators().compare(name, self, other)
        return compare(self.value, other.value if type(other) is Traced else other)

    return method


def _attribute(name: str) -> property:
    return property(lambda self: getattr(self.value, name))


# One by one, since a `__getattr__` would make every access to a slot three times as slow.
for _name in {*dir(int), *dir(float), *dir(complex)} - set(dir(Traced)):
    if not _name.startswith("__"):
        setattr(Traced, _name, _attribute(_name))
for _name, _gate in {
    "add": arithmetic.add,
    "sub": arithmetic.subtract,
    "mul": arithmetic.multiply,
    "truediv": arithmetic.divide,
    "floordiv": arithmetic.floor_divide,
    "mod": arithmetic.modulo,
    "pow": arithmetic.power,
}.items():
    _method, _reflected = _binary(_gate, f"__r{_name}__")
    setattr(Traced, f"__{_name}__", _method)
    setattr(Traced, f"__r{_name}__", _reflected)
for _name, _gate in {"neg": arithmetic.negate, "abs": selection.absolute}.items():
    setattr(Traced, f"__{_name}__", _unary(_gate))
for _name in ("and", "or", "xor", "lshift", "rshift"):
    _method, _reflected = _on_bits(getattr(operator, f"{_name}_" if _name in ("and", "or") else _name))
    setattr(Traced, f"__{_name}__", _method)
    setattr(Traced, f"__r{_name}__", _reflected)
for _name in ("lt", "le", "eq", "ne", "gt", "ge"):
    setattr(Traced, f"__{_name}__", _comparison(_name))
