"""What the loss of a turn is: read off from its graph, from the names of its numbers, and from where these stand."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from whygrad.autodiff.cotangents import cotangents
from whygrad.autodiff.transforms import recorded
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.leaves import Leaf, own_copy, replaced
from whygrad.checking.arrays.losses import Candidate, Numbers, chosen, kept_only, printed_only, rank, rivals
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import base_name, names_in, parsed, written_by
from whygrad.checking.arrays.training import claimed_in, is_claim
from whygrad.checking.arrays.turn_reader import TurnReader
from whygrad.checking.arrays.turns import claimed_part
from whygrad.checking.arrays.watching import Locals, last_locals
from whygrad.tracing.function import is_float

#: What the gradient from above is called, whatever the output is.
_FROM_ABOVE = frozenset("dout d_out grad_out grad_output upstream dupstream g grad dy".split())
#: Numbers without the name of a loss that are tried.
MOST_GUESSES = 3


class LossReader:
    """Looks for the losses of a turn."""

    def __init__(self, turn: TurnReader) -> None:
        self.turn = turn
        self.numbers: Numbers | None = None
        self.outputs: list[int] = []  # the nodes of what the function that was traced last returned

    def losses(self, claims: dict[str, str], of: str | None = None) -> list[Candidate]:
        """What the gradients are of: `of`, if that is said. What is called a gradient and is part of the forward pass is no claim."""
        if of is not None and value_of(of, self.turn.names) is not None:
            return [Candidate(of, claims)] if self._follow(of, claims) else []
        left, of_all = dict(claims), None
        while left:
            found = self._named_losses(left)
            if found:
                return found
            of_all = of_all or self.numbers
            order = self._order()
            targets = {name: base_name(claimed_part(text)) for name, text in left.items()}
            places = {name: order.index(target) for name, target in targets.items() if target in order}
            if not places:
                break
            del left[min(places, key=lambda name: places[name])]
        self.numbers = of_all
        return self.guessed(claims)

    def _kept_only(self, claims: Mapping[str, str]) -> Iterator[Candidate]:
        for text in kept_only(self.turn.block):
            own = dict(claims)
            if self._follow(text, own, needs_graph=True):
                yield Candidate(text, own)

    def _named_losses(self, claims: dict[str, str]) -> list[Candidate]:
        """The loss by its name, a number that depends on the parameters; or an output whose gradient from above is given."""
        seen = Locals()
        wanted = [leaf for leaf in self.turn.known if leaf.name in claims]
        graph, inputs = self._traced(wanted, seen, self.turn.draft.function(self.turn.tree, self.turn.file, self.turn.space, at_rest=True))
        if graph is None:  # it stops, or something in it can't be followed
            values = self.turn.names
            names = [name for name in self._order() if rank(name) and is_float(values.get(name)) and np.size(values[name]) == 1]
            blind = Numbers(names, {*self.turn.parameters}, (), lambda one, other: False, lambda name: claims)
            found = [one for one in chosen(self.turn.block, blind, claims) if self._follow(one.text, dict(claims))]
            return found or list(self._kept_only(claims))
        self.numbers = self._numbers(graph, dict(zip(inputs, (leaf.name for leaf in wanted), strict=True)), seen, claims)
        found = list(chosen(self.turn.block, self.numbers, claims)) or list(self._kept_only(claims))
        if found:
            return found
        output = self._output(claims, graph, inputs, seen)
        if output is None:
            return []
        own = dict(claims)
        _keep(own, wanted, inputs, graph.ancestors([seen.nodes[one] for one in names_in(parsed(output)) if one in seen.nodes]))
        return [Candidate(output, own)] if own else []

    def guessed(self, claims: Mapping[str, str]) -> list[Candidate]:
        """Numbers that nothing says are a loss: what fits them is right, and what doesn't is not known to be wrong."""
        found = []
        if self.numbers is not None:
            names = [name for name in reversed(self.numbers.names) if not rank(name) or name in self.numbers.residuals]
            fresh = [name for name in names if name not in self.numbers.carried] or names
            made = ((name, {leaf: claims[leaf] for leaf in claims if leaf in self.numbers.depends(name)}) for name in fresh)
            found = [Candidate(name, own, is_sure=False) for name, own in made if own][:MOST_GUESSES]
        for text in list(printed_only(self.turn.block))[:MOST_GUESSES]:
            own = dict(claims)
            if self._follow(text, own, needs_graph=True):
                found.append(Candidate(text, own, is_sure=False))
        return found

    def rivals(self, candidate: Candidate, claims: Mapping[str, str]) -> list[Candidate]:
        """Other losses that are called so just as much."""
        return [] if self.numbers is None else list(rivals(candidate, self.numbers, claims))

    def _numbers(self, graph: Any, leaf_of_node: Mapping[int, str], seen: Locals, claims: Mapping[str, str]) -> Numbers:
        """The numbers that the gradients may be of: of those that are made of gradients, or that have no slope anywhere, they are not."""
        inputs = list(leaf_of_node)
        forward = {node for name, node in seen.nodes.items() if not self._claims(name)}  # `dx = y` is `y`, too
        ends = [seen.nodes[text] for text in claims.values() if seen.nodes.get(text, -1) not in {-1, *forward}]
        ends += self.turn.along.nodes(graph)
        of_claims, in_claims = graph.depending(ends), graph.ancestors(ends) if ends else set()
        names, depends = [], dict[str, set[str]]()
        for name in self._outputs(graph, inputs, seen):
            node = seen.nodes[name]
            if np.size(seen.values.get(name, ())) != 1 or of_claims[node]:
                continue
            slopes = cotangents(graph, {node: np.ones(np.shape(seen.values[name]))[()]}, inputs)
            if any(np.any(slope) for slope in slopes.values()):
                names.append(name)
                on_way = graph.ancestors([node])
                depends[name] = {leaf for k, leaf in leaf_of_node.items() if k in on_way}
        return Numbers(
            names,
            [name for name in names if name in self.turn.parameters],
            [name for name in names if seen.nodes[name] in in_claims],
            lambda one, other: seen.nodes[one] != seen.nodes[other] and seen.nodes[one] in graph.ancestors([seen.nodes[other]]),
            lambda name: depends.get(name, set()),
        )

    def _outputs(self, graph: Any, inputs: Sequence[int], seen: Locals) -> list[str]:
        """What depends on the parameters and is no claim, in the order of the last values."""
        depends = graph.depending(inputs)
        return [name for name in self._order() if name in seen.nodes and depends[seen.nodes[name]] and not self._claims(name)]

    def _follow(self, loss: str, claims: dict[str, str], *, needs_graph: bool = False) -> bool:
        """Of what can't be traced to its end: does the forward part depend on what is claimed? What it doesn't depend on is no claim."""
        wanted = [leaf for leaf in self.turn.known if leaf.name in claims]
        turn, draft = self.turn, replace(self.turn.draft, claims=dict(claims), loss=loss)
        alone = draft.function(turn.tree, turn.file, turn.space, only_loss=True)
        seen = Locals()
        graph, inputs = self._traced(wanted, seen, alone)
        if graph is None or (loss not in seen.nodes and not self.outputs):
            return not needs_graph
        _keep(claims, wanted, inputs, graph.ancestors([seen.nodes[loss]] if loss in seen.nodes else self.outputs))
        return bool(claims)

    def _traced(self, wanted: Sequence[Leaf], seen: Locals, function: Callable[..., Any]) -> tuple[Any, list[int]]:
        working = own_copy(self.turn.args)

        def of_leaves(*values: Any) -> Any:
            return function(*replaced(working, list(zip(wanted, values, strict=True))))

        try:
            with last_locals(function.__code__, seen), np.errstate(all="ignore"):
                made = recorded(of_leaves, tuple(leaf.of(own_copy(self.turn.args)) for leaf in wanted), {}, tuple(range(len(wanted))))
        except (Exception, SystemExit):
            return None, []
        self.outputs = [node for node in made.outputs if node is not None]
        return made.graph, [node for node in made.inputs if node is not None]

    def _order(self) -> list[str]:
        """The names that the turn binds, in the order in which they got their last values."""
        found: dict[str, None] = {}
        for statement in self.turn.block:
            for name in sorted(written_by(statement)):
                found.pop(name, None)
                found[name] = None
        return list(found)

    def _claims(self, name: str) -> bool:
        return is_claim(ast.Name(name), self.turn.draft.known - {name})

    def _output(self, claims: Mapping[str, str], graph: Any, inputs: Sequence[int], seen: Locals) -> str | None:
        """An array whose gradient from above is given: `dout` of `out`."""
        order, depends = self._outputs(graph, inputs, seen), graph.depending(inputs)
        names = [*self.turn.parameters, *self._order()]
        given = [name for name in names if is_gradient(name) and (name not in seen.nodes or not depends[seen.nodes[name]])]
        given = [name for name in given if name not in {claimed_part(text) for text in claims.values()}]
        for named in (True, False):
            for name in (one for one in reversed(order) if one not in claims):
                for above in given:
                    value = self.turn.names.get(above)
                    fits = isinstance(value, np.ndarray) and value.ndim and np.shape(value) == np.shape(self.turn.names[name])
                    if fits and (name in stems(above)[:-1] if named else above in _FROM_ABOVE):
                        return f"({name} * {above}).sum()"
        place = self.turn.draft.place  # a function that makes a step minimises something, and not the sum of what it names last
        return None if place.is_loop or place.is_function(self.turn.tree) else self._last_made(order)

    def _last_made(self, order: Sequence[str]) -> str | None:
        """Of lines without a loss and without a gradient from above: the last array before the gradients, each entry of it with a 1."""
        start = next((k for k, one in enumerate(self.turn.block) if claimed_in([one], self.turn.draft.known)), 0)
        made = {name for statement in self.turn.block[:start] for name in written_by(statement)}
        names = [name for name in order if name in made and isinstance(self.turn.names.get(name), np.ndarray)]
        return f"{names[-1]}.sum()" if names else None


def _keep(claims: dict[str, str], wanted: Sequence[Leaf], inputs: Sequence[int], on_way: Collection[int]) -> None:
    """What the loss doesn't depend on is no claim."""
    for leaf, node in zip(wanted, inputs, strict=True):
        if node not in on_way:
            del claims[leaf.name]
