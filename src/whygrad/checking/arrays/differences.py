"""Where the forward pass can't be followed (compiled code in it): its gradients by central differences, to compare with.

Source: Baydin et al., Automatic Differentiation in Machine Learning: a Survey (2018), section 2.1, on their accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.checking.arrays.leaves import own_copy, replaced
from whygrad.checking.arrays.subjects import Subject, claimed, unproved, weighed

#: The step, how far a gradient may be off (relatively to its largest entry), and how many entries of one input are tried.
STEP, CLOSE, MOST = 1e-5, 1e-4, 120


@dataclass(frozen=True)
class Compared:
    """One claim beside the differences, where they are farthest apart."""

    name: str
    is_right: bool
    yours: Any
    true: Any


def compared(subject: Subject) -> list[Compared]:
    """Every claim at the given arguments. Raises what the functions raise, BackwardFailed, Mismatch."""
    args, at = subject.args, unproved(subject, subject.args, np.random.default_rng(0))
    found = []
    for name, value in claimed(subject, at).items():
        leaf = next(one for one in at.leaves if one.name == name)
        here = np.asarray(leaf.of(args), dtype=float)
        claim = np.asarray(value, dtype=float) if value is not None else np.zeros(here.shape)
        if claim.shape != here.shape:
            found.append(Compared(name, False, value, None))
            continue
        places = np.random.default_rng(1).permutation(here.size)[:MOST]
        slopes = np.zeros(here.size)
        for place in places:
            sides = []
            for step in (STEP, -STEP):
                moved = here.copy().reshape(-1)
                moved[place] += step
                entry = moved.reshape(here.shape)
                sides.append(weighed(subject, at, replaced(own_copy(args), [(leaf, entry if here.ndim else float(entry))])))
            slopes[place] = (sides[0] - sides[1]) / (2 * STEP)
        apart = np.abs(slopes - claim.reshape(-1))[places]
        worst = int(places[int(np.argmax(apart))])
        close = CLOSE * float(np.max(np.abs(slopes[places]), initial=0.0)) + 1e-7
        found.append(Compared(name, bool(np.all(apart <= close)), float(claim.reshape(-1)[worst]), float(slopes[worst])))
    return found
