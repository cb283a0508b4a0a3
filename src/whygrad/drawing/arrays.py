"""The circuit of a function or a program on arrays: the run that a derivation is made of, drawn."""

from __future__ import annotations

import ast
import linecache
import warnings
from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import StringIO
from typing import Any, ClassVar

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.checking import problems
from whygrad.checking.arrays.given import Table
from whygrad.checking.names import said_in
from whygrad.checking.report import Problem, Target
from whygrad.checking.values import root
from whygrad.drawing.computed import held_among
from whygrad.drawing.own_gradients import OwnGradients, own_gradients
from whygrad.drawing.wiring import Given, Recognised, Wiring
from whygrad.explaining.arrays.derive import ChainRule, run_of
from whygrad.explaining.arrays.programs import CannotDerive, Program, found_in, of_function
from whygrad.gates.arithmetic import identity
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.text import Text
from whygrad.tracing import script
from whygrad.tracing.calls import Calls
from whygrad.tracing.following import Course, Loop, followed
from whygrad.tracing.function import is_float
from whygrad.tracing.source import Source, span_of, tree_of

#: The code of an index that stands in its gate as it is.
LONGEST_INDEX = 18


@dataclass(kw_only=True)
class ArrayWiring(Wiring):
    """The circuit of a function or a program on arrays."""

    chain: ChainRule
    course: Course
    computed: Callable[[], list[Any]] = list
    _shares: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    most_visible: ClassVar = 60
    most_of_level: ClassVar = 24
    most_drawn: ClassVar = 800

    @property
    def has_arrays(self) -> bool:
        """Is any of it more than a single number?"""
        return any(np.ndim(self.graph.values[node]) for node in self.members)

    @property
    def graph(self) -> Graph:
        return self.chain.graph

    @property
    def calls(self) -> Calls:
        return self.course.calls

    @property
    def loops(self) -> Sequence[Loop]:
        return self.course.loops

    @cached_property
    def members(self) -> list[int]:
        graph, run = self.graph, self.chain.run
        drawn = [node for node in run.input_names if np.ndim(graph.values[node]) or node in self.chain.inputs]
        varying = graph.depending(drawn)
        return sorted(i for i in self.chain.members if varying[i] and graph.gates[i] not in (identity, CONSTANT))

    @cached_property
    def names(self) -> dict[int, str]:
        """What the program calls each node; an input by the way to it, as in `params['W1']`."""
        run = self.chain.run
        found = {node: name for node in self.members if (name := run.code(node)) is not None}
        return {self.root(run.output): self.output} | found

    def line(self, index: int) -> int | None:
        span = self.span(index)
        line = self._bound.get(self.chain.run.input_names.get(index, "").split("[")[0].split(".")[0]) if span is None else span.line
        return line - self.above if line is not None and line > self.above else None

    @cached_property
    def _bound(self) -> dict[str, int]:
        return _bound(self.program.tree, self.chain.run.program.name)

    @cached_property
    def vouched(self) -> Collection[int]:
        gradients = {node: self.gradient(node) for node in self.members}
        given = {node for node, seed in self.seeds.items() if np.size(seed) > 1}  # the code that claims gradients is given it
        return held_among({node: one for node, one in gradients.items() if one is not None}, self.computed()) | given

    @property
    def recognised(self) -> Sequence[Recognised]:
        members = frozenset(self.members)
        return [
            Recognised(Text(one.module.title), Text(one.module.gate.story), one.gates & members, one.module.gate.name)
            for one in self.chain.seen.values()
            if one.gates & members
        ]

    def gradient(self, index: int) -> Any:
        """None where there is none: of whole numbers, of data that nothing is differentiated by."""
        found = self.chain.gradients.get(index)
        if found is not None or not (self.chain.depends[index] and is_float(self.graph.values[index])):
            return found
        return np.zeros(np.shape(self.graph.values[index]))[()]

    def share(self, index: int, position: int) -> Any:
        if index not in self._shares:
            self._shares[index] = self._handed_down(index)
        return self._shares[index][position]

    def _handed_down(self, index: int) -> tuple[Any, ...]:
        above = self.gradient(index)
        return (None,) * len(self.operands[index]) if above is None else self.handed_down(index, above)

    def handed_down(self, index: int, above: Any) -> tuple[Any, ...]:
        """What one gate hands to each of its operands of a gradient from above, from a graph of that gate alone."""
        graph, small = self.graph, Graph()
        sources = self.operands[index]
        places = [small.append(INPUT, (), graph.values[source]) for source in sources]
        node = small.append(graph.gates[index], tuple(places), graph.values[index])
        small.attributes[node] = graph.attributes.get(index, {})
        wanted = [place for place, source in zip(places, sources, strict=True) if is_float(graph.values[source])]
        found = cotangents(small, {node: above}, wanted)
        return tuple(found.get(place) for place in places)

    def input_key(self, index: int, *, coarse: bool) -> Hashable:
        name = self.names[index]
        return name.split("[")[0].split(".")[0] if coarse else name

    def title(self, index: int) -> str:
        """The gate's symbol, with the axis that it works along; of an index its code, where that is short."""
        symbol, attributes = self.graph.gates[index].symbol, self.graph.attributes.get(index, {})
        axis, axes = attributes.get("axis"), np.ndim(self.graph.values[self.operands[index][0]])
        if axis is not None and axes > 1 and not (isinstance(axis, tuple) and len(axis) == axes):
            return f"{symbol} axis={axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis}"
        if symbol.startswith("[ ]") and (code := self._index(index)):
            return symbol.replace("[ ]", f"[{code}]")
        return symbol

    def _index(self, index: int) -> str:
        span = self.span(index)
        rows = self.program.source.original.split("\n")
        if span is None or span.line != span.end_line or span.line > len(rows):
            return ""
        try:
            tree = ast.parse(rows[span.line - 1][span.column : span.end_column].strip()).body[0]
        except (SyntaxError, IndexError):
            return ""
        found = next((node for node in ast.walk(tree) if isinstance(node, ast.Subscript)), None)
        code = "" if found is None else ast.unparse(found.slice).strip("()")
        return code if len(code) <= LONGEST_INDEX else ""

    def constant(self, index: int) -> Any:
        value = self.graph.values[index]
        if not np.ndim(value):
            return value if type(value) in (int, float, bool) else np.asarray(value).item()
        return Given(self.chain.run.called(index) or "", value)


def wired_arrays(
    text: str,
    file: str = "<text>",
    *,
    of: str | None = None,
    tables: Sequence[Table] = (),
    iteration: int = 1,
    targets: Sequence[Target] = (),
    above: int = 0,
) -> ArrayWiring | tuple[Problem, ...]:
    """The circuit of what a file computes on arrays, or what stands in its way; `targets` are what a check says of its gradients.
    The first lines of the text, `above`, are run but not shown.

    >>> wiring = wired_arrays("import numpy as np\\nx = np.ones((2, 3))\\ny = (x * x).sum()\\n")
    >>> wiring.output, wiring.gradient(wiring.members[0]).shape
    ('y', (2, 3))
    """
    found = _wired(lambda: found_in(text, file, tables, said_in(text, of, None), of, iteration), text, file, of, targets)
    return replace(found, above=above) if isinstance(found, ArrayWiring) else found


def wired_function(function: Callable[..., Any], args: tuple[Any, ...], *, of: str | None = None) -> ArrayWiring | tuple[Problem, ...]:
    """The circuit of a function at these arguments.

    >>> wired_function(lambda x, w: (x @ w).sum(), (np.ones((2, 3)), np.ones((3, 4)))).output
    'out'
    """
    return _wired(lambda: of_function(function, args), *source_of(function), of)


def source_of(function: Callable[..., Any]) -> tuple[str, str]:
    """The text that a function stands in, empty where nobody has it, and the file."""
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is None:
        return "", "<function>"
    text = "".join(linecache.getlines(code.co_filename, getattr(function, "__globals__", None)))
    return (text if tree_of(text) is not None else ""), code.co_filename


def _wired(
    found: Callable[[], Program], text: str, file: str, of: str | None, targets: Sequence[Target] = ()
) -> ArrayWiring | tuple[Problem, ...]:
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            return _wiring(found(), text, file, of, targets)
    except CannotDerive as cannot:
        return (cannot.problem,)


def _wiring(program: Program, text: str, file: str, of: str | None, targets: Sequence[Target]) -> ArrayWiring:
    own = own_gradients(program, text, targets)
    read = script.Program(Source(text), file)
    course = Course()
    run = run_of(program, of, file, followed(read.tree, file, course))
    claims = OwnGradients() if own is None else own.of(run)
    if claims.seed is not None:
        run.seed = claims.seed
    chain = ChainRule(run, (), "long", finite=False)
    name = run.output_name or chain.named[run.output].name
    end = root(run.graph, run.output)
    wiring = ArrayWiring(
        file=file,
        program=read,
        output=name,
        seeds={end: run.seed},
        frames=frozenset(),
        problems=(),
        chain=chain,
        course=course,
        notes=(*program.notes, *claims.notes(name)),
        computed=claims.computed,
    )
    if end not in wiring.members:
        raise CannotDerive(problems.no_dependence(name, ", ".join(run.input_names.values())))
    wiring.claimed = claims.at(wiring.members, run, targets)
    return wiring


def _bound(tree: ast.Module, function: str) -> dict[str, int]:
    """The line on which each name is bound first: the parameters of a function before others."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in (function, function.rpartition(".")[2]):
            found |= {one.arg: one.lineno for one in node.args.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, span_of(node).line)
    return found
