"""A whole array, to be opened: its numbers as a table, in the colours of its map; of a large one, the beginning.

The page holds the numbers in a row; `arrays.js` makes the table when somebody opens it.
"""

from __future__ import annotations

from html import escape
from typing import Any

from whygrad.reports.heatmap import HeatMap
from whygrad.reports.html.tongues import Tongues
from whygrad.reports.plates import is_array, times
from whygrad.reports.values import short
from whygrad.text import Text, _

#: Rows and columns of a table at most.
MOST_ROWS, MOST_COLUMNS = 32, 32
DIGITS = 3


def whole(value: Any, name: str | Text, tongues: Tongues) -> str:
    """An array's numbers behind a summary that opens; nothing for a single number.

    >>> import numpy as np
    >>> from whygrad.reports.words import words
    >>> 'data-numbers="1 0 0 1" data-columns="2" data-rows="0;1"' in whole(np.eye(2), "x", Tongues(words("en")))
    True
    """
    import numpy as np

    if not is_array(value) or not value.size:
        return ""
    table = value.reshape(-1, value.shape[-1])
    shown = table[:MOST_ROWS, :MOST_COLUMNS]
    finite = shown[np.isfinite(shown)] if value.dtype.kind == "f" else shown
    scale = HeatMap(((),), float(np.max(np.abs(finite.astype(float)), initial=0.0)), (1, 1))
    numbers = " ".join(short(one, DIGITS) for one in shown.ravel().tolist())
    rows = ";".join(_place(value.shape, k) for k in range(len(shown)))
    shape = times(value.shape)
    called = name if isinstance(name, Text) else Text("`{name}`", {"name": name})
    summary = tongues.html(Text(_("{name}, {shape}: its numbers"), {"name": called, "shape": shape}))
    label = tongues.first.say(called).replace("`", "")
    notes = tongues.html(scale.title) if scale.most else ""
    if shown.size < table.size:
        fields = {"shown": str(shown.size), "count": str(table.size)}
        notes += " " + tongues.html(Text(_("These are the first {shown} of {count} numbers."), fields))
    return (
        f'<details class="whole" data-numbers="{numbers}" data-columns="{shown.shape[1]}" data-rows="{rows}" data-most="{scale.most!r}">'
        f'<summary>{summary}</summary><p class="note">{notes}</p>'
        f'<div class="numbers" tabindex="0" role="region" aria-label="{escape(label)}, {shape}"></div></details>'
    )


def _place(shape: tuple[int, ...], number: int) -> str:
    """Where a row of the table stands: its indices but the last."""
    import numpy as np

    return ", ".join(map(str, np.unravel_index(number, shape[:-1]))) if len(shape) > 1 else ""
