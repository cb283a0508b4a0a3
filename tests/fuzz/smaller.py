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
    """One result, or another; fewer steps, by halves first; fewer results; fewer inputs."""
    steps, results = program.steps, program.results
    if len(results) > 1:
        yield from (replace(program, results=(name,)) for name in results)
    size = len(steps)
    while size := size // 2:
        for start in range(len(steps) - size, -1, -size):
            fewer = steps[:start] + steps[start + size :]
            names = {name: None for step in fewer for line in step.numpy for name in re.findall(r"^\s*(\w+) = ", line)}
            left = tuple(name for name in results if name in names or name in program.inputs)
            if left:
                yield replace(program, steps=fewer, results=left)
            yield from (replace(program, steps=fewer, results=(name,)) for name in list(names)[:-4:-1])
    if len(results) > 1:
        yield from (replace(program, results=tuple(name for name in results if name != other)) for other in results)
    for name in program.inputs:
        yield replace(program, inputs={other: value for other, value in program.inputs.items() if other != name})
