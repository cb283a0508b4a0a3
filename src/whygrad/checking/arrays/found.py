"""What a search finds: a change that holds, the first gradient that is wrong; and how near a wrong one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.checkpoints import Checkpoint
from whygrad.checking.arrays.stages import Proposal
from whygrad.checking.arrays.subjects import Sample
from whygrad.tracing.source import Edit, Span


@dataclass
class Found:
    """A change that holds: with it, the claims `mended` are right; `proposal` says where it stands and what was in scope there."""

    proposal: Proposal
    mended: tuple[str, ...]
    checkpoint: Checkpoint | None = None
    before: Any = None  # what the checkpoint held
    is_sized: bool = False  # at other sizes the claims stay wrong: a size that happens to be the factor, perhaps

    @property
    def worth(self) -> tuple[bool, int]:
        """The greater of two is the better find."""
        return not self.is_sized, len(self.mended)

    @property
    def candidate(self) -> Candidate:
        return self.proposal.candidate


@dataclass(frozen=True)
class FirstWrong:
    """Of the gradients inside that have a name the first that is wrong, where it gets its value, and that value at a sample."""

    point: Checkpoint
    span: Span
    value: Any
    at: Sample


def cosine(claim: Any, true: Any) -> float:
    """Of the angle between a claim and the truth; 0 where they can't be compared."""
    try:
        one, other = np.asarray(claim, dtype=float), np.asarray(true, dtype=float)
        if one.shape != other.shape:
            return 0.0
        size = float(np.sqrt(np.sum(one * one) * np.sum(other * other)))
        return abs(float(np.sum(one * other))) / size if size else 0.0
    except (TypeError, ValueError):
        return 0.0


def overlap(one: Edit, other: Edit) -> bool:
    """Do two edits touch the same place?"""
    a, b = one.span, other.span
    return (a.line, a.column) < (b.end_line, b.end_column) and (b.line, b.column) < (a.end_line, a.end_column)
