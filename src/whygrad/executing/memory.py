"""Where results lie: which array of the workspace each large one is written into, and when that is free again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from whygrad.executing.program import Like, Program
from whygrad.executing.statements import WRITES, is_fresh, ufunc_of

#: Results of fewer bytes than this are made anew: to hand over a place costs as much as to ask for one.
LARGE = 4096


def roots_of(program: Program, order: Iterable[int]) -> dict[int, frozenset[int]]:
    """By step, the steps in whose memory its result may lie: itself, or what it is a view of."""
    found: dict[int, frozenset[int]] = {}
    for index in order:
        step = program.steps[index]
        if not step.like.is_array:
            found[index] = frozenset()
        elif not step.inputs or is_fresh(step):
            found[index] = frozenset((index,))
        elif step.gate.name in WRITES:
            found[index] = found[step.inputs[0]] | {index}
        else:
            found[index] = frozenset((index,)).union(*[found[source] for source in step.inputs])
    return found


class Workspace:
    """The arrays that a compiled function works in. They are handed out as long as the plan is made, and never returned."""

    def __init__(self, program: Program, roots: Mapping[int, frozenset[int]], last: Mapping[int, int], fixed: frozenset[int]) -> None:
        self.program = program
        self.roots = roots
        self.last = last  # by root, the last step that looks into its memory
        self.fixed = fixed  # steps whose memory is not the workspace's: inputs, constants, what is returned
        self.places: list[Like] = []
        self.of: dict[int, int] = {}  # by step, its place
        self._free: dict[Like, list[int]] = defaultdict(list)

    def place(self, index: int) -> int | None:
        """The place of this step's result; None for one that is made anew."""
        step = self.program.steps[index]
        kind = step.like
        if not kind.is_array or index in self.fixed or kind.bytes < LARGE or ufunc_of(step) is None:
            return None
        if step.gate.name != "matmul":
            for source in step.inputs:
                if self._dies(source, index) and self.program.steps[source].like == kind:
                    self.of[index] = self.of.pop(source)
                    return self.of[index]
        free = self._free[kind]
        if free:
            self.of[index] = free.pop()
        else:
            self.of[index] = len(self.places)
            self.places.append(kind)
        return self.of[index]

    def _dies(self, source: int, at: int) -> bool:
        return source in self.of and self.last.get(source, -1) <= at

    def passed(self, at: int, used: Sequence[int]) -> None:
        """The step `at` is done: what was looked at for the last time is free."""
        for source in used:
            for root in self.roots[source]:
                if root in self.of and root != at and self.last.get(root, -1) <= at:
                    self._free[self.program.steps[root].like].append(self.of.pop(root))
