"""A circuit as code: what computes its value and its gradients, as `whygrad.compile` would write it, without what it looks at first."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import Step, cotangents
from whygrad.autodiff.reverse import adjoints
from whygrad.autodiff.shifts import without_effect
from whygrad.autodiff.transforms import one_like
from whygrad.drawing.wiring import Wiring
from whygrad.executing.compiled import Output, Routine, listed
from whygrad.executing.program import like, program_of
from whygrad.executing.rules import RULES
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.tracing.active import adding_to
from whygrad.tracing.arrays import handle
from whygrad.tracing.naming import Names, path_as_name

_STEM = re.compile(r"[^\W\d]\w*")


def code_of(wiring: Wiring) -> str:
    """A function of the circuit's inputs that returns the value of its output and a dict with the gradients, by name.

    An output that is an array comes with a parameter more, `dout`, the gradient from above.

    >>> from whygrad.drawing.programs import wired_program
    >>> print(code_of(wired_program("x = 3.0\\ny = x * x\\n")), end="")
    def y_value_and_grad(x):
        y = x * x
        dx = x * 2.0
        return y, {'x': dx}
    """
    return _Code(wiring).text()


class _Code:
    """The parts of the function while it is made."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.graph: Graph = wiring.graph
        self.inputs = _inputs(wiring)
        self.wanted = [n for n in self.inputs if self.graph.gates[n] is INPUT and wiring.gradient(n) is not None]
        self.start = len(self.graph)
        self.steps: list[Step] = []
        self.names = Names()
        self.namespace: dict[str, Any] = {}

    def text(self) -> str:
        gradients = self._gradients()
        outputs = list(self.wiring.seeds)
        nodes = [*outputs, *[node for node in gradients.values() if node is not None]]
        program, became = program_of(self.graph, self.inputs, {*nodes, *self.inputs}, RULES, self.start)
        parameters, head, given = self._taken_apart()
        called = {became[node]: path_as_name(name) for node, name in self.wiring.names.items() if node in became}
        for step in self.steps:
            name = self.wiring.names.get(self.wiring.root(step.index))
            if name is not None and step.upstream in became:
                called.setdefault(became[step.upstream], f"d{path_as_name(name)}")
        called |= {became[node]: f"d{given[source]}" for source, node in gradients.items() if node is not None}
        routine = Routine(
            name=f"{self._name()}_value_and_grad",
            program=program,
            parameters=parameters,
            inputs={became[node]: name for node, name in given.items()},
            head=head,
            outputs=[Output(became[node], like(self.graph.values[node])) for node in nodes],
            result=lambda texts: self._result(texts, gradients),
            guards=[],
            finite=[],
            typed=[],
            called=called,
            namespace=self.namespace,
            otherwise="",
            careful="",
            names=self.names,
        )
        return listed(routine)

    def _name(self) -> str:
        name = path_as_name(self.wiring.output)
        return name if name.isidentifier() else "f"

    def _gradients(self) -> dict[int, int | None]:
        """By input, the node of its gradient, which is entered into the graph; None for one that the output doesn't depend on."""
        graph = self.graph
        with adding_to(graph.trace):
            seeds = {}
            for node in self.wiring.seeds:
                gate = INPUT if np.ndim(graph.values[node]) else CONSTANT
                index = graph.append(gate, (), one_like(graph.values[node]))
                seeds[node] = handle(graph, index)
                if gate is INPUT:
                    self.inputs[index] = "dout"
            if graph.trace is None:
                found = adjoints(graph, seeds, self.wanted, traced=True)
            else:
                still = without_effect(graph, list(seeds))
                found = cotangents(graph, seeds, self.wanted, traced=True, steps=self.steps, stopped=still)
        return {node: found[node].index if node in found else None for node in self.wanted}

    def _taken_apart(self) -> tuple[list[str], list[str], dict[int, str]]:
        """The parameters, the lines that read the inputs out of them, and what each input is called."""
        parameters: dict[str, None] = {}
        head, given = [], {}
        for path in self.inputs.values():
            match = _STEM.match(path)
            stem = match[0] if match is not None else self.names.fresh("x")
            if stem not in parameters:
                parameters[stem] = None
                self.names.fresh(stem)
        for node, path in self.inputs.items():
            if path in parameters:
                given[node] = path
            else:
                given[node] = self.names.fresh(path_as_name(path))
                head.append(f"{given[node]} = {path}")
        return list(parameters), head, given

    def _result(self, texts: list[str], gradients: dict[int, int | None]) -> str:
        count = len(self.wiring.seeds)
        left = iter(texts[count:])
        written = {node: _zero(self.graph.values[node]) if found is None else next(left) for node, found in gradients.items()}
        entries = [f"{self.inputs[node]!r}: {text}" for node, text in written.items()]
        value = texts[0] if count == 1 else f"({', '.join(texts[:count])})"
        return f"{value}, {{{', '.join(entries)}}}"


def _inputs(wiring: Wiring) -> dict[int, str]:
    """The numbers and arrays that the circuit begins with, and what the program calls them."""
    return {node: wiring.names[node] for node in wiring.members if wiring.graph.gates[node] in (INPUT, CONSTANT) and node in wiring.names}


def _zero(value: Any) -> str:
    return f"np.zeros({np.shape(value)})" if np.ndim(value) else "0.0"
