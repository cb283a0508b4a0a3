"""From an exception of Python's or NumPy's to an error that says what, where, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from whygrad.gates.table import Gate
from whygrad.text import Text, _
from whygrad.tracing.asking import here
from whygrad.tracing.errors import DtypeError, LeakedTrace, NotTraceable, ShapeError, TraceError
from whygrad.tracing.source import Span


def failed(error: Exception, gate: Gate, values: Sequence[Any], attributes: Mapping[str, Any] | None = None) -> Exception:
    """The error to raise where a gate could not be computed: one of ours where there is more to say than NumPy does."""
    if isinstance(error, TraceError):
        return error
    shapes = [np.shape(value) for value in values if not isinstance(value, list)]
    if isinstance(error, ValueError) and len(shapes) >= 2 and _is_about_shapes(str(error)):
        return _misfit(error, gate, shapes, attributes or {})
    for value in values:
        kind = getattr(value, "dtype", None)
        if kind is not None and kind.kind in "OUSV":
            return wrong_dtype(kind)
    return error


def _is_about_shapes(words: str) -> bool:
    return any(said in words for said in ("broadcast", "shape", "mismatch", "dimension", "match exactly", "aligned"))


def _written(shape: tuple[int, ...]) -> str:
    return str(tuple(int(size) for size in shape))


def _misfit(error: Exception, gate: Gate, shapes: Sequence[tuple[int, ...]], attributes: Mapping[str, Any]) -> ShapeError:
    a, b = shapes[0], shapes[1]
    fields = {"a": _written(a), "b": _written(b), "gate": gate.symbol}
    if gate.name == "matmul":
        text = Text(
            _("`@` can't multiply shapes {a} and {b}: the last axis of the first must be as long as the last but one of the second."),
            fields,
        )
        help_ = _transposed_would_fit(a, b)
    elif gate.name == "setitem":
        text = Text(_("An array of shape {b} doesn't fit into places of shape {a}."), fields)
        help_ = [Text(_("What is written must have the shape of the places, or broadcast to it."))]
    elif gate.arity == 2:
        text = Text(_("The shapes {a} and {b} don't broadcast together in `{gate}`."), fields)
        help_ = _broadcasting(a, b)
    else:
        text = Text(
            _("Shapes that don't fit together in `{gate}`: {shapes}."), {"gate": gate.symbol, "shapes": ", ".join(map(_written, shapes))}
        )
        help_ = [Text("{words}", {"words": str(error)})]
    return ShapeError(text, help_, *here())


def _transposed_would_fit(a: tuple[int, ...], b: tuple[int, ...]) -> list[Text]:
    if len(a) == 2 and len(b) == 2:
        if a[0] == b[0]:
            return [Text(_("With the first transposed it would be {a} @ {b}."), {"a": _written(a[::-1]), "b": _written(b)})]
        if a[1] == b[1]:
            return [Text(_("With the second transposed it would be {a} @ {b}."), {"a": _written(a), "b": _written(b[::-1])})]
    return []


def _broadcasting(a: tuple[int, ...], b: tuple[int, ...]) -> list[Text]:
    """Which axis stands in the way, and what would make the two fit."""
    for k in range(1, min(len(a), len(b)) + 1):
        if a[-k] != b[-k] and 1 not in (a[-k], b[-k]):
            said = [
                Text(
                    _("Counted from the right, axis {k} is {n} in one and {m} in the other; broadcasting needs equal ones, or a 1."),
                    {"k": str(k), "n": str(a[-k]), "m": str(b[-k])},
                )
            ]
            for one, other in ((a, b), (b, a)):
                if len(one) == 1 and len(other) > 1 and one[0] == other[-2]:
                    said.append(
                        Text(
                            _("To use it along axis {axis} of the other, write it as a column: `[:, None]`."), {"axis": str(len(other) - 2)}
                        )
                    )
            return said
    return []


def wrong_dtype(dtype: Any) -> DtypeError:
    """An array that holds no numbers."""
    kind = {"O": _("objects"), "U": _("text"), "S": _("text"), "V": _("records")}.get(np.dtype(dtype).kind, str(dtype))
    return DtypeError(
        Text(_("An array of {kind} (dtype {dtype}) has no gradient."), {"kind": Text(kind), "dtype": str(dtype)}),
        [Text(_("Make it an array of floats first: `np.array(x, dtype=float)`. Rows of unequal length make an array of objects."))],
        *here(),
    )


def complex_refused() -> DtypeError:
    """A complex number in a trace."""
    return DtypeError(
        Text(_("I can't differentiate complex numbers.")),
        [Text(_("Write the real and the imaginary part as two real arrays."))],
        *here(),
    )


def leaked() -> LeakedTrace:
    """A value of one trace in another, or in none."""
    return LeakedTrace(
        Text(_("A traced value is used here outside of the trace that made it: it was kept in a list, an attribute or a global.")),
        [
            Text(_("Return what you want to keep from the traced function, and use what comes back.")),
            Text(_("To keep only the number, store `float(x)` outside of the trace, or `whygrad.stop_gradient(x)` inside it.")),
        ],
        *here(),
    )


def no_trace() -> LeakedTrace:
    """A traced value where no trace is running."""
    return leaked()


def write_through(gate: Gate) -> NotTraceable:
    """A write through a view that can't be followed."""
    return NotTraceable(
        Text(_("I can't follow a write through a view that was made by `{gate}`."), {"gate": gate.name}),
        [Text(_("Write to the array itself, or to a copy: `y = x.copy()`."))],
        *here(),
    )


def dropped(what: str) -> NotTraceable:
    """A traced value was asked for its plain numbers by code that a trace can't follow."""
    return NotTraceable(
        Text(_("`{what}` asks for the plain numbers of a traced value here, and the gradient would be lost."), {"what": what}),
        [
            Text(_("Use NumPy's own functions and operators on it, and import numpy at the top of the module.")),
            Text(_("If no gradient is wanted here, say so: `whygrad.stop_gradient(x)`.")),
        ],
        *here(),
    )


def as_key() -> NotTraceable:
    """A traced number is a key of a dict, an entry of a set, or an argument of a function that remembers its results."""
    return NotTraceable(
        Text(_("A number is looked up by its value here (in a dict, a set, a cache), and what is found there has no gradient.")),
        [Text(_("Look it up by a whole number or a name; take `lru_cache` off a function of floats while it is traced."))],
        *here(),
    )


def written_outside() -> NotTraceable:
    """A traced value is written into an array that the trace doesn't know."""
    return NotTraceable(
        Text(_("A traced value is written here into an array that was made where I couldn't see it.")),
        [Text(_("Make the array inside of the traced function, with NumPy's own functions, or pass it as an argument."))],
        *here(),
    )


def unknown_function(name: str, instead: Text | None = None, place: tuple[str | None, Span | None] | None = None) -> NotTraceable:
    """A function that has no gate, or no rule for that input."""
    help_ = (
        [instead] if instead is not None else [Text(_("Write it with functions that I know, or give it a rule with `whygrad.custom_vjp`."))]
    )
    return NotTraceable(Text(_("I have no derivative for `{name}`."), {"name": name}), help_, *(here() if place is None else place))
