"""What a check says of the gradients of a subject, without the reasons: for whoever draws them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import Mismatch
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.forward_part import forward_part
from whygrad.checking.arrays.judging import Judgement, judge
from whygrad.checking.arrays.subjects import Subject


def prepared(subject: Subject, definitions: Definitions) -> Subject:
    """A subject with what its text says of it."""
    subject = replace(subject, guarded=definitions.are_guarded)
    if subject.returned:
        return subject
    return replace(subject, returned=definitions.returned_names(subject.backward))


def judged(subject: Subject, definitions: Definitions, space: dict[str, Any], *, trap_nan: bool = False) -> Judgement:
    """Judge; of a loss whose own gradients stop it, by the part that computes the loss."""
    try:
        return judge(subject, trap_nan=trap_nan)
    except Mismatch:
        raise
    except (Exception, SystemExit):
        alone: Callable[..., Any] | None = forward_part(subject.forward, definitions, space) if subject.kind == "loss" else None
        if alone is None:
            raise
        return judge(replace(subject, forward=alone), trap_nan=trap_nan)


def verdicts(subject: Subject, definitions: Definitions) -> dict[str, bool]:
    """By the input: is its gradient right at generic points? Of what can't be judged, nothing."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = judged(prepared(subject, definitions), definitions, getattr(subject.backward, "__globals__", {}))
    except (Exception, SystemExit):  # the check says why
        return {}
    return {name: found.wrong(name) is None for name in found.claims}
