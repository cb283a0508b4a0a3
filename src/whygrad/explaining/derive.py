"""The way through: run the program as `check` would, choose what is differentiated by what, and write the steps."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from whygrad.autodiff.reverse import adjoints
from whygrad.checking import problems
from whygrad.checking.check import LIMIT, Understood, understood
from whygrad.checking.claims import Claim
from whygrad.checking.diagnosis import forward_finding, repair_finding
from whygrad.checking.exponents import whole_exponents
from whygrad.checking.lineage import Lineage
from whygrad.checking.names import base_name, names_bound
from whygrad.checking.numbers import first_not_finite, strange_value
from whygrad.checking.points import Point
from whygrad.checking.report import Finding, Problem
from whygrad.checking.samples import Sample
from whygrad.checking.session import Session
from whygrad.checking.values import entries, is_finite, is_number, nodes
from whygrad.checking.verdict import CannotJudge, entry_named
from whygrad.explaining.chart import Chart
from whygrad.explaining.derivation import Derivation
from whygrad.explaining.naming import Names
from whygrad.explaining.seen import apart, modules_in
from whygrad.explaining.steps import MOST_GATES, MOST_STAGES, Steps
from whygrad.explaining.used import given, names_used
from whygrad.gates.arithmetic import identity
from whygrad.graph import CONSTANT, INPUT
from whygrad.text import Text, _
from whygrad.tracing.running import Event, Trace
from whygrad.tracing.script import restrained
from whygrad.tracing.traced import Traced, plain

#: Entries of inputs that are derived; the others are counted.
MOST_INPUTS = 24
_PLACE = re.compile(r"[^\W\d]\w*(?:\[[^\[\]]+\])*")


class CannotDerive(Exception):
    """There is no derivation; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.english())
        self.problem = problem


def derive(
    text: str, file: str = "<text>", *, of: str | None = None, wrt: Sequence[str] = (), limit: int = LIMIT, every: bool = False
) -> Derivation:
    """The chain rule, step by step, for a program's output with respect to its inputs.

    `of` names the output and `wrt` the inputs, where they are not those of the gradients that the program claims. Of a long program
    the last gates are written out, or `every` one. Whatever
    the program does, this returns a derivation, or one that says what stands in its way.

    >>> found = derive("x = 3.0\\ny = x * x\\n")
    >>> [(one.name.python, one.gradient, one.path_count) for one in found.inputs]
    [('x', 6.0, 2)]
    """
    stopped: tuple[Problem, ...] = ()
    try:
        program = _read(text, file, of, wrt, limit)
        stopped = tuple(map(_as_derived, program.problems))
        found = _derivation(program.session, of, wrt, every)
    except CannotDerive as cannot:
        return Derivation(file, text, problems=stopped or (cannot.problem,))
    return replace(found, file=file, source=text, changes=_changes(program), problems=stopped)


def _read(text: str, file: str, of: str | None, wrt: Sequence[str], limit: int) -> Understood:
    """The program as `check` reads and repairs it; raises CannotDerive.

    One that stops on the way back is good enough, if it is said or claimed what is differentiated.
    """
    for name, role in ((of, "of"), *((name, "wrt") for name in wrt)):
        if name is not None and not _PLACE.fullmatch(name):
            raise CannotDerive(problems.unknown_name(name, role))
    program = understood(text, file, of=None if of is None else base_name(of), limit=limit)
    if not isinstance(program, Understood):
        raise CannotDerive(_as_derived(program[0]))
    session = program.session
    known = names_bound(session.program.tree)
    for name in wrt:
        if base_name(name) not in known:
            raise CannotDerive(problems.unknown_name(name, "wrt"))
    if program.problems and session.said.of is None and all(claim.output is None for claim in session.claims.claims):
        raise CannotDerive(_as_derived(program.problems[0]))
    found = strange_value(session) or first_not_finite(session)
    if found is not None:
        raise CannotDerive(found)
    return program


def _as_derived(problem: Problem) -> Problem:
    """A problem as it is said here: what comes before a crash was not checked."""
    return replace(problem, help=()) if problem.slug == "crash" else problem


def _changes(program: Understood) -> tuple[Finding, ...]:
    """What was repaired, in the order of the lines."""
    found = [repair_finding(repair, ()) for repair in program.repairs]
    if program.forward is not None:
        mended = set(program.forward.mended)
        names = tuple(dict.fromkeys(ruling.claim.name for ruling in program.rulings if ruling.claim.key in mended))
        found.append(forward_finding(program.forward, names, program.rulings, None))
    return tuple(sorted(found, key=lambda finding: finding.span))


def _derivation(session: Session, of: str | None, wrt: Sequence[str], every: bool) -> Derivation:
    """The derivation, in a run in which an input has a node of its own: after y = x, the gradient by y is not that by x.
    A whole exponent is no input, unless somebody asks for its gradient.
    """
    asked = session.settings.watched | set(map(base_name, wrt))
    unwatched: frozenset[str] = frozenset()
    while True:
        choice = _Choice(session, of, wrt, unwatched)
        hidden = (choice.owners() | (whole_exponents(choice.trace) - asked)) - unwatched
        if not hidden:
            return choice.derivation(every)
        unwatched |= hidden


@dataclass(frozen=True)
class _Named:
    """A number and the name that it goes by in the derivation."""

    name: str
    node: int


class _Choice:
    """What is differentiated, and by what, in a run of which every named number has a node."""

    def __init__(self, session: Session, of: str | None, wrt: Sequence[str], unwatched: frozenset[str]) -> None:
        self.session = session
        self.of = session.said.of if of is None else of
        self.wrt = tuple(dict.fromkeys(wrt))
        self.trace = _full_trace(session, unwatched)
        self.sample = Sample(Point(), self.trace)
        self.lineage = Lineage(session.program, self.trace)
        self.graph = self.trace.graph
        self.claims = [claim for claim in session.claims.claims if claim.output is not None and claim.variable is not None]
        self.gradients = {*session.readings, *(reading.name for reading in session.orphans)}

    @cached_property
    def chosen(self) -> tuple[_Named, list[_Named]]:
        """The output and the inputs; raises CannotDerive."""
        output = self._output()
        above = self.graph.ancestors([output.node])
        below = adjoints(self.graph, {output.node: 1.0}, [node for node in above if self.graph.gates[node] is INPUT])
        if output.node not in below:
            raise CannotDerive(self._no_output())
        return output, self._inputs(output, below)

    def owners(self) -> set[str]:
        """Names that hold the number of an input which has another name, and are no inputs themselves."""
        inputs = self.chosen[1]
        nodes = {one.node for one in inputs}
        return {leaf.key.name for leaf in self.trace.leaves if leaf.index in nodes} - {base_name(one.name) for one in inputs}

    def derivation(self, every: bool) -> Derivation:
        output, inputs = self.chosen
        chart = Chart(self.graph, output.node, [one.node for one in inputs])
        value = self.graph.values[output.node]
        if not is_finite([value, *chart.adjoints.values()]):
            message = Text(_("The gradient of `{output}` is not finite here."), {"output": output.name})
            raise CannotDerive(Problem("not-finite", message))
        return self._written(chart, output, inputs, every)

    def _written(self, chart: Chart, output: _Named, inputs: Sequence[_Named], every: bool) -> Derivation:
        shown = inputs[:MOST_INPUTS]
        later = chart.nodes if every else chart.nodes[-max(MOST_STAGES, MOST_GATES) :]  # the rest of a long program is not written out
        counts = Counter(one.name for one in inputs)  # several objects may each have a number of the same name
        counts[output.name] += 1
        pinned = {chart.root(one.node): one.name for one in reversed(inputs) if counts[one.name] == 1} | {chart.output: output.name}
        names = Names(self.trace, chart, self.session.program.statements, pinned=pinned, passed_over=self.gradients)
        seen = apart(modules_in(chart, later), names.is_named)
        names.box({end for one in seen.values() for end in (one.argument, one.out)})
        for node in chart.nodes:
            names.symbol(node)
        said: dict[int, str] = {}
        for one in shown:
            said.setdefault(chart.root(one.node), one.name)
        steps = Steps(self.session.program, chart, names, seen, said, every=every)
        made = Derivation(
            file="",
            source="",
            output=steps.output,
            inputs=steps.inputs(),
            forward=steps.forward(),
            gates=steps.gates(),
            modules=steps.modules(),
            several=steps.several(),
            stages=steps.stages(),
            letters=tuple(names.letters[node] for node in sorted(names.letters) if node in chart.adjoints),
            left_out=replace(steps.left_out(), inputs=len(inputs) - len(shown)),
            notes=tuple(self._notes(output)),
        )
        used = names_used(made)
        numbered = tuple(name for name in names.numbered if any(re.fullmatch(rf"{re.escape(name)}[₀-₉]+", one) for one in used))
        return replace(made, given=given(names, used), numbered=numbered, symbols=names.values())

    # --- the output

    def _output(self) -> _Named:
        if self.of is not None:
            return self._said_output(self.of)
        if self.claims:
            return self._claimed_output()
        found = [event for event in self.trace.events if self._is_computed(event)]
        outermost = [event for event in found if event.frame == 0]
        if not found:
            raise CannotDerive(self._no_output())
        return self._number((outermost or found)[-1])

    def _said_output(self, said: str) -> _Named:
        events = [event for event in self.trace.events if event.name == base_name(said)]
        claim = next((claim for claim in self.claims if claim.output and claim.output.name == base_name(said)), None)
        event = self.sample.output(claim) if claim is not None else None
        if event is None and not events:
            raise CannotDerive(problems.unknown_name(said, "of"))
        return self._number(event or events[-1], said)

    def _claimed_output(self) -> _Named:
        """The output of the most claims; of several names the last, and of one name's turns the first, as it is in a loop."""
        groups: dict[tuple[str, int], list[Claim]] = {}
        for claim in self.claims:
            groups.setdefault(self._output_of(claim), []).append(claim)
        names = list(dict.fromkeys(name for name, _ in groups))
        best = max(groups, key=lambda key: (len(groups[key]), names.index(key[0])))
        event = self.sample.output(groups[best][0])
        if event is None:
            raise CannotDerive(self._no_output())
        return self._number(event)

    def _output_of(self, claim: Claim) -> tuple[str, int]:
        """The name and the node of a claim's output."""
        event = self.sample.output(claim)
        own = nodes(event.value) if event is not None else []
        return (claim.output.name if claim.output else "", self.lineage.root(own[0]) if own else -1)

    def _is_computed(self, event: Event) -> bool:
        """Is this a number that comes out of a gate, and no gradient?"""
        return (
            event.name not in self.gradients
            and type(event.value) is Traced
            and isinstance(event.value.value, int | float)
            and self.graph.gates[self.lineage.root(event.value.index)] not in (INPUT, CONSTANT)
        )

    def _number(self, event: Event, said: str = "") -> _Named:
        name = said or event.name
        numbers = list(entries(self._part(event, name)))
        if len(numbers) != 1:
            message = Text(_("`{output}` is more than one number, and I derive one at a time; `--of` names it."), {"output": name})
            example = Text(_("For example: `--of {example}`."), {"example": f"{name}{_index(numbers[0][0])}"}) if numbers else None
            raise CannotDerive(Problem("output-not-scalar", message, None, () if example is None else (example,)))
        path, number = numbers[0]
        if type(number) is not Traced:
            raise CannotDerive(self._no_output())
        return _Named(name + _index(path), self.lineage.root(number.index))

    def _part(self, event: Event, expression: str) -> object:
        try:
            return entry_named(event.value, expression)
        except (CannotJudge, SyntaxError, ValueError):
            role = "of" if expression == self.of else "wrt"
            raise CannotDerive(problems.unknown_name(expression, role)) from None

    def _no_output(self) -> Problem:
        message = Text(_("I find no number that is computed from named numbers, so there is nothing to differentiate."))
        help_ = Text(_("Give the numbers names, and compute a value from them; `--of OUTPUT` says which value is meant."))
        return Problem("no-output", message, None, (help_,))

    # --- the inputs

    def _inputs(self, output: _Named, below: Mapping[int, float]) -> list[_Named]:
        if self.wrt:
            return self._said_inputs(output, below)
        found = self._claimed_inputs(output, below) if self.claims else []
        found = found or self._leaves(below)
        if not found:
            raise CannotDerive(self._no_output())
        return found

    def _said_inputs(self, output: _Named, below: Mapping[int, float]) -> list[_Named]:
        found = []
        for expression in self.wrt:
            own = self._wrt(expression, output, below)
            if not own:
                raise CannotDerive(problems.no_dependence(output.name, expression))
            found += [one for one in own if one not in found]
        return found

    def _wrt(self, expression: str, output: _Named, below: Mapping[int, float]) -> list[_Named]:
        """The numbers of a name: of the variable of a claim, else of the last value of that name which the output depends on."""
        own = [claim for claim in self.claims if base_name(claim.reading.wrt) == base_name(expression) and self._is_of(claim, output)]
        claim = own[0] if own else None
        event = self.sample.events.get(claim.variable) if claim is not None and claim.variable is not None else None
        if event is not None and (found := self._numbers(event, expression, below)):
            return found
        for event in reversed([event for event in self.trace.events if event.name == base_name(expression)]):
            found = self._numbers(event, expression, below)
            if found and all(self.lineage.root(one.node) != output.node for one in found):
                return found
        return []

    def _claimed_inputs(self, output: _Named, below: Mapping[int, float]) -> list[_Named]:
        found: list[_Named] = []
        for claim in self.claims:
            if self._is_of(claim, output) and claim.variable is not None:
                event = self.sample.events.get(claim.variable)
                own = self._numbers(event, claim.reading.wrt, below) if event is not None else []
                found += [one for one in own if one not in found]
        # what lies between has its gradient among the stages
        return [one for one in found if self.graph.gates[self.lineage.root(one.node)] is INPUT] or found

    def _is_of(self, claim: Claim, output: _Named) -> bool:
        """Is the output what a claim is the gradient of, or an entry of that?"""
        event = self.sample.output(claim)
        return event is not None and output.node in map(self.lineage.root, nodes(event.value))

    def _numbers(self, event: Event, expression: str, below: Mapping[int, float]) -> list[_Named]:
        """The numbers of a value that the output depends on; a new name that it doesn't go through stands for the old one."""
        found = []
        for path, number in entries(self._part(event, expression)):
            if type(number) is Traced:
                node = number.index
                while node not in below and self.graph.gates[node] is identity:
                    node = self.graph.inputs(node)[0]
                if node in below:
                    found.append(_Named(expression + _index(path), node))
        return found

    def _leaves(self, below: Mapping[int, float]) -> list[_Named]:
        """The named numbers that nothing is computed into: no turn's number, and no sum's beginning if there is another."""
        statements = self.session.program.statements
        leaves = [
            leaf
            for leaf in self.trace.leaves
            if leaf.index in below and not isinstance(statements.get(leaf.key.site), ast.For) and is_number(leaf.value)
        ]
        grown = {event.name for event in self.trace.events if not isinstance(event.value, list | dict) and self.lineage.continues(event)}
        steady = [leaf for leaf in leaves if leaf.key.name not in grown]
        return [_Named(leaf.key.name + _index(leaf.path), leaf.index) for leaf in steady or leaves]

    def _notes(self, output: _Named) -> list[Text]:
        notes = []
        own = [claim for claim in self.claims if self._is_of(claim, output)]
        upstreams = dict.fromkeys(claim.upstream for claim in own if claim.upstream is not None)
        for key in upstreams:
            event = self.sample.events.get(key)
            if event is not None and is_number(event.value) and plain(event.value) != 1:
                text = _(
                    "The program's gradient from above is `{name}` = {value}. What stands here is for 1; the program's own gradients "
                    "are that many times as large."
                )
                notes.append(Text(text, {"name": key.name, "value": float(plain(event.value))}))
        others = dict.fromkeys(claim.output.name for claim in self.claims if claim.output and claim not in own)
        others.pop(base_name(output.name), None)
        if others and self.of is None:
            names = ", ".join(f"`{name}`" for name in others)
            notes.append(Text(_("The program has gradients of {names} too; `--of` chooses."), {"names": names}))
        return notes


def _full_trace(session: Session, unwatched: frozenset[str]) -> Trace:
    """A run in which every named number has a node; one like `check`'s own, if the program doesn't bear that."""
    every = (session.settings.watched | names_bound(session.program.tree)) - unwatched
    trace = session.program.run(restrained(replace(session.settings, watched=every), session.turns))
    crashed = session.first is not None and session.first.crash is not None
    if trace.crash is None or (crashed and len(trace.events) > len(session.first.events)):  # type: ignore[union-attr]
        return trace
    return session.program.run(restrained(session.settings, session.turns))


def _index(path: Sequence[object]) -> str:
    return "".join(f"[{step!r}]" for step in path)
