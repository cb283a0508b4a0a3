"""The gradients that a program on arrays computes itself, at the numbers that are drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.randomness import random_state, restore
from whygrad.checking.arrays.subjects import Sample, Subject, claimed, here, sample
from whygrad.checking.arrays.turns import claimed_part
from whygrad.checking.arrays.verdicts import verdicts
from whygrad.checking.report import Target
from whygrad.drawing.computed import computed_by
from whygrad.drawing.wiring import UNSEEN, Claimed
from whygrad.explaining.arrays.programs import Program
from whygrad.explaining.arrays.recording import Recorded
from whygrad.text import Text, _
from whygrad.tracing.function import is_float, leaves_of
from whygrad.tracing.source import Source


@dataclass
class OwnGradients:
    """By the leaf: what its gradient is called, what it is, and whether that is right. `seed` is the gradient from above, and `computed`
    gives all arrays that the claims are computed by."""

    claims: Mapping[str, Claimed] = field(default_factory=dict)
    seed: Any = None
    computed: Callable[[], list[Any]] = list

    def notes(self, output: str) -> tuple[Text, ...]:
        """What is to be said of the gradient from above: of a loss it is 1, and of anything else some number has to be made up."""
        if self.seed is None or not np.any(np.asarray(self.seed) != 1):
            return ()
        words = _(
            "No loss follows `{output}` here, so the gradient from above is made up: random numbers, which your own code is given too."
        )
        return (Text(words, {"output": output}),)

    def at(self, members: Collection[int], run: Recorded, targets: Sequence[Target]) -> dict[int, list[Claimed]]:
        """The claims by node, with what a check says of them at other points, and of what is on the way."""
        judged = {target.with_respect_to: target for target in targets if target.of in (run.program.name, None)}
        found: dict[int, list[Claimed]] = {}
        for node, name in run.input_names.items():
            if node in members and name in self.claims:
                own, target = self.claims[name], judged.get(name)
                found[node] = [own if target is None else replace(own, name=target.name)]
        for name, target in judged.items():
            nodes = [node for node in run.inside(name) if node in members and node not in run.input_names]
            if nodes and target.verdict != "unknown":
                found.setdefault(nodes[-1], []).append(Claimed(target.name, UNSEEN, target.verdict == "right"))
        return found


@dataclass
class Sampled:
    """The program's own pass, what claims gradients of it, and what a check says of these: at one point alone, a wrong one may look
    right, and on a corner a right one wrong."""

    subject: Subject
    at: Sample
    verdicts: Mapping[str, bool]
    of_turn: Mapping[str, bool] = field(default_factory=dict)  # what is to be said of the one turn alone, if that is something else

    def of(self, run: Recorded) -> OwnGradients:
        """The claims about one of the outputs, for the gradient from above that this one has alone."""
        import optree

        if run.position is None:
            return OwnGradients()
        held, tree = leaves_of(self.at.upstream)
        if run.position >= len(held):
            return OwnGradients()
        seed = held[run.position]
        alone = [np.zeros(np.shape(leaf))[()] if is_float(leaf) and k != run.position else leaf for k, leaf in enumerate(held)]
        try:
            at = self.at.again(optree.tree_unflatten(tree, alone)) if len(held) > 1 else self.at
            found = claimed(self.subject, at)
            claims = {
                name: Claimed(self._name(at, name), value, self.verdicts[name], self.of_turn.get(name, False))
                for name, value in found.items()
                if name in self.verdicts
            }
        except (Exception, SystemExit):  # what is to claim gradients can't be run: the check says why
            return OwnGradients()
        return OwnGradients(claims, seed, partial(computed_by, self.subject, at))

    def _name(self, at: Sample, name: str) -> str:
        if self.subject.turn is not None:
            return claimed_part(self.subject.turn.claims[name])
        return f"d{next(leaf.last for leaf in at.leaves if leaf.name == name)}"


def own_gradients(program: Program, text: str, targets: Sequence[Target] = ()) -> Sampled | None:
    """The program's own pass; the random numbers of the next run are those of this one. None where nothing claims gradients.
    `targets` are what a check found; without them, it is found out here."""
    subject = program.subject
    if subject is None:
        return None
    state = random_state()
    try:
        found = sample(subject, subject.args, here())
        known = {target.with_respect_to: target.verdict != "wrong" for target in targets if target.of in (program.name, None)}
        restore(state)
        is_of_another = subject.turn is not None and not all(known.values())  # perhaps: a check looks at several turns
        alone = verdicts(subject, Definitions(Source(text))) if is_of_another or not known else {}
        return Sampled(subject, found, known or alone, alone)
    except (Exception, SystemExit):  # the run that is drawn says what is wrong
        return None
    finally:
        restore(state)
