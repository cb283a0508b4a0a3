"""The part of a program that still differs, for whoever is to find out why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.fuzz.compare import compare
from tests.fuzz.program import Program


def shrunk(program: Program, what: str) -> Program:
    """A program of fewer steps, results and inputs, whose first difference is the same one."""

    def differs(candidate: Program) -> bool:
        try:
            found = compare(candidate).differences
        except Exception:  # what was left out is needed
            return False
        return bool(found) and found[0].what == what

    return _least(program, differs)


def _least(program: Program, differs: Callable[[Program], bool]) -> Program:
    """Leave out what can be left out, beginning again after every success, for fewer steps make the rest quicker."""
    while (better := next(filter(differs, _smaller(program)), None)) is not None:
        program = better
    return program


def _smaller(program: Program) -> Iterator[Program]:
    """One result, or another; fewer steps, by halves first; fewer inputs."""
    steps = program.steps
    if len(program.results) > 1:
        yield from (replace(program, results=(name,)) for name in program.results)
    size = len(steps)
    while size := size // 2:
        for start in range(len(steps) - size, -1, -size):
            fewer = steps[:start] + steps[start + size :]
            yield replace(program, steps=fewer)
            names = [name for step in fewer[-3:] for name in re.findall(r"^(\w+) = ", step.numpy[-1])]
            yield from (replace(program, steps=fewer, results=(name,)) for name in reversed(names))
    for name in program.inputs:
        yield replace(program, inputs={other: value for other, value in program.inputs.items() if other != name})
