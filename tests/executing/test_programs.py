"""Each step of a simplified program is what is said of it: its type, shape and dtype. And what the rules make is the same number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import whygrad
from tests.tracing.constructs.case import Case
from tests.tracing.constructs.measure import cotangent_for, every_case, scene
from tests.tracing.test_constructs import bound
from whygrad.autodiff import routines
from whygrad.executing.program import Program, like
from whygrad.graph import CONSTANT, INPUT

CASES = [case for case in every_case() if not case.refused]


class Watched:
    """The programs that are made, with the values that their inputs had."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.programs: list[tuple[Program, dict[int, Any], list[int]]] = []
        made, written = routines.program_of, routines.written
        known: dict[int, dict[int, Any]] = {}

        def program_of(graph: Any, given: Any, *rest: Any) -> Any:
            found = made(graph, given, *rest)
            known[id(found[0])] = {found[1][node]: graph.values[node] for node in given}
            return found

        def write(routine: Any) -> Any:
            self.programs.append((routine.program, known[id(routine.program)], [output.step for output in routine.outputs]))
            return written(routine)

        monkeypatch.setattr(routines, "program_of", program_of)
        monkeypatch.setattr(routines, "written", write)

    def check(self) -> None:
        for program, given, outputs in self.programs:
            values: dict[int, Any] = {}
            for index in program.needed(outputs):
                step = program[index]
                if step.gate is INPUT:
                    values[index] = given[index]
                elif step.gate is CONSTANT:
                    values[index] = program.constants[index]
                else:
                    function = step.gate.forward if step.like.number is not None else step.gate.on_arrays
                    with np.errstate(all="ignore"):
                        values[index] = function(*[values[source] for source in step.inputs], **step.attributes)
                    found = like(values[index])
                    if step.like.number is not None:  # it is made of NumPy's where it is written
                        values[index] = step.like.number(values[index])
                    else:
                        assert (found.shape, found.dtype) == (step.like.shape, step.like.dtype), (step.gate.name, step.like, found)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("single", [False, True], ids=["double", "single"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_steps_are_what_is_said_of_them(case: Case, single: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    args = case.arguments()
    if single:
        if not all(isinstance(leaf, np.ndarray) and leaf.dtype == np.float64 for leaf in args):
            return
        args = tuple(leaf.astype(np.float32) for leaf in args)
    with scene():
        try:
            bound(case.prepared(), *case.rest())(*case.arguments() if not single else [leaf.copy() for leaf in args])
        except Exception:
            assert single  # not every program runs in single precision
            return
    watched = Watched(monkeypatch)
    try:
        with scene():
            fast = whygrad.compile(bound(case.prepared(), *case.rest()))
            value, pull = fast.vjp(*args)
            pull(cotangent_for(value))
    except (whygrad.TraceError, np.linalg.LinAlgError):
        return  # refused, or not to be had in single precision
    assert watched.programs
    watched.check()
