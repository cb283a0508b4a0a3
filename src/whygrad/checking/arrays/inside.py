"""The gradients that a backward pass names on its way: which of them are right, before anything is mended and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whygrad.checking.arrays.checkpoints import Baseline, Checkpoint, baseline, holds_truth
from whygrad.checking.arrays.found import FirstWrong, Found
from whygrad.checking.arrays.workbench import Workbench
from whygrad.checking.report import Verdict
from whygrad.tracing.source import Span, span_of


class Inside(Workbench):
    """A function that claims gradients, with the verdicts of those that have names inside."""

    found: list[Found]
    left: list[str]  # what is wrong still
    inside: list[tuple[Checkpoint, Verdict, Span, Any]]

    def verdicts_inside(
        self, base: Baseline, points: Sequence[Checkpoint], wrong: Sequence[Checkpoint], right: Sequence[str]
    ) -> Iterator[tuple[Checkpoint, Verdict, Span, Any]]:
        """The verdicts of the gradients inside, as the program stands before anything is mended."""
        # What is scaled in place may be the gradient that it is named for before that, or after.
        unsure = {point.name for point in points if point.is_early}
        for point in (point for point in points if point.name not in unsure):
            if point not in wrong or self.means_it(point, right):
                span = span_of(self.body.statements[point.statement])
                yield point, "wrong" if point in wrong else "right", span, base.before[point.statement + 1].get(point.name)

    @property
    def meant(self) -> list[tuple[Checkpoint, Verdict, Span, Any]]:
        """The gradients inside; where all claims are mended, without those that hold something else then and are only called so."""
        if self.left or not self.found or self.node is None:
            return self.inside
        base = baseline(self.trials, self.main, self.texts)
        held = {point.name: holds_truth(base, point) for point in self.points(base)}
        return [one for one in self.inside if held.get(one[0].name, one[1] == "right")]

    @property
    def first_wrong(self) -> FirstWrong | None:
        """The first gradient inside that is wrong, once what was found is mended."""
        inside = self.inside
        if self.found and self.node is not None:
            base = baseline(self.trials, self.main, self.texts)
            points = self.points(base)
            right = [name for name in self.judgement.claims if name not in self.left]
            inside = list(self.verdicts_inside(base, points, [one for one in points if not holds_truth(base, one)], right))
        found = (FirstWrong(point, span, value, self.main) for point, verdict, span, value in inside if verdict == "wrong")
        return next(found, None)
