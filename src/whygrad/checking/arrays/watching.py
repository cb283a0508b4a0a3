"""What a function named on its way: its local variables when it returned, and the nodes that they stand for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import numpy as np

from whygrad.tracing.arrays import current, is_traced


@dataclass
class Locals:
    """By name: the node, where there is one, and a copy of the value."""

    nodes: dict[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def take(self, names: dict[str, Any]) -> None:
        """Note what these variables hold now."""
        for name, value in (_kept_in(names) | names).items():
            plain = value
            if is_traced(value):
                if hasattr(value, "memory"):
                    current(value)
                self.nodes[name], plain = value.index, value.value
            if isinstance(plain, np.ndarray | np.generic | float | int):
                self.values[name] = np.array(plain) if isinstance(plain, np.ndarray) else plain


def _kept_in(names: dict[str, Any]) -> dict[str, Any]:
    """What a layer keeps of its forward pass in itself: `self.std`, by its last name."""
    own = names.get("self")
    return {name: value for name, value in vars(own).items() if is_traced(value)} if hasattr(own, "__dict__") else {}


@contextmanager
def last_locals(code: CodeType | None, seen: Locals) -> Iterator[None]:
    """Note the local variables of the first call of this code that returns."""
    before = sys.getprofile()

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        if event == "return" and frame.f_code is code and not seen.values:
            sys.setprofile(before)
            seen.take(frame.f_locals)

    if code is not None:
        sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(before)
