"""A step of a program as an expression of Python: the fewest calls that give what its gate gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from whygrad.executing.program import Like, Step
from whygrad.gates.arrays.indexing import Slot
from whygrad.gates.table import TABLE, Gate

#: How strongly a piece of an expression holds together.
OPEN, SUM, PRODUCT, SIGN, ATOM = range(5)
#: Gates that are operators, and the function of NumPy's that takes the place of its result (`out=`).
OPERATORS = {
    "add": ("+", "np.add"),
    "subtract": ("-", "np.subtract"),
    "multiply": ("*", "np.multiply"),
    "divide": ("/", "np.divide"),
    "floor_divide": ("//", "np.floor_divide"),
    "modulo": ("%", "np.remainder"),
    "power": ("**", "np.power"),
    "matmul": ("@", "np.matmul"),
    "less": ("<", "np.less"),
    "less_equal": ("<=", "np.less_equal"),
    "greater": (">", "np.greater"),
    "greater_equal": (">=", "np.greater_equal"),
    "equal": ("==", "np.equal"),
    "not_equal": ("!=", "np.not_equal"),
    "bitwise_and": ("&", "np.bitwise_and"),
    "bitwise_or": ("|", "np.bitwise_or"),
    "bitwise_xor": ("^", "np.bitwise_xor"),
}
#: Functions of NumPy's of single entries that aren't in the table of numbers.
_UFUNCS = {
    **{name: f"np.{name}" for name in ("square", "reciprocal", "maximum", "minimum", "rint", "heaviside", "logaddexp", "logaddexp2")},
    "negate": "np.negative",
    "absolute": "np.absolute",
}
_REDUCTIONS = {"sum_axis": "np.add.reduce", "max_axis": "np.maximum.reduce", "min_axis": "np.minimum.reduce"}
#: From so many entries on it counts how NumPy goes through them.
_MANY = 512
#: Gates that stand between their operands, or before one.
_SIGNS = frozenset({*OPERATORS, "negate"})
#: Those of them that need no brackets where they stand from left to right.
_HOLDING = {"add": SUM, "subtract": SUM, "multiply": PRODUCT, "divide": PRODUCT}
#: Gates that write.
WRITES = frozenset({"setitem", "index_add"})
#: Gates whose result is always memory of its own.
FRESH = frozenset({*OPERATORS, *_UFUNCS, *_REDUCTIONS, "where", "copy", "concatenate", "stack", "mean", "var", "std", "einsum", "cumsum"})


class Part(NamedTuple):
    """A piece of an expression; what holds together less than its operator asks for is put into brackets."""

    text: str
    holds: int = ATOM

    @property
    def atom(self) -> str:
        """The text as an operand of anything."""
        return self.text if self.holds == ATOM else f"({self.text})"


#: Gives a name to an object that the code needs.
Bind = Callable[[str, Any], str]


def ufunc_of(step: Step) -> str | None:
    """The function of NumPy's that computes a step entry by entry (or the matrix product), and so takes `out`."""
    name = step.gate.name
    if step.attributes:
        return None
    if name in OPERATORS:
        return OPERATORS[name][1]
    if name in _UFUNCS:
        return _UFUNCS[name]
    if step.gate.ufunc.startswith("numpy.") and isinstance(step.gate.on_arrays, np.ufunc):
        return "np." + step.gate.ufunc.removeprefix("numpy.")
    return None


def is_fresh(step: Step) -> bool:
    """Is the result memory of its own, for certain?"""
    return step.gate.name in FRESH or ufunc_of(step) is not None or not step.like.is_array


def expression(step: Step, parts: Sequence[Part], likes: Sequence[Like], bind: Bind) -> Part:
    """A step of written inputs."""
    name = step.gate.name
    if step.like.number is not None:
        number = of_numbers(step, parts, bind)
        for kind in likes:
            if kind.number is None:  # it is made of a number of NumPy's
                return Part(f"{step.like.number.__name__}({number.text})")
        return number
    if name in OPERATORS and not step.attributes:
        return _signed(name, parts)
    if name == "negate":
        return _signed(name, parts)
    if likes and likes[0].is_array:
        found = _of_arrays(step, parts, likes, bind)
        if found is not None:
            return found
    if name == "where":
        return Part(f"np.where({', '.join(part.text for part in parts)})")
    function = ufunc_of(step)
    if function is not None:
        return Part(f"{function}({', '.join(part.text for part in parts)})")
    return _call(bind(name, step.gate.on_arrays), step, parts, bind)


def of_numbers(step: Step, parts: Sequence[Part], bind: Bind) -> Part:
    """A step of numbers of Python's alone: as the table of gates has them."""
    name = step.gate.name
    if name in _SIGNS:
        return _signed(name, parts)
    template, function = (None, None) if step.attributes else _template(step.gate)
    if template is None:
        return _call(bind(name, step.gate.forward), step, parts, bind)
    texts = [part.text for part in parts]
    text = template.format(*texts, all=", ".join(texts))
    if function is not None:  # to look into a module takes its time
        text = bind(function.__name__, function) + text
    return Part(text, ATOM if text.endswith(")") else OPEN)


def _signed(name: str, parts: Sequence[Part]) -> Part:
    """An operator between its operands, or a sign before its own."""
    if name == "negate":
        return Part(f"-{parts[0].atom}", SIGN)
    (one, of_one), (other, of_other) = parts
    holds = _HOLDING.get(name, OPEN)
    before, after = (holds, holds + 1) if holds else (ATOM, ATOM)
    return Part(f"{one if of_one >= before else f'({one})'} {OPERATORS[name][0]} {other if of_other >= after else f'({other})'}", holds)


@lru_cache(maxsize=1024)
def _template(gate: Gate) -> tuple[str | None, Any]:
    """How a gate is written between numbers, if it can be; where that begins with a function of `math`, the function and the rest."""
    if TABLE.get(gate.name) is not gate or gate.name in ("sign", "hypot"):
        return None, None
    name, bracket, rest = gate.python.removeprefix("math.").partition("(")
    function = getattr(math, name, None) if gate.python.startswith("math.") else None
    return (gate.python, None) if function is None else (bracket + rest, function)


def _of_arrays(step: Step, parts: Sequence[Part], likes: Sequence[Like], bind: Bind) -> Part | None:
    name, attributes = step.gate.name, step.attributes
    if name in _REDUCTIONS:
        axis = attributes["axis"]
        if name == "sum_axis" and _is_short(likes[0], axis):
            terms = [f"{parts[0].atom}[..., {k}]" for k in range(likes[0].shape[-1])]
            text = " + ".join(terms)
            return Part(f"({text})[..., None]") if attributes["keepdims"] else Part(text, SUM)
        whole = len(axis) == len(likes[0].shape)
        written = None if whole else axis[0] if len(axis) == 1 else axis
        kept = ", keepdims=True" if attributes["keepdims"] else ""
        return Part(f"{_REDUCTIONS[name]}({parts[0].text}, axis={written}{kept})") if axis else None
    if name == "transpose":
        axes = tuple(attributes["axes"])
        return Part(f"{parts[0].atom}.T" if axes == tuple(reversed(range(len(axes)))) else f"{parts[0].atom}.transpose{axes}")
    if name == "reshape":
        return Part(f"{parts[0].atom}.reshape({tuple(attributes['shape'])})")
    if name == "getitem":
        return Part(f"{parts[0].atom}[{index_text(attributes['index'], parts[1:], bind)}]")
    if name == "cast" and likes[0].shape:
        return Part(f"{parts[0].atom}.astype({bind(attributes['dtype'], np.dtype(attributes['dtype']))})")
    if name == "concatenate":
        return Part(f"np.concatenate(({', '.join(part.text for part in parts)},), axis={attributes['axis']})")
    return None


def _is_short(kind: Like, axis: Sequence[int]) -> bool:
    """A sum of a few along the last axis, of many rows, which NumPy does row by row. Up to seven it adds from the left, as this does."""
    few = len(kind.shape) > 1 and tuple(axis) == (len(kind.shape) - 1,) and 2 <= kind.shape[-1] <= 7
    return few and kind.size >= _MANY and kind.dtype is not None and kind.dtype.char in "fd"


def _call(function: str, step: Step, parts: Sequence[Part], bind: Bind) -> Part:
    options = [f"{name}={literal(value, bind)}" for name, value in step.attributes.items()]
    return Part(f"{function}({', '.join([*[part.text for part in parts], *options])})")


def literal(value: Any, bind: Bind) -> str:
    """A value as it is written, or the name that it gets."""
    if value is None or isinstance(value, bool | str):
        return repr(value)
    if type(value) in (int, float):
        return repr(value) if np.isfinite(value) else bind("number", value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        inside = [literal(item, bind) for item in value]
        return f"({', '.join(inside)}{',' if len(inside) == 1 else ''})"
    if isinstance(value, np.generic) and value.dtype.kind in "iu":
        return repr(int(value))
    return bind("index" if isinstance(value, np.ndarray | list | slice) else "attribute", value)


def index_text(index: Any, parts: Sequence[Part], bind: Bind) -> str:
    """What stands between the brackets."""
    if isinstance(index, tuple):
        inside = [_item(item, parts, bind) for item in index]
        return ", ".join(inside) + ("," if len(inside) == 1 else "") if inside else "()"
    return _item(index, parts, bind)


def _item(item: Any, parts: Sequence[Part], bind: Bind) -> str:
    if isinstance(item, Slot):
        return parts[item.position].text
    if isinstance(item, slice):
        ends = ["" if end is None else literal(end, bind) for end in (item.start, item.stop)]
        return ":".join(ends) + (f":{literal(item.step, bind)}" if item.step is not None else "")
    if item is Ellipsis:
        return "..."
    return literal(item, bind)


def whole_index(index: Any, parts: Sequence[Part], bind: Bind) -> str:
    """The index as a value, for `np.add.at`."""
    text = index_text(index, parts, bind)
    if ":" in text:
        return f"np.s_[{text}]"
    return f"({text})" if isinstance(index, tuple) else text
