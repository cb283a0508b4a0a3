"""The way through, on arrays: run, choose what is differentiated by what, and write down what each gate hands to its inputs."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.autodiff.transforms import zero_like
from whygrad.checking import problems
from whygrad.checking.arrays.given import Table
from whygrad.checking.names import said_in
from whygrad.checking.report import Problem
from whygrad.executing.replay import replay
from whygrad.explaining.arrays.calling import notes
from whygrad.explaining.arrays.derivation import ArrayDerivation, ArrayEquation, ArrayInput, ArrayModuleForm, ArrayStep, Named, Shared, Why
from whygrad.explaining.arrays.grouping import Group, groups
from whygrad.explaining.arrays.programs import CannotDerive, Program, found_in, of_function, stopped
from whygrad.explaining.arrays.reasons import forked, reasons, stretched
from whygrad.explaining.arrays.recording import Recorded, recorded_program
from whygrad.explaining.arrays.rules import Formula, Rules, followed, rules
from whygrad.explaining.arrays.seen import Seen, folded, modules_in
from whygrad.graph import Graph
from whygrad.text import Text, _
from whygrad.tracing.asking import place_of
from whygrad.tracing.errors import TraceError
from whygrad.tracing.function import is_float

#: Lines of the long way round through a module that are still shown.
MOST_LINES = 4
#: Steps that are written out, from the output back; of more, only how many.
MOST_STEPS = 60
Form = Literal["short", "long"]


def derive_text(
    text: str,
    file: str,
    *,
    of: str | None = None,
    wrt: Sequence[str] = (),
    tables: Sequence[Table] = (),
    iteration: int = 1,
    form: Form = "long",
    every: bool = False,
) -> ArrayDerivation:
    """The chain rule for what a file computes on arrays. Whatever the program does, this returns a derivation, or one that says what
    stands in its way.
    """

    def program() -> Program:
        return found_in(text, file, tables, said_in(text, of, None), of, iteration)

    return _derived(program, text, file, of, wrt, form, every)


def derive_function(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    *,
    of: str | None = None,
    wrt: Sequence[str] = (),
    form: Form = "long",
    every: bool = False,
) -> ArrayDerivation:
    """The chain rule for a function at these arguments.

    >>> found = derive_function(lambda x, w: (x @ w).sum(), (np.ones((2, 3)), np.ones((3, 4))))
    >>> [step.shared[0].equation.code for step in found.steps]
    [('np.broadcast_to(dout, t1.shape)',), ('dt1 @ w.T',)]
    """
    return _derived(lambda: of_function(function, args), "", "<function>", of, wrt, form, every)


def _derived(
    program: Callable[[], Program], text: str, file: str, of: str | None, wrt: Sequence[str], form: Form, every: bool
) -> ArrayDerivation:
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = program()
            made = ChainRule(run_of(found, of, file), wrt, form).made(wrt, every=every)
    except CannotDerive as cannot:
        return ArrayDerivation(file, text, problems=(cannot.problem,))
    return replace(made, file=file, source=text, form=form, notes=(*found.notes, *made.notes))


def run_of(program: Program, of: str | None, file: str, beside: AbstractContextManager[None] | None = None) -> Recorded:
    """A recorded run of a program, `beside` whatever watches it. Raises CannotDerive."""
    try:
        return recorded_program(program, of, beside)
    except CannotDerive:
        raise
    except TraceError as error:
        raise CannotDerive(Problem("untraceable", error.text, error.span if error.file == file else None, error.help)) from None
    except (Exception, SystemExit) as error:
        raise CannotDerive(stopped(error, file)) from error


class ChainRule:
    """One recorded run, as steps. Raises CannotDerive; where gradients may be infinite or nan, only if there are none (`finite`)."""

    def __init__(self, run: Recorded, wrt: Sequence[str], form: Form, *, finite: bool = True) -> None:
        self.run = run
        self.finite = finite
        self.graph: Graph = run.graph
        self.members = self.graph.ancestors([run.output])
        self._freshen()
        self.inputs = self._chosen(wrt)
        self.depends = self.graph.depending(self.inputs)
        named = run.ends(self.members)
        self.seen = modules_in(self.graph, self.members, self.depends, named.__contains__)
        self.whole = folded(self.graph, self.seen)
        if form == "short":
            self.graph, self.members = self.whole, self.whole.ancestors([run.output])
        between = {node for one in self.seen.values() for node in (one.out, *one.inputs)}
        self.groups = groups(self.graph, self.members, ends=run.ends(self.members) | between, together=form == "short")
        self.named = run.names(self.members, self.groups)
        self.gradients = self._adjoints()
        self.called = {node: run.gradient_of(self.named[node], value) for node, value in self.gradients.items() if node in self.named}
        self.taken = {one.name for one in (*self.named.values(), *self.called.values())}
        self.uses = self._counted()

    def marked(self, mark: Callable[[int], str]) -> ChainRule:
        """The same, with a command before each value and each gradient in LaTeX, by which a format finds its node."""
        made = copy(self)
        for name in ("named", "called"):
            own: dict[int, Named] = getattr(self, name)
            setattr(made, name, {node: replace(one, latex=f"{{{mark(node)} {one.latex}}}") for node, one in own.items()})
        made.__dict__.pop("_by_name", None)  # of the names without marks
        return made

    def made(self, wrt: Sequence[str], *, every: bool = False) -> ArrayDerivation:
        run, output = self.run, self.named[self.run.output]
        if not self.inputs or run.output not in self.called or not any(node in self.called for node in self.inputs):
            raise CannotDerive(problems.no_dependence(output.name, ", ".join(wrt or run.input_names.values())))
        order = [group for group in reversed(self.groups) if self._hands_down(group)]
        most = len(self.groups) if every else MOST_STEPS
        made: dict[int, Rules | None] = {group.out: self._rules(group) for group in order[:most]}
        steps = tuple(self._step(group, made[group.out]) for group in order[:most])
        shown = [group for group in self.groups if group.out in self.named]
        forward = tuple(self._forward(group, made.get(group.out)) for group in shown[-most:])
        inputs = tuple(map(self._input, self.inputs))
        return ArrayDerivation(
            file="",
            source="",
            subject=run.program.name,
            output=output,
            above=self.called[run.output],
            given=tuple(run.given(self.members, self.named)),
            beside=tuple(self.named[node] for node in run.input_names if node in self.named and node not in self.inputs),
            inputs=inputs,
            forward=forward,
            steps=steps,
            modules=tuple(self._module(one) for one in self._shown_modules()),
            letters=tuple(run.letters),
            more_steps=len(order) - len(steps),
            more_forward=len(shown) - len(forward),
            notes=tuple(notes(list(self.named.values()))),
            gradients={one.value.code or one.value.name: one.gradient for one in inputs},
        )

    def _input(self, node: int) -> ArrayInput:
        """An input and its gradient, which is 0 where no gate lets any through to it."""
        value = self.named[node]
        if node in self.gradients:
            called = self.called[node]
            return ArrayInput(value, self.gradients[node], called.name, called.latex, self.uses[node])
        zero = zero_like(value.value)
        called = self.run.gradient_of(value, zero)
        return ArrayInput(value, zero, called.name, called.latex, 0)

    def step_of(self, node: int) -> ArrayStep | None:
        """The step of the gate that makes a node; None where there is none, as of an input."""
        group = self._by_end.get(node)
        return None if group is None or node not in self.named else self._step(group, self._rules(group))

    @cached_property
    def _by_name(self) -> dict[str, Named]:
        return {one.name: one for one in (*self.named.values(), *self.called.values())}

    @cached_property
    def _by_end(self) -> dict[int, Group]:
        return {group.out: group for group in self.groups}

    # --- several gates as one

    def module_of(self, node: int) -> ArrayModuleForm | None:
        """The module whose output a node is, as one gate."""
        one = self.seen.get(node)
        return self._module(one) if one is not None and self._is_shown(one) else None

    def _shown_modules(self) -> list[Seen]:
        """From the output back; in the short form they are steps."""
        if self.graph is self.whole:
            return []
        named = [one for _out, one in sorted(self.seen.items(), reverse=True)]
        return [one for one in named if self._is_shown(one)]

    def _is_shown(self, one: Seen) -> bool:
        return one.out in self.called and one.argument in self.called and {one.out, *one.inputs} <= set(self.named)

    def _module(self, one: Seen) -> ArrayModuleForm:
        found = rules(self.whole, Group((one.out,), one.inputs), self.named, self.called[one.out], self.taken)
        formula = found.down[one.argument]
        assert formula is not None
        within = {one.argument, *one.gates} - {one.out}  # what nobody else uses hands down nothing else
        alone = all(group.out in one.gates for group in self.groups if within & set(group.sources))
        short = replace(self._equation(self.called[one.argument], formula, formula.value), adds=not alone)
        out, argument = self.named[one.out], self.named[one.argument]
        title, story = Text(one.module.title), Text(one.module.gate.story)
        return ArrayModuleForm(title, story, out, argument, short, self._why_of_module(one), len(one.gates), self._simplified(one, short))

    def _simplified(self, one: Seen, short: ArrayEquation) -> tuple[ArrayEquation, ...]:
        """From what the gates hand down to the short form; none, if a step doesn't come to the same, as far out, where it may overflow.

        They are compared where the gradient from above is a random one: that of a 1 for each entry may add up to 0.
        """
        if not one.module.simplification:
            return ()
        try:
            *steps, last = self._steps_of(one)
        except (Exception, SystemExit):  # a rule of somebody's own among the gates
            return ()
        if not all(_same(step.value, last.value) for step in steps):
            return ()
        made = [replace(self._equation(short.left, step, short.value), adds=short.adds) for step in steps]
        told = list({equation.code: equation for equation in [*made, short]}.values())
        return tuple(told) if len(told) > 1 else ()

    def _steps_of(self, one: Seen) -> list[Formula]:
        above = self.called[one.out]
        value = np.random.default_rng(7).normal(size=above.shape).astype(np.asarray(above.value).dtype)[()]
        named, gradient = self.named, replace(above, value=value)
        sources = dict.fromkeys(source for gate in sorted(one.gates) for source in self.graph.inputs(gate) if source not in one.gates)
        parts, whole = Group(tuple(sorted(one.gates)), tuple(sources)), Group((one.out,), one.inputs)
        long, short = (
            rules(graph, group, named, gradient, self.taken).down[one.argument]
            for graph, group in ((self.graph, parts), (self.whole, whole))
        )
        assert short is not None
        steps = followed(self.whole, whole, named, gradient, self.taken, one.module.simplification, one.attributes)
        return [*([long] if long is not None and len(long.code) <= MOST_LINES else []), *steps, short]

    def _why_of_module(self, one: Seen) -> Why | None:
        if not one.module.question:
            return None
        fields = {"x": self.named[one.argument].name, "out": self.named[one.out].name, "d": self.called[one.out].name}
        return Why(Text(one.module.question), Text(one.module.answer, fields))

    # --- the numbers

    def _freshen(self) -> None:
        """Values that the program has written over since, computed anew."""
        nodes = sorted(self.members)
        for node, value in zip(nodes, replay(self.graph, {}, nodes), strict=True):
            self.graph.values[node] = value

    def _adjoints(self) -> dict[int, Any]:
        nodes = [node for node in self.members if self.depends[node] and is_float(self.graph.values[node])]
        found = cotangents(self.graph, {self.run.output: self.run.seed}, nodes)
        if self.finite and not all(np.all(np.isfinite(value)) for value in found.values()):
            message = Text(_("The gradient of `{output}` is not finite here."), {"output": self.named[self.run.output].name})
            raise CannotDerive(Problem("not-finite", message))
        return found

    def _chosen(self, wrt: Sequence[str]) -> list[int]:
        """The nodes of the inputs: those that were said, those that the program has gradients of, or all that the output depends on."""
        names = self.run.input_names
        if not wrt:
            used = [node for node in names if node in self.members]
            claimed = [node for node in used if names[node] in self.run.program.claimed]
            arrays = [node for node in used if np.ndim(self.graph.values[node])] if self.run.program.is_lines else []
            return claimed or arrays or used  # rates and sizes of a program are named by `wrt`
        found = []
        for one in wrt:
            own = [node for node, name in names.items() if one in (name, name.split("[")[0].split(".")[0])] or self.run.inside(one)
            if not own:
                raise CannotDerive(problems.unknown_name(one, "wrt"))
            if not any(node in self.members for node in own):
                raise CannotDerive(problems.no_dependence(self.run.output_name, one))
            found += [node for node in own if node in self.members and node not in found]
        return found

    # --- the steps

    def _rules(self, group: Group) -> Rules | None:
        """The formulas of a group, if it has any that come to the true numbers."""
        try:
            return rules(self.graph, group, self.named, self.called.get(group.out), self.taken)
        except (Exception, SystemExit):  # a rule of somebody's own that can't be followed
            return None

    def _counted(self) -> Counter[int]:
        """How many groups hand something down to each node."""
        found: Counter[int] = Counter()
        for group in self.groups:
            if group.out in self.called:
                found.update(source for source in group.sources if source in self.called and self._passes(group, source))
        return found

    def _hands_down(self, group: Group) -> bool:
        return group.out in self.called and any(source in self.called and self._passes(group, source) for source in group.sources)

    def _passes(self, group: Group, source: int) -> bool:
        """Can a gradient get from the end of a group to what goes into it?"""
        below = {source}
        for node in group.gates:
            gate, inputs = self.graph.gates[node], self.graph.inputs(node)
            if any(one in below and _lets_through(gate, k) for k, one in enumerate(inputs)):
                below.add(node)
        return group.out in below

    def _forward(self, group: Group, own: Rules | None) -> ArrayEquation:
        out = self.named[group.out]
        found = own or self._rules(group)
        return self._unwritten(out, out.value) if found is None else self._equation(out, found.forward, out.value)

    def _step(self, group: Group, own: Rules | None) -> ArrayStep:
        gate = self.graph.gates[group.out]
        _file, span = place_of(self.graph.codes[group.out], self.graph.instructions[group.out])
        shared = []
        for source in dict.fromkeys(group.sources):
            if group.out in self.called and source in self.called and self._passes(group, source):
                formula = own.down.get(source) if own is not None else None
                shared.append(Shared(self.named[source], self._down(source, group, formula), tuple(self._whys(group, source))))
        title, story = (Text(gate.title), Text(gate.story)) if len(group.gates) == 1 else (self._title(group), None)
        return ArrayStep(self._forward(group, own), title, story, span, tuple(shared))

    def _title(self, group: Group) -> Text:
        return Text(_("{n} gate together"), {"n": len(group.gates)}, plural=_("{n} gates together"))

    def _down(self, source: int, group: Group, formula: Formula | None) -> ArrayEquation:
        gradient, adds = self.called[source], self.uses[source] > 1
        if formula is None:
            return replace(self._unwritten(gradient, self.gradients[source]), adds=adds)
        return replace(self._equation(gradient, formula, formula.value), adds=adds)

    def _unwritten(self, left: Named, value: Any) -> ArrayEquation:
        return ArrayEquation(left, (), "", (), value)

    def _equation(self, left: Named, formula: Formula, value: Any) -> ArrayEquation:
        known = self._by_name
        return ArrayEquation(left, formula.code, formula.latex, tuple(known[name] for name in sorted(formula.operands)), value)

    def _whys(self, group: Group, source: int) -> Iterable[Why]:
        inputs = self.graph.inputs(group.out)
        if group.out in self.seen and self.graph is self.whole:
            why = self._why_of_module(self.seen[group.out])
            yield from [why] if why is not None else []
        elif len(group.gates) == 1:
            for position, one in enumerate(inputs):
                if one == source:
                    own = [self.named.get(node) for node in inputs]
                    yield from reasons(self.graph.gates[group.out], position, self.named[group.out], own, self.called[group.out].name)
                    break
        else:
            yield from self._stretched(group, source)
        if self.uses[source] > 1:
            yield forked(self.named[source], self.uses[source])

    def _stretched(self, group: Group, source: int) -> Iterable[Why]:
        """Among several gates, the one where a source is stretched."""
        users = [node for node in group.gates if source in self.graph.inputs(node)]
        if len(users) == 1 and self.graph.gates[users[0]].vjps is None:
            out = replace(self.named[group.out], value=self.graph.values[users[0]])
            yield from stretched(self.named[source], out)


def _same(value: Any, wanted: Any) -> bool:
    """Up to rounding: of a step of several, none is as exact as the last."""
    wanted = np.asarray(wanted)
    tolerance = 1e-7 if wanted.dtype.itemsize >= 8 else 1e-4
    scale = float(np.max(np.abs(wanted), initial=0.0))
    return np.shape(value) == wanted.shape and bool(np.allclose(value, wanted, rtol=tolerance, atol=tolerance * scale))


def _lets_through(gate: Any, position: int) -> bool:
    if gate.is_step:
        return False
    rules_ = gate.local_gradients if gate.vjps is None else gate.vjps
    return gate.is_number(position) and (gate.arity is None or rules_[position] is not None)
