"""One version of a compiled function: from a recording to code, with all that the code has to look at before it is trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import FunctionType
from typing import Any, Literal

import numpy as np
import optree

from whygrad.autodiff.arguments import Arguments, nested
from whygrad.autodiff.cotangents import Step, cotangents
from whygrad.autodiff.functions import ArgNums, name_of
from whygrad.autodiff.layouts import layout_asked
from whygrad.autodiff.levelled import LARGE, levelled
from whygrad.autodiff.refusing import NotCompilable, does_more, goes_by_the_unseen, refuse_hidden, returns_object
from whygrad.autodiff.shifts import without_effect
from whygrad.autodiff.transforms import Pullback, check_scalar, one_like, positions, tell_if_independent, zero_like
from whygrad.executing.compiled import Output, Routine, written
from whygrad.executing.levels import NotLevelled
from whygrad.executing.program import Program, like, program_of
from whygrad.executing.rules import RULES, RULES_FOR_XLA
from whygrad.executing.statements import literal
from whygrad.executing.witnesses import infinite, numbers
from whygrad.graph import CONSTANT, INPUT
from whygrad.tracing.active import adding_to
from whygrad.tracing.arrays import TracedArray, handle, held, is_traced
from whygrad.tracing.errors import TraceError
from whygrad.tracing.function import Recording, has_floats, is_float, leaves_of, trace_function
from whygrad.tracing.naming import Names, name_given
from whygrad.tracing.parameters import first_parameters
from whygrad.tracing.surroundings import Surroundings
from whygrad.tracing.traced import Traced

Kind = Literal["value", "value_and_grad", "vjp"]
Engine = Literal["compiled", "jax"]  # who runs the code: NumPy, or XLA by way of JAX


@dataclass
class Version:
    """The code, and its source."""

    function: Callable[..., Any]
    source: str
    count: int  # how many arguments it takes
    steps: int = 0  # operations
    work: int = 0  # numbers that they compute


@dataclass
class Derivative:
    """The way back, as nodes of the graph."""

    start: int
    found: dict[int, Any] = field(default_factory=dict)  # the cotangents, by the nodes of the inputs
    seeds: list[int | None] = field(default_factory=list)  # by leaf of the output, the node of what comes from above
    shares: list[tuple[int, ...]] = field(default_factory=list)  # nodes that tell of a product with a local gradient
    steps: list[Step] = field(default_factory=list)


def make_version(
    f: Callable[..., Any],
    args: tuple[Any, ...],
    kind: Kind,
    argnums: ArgNums,
    otherwise: Callable[..., Any],
    careful: Callable[..., Any],
    *,
    has_aux: bool = False,
    backend: Engine = "compiled",
) -> Version:
    """Record a function at these arguments (of a vjp the last one is the cotangent) and compile what was asked for."""
    given = args[:-1] if kind == "vjp" else args
    wanted = positions(f, argnums, given) if kind == "value_and_grad" else ()
    floats = tuple(k for k, argument in enumerate(given) if has_floats(argument))
    around = Surroundings([f, *_objects(given)])
    recording, refused = record(f, given, floats, outlives=False, around=around)  # not on copies, which may lie otherwise in memory
    try:
        if refused is not None:
            if kind == "value_and_grad":
                refused.result = _as_traced(f, recording, floats, wanted, has_aux=has_aux, single=isinstance(argnums, int))
            raise refused
        if kind == "value_and_grad":
            check_scalar(f, recording, has_aux)
            tell_if_independent(f, recording, wanted, floats)
        builder = _Builder(f, recording, given, kind, wanted, floats, around)
        builder.single = isinstance(argnums, int)
        if backend == "jax":
            from whygrad.executing import xla  # which few programs need

            builder.write, builder.rules = xla.written, RULES_FOR_XLA
        return builder.version(around, otherwise, careful)
    finally:
        recording.finish()


def record(
    f: Callable[..., Any], given: tuple[Any, ...], floats: tuple[int, ...], *, outlives: bool = True, around: Surroundings | None = None
) -> tuple[Recording, NotCompilable | None]:
    """The recording of a function that is to be run without itself later on, and why it can't be, if it does more than compute."""
    before = Surroundings([f, *given], inside=True, beside=around)
    recording = trace_function(f, given, {}, floats, outlives=outlives)
    refused = does_more(f, recording.touched, before) or returns_object(f, recording.leaves, before)
    if refused is None and before.may_draw_unseen:
        refused = goes_by_the_unseen(f, given, recording)
    if refused is None:
        try:
            refuse_hidden(f, recording.graph)
        except TraceError:
            recording.finish()
            raise
    return recording, refused


def _objects(args: tuple[Any, ...]) -> list[Any]:
    """The leaves of the arguments that may have something inside: a net, a function."""
    plain = (int, float, str, np.generic, type(None))
    leaves = [leaf for argument in args for leaf in leaves_of(argument)[0] if type(leaf) is not float and not isinstance(leaf, plain)]
    return [leaf for leaf in leaves if not isinstance(leaf, np.ndarray) or leaf.dtype.kind not in "fiub"]


def _as_traced(
    f: Callable[..., Any], recording: Recording, floats: tuple[int, ...], wanted: tuple[int, ...], *, has_aux: bool, single: bool
) -> tuple[Any, Any]:
    """Value and gradient of what has been recorded."""
    value = check_scalar(f, recording, has_aux)
    ones = [one_like(leaf) if k == 0 else zero_like(leaf) for k, leaf in enumerate(recording.leaves)]
    found = dict(zip(floats, Pullback(recording)(optree.tree_unflatten(recording.tree, ones)), strict=True))
    gradients = tuple(found[k] for k in wanted)
    return value, gradients[0] if single else gradients


class _Builder:
    """The parts of a version while it is made."""

    def __init__(
        self,
        f: Callable[..., Any],
        recording: Recording,
        args: tuple[Any, ...],
        kind: Kind,
        wanted: tuple[int, ...],
        floats: tuple[int, ...],
        around: Surroundings,
    ) -> None:
        self.f = f
        self.kind = kind
        self.recording = recording
        self.graph = recording.graph
        self.wanted = wanted
        self.floats = floats
        self.names = Names()
        self.namespace: dict[str, Any] = {}
        self.single = True
        self.rules = RULES
        self.write: Callable[[Routine], tuple[Callable[..., Any], str]] = written
        self.parameters = [self.names.fresh(name) for name in first_parameters(f, len(args))]
        self.arguments = Arguments(recording, args, floats, self.parameters, self.names, self.namespace, around.holds)
        self.bound: dict[int, str] = {}

    def version(self, around: Surroundings, otherwise: Callable[..., Any], careful: Callable[..., Any]) -> Version:
        """Differentiate, simplify, write."""
        if self.kind == "value_and_grad" and len(self.graph) > LARGE:
            try:
                return self._levelled(around, otherwise, careful)
            except NotLevelled:
                pass
        derivative = self._differentiated()
        captured = self._captured(derivative)
        layout = self._layout(around, captured)
        seeds = [seed for seed in derivative.seeds if seed is not None] if self.kind == "vjp" else []
        given = [*self.arguments.nodes, *captured, *seeds]
        outputs = self._outputs(derivative)
        guards = self._guards(given)
        wanted = [*[node for node, _ in outputs if node is not None], *[node for node, _ in guards], *self._watched(derivative)]
        program, became = program_of(self.graph, given, {*wanted, *given}, self.rules, derivative.start)
        inputs = {became[node]: name for node, name in self.arguments.nodes.items()}
        for node, value in captured.items():
            inputs[became[node]] = self._bind("array", value)
        head = self._head(around, captured, layout)
        parameters = list(self.parameters)
        if self.kind == "vjp":
            parameters.append(self._seed_names(derivative, became, inputs, head))
        steps = [Output(became[node], what) for node, what in outputs if node is not None]
        order = program.needed([output.step for output in steps] + [became[node] for node, _ in guards])
        finite = self._finite(program, became, derivative, order)
        call = f"({', '.join(parameters)})"
        self.namespace |= {"elsewhere": otherwise, "careful": careful}
        routine = Routine(
            name=f"{self._name()}_{self.kind}",
            program=program,
            parameters=parameters,
            inputs=inputs,
            head=[line.replace("{otherwise}", f"elsewhere{call}") for line in head],
            outputs=steps,
            result=lambda texts: self._result(outputs, texts),
            guards=[(became[node], expected) for node, expected in guards],
            finite=finite,
            typed=numbers(program, [became[node] for node in self.arguments.nodes], order),
            called=self._called(derivative, became),
            namespace=self.namespace,
            otherwise=f"elsewhere{call}",
            careful=f"careful{call}",
            names=self.names,
        )
        unused = inputs.keys() - order
        routine.head += [
            f"if type({name}) is not float: return {routine.otherwise}"
            for index, name in inputs.items()
            if index in unused and program.steps[index].like.number is float and name.isidentifier()
        ]
        likes = [program.steps[index].like for index in order]
        return Version(*self.write(routine), len(parameters), len(order), sum([kind.size if kind.shape else 1 for kind in likes]))

    def _captured(self, derivative: Derivative) -> dict[int, Any]:
        """The arrays from outside that are no arguments: they are read anew at each run."""
        found = self.graph.trace.captured()
        return {node: value for node, value in found.items() if node not in self.arguments.nodes and node < derivative.start}

    def _levelled(self, around: Surroundings, otherwise: Callable[..., Any], careful: Callable[..., Any]) -> Version:
        """For thousands of plain numbers: many at once."""
        call = f"({', '.join(self.parameters)})"
        self.namespace |= {"elsewhere": otherwise, "careful": careful}
        calls = {"otherwise": f"elsewhere{call}", "careful": f"careful{call}"}
        unchanged = [line.replace("{otherwise}", calls["otherwise"]) for line in self._same_surroundings(around)]
        guards = self._guards(list(self.arguments.nodes))
        name = f"{self._name()}_value_and_grad"
        options = {"single": self.single, "on_jax": self.write is not written}
        found = levelled(name, self.recording, self.arguments, self.wanted, guards, calls, self.namespace, unchanged, **options)
        return Version(*found, len(self.parameters))

    def _name(self) -> str:
        return name_of(self.f) if name_of(self.f).isidentifier() else "f"

    def _differentiated(self) -> Derivative:
        made = Derivative(len(self.graph))
        if self.kind == "value":
            return made
        with adding_to(self.graph.trace):
            seeds = self._seeds(made)
            if self.kind == "vjp":
                wrt = [node for node in self.recording.inputs if node is not None]
            else:
                wrt = [node for k, nodes in self.arguments.by_argument.items() if k in self.wanted for node in nodes if node is not None]
            still = without_effect(self.graph, [node for node in self.recording.outputs if node is not None])
            made.found = cotangents(self.graph, seeds, wrt, traced=True, steps=made.steps, times=partial(_times, made), stopped=still)
        return made

    def _seeds(self, made: Derivative) -> dict[int, Any]:
        seeds: dict[int, Any] = {}
        for k, (node, leaf) in enumerate(zip(self.recording.outputs, self.recording.leaves, strict=True)):
            if node is None or not is_float(held(leaf)) or (self.kind == "value_and_grad" and k > 0):
                made.seeds.append(None)
                continue
            gate = CONSTANT if self.kind == "value_and_grad" else INPUT
            index = self.graph.append(gate, (), one_like(leaf))
            made.seeds.append(index)
            seed = handle(self.graph, index)
            seeds[node] = seeds[node] + seed if node in seeds else seed
        return seeds

    def _outputs(self, derivative: Derivative) -> list[tuple[int | None, Any]]:
        """The leaves of what is returned: a node and what it is to be, or None and the value itself."""
        found: list[tuple[int | None, Any]] = []
        if self.kind != "vjp":
            for node, leaf in zip(self.recording.outputs, self.recording.leaves, strict=True):
                found.append((None, leaf) if node is None else (node, like(held(leaf))))
        if self.kind == "value":
            return found
        for k in self.wanted if self.kind == "value_and_grad" else self.arguments.by_argument:
            for leaf, node in zip(self.arguments.leaves[k], self.arguments.by_argument[k], strict=True):
                cotangent = derivative.found.get(node) if node is not None else None
                if node is None and not isinstance(held(leaf), int | np.ndarray | np.generic):
                    found.append((None, None))
                elif cotangent is None:
                    found.append((None, np.asarray(zero_like(leaf)) if isinstance(held(leaf), np.ndarray) else zero_like(leaf)))
                else:
                    found.append((cotangent.index, like(held(leaf))))
        return found

    def _guards(self, given: list[int]) -> list[tuple[int, Any]]:
        """What the program went by, as far as it depends on what is given."""
        if not self.graph.guards:
            return []
        depends = self.graph.depending(given)
        found: dict[Any, tuple[int, Any]] = {}
        for guard in self.graph.guards:
            if depends[guard.index]:
                found.setdefault((guard.index, repr(guard.expected)), (guard.index, guard.expected))
        return list(found.values())

    def _watched(self, derivative: Derivative) -> list[int]:
        return [node for share in derivative.shares for node in share]

    def _finite(self, program: Program, became: dict[int, int], derivative: Derivative, order: list[int]) -> list[int]:
        shares = [tuple([became[node] for node in share]) for share in derivative.shares]
        found, is_all = infinite(program, shares, order)
        return found if is_all else [became[value.index] for value in derivative.found.values()]

    def _layout(self, around: Surroundings, captured: dict[int, Any]) -> list[str]:
        """The line that looks at where arrays lie in memory, if the function does."""
        arrays = self.arguments.arrays()
        trace, others = self.graph.trace, list(captured.values())
        asked = layout_asked(self.f, trace.looked, around.functions, [*[array for _, array in arrays], *others])
        if asked is None:
            return []
        self.namespace["lies_as_before"] = lambda *given: asked(*given, *others)
        return [f"if not lies_as_before({', '.join(name for name, _ in arrays)}): return {{otherwise}}"]

    def _head(self, around: Surroundings, captured: dict[int, Any], layout: list[str]) -> list[str]:
        head = [*self.arguments.head(), *layout]
        head += [self.arguments.refusing(self._bind("array", array), array) for array in captured.values()]
        head[:0] = self._same_surroundings(around)
        if self.graph.trace.froze and captured:
            copies = [(value, np.array(value)) for value in captured.values()]
            self.namespace["as_recorded"] = lambda: all(np.array_equal(now, before, equal_nan=True) for now, before in copies)
            head.insert(0, "if not as_recorded(): return {otherwise}")
        return head

    def _same_surroundings(self, around: Surroundings) -> list[str]:
        if around:
            self.namespace["unchanged"] = around.unchanged
            return ["if not unchanged(): return {otherwise}"]
        if isinstance(self.f, FunctionType):
            function, code = self._bind("function", self.f), self._bind("code", self.f.__code__)
            return [f"if {function}.__code__ is not {code}: return {{otherwise}}"]
        return []

    def _seed_names(self, derivative: Derivative, became: dict[int, int], inputs: dict[int, str], head: list[str]) -> str:
        """The parameter for what comes from above, and how it is taken apart."""
        parameter = self.names.fresh("dout")
        for seed, accessor in zip(derivative.seeds, self.recording.tree.accessors(), strict=True):
            if seed is not None:
                path = accessor.codify(parameter)
                name = parameter if path == parameter else self.names.fresh("dout")
                if name != parameter:
                    head.append(f"{name} = {path}")
                inputs[became[seed]] = name
        return parameter

    def _called(self, derivative: Derivative, became: dict[int, int]) -> dict[int, str]:
        """What a person would call the steps of the way back: dh, what comes from above at h."""
        called: dict[int, str] = {}
        for step in derivative.steps:
            name = name_given(self.graph.codes[step.index], self.graph.instructions[step.index])
            if name and step.upstream in became:
                called.setdefault(became[step.upstream], f"d{name}")
        for node, value in derivative.found.items():
            if value.index in became:
                called[became[value.index]] = f"d{self.arguments.nodes[node]}" if self.arguments.nodes[node].isidentifier() else "d"
        return called

    def _result(self, outputs: list[tuple[int | None, Any]], texts: list[str]) -> str:
        """What is returned, with these texts for what is computed."""
        computed = iter(texts)
        leaves = [self._plain(value) if node is None else next(computed) for node, value in outputs]
        trees = [] if self.kind == "vjp" else [self.recording.tree]
        if self.kind != "value":
            trees += [self.arguments.trees[k] for k in (self.wanted if self.kind == "value_and_grad" else self.arguments.by_argument)]
        parts, at = [], 0
        for tree in trees:
            parts.append(nested(tree, leaves[at : at + tree.num_leaves], self._bind))
            at += tree.num_leaves
        if self.kind == "value":
            return parts[0]
        if self.kind == "vjp":
            return f"({', '.join(parts)},)"
        return f"{parts[0]}, {parts[1]}" if self.single else f"{parts[0]}, ({', '.join(parts[1:])},)"

    def _plain(self, value: Any) -> str:
        if isinstance(value, np.ndarray):
            return f"np.array({self._bind('constant', value.copy())})"
        return literal(value, self._bind)

    def _bind(self, wanted: str, value: Any) -> str:
        name = self.bound.get(id(value))
        if name is None:
            name = self.bound[id(value)] = self.names.fresh(wanted)
            self.namespace[name] = value
        return name


def _times(made: Derivative, above: Any, local: Any) -> Any:
    """Local gradient × gradient from above, and a note that it is looked at in the end."""
    share = above * local
    if type(share) is Traced or type(share) is TracedArray:
        made.shares.append((share.index, local.index) if is_traced(local) else (share.index,))
    return share
