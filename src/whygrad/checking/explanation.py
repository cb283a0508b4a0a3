"""Why a gradient is what it is, at the program's own numbers: local gradient × gradient from above, summed over the uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from whygrad.checking.claims import Claim
from whygrad.checking.evaluate import is_real, tried
from whygrad.checking.modules import DISTINCTIVE, gates_in
from whygrad.checking.samples import Sample
from whygrad.checking.values import Path, close, entries
from whygrad.checking.verdict import CannotJudge, adjoints_of, variable_nodes
from whygrad.gates.arithmetic import add, identity, multiply, positive, subtract, sum_
from whygrad.gates.modules import MODULES
from whygrad.gates.table import Gate
from whygrad.text import Text, _, short

#: Uses of one variable that are written out; of more, the first few and an ellipsis.
MAX_USES = 4
_LOCAL_TIMES_ABOVE = _("Local gradient × gradient from above: {equation}.")
_ADDING = (add, sum_, subtract)


@dataclass(frozen=True)
class Use:
    """One gate that a value goes into: the gate's local gradient there, and the gradient that comes from above."""

    gate: Gate
    node: int
    position: int
    local: float
    above: float
    local_name: str = ""
    above_name: str = ""

    @property
    def symbols(self) -> str:
        return f"{self.local_name or short(self.local)} × {self.above_name or _bracketed(self.above)}"

    @property
    def numbers(self) -> str:
        return f"{short(self.local)} × {_bracketed(self.above)}"


def _added(terms: Sequence[str]) -> str:
    """A sum, with a minus where a term begins with one."""
    first, *others = terms
    return first + "".join(f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in others)


def _bracketed(number: float) -> str:
    shown = short(number)
    return f"({shown})" if shown.startswith("-") else shown


class Explainer:
    """Explains gradients from one sample, with the names that the program itself has for its values."""

    def __init__(self, sample: Sample, claims: Sequence[Claim]) -> None:
        self.sample = sample
        self.graph = sample.graph
        self.claimed = self._claimed(claims)
        self._above_names: dict[Any, dict[int, str]] = {}
        self.users: dict[int, list[int]] = defaultdict(list)
        for user in range(len(self.graph)):
            for source in dict.fromkeys(self.graph.inputs(user)):
                self.users[source].append(user)
        self.names = {leaf.index: leaf.key.name + "".join(f"[{step!r}]" for step in leaf.path) for leaf in sample.trace.leaves}
        for event in sample.trace.events:
            for path, item in entries(event.value):
                index = getattr(item, "index", None)
                if index is not None:
                    name = event.name + "".join(f"[{step!r}]" for step in path)
                    self.names.setdefault(index, name)
                    self.names.setdefault(self._root(index), name)

    def _root(self, index: int) -> int:
        while self.graph.gates[index] is identity:
            index = self.graph.inputs(index)[0]
        return index

    def _claimed(self, claims: Sequence[Claim]) -> Mapping[int, tuple[str, Any]]:
        """The nodes whose gradients have a name, with that name and the output that it is of."""
        found: dict[int, tuple[str, Any]] = {}
        for claim in claims:
            if claim.variable is None or claim.output is None:
                continue
            try:
                wrt = variable_nodes(claim, self.sample)
            except CannotJudge:
                continue
            for path, index in wrt:
                found[index] = (claim.name + "".join(f"[{step!r}]" for step in path), claim.output)
        return found

    def uses(self, claim: Claim, path: Path) -> list[Use]:
        """The gates that use an entry of the claimed variable on its way to the output."""
        try:
            index = dict(variable_nodes(claim, self.sample)).get(path)
            above = adjoints_of(claim, self.sample)
        except CannotJudge:
            return []
        return list(self._uses(index, above, claim)) if index is not None else []

    def _uses(self, index: int, above: Mapping[int, float], claim: Claim) -> Iterator[Use]:
        graph = self.graph
        for consumer in self.users.get(index, ()):
            inputs = graph.inputs(consumer)
            if consumer not in above:
                continue
            gate = graph.gates[consumer]
            if gate is identity:
                yield from self._uses(consumer, above, claim)
                continue
            operands = [graph.values[i] for i in inputs]
            for position, source in enumerate(inputs):
                if source == index:
                    try:
                        local = gate.local_gradient(position, graph.values[consumer], operands)
                    except (ArithmeticError, ValueError):
                        continue
                    if local is not None:
                        yield Use(
                            gate, consumer, position, local, above[consumer],
                            self._local_name(gate, inputs, position), self._above_name(consumer, above, claim),
                        )  # fmt: skip

    def _local_name(self, gate: Gate, inputs: Sequence[int], position: int) -> str:
        return self.names.get(inputs[1 - position], "") if gate is multiply else ""

    def _above_name(self, index: int, above: Mapping[int, float], claim: Claim) -> str:
        """The program's name for the gradient at a node; add gates hand it on unchanged."""
        known = self._above_names.setdefault((claim.name, claim.output), {})
        passed: list[int] = []
        found = None
        while found is None:
            passed.append(index)
            name, output = self.claimed.get(index, ("", None))
            consumers = [later for later in self.users.get(index, ()) if later in above]
            if index in known:
                found = known[index]
            elif name and output == claim.output and name != claim.name and not name.startswith(f"{claim.name}["):
                found = name
            elif len(consumers) != 1 or not self._hands_on(index, consumers[0]):
                found = ""
            else:
                index = consumers[0]
        known.update(dict.fromkeys(passed, found))
        return found

    def _hands_on(self, index: int, consumer: int) -> bool:
        """Does a gate hand its gradient on to this input unchanged?"""
        gate = self.graph.gates[consumer]
        return gate in (identity, positive, add, sum_) or (gate is subtract and self.graph.inputs(consumer)[0] == index)

    def why(self, claim: Claim, path: Path) -> tuple[Text, ...]:
        """The chain rule for one entry, and the story of its gate if there is just one."""
        uses = self.uses(claim, path)
        if not uses or claim.output is None:
            return ()
        short_way = self._module(claim, path)
        if short_way:
            return short_way
        shown = uses[:MAX_USES]
        rest = " + …" if len(uses) > len(shown) else ""
        symbols = _added([use.symbols for use in shown]) + rest
        numbers = _added([use.numbers for use in shown]) + rest
        variable = claim.reading.wrt + "".join(f"[{step!r}]" for step in path)
        total = sum(use.local * use.above for use in uses)
        chain = symbols if symbols == numbers else f"{symbols} = {numbers}"
        equation = self._equation(claim, variable, chain, total)
        if len(uses) == 1:
            return (Text(uses[0].gate.story), Text(_LOCAL_TIMES_ABOVE, {"equation": equation}))
        sums = _("{variable} goes into {n} gates, and the gradient is the sum over them, local gradient × gradient from above: {equation}.")
        return (Text(sums, {"variable": variable, "n": len(uses), "equation": equation}),)

    def _module(self, claim: Claim, path: Path) -> tuple[Text, ...]:
        """The same through a well-known modular gate, if the variable goes into one and nowhere else: (1 - σ)σ × above."""
        index, above = dict(variable_nodes(claim, self.sample))[path], adjoints_of(claim, self.sample)
        variable = claim.reading.wrt + "".join(f"[{step!r}]" for step in path)
        z = self.graph.values[index]
        for node in sorted(node for node in self.names if node > index and node in above):
            out = self.graph.values[node]
            for module in MODULES.values():
                if gates_in(module) < DISTINCTIVE or not _is(tried(module.forward, z), out):
                    continue
                local = tried(module.local_gradient, out, z)
                if is_real(local) and close(local * above[node], above[index]):  # no other path
                    use = Use(identity, node, 0, local, above[node], f"({module.local_python[0].format(out=self.names[node], z=variable)})")
                    use = replace(use, above_name=self._name_at(node, claim))
                    equation = self._equation(claim, variable, f"{use.symbols} = {use.numbers}", above[index])
                    return (Text(module.story), Text(_LOCAL_TIMES_ABOVE, {"equation": equation}))
        return ()

    def _name_at(self, node: int, claim: Claim) -> str:
        """The program's name for the gradient at a named value."""
        own = self._root(node)
        return next((name for index, (name, output) in self.claimed.items() if output == claim.output and self._root(index) == own), "")

    def _equation(self, claim: Claim, variable: str, chain: str, total: float) -> Text:
        assert claim.output is not None
        fields = {"output": claim.output.name, "variable": variable, "chain": chain, "total": short(total)}
        return Text("∂{output}/∂{variable} = {chain} = {total}", fields)

    def output_gradient(self, claim: Claim) -> str:
        """The name of the gradient from above at the output, 1 if it has none."""
        return claim.upstream.name if claim.upstream is not None else "1"

    def is_added(self, claim: Claim, path: Path) -> Use | None:
        """The one use of an entry, if it is an add gate, so that its local gradient is 1 at all values."""
        uses = self.uses(claim, path)
        return uses[0] if len(uses) == 1 and uses[0].gate in _ADDING and uses[0].local == 1 else None


def _is(made: Any, out: float) -> bool:
    return is_real(made) and close(made, out)
