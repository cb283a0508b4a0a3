"""The circuit of a program on single numbers: which output, and what the learner claims of its gradients."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from whygrad.autodiff.reverse import NOTHING, sweep, varying
from whygrad.checking.check import LIMIT, Understood, understood
from whygrad.checking.claims import Claim
from whygrad.checking.exponents import whole_exponents
from whygrad.checking.points import Point
from whygrad.checking.report import Problem
from whygrad.checking.samples import Sample
from whygrad.checking.values import close, entries, is_number, nodes, root, unwrapped
from whygrad.checking.verdict import CannotJudge, Judged, Ruling, seeds_of, variable_nodes
from whygrad.drawing.called import Called
from whygrad.drawing.wiring import Change, Claimed, Wiring, place
from whygrad.gates.arithmetic import identity
from whygrad.graph import CONSTANT, INPUT, NONE, Graph
from whygrad.text import Text, _
from whygrad.tracing.calls import Calls
from whygrad.tracing.instrument import bound_names
from whygrad.tracing.running import Event, Trace
from whygrad.tracing.source import Edit, lifted
from whygrad.tracing.traced import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from whygrad.drawing.columns import Column


#: Edges up to which each is looked at by itself.
FEW = 64


@dataclass(kw_only=True)
class NumberWiring(Wiring):
    """The circuit of a program on single numbers."""

    trace: Trace

    @property
    def graph(self) -> Graph:
        return self.trace.graph

    @property
    def calls(self) -> Calls:
        return self.trace.calls

    @cached_property
    def nodes(self) -> Column:
        wanted = self.columns.feeding([*self.seeds]) & ~self.columns.of(identity)
        return np.flatnonzero(wanted & np.frombuffer(self._varying, np.bool_))

    @cached_property
    def members(self) -> list[int]:
        found: list[int] = self.nodes.tolist()
        return found

    @cached_property
    def adjoints(self) -> list[float]:
        """The gradient of the output with respect to every node; `NOTHING` where there is none."""
        return sweep(self.graph, self.seeds, None, self._varying)

    @cached_property
    def _varying(self) -> bytearray:
        """Which nodes are computed from inputs: all but constants, if nothing else is computed from nothing."""
        constants = self.columns.of(CONSTANT)
        alone = np.count_nonzero(self.columns.first == NONE) - np.count_nonzero(constants) - np.count_nonzero(self.columns.of(INPUT))
        if alone or self.graph.trace is not None:
            return varying(self.graph)
        return bytearray(~constants)

    def gradient(self, index: int) -> float:
        found = self.adjoints[index]
        return 0.0 if found is NOTHING else float(found)

    def share(self, index: int, position: int) -> float:
        """What a gate hands back to one of its operands: local gradient × gradient from above."""
        return self._local(index, position) * self.gradient(index)

    def handed_down(self, index: int, above: Any) -> tuple[Any, ...]:
        return tuple(self._local(index, position) * above for position in range(len(self.operands[index])))

    def _local(self, index: int, position: int) -> float:
        operands = [self.graph.values[source] for source in self.operands[index]]
        try:
            local = self.graph.gates[index].local_gradient(position, self.graph.values[index], operands)
        except (ArithmeticError, ValueError):
            return float("nan")
        return 0.0 if local is None else float(local)

    def shares(self, edges: Column) -> float:
        """What comes back by several edges together: of many, all those of one rule at once."""
        if len(edges) <= FEW:
            return sum(self._shares_alone(edges))
        net = self.net
        rules = self.columns.kinds[net.gates[net.targets[edges]]] * FEW + np.minimum(net.positions(edges), FEW - 1)
        return sum(self._shares_alike(edges[rules == rule]) for rule in sorted(set(rules.tolist())))

    def _shares_alone(self, edges: Column) -> list[float]:
        gates, positions = self.net.gates[self.net.targets[edges]], self.net.positions(edges)
        return [self.share(gate, position) for gate, position in zip(gates.tolist(), positions.tolist(), strict=True)]

    def _shares_alike(self, edges: Column) -> float:
        """The sum of the shares of one operand of many gates of one kind."""
        position, target = int(self.net.positions(edges[:1])[0]), int(self.net.targets[edges[0]])
        gate = self.graph.gates[int(self.net.gates[target])]
        rule = gate.rule(position)
        if rule is None:
            return 0.0
        values, adjoints = self._columns
        targets = self.net.targets[edges]
        starts, outs = self.net.starts[targets], self.net.gates[targets]
        if values is None or gate.arity is None:
            return sum(self._shares_alone(edges))
        operands = [values[self.net.sources[starts + k]] for k in range(gate.arity)]
        try:
            with np.errstate(divide="raise", invalid="raise", over="raise"):
                return float(np.sum(rule(values[outs], *operands) * adjoints[outs]))
        except (ArithmeticError, ValueError, TypeError):  # a slope that there is none of: each by itself
            return sum(self._shares_alone(edges))

    @cached_property
    def _columns(self) -> tuple[NDArray[np.float64] | None, NDArray[np.float64]]:
        """The values, where all of them are ordinary numbers, and the gradients."""
        count = len(self.graph)
        adjoints = np.fromiter(self.adjoints, np.float64, count)
        try:
            return np.fromiter(self.graph.values, np.float64, count), adjoints
        except (TypeError, ValueError, OverflowError):
            return None, adjoints

    @cached_property
    def _keys(self) -> dict[int, Any]:
        return {leaf.index: leaf.key for leaf in self.trace.leaves}

    def input_key(self, index: int, *, coarse: bool) -> Hashable:
        key: Hashable = self._keys[index]
        return self._keys[index].name if coarse else key

    @cached_property
    def names(self) -> Called:
        return Called(self)

    def line(self, index: int) -> int | None:
        """The line of a gate, or of an input the one that gave it its value, where it is shown."""
        span = self.shown(self.span(index))
        if span is not None:
            return span.line
        key = self._keys.get(index)
        line = key.site[0] - self.above if key is not None else 0
        return line if line > 0 else None


def wired(
    text: str, file: str = "<text>", *, of: str | None = None, grads: Mapping[str, str] | None = None, limit: int = LIMIT, above: int = 0
) -> NumberWiring | tuple[Problem, ...]:
    """The circuit of a program: of the output that was said, or the one that its gradients are of, or its last number.
    `grads` says which name claims the gradient of which variable, where the names don't. The first lines of the text, `above`,
    are run, but places in it are counted from below them.

    >>> wiring = wired("x = 3.0\\ny = x * x\\n")
    >>> wiring.output, wiring.gradient(wiring.members[0])
    ('y', 6.0)
    """
    read = understood(text, file, of=of, grads=grads, limit=limit)
    if not isinstance(read, Understood):
        return read
    session = read.session
    program = session.program
    settings = replace(session.settings, watched=session.settings.watched | _valued(program.tree), leaf_value=Point(), calls=True)
    sample = Sample(Point(), program.run(settings))
    counting = whole_exponents(sample.trace) - session.settings.watched
    if counting:
        sample = Sample(Point(), program.run(replace(settings, watched=settings.watched - counting)))
    found = _output(read, sample, session.said.of)
    if found is None:
        return read.problems or (_no_output(session.said.of),)
    event, seeds = found
    if not seeds:
        return (_not_one_number(event.name),)
    frames = _frames_around(sample.trace, event)
    seeds = {root(sample.graph, index): seed for index, seed in seeds.items()}
    wiring = NumberWiring(
        file=file,
        program=program,
        trace=sample.trace,
        output=event.name,
        seeds=seeds,
        frames=frames,
        changes=_changes(read, above),
        problems=read.problems,
        above=above,
    )
    strange = _not_real(wiring)
    if strange is not None:
        return (strange,)
    wiring.claimed = _claimed(wiring, sample, read.rulings, event)
    return wiring


def _valued(tree: ast.Module) -> set[str]:
    """The names that statements and calls give values; what a loop counts by is no input."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names.update(name for target in node.targets for name in bound_names(target))
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
            names.update(bound_names(node.target))
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


# --- the output


def _output(read: Understood, sample: Sample, said: str | None) -> tuple[Event, dict[int, float]] | None:
    """The event that made the output, and the gradient from above of each of its numbers: none if these are unknown."""
    claims: list[Claim] = [ruling.claim for ruling in read.rulings if ruling.claim.output is not None]
    for claim in claims:
        event = sample.output(claim)
        if event is not None and said in (None, event.name):
            try:
                return event, seeds_of(claim, sample)
            except CannotJudge:
                return event, {}
    event = _last(read, sample, said)
    if event is None:
        return None
    numbers = nodes(event.value)
    return event, {numbers[0]: 1.0} if len(numbers) == 1 else {}


def _last(read: Understood, sample: Sample, said: str | None) -> Event | None:
    """The last value of the name that was said; of a program that claims nothing, the last number that is computed from
    named ones and that no other is made from."""
    graph = sample.graph
    claimed = {key for ruling in read.rulings for key in ruling.claim.keys}

    def computed(event: Event) -> bool:
        own = [root(graph, index) for index in nodes(event.value)]
        return bool(own) and event.key not in claimed and any(graph.gates[i] is not INPUT and _varies(graph, i) for i in own)

    best: Event | None = None
    event: Event
    for event in reversed(sample.trace.events):
        if event.kind == "parameter" or (said is not None and event.name != said) or not computed(event):
            continue
        is_alone = said is None and _is_alone(read, event)
        if said is not None or (is_alone and event.frame == 0):
            return event
        if best is None or (is_alone and not _is_alone(read, best)):
            best = event
    return best


def _varies(graph: Graph, node: int) -> bool:
    """Is a node computed from an input? It mostly takes a few steps back to see that."""
    seen, waiting = {node}, [node]
    while waiting:
        at = waiting.pop()
        if graph.gates[at] is INPUT:
            return True
        new = [source for source in graph.inputs(at) if source not in seen]
        seen.update(new)
        waiting += new
    return False


def _is_alone(read: Understood, event: Event) -> bool:
    """Is it a single number that doesn't look like a gradient?"""
    return event.name not in read.session.readings and len(nodes(event.value)) == 1


def _frames_around(trace: Trace, event: Event) -> frozenset[int]:
    """The frame that an event belongs to, and those of the calls around it."""
    own = next((call for call in trace.calls.made if call.frame == event.frame), None) if event.frame else None
    if own is None:
        return frozenset({event.frame})
    around = (call.frame for call in trace.calls.made if call.start <= own.start and own.end <= call.end and call.frame <= own.frame)
    return frozenset({event.frame, *around})


# --- the learner's own gradients


def _claimed(wiring: NumberWiring, sample: Sample, rulings: list[Ruling], output: Event) -> dict[int, list[Claimed]]:
    found: dict[int, list[Claimed]] = {}
    members = set(wiring.members) if rulings else set()
    for ruling in rulings:
        own = next((one for one in ruling.judged if not one.sample.point.reach), None)
        made = sample.output(ruling.claim)
        if own is None or made is None or made.key != output.key or ruling.verdict == "unknown":
            continue
        try:
            places = variable_nodes(ruling.claim, sample)
        except CannotJudge:
            continue
        theirs = dict(entries(plain(unwrapped(own.yours, own.true))))
        for path, index in places:
            claimed = Claimed(ruling.claim.name + place(path), theirs.get(path), _right_at(ruling, path))
            if wiring.root(index) in members:
                found.setdefault(wiring.root(index), []).append(claimed)
    return found


def _right_at(ruling: Ruling, path: tuple[Any, ...]) -> bool:
    """Is this entry of a claimed gradient right, at every point?"""
    return ruling.verdict == "right" or all(_agrees_at(judged, path) for judged in ruling.judged)


def _agrees_at(judged: Judged, path: tuple[Any, ...]) -> bool:
    yours, true, scale = (dict(entries(value)) for value in (plain(unwrapped(judged.yours, judged.true)), judged.true, judged.scale))
    return path in yours and path in true and close(float(yours[path]), float(true[path]), float(scale.get(path, 0.0)))


# --- what the picture takes for granted, and what stands in its way


def _changes(read: Understood, above: int) -> tuple[Change, ...]:
    found = [Change(repair.message, repair.edits) for repair in read.repairs]
    if read.forward is not None:
        fields = {"name": read.forward.name, "old": read.forward.old, "new": read.forward.new}
        message = Text(_("I take it that `{name}` is meant as `{new}`; the program has `{old}`."), fields)
        found.append(Change(message, read.forward.edits))
    return tuple(replace(change, edits=_shown(change.edits, above)) for change in found)


def _shown(edits: Iterable[Edit], above: int) -> tuple[Edit, ...]:
    places = ((lifted(edit.span, above), edit.replacement) for edit in edits)
    return tuple(Edit(span, text) for span, text in places if span is not None)


def _no_output(said: str | None) -> Problem:
    help_ = (Text(_("`--of NAME` says which variable is the output.")),)
    if said is not None:
        message = Text(_("`{name}` is not computed from other named numbers, so there is no circuit behind it."), {"name": said})
        return Problem("no-circuit", message, None, help_)
    message = Text(_("There is nothing to draw: no number here is computed from other named numbers."))
    return Problem("no-circuit", message, None, help_)


def _not_one_number(name: str) -> Problem:
    message = Text(_("`{name}` is more than one number, and I don't know the gradient from above of each."), {"name": name})
    return Problem("output-not-scalar", message, None, (Text(_("`--of NAME` names another output: one number, such as a loss.")),))


def _not_real(wiring: NumberWiring) -> Problem | None:
    """A complex number has no gradient of this kind."""
    values = wiring.graph.values
    if {float, int}.issuperset(map(type, values)):
        return None
    strange = next((i for i in wiring.members if not is_number(values[i])), None)
    if strange is None:
        return None
    message = Text(_("The value here is {value}, which is no real number."), {"value": repr(values[strange])})
    return Problem("not-a-number", message, wiring.span(strange))
