"""What stands at a wire: above it the value, below it the gradient. A number is one line; a small array is its numbers, a large one its
shape, what its entries are like, and a heat-map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from whygrad.drawing.wiring import UNSEEN, Claimed, Given
from whygrad.reports.lettering import LONGEST, Parts, clipped, parts_width
from whygrad.reports.sentences import ALIKE
from whygrad.reports.values import pair, short
from whygrad.reports.words import Words
from whygrad.text import Text, _

if TYPE_CHECKING:
    from whygrad.drawing.scene import Out, Scene
    from whygrad.reports.heatmap import HeatMap

#: An array of no more rows and columns than this is written out.
MOST_ROWS, MOST_COLUMNS = 3, 4
#: Significant digits of a number in an array.
DIGITS = 3
#: Between a map and what is written beside it.
GAP = 6.0


@dataclass(frozen=True)
class Half:
    """One side of a wire: rows of text from the top down, and a map to the left of all but the first `over` of them."""

    rows: tuple[tuple[str, Parts], ...]  # the role of each, and what it says
    map: HeatMap | None = None
    over: int = 0  # the rows above the map, or of the lower half none
    beside: int = 0  # the rows beside it

    @property
    def indent(self) -> float:
        """How far what is beside the map is to the right."""
        return 0.0 if self.map is None else self.map.width + GAP

    def indent_of(self, row: int) -> float:
        """How far a row is to the right."""
        return self.indent if self.over <= row < self.over + self.beside else 0.0

    @property
    def width(self) -> float:
        """How wide it is altogether."""
        return max((self.indent_of(k) + parts_width(parts) for k, (_role, parts) in enumerate(self.rows)), default=0.0)


@dataclass(frozen=True)
class Plate:
    """What stands at a wire."""

    above: Half
    below: Half

    @property
    def width(self) -> float:
        """How wide it is."""
        return max(self.above.width, self.below.width)


def plate(out: Out, words: Words, *, is_input: bool) -> Plate:
    """The plate of an output of a thing."""
    if out.is_bundle:
        text = Text(_("{n} number"), {"n": len(out.nodes)}, plural=_("{n} numbers"))
        return Plate(Half((("above", (("small", words.say(text)),)),)), Half((("below", (("small", ""),)),)))
    name: Parts = (("name", f"{clipped(out.name)} "),) if out.name and not is_input else ()
    wrong = [claimed for claimed in out.claimed if not claimed.right]
    tick = " ✓" if out.claimed and not wrong else ""
    claims = tuple(("claim", (("wrong", f"✗ {clipped(claimed.name)}{theirs(claimed, out.gradient, words)}"),)) for claimed in wrong)
    if not is_array(out.value):
        above: Parts = (*name, ("value", written(out.value)))
        gradient = "" if out.gradient is None else written(_number(out.gradient)) + tick
        return Plate(Half((("above", above),)), Half((("below", (("gradient", gradient),)), *claims)))
    shaped: Parts = (*name, ("shape", times(out.value.shape)))
    return Plate(_value(out.value, shaped, words), _gradient(out.gradient, tick, claims, words))


def written(value: Any) -> str:
    """A number or a constant as there is room for it.

    >>> written(10**40 + 1), written(0.25)
    ('1.000e+40', '0.25')
    """
    text = short(value)
    if len(text) <= LONGEST:
        return text
    return f"{Decimal(value):.{DIGITS}e}" if type(value) is int else clipped(text)


def is_array(value: Any) -> bool:
    """Is this more than a single number?"""
    return bool(getattr(value, "shape", ()))


def has_arrays(scene: Scene) -> bool:
    """Is anything that stands at a wire more than a number?"""
    return any(is_array(out.value) for thing in scene.things for out in thing.outs)


def has_maps(scene: Scene) -> bool:
    """Is any array too large to be written out, so that there is a map of it?"""
    return any(_is_large(out.value) and out.value.dtype.kind in "fiu" for thing in scene.things for out in thing.outs)


def has_summaries(scene: Scene) -> bool:
    """Is it said of any array what its entries are like, or how much comes back by a wire?"""
    large = any(_is_large(out.value) for thing in scene.things for out in thing.outs)
    return large or any(wire.is_shared and is_array(wire.share) for wire in scene.wires)


def _is_large(value: Any) -> bool:
    return is_array(value) and bool(value.size) and written_out(value) is None


ABOUT_MAPS = _("blue with a dash: below 0 · orange: above 0 · each map has its own scale, the same on both sides of 0")
ABOUT_SUMMARIES = _("of an array: its shape, its smallest … largest entry, their mean; of a gradient its norm, √ of the sum of squares")


def about_arrays(scene: Scene, words: Words) -> list[str]:
    """What the maps of arrays show, and what is said beside them, as far as there are any."""
    return [words.say(text) for text, is_there in ((ABOUT_MAPS, has_maps), (ABOUT_SUMMARIES, has_summaries)) if is_there(scene)]


def times(shape: tuple[int, ...]) -> str:
    """A shape as it is read.

    >>> times((3, 4)), times((5,))
    ('3 × 4', '(5)')
    """
    return f"({shape[0]})" if len(shape) == 1 else " × ".join(map(str, shape))


def summary(value: Any, words: Words, *, is_gradient: bool) -> list[str]:
    """What the entries of an array are like: from the smallest to the largest; of a value their mean, of a gradient its norm."""
    import numpy as np

    array = np.asarray(value)
    if not array.size:
        return [words.say(_("no entries"))]
    if array.dtype.kind == "b":
        return [words.say(Text(_("{n} of {count} true"), {"n": str(int(array.sum())), "count": str(array.size)}))]
    finite = array[np.isfinite(array)] if array.dtype.kind == "f" else array
    odd = array.size - finite.size
    found = [_range(float(finite.min()), float(finite.max()), words)] if finite.size else []
    if odd:
        text = Text(_("{n} entry not finite"), {"n": odd}, plural=_("{n} entries not finite"))
        return [*found, words.say(text)]
    if is_gradient:
        return [*found, words.say(Text(_("norm {number}"), {"number": short(float(np.linalg.norm(array.astype(float).ravel())), DIGITS)}))]
    return [*found, words.say(Text(_("mean {number}"), {"number": short(float(array.mean()), DIGITS)}))]


def _range(low: float, high: float, words: Words) -> str:
    one, other = short(low, DIGITS), short(high, DIGITS)
    return words.say(Text(_("all {number}"), {"number": one})) if low == high else f"{one} … {other}"


def written_out(value: Any) -> list[str] | None:
    """The rows of a small array; None where it is too large for that.

    >>> import numpy as np
    >>> written_out(np.array([[1.0, -2.5], [0.0, 3.0]]))
    ['[1, -2.5]', '[0, 3]']
    """
    rows = value if value.ndim == 2 else [value] if value.ndim == 1 else None
    if rows is None or len(rows) > MOST_ROWS or value.shape[-1] > MOST_COLUMNS or not value.size:
        return None
    return ["[" + ", ".join(short(number, DIGITS) for number in row.tolist()) + "]" for row in rows]


def short_value(value: Any, words: Words) -> str:
    """A value in one line: a number, or the shape and the entries of an array."""
    if not is_array(value):
        return "" if value is None else written(_number(value))
    row = _one_row(value)
    return f"{times(value.shape)}: {summary(value, words, is_gradient=False)[0]}" if row is None else row


def short_share(value: Any, words: Words) -> str:
    """What comes back by one wire, in one line: a number, or how much of it there is."""
    if value is None:
        return ""
    return summary(value, words, is_gradient=True)[-1] if is_array(value) else written(_number(value))


def constant(value: Any) -> str:
    """What is written at a gate: a number, or the name of an array and its shape."""
    if not isinstance(value, Given):
        return written(value)
    row = _one_row(value.value) if not value.name else None
    return f"{clipped(value.name)} {times(value.value.shape)}".strip() if row is None else row


def _one_row(value: Any) -> str | None:
    """A small array of one row, in as many brackets as it has axes; None of any other."""
    small = written_out(value)
    return None if small is None or len(small) != 1 else f"[{small[0]}]" if value.ndim == 2 else small[0]


def _number(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _value(value: Any, shaped: Parts, words: Words) -> Half:
    small = written_out(value)
    if small is not None:
        return Half((("above", shaped), *(("above", (("value", row),)) for row in small)))
    lines = tuple(("above", (("value", text),)) for text in summary(value, words, is_gradient=False))
    return Half((("above", shaped), *lines), _map(value, lines), 1, len(lines))


def _gradient(value: Any, tick: str, claims: tuple[tuple[str, Parts], ...], words: Words) -> Half:
    if value is None:
        return Half((("below", (("small", ""),)), *claims))
    small = written_out(value)
    if small is not None:
        rows = [*small[:-1], small[-1] + tick]
        return Half((*(("below", (("gradient", row),)) for row in rows), *claims))
    texts = summary(value, words, is_gradient=True)
    lines = tuple(("below", (("gradient", text),)) for text in [*texts[:-1], texts[-1] + tick])
    return Half((*lines, *claims), _map(value, lines), 0, len(lines))


def _map(value: Any, lines: Sequence[Any]) -> HeatMap | None:
    """The map beside some lines, which are as high as it is."""
    from whygrad.reports.heatmap import HeatMap

    return HeatMap.of(value) if len(lines) > 1 and value.dtype.kind in "fiu" else None


def theirs(claimed: Claimed, true: Any, words: Words) -> str:
    """The learner's own gradient, where it is wrong: the number, or the entry that is farthest off."""
    if claimed.yours is UNSEEN:
        return ""
    if claimed.yours is None:
        return f": {words.say(_('missing'))}"
    if not is_array(true):
        own, other = pair(_number(claimed.yours), _number(true))
        return f": {own}{_alike(own, other, claimed, words)}"
    import numpy as np

    yours = np.asarray(claimed.yours)
    if yours.shape != true.shape:
        text = Text(_("shape {theirs}"), {"theirs": times(yours.shape) if yours.ndim else "()"})
        return f": {words.say(text)}"
    with np.errstate(all="ignore"):
        off = np.abs(yours.astype(float) - true)
    worst = np.unravel_index(int(np.argmax(np.where(np.isnan(off), np.inf, off))), true.shape)
    one, other = pair(float(yours[worst]), float(true[worst]))
    place = "[" + ", ".join(map(str, worst)) + "]"
    if one == other:
        return f": {words.say(_same(claimed))}"
    return f"{place}: {one}, {words.say(Text(_('not {number}'), {'number': other}))}"


def _alike(yours: str, true: str, claimed: Claimed, words: Words) -> str:
    """That a wrong gradient can't be seen to be wrong here."""
    return f" ({words.say(_same(claimed))})" if yours == true else ""


def _same(claimed: Claimed) -> str:
    """Why it can't."""
    return _("right in this turn, wrong in another one") if claimed.right_here else ALIKE
