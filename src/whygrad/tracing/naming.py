"""What the numbers of a graph are called: by the names that the program gave them, where it gave them any."""

from __future__ import annotations

import builtins
import dis
import keyword
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from types import CodeType

_STORES = frozenset({"STORE_FAST", "STORE_NAME", "STORE_GLOBAL", "STORE_DEREF"})
_TAKEN = frozenset({"np", "scipy", "cache", "dout", *keyword.kwlist, *dir(builtins)})


@lru_cache(maxsize=1024)
def _steps(code: CodeType) -> tuple[list[int], dict[int, str]]:
    """The offsets of the instructions, and by the offset of one the name that its result is given right after."""
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("NOP", "EXTENDED_ARG")]
    found = {step.offset: str(after.argval) for step, after in pairwise(steps) if after.opname in _STORES}
    return [step.offset for step in steps], found


def name_given(code: CodeType | None, instruction: int) -> str | None:
    """The name that the program gave to the result of an instruction; None if it gave none."""
    if code is None:
        return None
    offsets, names = _steps(code)
    at = bisect_right(offsets, instruction) - 1  # a call may be seen at one of the cache entries that follow it
    return names.get(offsets[at]) if at >= 0 else None


def path_as_name(path: str) -> str:
    """A path in a value as one name.

    >>> path_as_name("params['W'][0]")
    'params_W_0'
    """
    return "_".join(part for part in "".join(c if c.isalnum() else " " for c in path).split())


class Names:
    """Names that are used once, and not those that are taken."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._used: set[str] = {*_TAKEN, *taken}
        self._counts: dict[str, int] = {}

    def fresh(self, wanted: str) -> str:
        """This name, or with a number where it is taken."""
        if not wanted.isidentifier() or keyword.iskeyword(wanted):
            wanted = "t"
        name, count = wanted, self._counts.get(wanted, 1)
        while name in self._used:
            count += 1
            name = f"{wanted}_{count}"
        self._counts[wanted] = count
        self._used.add(name)
        return name
