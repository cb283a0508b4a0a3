"""From a judgement to findings: which slip makes a gradient wrong, where it stands, and the fix."""

from __future__ import annotations

from typing import Any

from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.report import Finding
from whygrad.checking.rules.unexplained import PAGE
from whygrad.text import Text, _
from whygrad.tracing.source import Span


def diagnosed(judgement: Judgement, definitions: Definitions, space: dict[str, Any], named: dict[str, tuple[str, Span]]) -> list[Finding]:
    found = []
    from whygrad.checking.arrays.check import worst
    for name in judgement.claims:
        difference = judgement.wrong(name)
        if difference is None:
            continue
        shown, span = named[name]
        yours, true, at = worst(difference)
        words = (
            _("What `{f}` returns for `{name}` is not its gradient; it is farthest from it at {at}.")
            if at
            else _("What `{f}` returns for `{name}` is not its gradient.")
        )
        message = Text(words, {"f": judgement.subject.back, "name": name, "at": at})
        found.append(Finding(PAGE.code, PAGE.slug, "error", "certain", (shown,), span, message, (), yours, true, counterexample=difference))
    return found
