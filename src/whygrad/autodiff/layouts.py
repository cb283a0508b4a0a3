"""Functions that go by where arrays lie in memory: which is which, which share memory, whether one may be written to.

While a function is recorded, arrays of its own stand for its arguments. So it can be believed what it is told about memory only
where the arguments lie there as those do: each alone, without gaps, free to be written to. That is looked at when the
function is recorded, and at each call of the code.
"""

from __future__ import annotations

import builtins
import dis
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from whygrad.autodiff.functions import name_of
from whygrad.autodiff.refusing import NotCompilable
from whygrad.text import Text, _
from whygrad.tracing.asking import place_of

#: What a function may ask, and which arrays answer as those that stand for them do.
_ALONE = ("may_share_memory", "shares_memory")
_KINDS: dict[str, Callable[[np.ndarray], bool]] = {
    "strides": lambda array: array.strides == np.empty_like(array).strides,
    "flags": lambda array: array.flags.writeable and array.strides == np.empty_like(array).strides,
    "base": lambda array: array.base is None,
}


def layout_asked(
    f: Callable[..., Any],
    looked: dict[str, tuple[CodeType | None, int]],
    functions: Iterable[tuple[FunctionType, CodeType]],
    arrays: Sequence[Any],
) -> Callable[..., bool] | None:
    """What has to hold of these arrays for the recording to be right; None if the function doesn't go by their memory.

    Raises NotCompilable where it doesn't hold.
    """
    asked = {**looked}
    for _function, code in functions:
        asking = _identity(code)
        if asking is not None:
            asked.setdefault("is", asking)
    asked = {what: place for what, place in asked.items() if what in _KINDS or len(arrays) > 1}
    if not asked:
        return None
    for what, place in asked.items():
        if not _holds(what, arrays):
            raise _refused(f, what, place)
    return lambda *now: all(_holds(what, now) for what in asked)


def _holds(what: str, arrays: Sequence[Any]) -> bool:
    if what in _KINDS:
        return all(map(_KINDS[what], arrays))
    if what in _ALONE:
        return not any(np.may_share_memory(one, other) for one, other in combinations(arrays, 2))
    return len(set(map(id, arrays))) == len(arrays)


@lru_cache(maxsize=4096)
def _identity(code: CodeType) -> tuple[CodeType, int] | None:
    """Where a function asks whether two things are one (not whether something is None, or of a type); None if it doesn't."""
    settled = True
    for step in dis.get_instructions(code):
        if (step.opname == "IS_OP" and not settled) or (step.opname == "LOAD_GLOBAL" and step.argval == "id"):
            return code, step.offset
        named = step.opname in ("LOAD_GLOBAL", "LOAD_ATTR") and (hasattr(builtins, step.argval) or hasattr(np, step.argval))
        settled = step.opname == "LOAD_CONST" or named
    inner = [_identity(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return next((found for found in inner if found is not None), None)


def _refused(f: Callable[..., Any], what: str, place: tuple[CodeType | None, int]) -> NotCompilable:
    fields = {"f": name_of(f), "what": what}
    if what in _KINDS:
        text = Text(
            _("`{f}` asks how an array lies in memory (`{what}`); of a part of another array, or a locked one, I can't follow that."),
            fields,
        )
        help_ = Text(_("Give it arrays of their own, in one piece: `x.copy()`."))
    else:
        text = Text(_("`{f}` goes by which arrays are one and the same (`{what}`), and two of these are, or share memory."), fields)
        help_ = Text(_("Give each its own array, `x.copy()`, or say by an argument which way to go."))
    return NotCompilable(text, [help_], *place_of(*place))
