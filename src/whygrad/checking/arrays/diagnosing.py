"""From a judgement to findings: which slip makes a gradient wrong, where it stands, and the fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.search import Found, Search
from whygrad.checking.arrays.slips import slip_of
from whygrad.checking.recognition import recognise
from whygrad.checking.report import Counterexample, Finding, Fix
from whygrad.checking.rules.unexplained import PAGE
from whygrad.text import Text, _
from whygrad.tracing.source import Span, span_of

Named = Mapping[str, tuple[str, Span]]


def diagnosed(judgement: Judgement, definitions: Definitions, space: Mapping[str, Any], named: Named) -> list[Finding]:
    """The mistakes that make claims wrong at generic points, and those that show only at special ones."""
    wrong = [name for name in judgement.claims if judgement.wrong(name) is not None]
    if not wrong:
        return []
    main = judgement.generic[0]
    search = Search(judgement, main, judgement.subject.backward, definitions.source, space, wrong)
    search.run()
    found = [_finding(judgement, one, k, named) for k, one in enumerate(search.found)]
    mended = {name for one in search.found for name in one.mended}
    return [*found, *(_unexplained(judgement, name, named) for name in wrong if name not in mended)]


def _finding(judgement: Judgement, found: Found, number: int, named: Named) -> Finding:
    slip = slip_of(found, judgement)
    rule = recognise(slip)
    difference = next((judgement.wrong(name) for name in found.mended), None)
    targets = tuple(named[name][0] for name in found.mended) or tuple(named[name][0] for name in judgement.claims)
    span = span_of(found.candidate.node)
    return Finding(
        rule.page.code,
        rule.page.slug,
        "error",
        "certain",
        targets,
        span,
        rule.message(slip),
        counterexample=difference,
        fix=Fix(f"{judgement.subject.name}", "verified", found.candidate.edits),
    )


def _unexplained(judgement: Judgement, name: str, named: Named) -> Finding:
    difference = judgement.wrong(name)
    assert difference is not None
    shown, span = named[name]
    yours, true, at = worst(difference)
    words = (
        _("What `{f}` returns for `{name}` is not its gradient; it is farthest from it at {at}.")
        if at
        else _("What `{f}` returns for `{name}` is not its gradient.")
    )
    message = Text(words, {"f": judgement.subject.back, "name": name, "at": at})
    return Finding(PAGE.code, PAGE.slug, "error", "certain", (shown,), span, message, (), yours, true, counterexample=difference)


def worst(difference: Counterexample) -> tuple[Any, Any, str]:
    """Both numbers at the entry where they are farthest apart, and its place; all of both where they can't be compared."""
    try:
        yours, true = np.asarray(difference.yours, dtype=float), np.asarray(difference.true, dtype=float)
    except (TypeError, ValueError):
        return difference.yours, difference.true, ""
    if yours.shape != true.shape or not true.size:
        return difference.yours, difference.true, ""
    if true.size == 1:
        return yours.item(), true.item(), ""
    apart = np.abs(yours - true)
    at = np.unravel_index(int(np.nanargmax(np.where(np.isnan(apart), np.inf, apart))), true.shape)
    return float(yours[at]), float(true[at]), f"[{', '.join(str(int(k)) for k in at)}]"
