"""Where an output that is no finite number goes wrong: such a circuit can be drawn, and its gradients mean nothing."""

from __future__ import annotations

from typing import Any

from whygrad.checking import problems
from whygrad.checking.report import Problem
from whygrad.drawing.wiring import Wiring
from whygrad.tracing.source import Span
from whygrad.tracing.traced import plain


def not_finite(wiring: Wiring) -> Problem | None:
    """The first of the numbers behind an output that is not finite; None if the output is.

    >>> from whygrad.drawing.numbers import wired
    >>> not_finite(wired("x = 1e308\\ny = x * 10.0\\n")).message.english()
    '`x * 10.0` is inf, and it goes into the output: a gradient of that means nothing.'
    """
    values = wiring.graph.values
    if all(_is_finite(values[node]) for node in wiring.seeds):
        return None
    first = next(node for node in wiring.members if not _is_finite(values[node]))
    span = wiring.span(first)
    code = _code(wiring, span) if span is not None else wiring.names.get(first, wiring.output)
    line = wiring.line(first)
    if span is None and line is not None:
        line += wiring.above
        span = Span(line, 0, line, len(wiring.program.source.original.split("\n")[line - 1]))
    return problems.not_finite(code, _example(values[first]), wiring.shown(span))


def _is_finite(value: Any) -> bool:
    import numpy as np

    array = np.asarray(plain(value)) if not hasattr(value, "dtype") else value
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())


def _example(value: Any) -> float:
    """A number, or of an array the first that is not finite."""
    import numpy as np

    array = np.ravel(np.asarray(value, float))
    return float(array[~np.isfinite(array)][0])


def _code(wiring: Wiring, span: Span) -> str:
    """What is written at a place, in one line."""
    rows = wiring.program.source.original.split("\n")[span.line - 1 : span.end_line]
    if not rows:
        return wiring.output
    rows[-1] = rows[-1][: span.end_column]
    rows[0] = rows[0][span.column :]
    return " ".join(row.strip() for row in rows)
