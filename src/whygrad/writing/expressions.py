"""A gate of whole arrays as an expression of Python, from its own template."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from whygrad.autodiff.notation import ATOM, PRODUCT, WHOLE, Part
from whygrad.autodiff.notation import python as of_numbers
from whygrad.gates.arrays.indexing import Slot
from whygrad.gates.table import TABLE, Gate

#: An array of whole numbers, of which an index takes the list.
_LIST = re.compile(r"np\.array\((\[[^\[\]]*\]), dtype=np\.int64\)")
#: Looser than a sum: a comparison, `&`.
LOOSE = -1

#: Attributes that are left out where they say what NumPy takes anyway.
_USUAL: dict[str, tuple[Any, ...]] = {"keepdims": (False,), "ddof": (0,), "value": (0, 0.0), "kind": (None,), "order": (None,)}

#: Functions that NumPy has not, as they are written beside the code that needs them.
HELPERS = {
    "last_writer": '''def last_writer(index, shape):
    """1 for the numbers that stay, where several are written to one place: the last does."""
    places = np.arange(np.prod(shape)).reshape(shape)[index]
    order = np.arange(places.size).reshape(places.shape)
    last = np.zeros(int(np.prod(shape)), dtype=int)
    last[places] = order
    return last[places] == order
''',
    "first_reached": '''def first_reached(out, axis):
    """Where a running largest or smallest was first reached."""
    moved = np.moveaxis(out, axis, 0)
    places = np.zeros(moved.shape, dtype=int)
    for k in range(1, len(moved)):
        places[k] = np.where(moved[k] == moved[k - 1], places[k - 1], k)
    return np.moveaxis(places, 0, axis)
''',
}


def expression(gate: Gate, parts: Sequence[Part], attributes: Mapping[str, Any], shapes: Sequence[tuple[int, ...]]) -> Part:
    """A gate of written parts; `shapes` are those of its inputs."""
    if gate.name in ("identity", "stop_gradient", "hold") or (gate.name == "transpose" and len(shapes[0]) < 2):
        return parts[0]
    if gate.name == "getitem" and not shapes[0]:  # a number of Python's has no brackets, and `[()]` makes another kind of number only
        text = index_text(attributes["index"], parts[1:])
        return parts[0] if text == "()" else Part(f"np.asarray({parts[0].text})[{text}]", ATOM)
    if gate.name == "getitem":
        return Part(f"{_atom(parts[0])}[{index_text(attributes['index'], parts[1:])}]", ATOM)
    if gate.name == "transpose" and tuple(attributes["axes"]) == tuple(reversed(range(len(shapes[0])))):
        return Part(f"{_atom(parts[0])}.T", ATOM)
    if gate.name in ("cast", "copy") and not shapes[0]:
        return Part(f"np.{'array' if gate.name == 'copy' else attributes['dtype']}({parts[0].text})", ATOM)
    if gate.name == "reshape" and not shapes[0]:  # a number of Python's has no such method
        return Part(f"np.reshape({parts[0].text}, {_value(attributes['shape'])})", ATOM)
    if gate.name == "pad" and attributes["value"]:
        return Part(f"np.pad({parts[0].text}, {attributes['widths']}, constant_values={attributes['value']!r})", ATOM)
    if gate.name == "last_writer":
        return Part(f"last_writer({_index_value(attributes['index'], parts)}, {attributes['shape']})", ATOM)
    if gate.name == "solve" and attributes.get("vector") and len(shapes[0]) > 2:
        return Part(f"np.linalg.solve({parts[0].text}, {_atom(parts[1])}[..., None])[..., 0]", ATOM)
    if gate.name in TABLE and TABLE[gate.name] is gate:
        return _of_table(gate, parts)
    return _of_array_table(gate, parts, attributes, shapes)


def _of_table(gate: Gate, parts: Sequence[Part]) -> Part:
    """A gate that numbers have too: NumPy's function where `math` has one."""
    if gate.name == "hypot" and len(parts) > 2:
        return Part(f"np.sqrt({' + '.join(f'{_atom(part)} ** 2' for part in parts)})", ATOM)
    if gate.ufunc:
        return Part(f"{gate.ufunc.replace('numpy.', 'np.')}({', '.join(part.text for part in parts)})", ATOM)
    if gate.name == "absolute":
        return Part(f"np.abs({parts[0].text})", ATOM)
    if gate.name in ("sum", "prod", "max", "min"):
        return Part(f"np.{gate.name}([{', '.join(part.text for part in parts)}])", ATOM)
    return of_numbers(gate, parts)


def _of_array_table(gate: Gate, parts: Sequence[Part], attributes: Mapping[str, Any], shapes: Sequence[tuple[int, ...]]) -> Part:
    shape = _shape_of_template(gate.python)
    if shape is None:
        level, texts = ATOM, [part.text for part in parts]
    elif shape == "method":
        level, texts = ATOM, [_atom(parts[0]), *[part.text for part in parts[1:]]]
    else:
        level = WHOLE if shape == "matmul" else LOOSE  # a * (b @ c) is not a * b @ c
        chained = shape == "matmul" and parts[0].level == WHOLE and " @ " in parts[0].text
        texts = [part.text if part.level > PRODUCT or (chained and k == 0) else f"({part.text})" for k, part in enumerate(parts)]
    if gate.python.startswith("np.") and gate.python.endswith("({all})"):  # a function with options
        return Part(f"{gate.python[:-7]}({', '.join([*texts, *_options(attributes, shapes)])})", ATOM)
    if any(f"{name}={{{name}}}" in gate.python for name in ("axis", "keepdims", "ddof")):
        head = gate.python.split("(", 1)[0]
        inside = f"[{', '.join(texts)}]" if "[{all}]" in gate.python else ", ".join(texts)
        options = _options(attributes, shapes, positional=("shift",))
        return Part(f"{head}({', '.join([inside, *options])})", ATOM)
    fields = {name: value if isinstance(value, str) else _value(value) for name, value in attributes.items()}
    return Part(gate.python.format(*texts, all=", ".join(texts), **fields), level)


def _options(attributes: Mapping[str, Any], shapes: Sequence[tuple[int, ...]], positional: tuple[str, ...] = ()) -> list[str]:
    found = []
    for name, value in attributes.items():
        if name in _USUAL and not isinstance(value, np.ndarray) and value in _USUAL[name]:
            continue
        if name in ("axis", "shift") and isinstance(value, tuple):
            if name == "axis" and shapes and len(value) == len(shapes[0]) and "shift" not in attributes:
                continue
            written = _value(value[0] if len(value) == 1 else value)
        elif name == "axis" and value is None:
            continue
        else:
            written = _value(value)
        found.append(written if name in positional else f"{name}={written}")
    return found


def _value(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"np.array({listed(value)})"
    if type(value) is float and (number := constant(value)) is not None:
        return number.text
    return getattr(value, "written", None) or repr(tuple(value) if isinstance(value, tuple) else value)


def _atom(part: Part) -> str:
    return part.text if part.level == ATOM and not part.text[0].isdigit() else f"({part.text})"


@cache
def _shape_of_template(template: str) -> str | None:
    """What kind of expression a template is: an operator, a method, None for a function."""
    try:
        tree = ast.parse(template.replace("{0}", "a").replace("{1}", "b").replace("{2}", "c").replace("{all}", "a"), mode="eval").body
    except SyntaxError:
        return "method" if template.startswith("{0}") else None
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.MatMult):
        return "matmul"
    if isinstance(tree, ast.BinOp | ast.Compare):
        return "operator"
    return "method" if template.startswith("{0}") else None


def index_text(index: Any, parts: Sequence[Part]) -> str:
    """What stands between the brackets."""
    if isinstance(index, tuple):
        inside = [_item(item, parts) for item in index]
        return ", ".join(inside) + ("," if len(inside) == 1 else "") if inside else "()"
    return _item(index, parts)


def _item(item: Any, parts: Sequence[Part]) -> str:
    if isinstance(item, Slot):
        text = parts[item.position].text
        literal = _LIST.fullmatch(text)
        return text if literal is None else literal[1]
    if isinstance(item, slice):
        ends = ["" if end is None else str(end) for end in (item.start, item.stop)]
        return ":".join(ends) + (f":{item.step}" if item.step is not None else "")
    if item is Ellipsis:
        return "..."
    return repr(item)


def _index_value(index: Any, parts: Sequence[Part]) -> str:
    """The index as a value: a tuple with slices spelled out."""
    if isinstance(index, tuple):
        inside = [_spelled(item, parts) for item in index]
        return f"({', '.join(inside)}{',' if len(inside) == 1 else ''})"
    return _spelled(index, parts)


def _spelled(item: Any, parts: Sequence[Part]) -> str:
    if isinstance(item, slice):
        return f"slice({item.start}, {item.stop}, {item.step})"
    return "Ellipsis" if item is Ellipsis else _item(item, parts)


def constant(value: Any, *, typed: bool = False) -> Part | None:
    """A constant as it would be written, with the type of a float of NumPy's where it is asked for (beside single precision it counts);
    None for an array of many different numbers.
    """
    if isinstance(value, bool | np.bool_):
        return Part(str(bool(value)), ATOM)
    if typed and isinstance(value, np.floating):
        plain = constant(value)
        return plain and Part(f"{dtype_text(value.dtype)}({plain.text})", ATOM)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, int | float):
        text = {"inf": "np.inf", "nan": "np.nan", "-inf": "-np.inf"}.get(repr(value), repr(value))
        return Part(text, ATOM if not text.startswith("-") else PRODUCT - 1)
    return _array(value)


def listed(value: np.ndarray[Any, Any]) -> str:
    """The numbers of an array as lists; Python has no word for nan and infinity."""
    text = repr(value.tolist())
    return re.sub(r"\b(inf|nan)\b", r"np.\1", text) if value.dtype.kind == "f" else text


def spelled(value: np.ndarray[Any, Any]) -> str:
    """An array of many different numbers: a triangle of ones by its name, anything else number by number."""
    return (_triangle(value) if value.ndim == 2 and value.size else None) or f"np.array({listed(value)}, dtype={dtype_text(value.dtype)})"


def _triangle(value: np.ndarray[Any, Any]) -> str | None:
    rows, columns = value.shape
    across, down = int(np.count_nonzero(value[0])), int(np.count_nonzero(value[:, 0]))
    kind = dtype_text(value.dtype)
    lower = across - 1 if value[0, 0] else down - rows
    if np.array_equal(value, np.tri(rows, columns, lower)):
        return f"np.tri({rows}, {columns}, {lower}, dtype={kind})" if lower or rows != columns else f"np.tri({rows}, dtype={kind})"
    upper = 1 - down if value[0, 0] else columns - across
    if np.array_equal(value, np.triu(np.ones(value.shape), upper)):
        return f"np.triu(np.ones({value.shape}, dtype={kind}){f', {upper}' if upper else ''})"
    return None


def dtype_text(dtype: Any) -> str:
    """A dtype as it is written, in every version of NumPy."""
    return "bool" if dtype.kind == "b" else f"np.{dtype.name}"


def _array(value: Any) -> Part | None:
    """Well-known arrays by their name, small ones by their numbers."""
    size = value.shape[0] if value.ndim == 1 else value.shape
    kind = "" if value.dtype == np.float64 else f", dtype={dtype_text(value.dtype)}"
    if value.ndim == 1 and value.dtype.kind in "iu" and value.size and np.array_equal(value, np.arange(value.size)):
        return Part(f"np.arange({value.size})", ATOM)
    if value.size:
        first = value.flat[0]
        if np.all(value == first) and value.size > 1:
            known = {0: "zeros", 1: "ones"}.get(first.item() if value.dtype.kind != "b" else -1)
            return Part(f"np.{known}({size}{kind})" if known else f"np.full({size}, {constant(first).text}{kind})", ATOM)  # type: ignore[union-attr]
    else:
        return Part(f"np.zeros({size}{kind})", ATOM)
    if value.ndim == 2 and value.shape[0] == value.shape[1] > 1 and np.array_equal(value, np.eye(value.shape[0])):
        return Part(f"np.eye({value.shape[0]}{kind})", ATOM)
    if value.size <= 16:
        return Part(f"np.array({listed(value)}{kind})", ATOM)
    return None
