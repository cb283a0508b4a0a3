"""Changed programs, tried: a function with other statements in it is run at a sample, and what it claims is compared with the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad import progress
from whygrad.checking.arrays.bodies import NOTHING, Body, Changed, Watch
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.randomness import is_at, restore
from whygrad.checking.arrays.subjects import Sample, Subject, arguments, read_claims, retarget

#: Seconds that one changed program may run, beyond what the original takes.
LONGEST = 0.5


@dataclass
class Outcome:
    """What a run claims, and the names as it left them; `error` where it didn't end."""

    claims: dict[str, Any]
    names: dict[str, Any]
    error: BaseException | None = None
    loss: Any = None  # of a function that returns it beside its gradients
    result: Any = None


class Trials:
    """Runs of one function with some of its code changed."""

    def __init__(self, subject: Subject, body: Body, space: Mapping[str, Any] | None = None) -> None:
        self.subject = subject
        self.body = body
        self.space = space  # names with what was mended before, None while nothing was
        self.draws = True  # random numbers, as far as is known

    def run(self, at: Sample, changed: Changed = NOTHING, watch: Watch | None = None) -> Outcome:
        """Run at a sample; `watch` sees the names after each statement, and may change them."""
        progress.tick()
        given = arguments(self.subject, at)
        space = changed.space if changed.space is not None else self.space
        if space is not None:
            retarget(given, space)
        is_first = self.draws and changed is NOTHING
        if self.draws:
            restore(at.state)
        names: dict[str, Any] = {}
        try:
            names = self.body.start(given, space)
            with np.errstate(all="ignore"), limited(LONGEST):
                result = self.body.run(names, changed, watch)
            if is_first:
                self.draws = not is_at(at.state)
            loss = result[0] if self.subject.kind == "loss" and isinstance(result, tuple) and result else None
            return Outcome(read_claims(self.subject, at, result, given), names, loss=loss, result=result)
        except (Exception, TooLong) as error:
            return Outcome({}, names, error)
