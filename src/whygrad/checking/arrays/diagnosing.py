"""From a judgement to findings: which slip makes a gradient wrong, where it stands, and the fix."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from whygrad.checking.arrays.damage import damage
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.found import FirstWrong, Found, overlap
from whygrad.checking.arrays.judging import Judgement, listed
from whygrad.checking.arrays.paths import attribution
from whygrad.checking.arrays.points import Sort
from whygrad.checking.arrays.readings import factor_of
from whygrad.checking.arrays.search import Search
from whygrad.checking.arrays.slips import slip_by_values, slip_of
from whygrad.checking.arrays.subjects import Sample, claimed
from whygrad.checking.attributions import PATHS, Attribution
from whygrad.checking.recognition import recognise
from whygrad.checking.report import Counterexample, Finding, Fix, Related, Target
from whygrad.checking.rules import find
from whygrad.checking.rules.accumulator_not_zeroed import PAGE as ACCUMULATED
from whygrad.checking.rules.in_place_damage import PAGE as DAMAGE
from whygrad.checking.rules.overflow import PAGE as OVERFLOW
from whygrad.checking.rules.ties import PAGE as TIES
from whygrad.checking.rules.unexplained import PAGE
from whygrad.checking.rules.unfinished import PAGE as UNFINISHED
from whygrad.text import Text, _
from whygrad.tracing.parameters import with_defaults_given
from whygrad.tracing.source import Source, Span, span_of

Named = Mapping[str, tuple[str, Span]]

#: What holds at a special point, in words.
_SPECIAL: dict[Sort, str] = {
    "ties": _("At the given numbers this is right, but not where entries are equal."),
    "labels": _("At the given numbers this is right, but not where all labels are equal."),
    "resized": _("At the given sizes this is right, but not at other ones."),
    "rates": _("At the given numbers this is right, but not where {names} is another one."),
    "large": _("At the given numbers this is right, but where they are a thousand times as large, it is not finite, and the gradient is."),
}


@dataclass
class Diagnosed:
    """Findings, and the verdicts of the gradients inside."""

    findings: list[Finding] = field(default_factory=list)
    inside: list[Target] = field(default_factory=list)


def diagnosed(
    judgement: Judgement,
    definitions: Definitions,
    space: Mapping[str, Any],
    named: Named,
    before: Sequence[Finding] = (),
    sound: Collection[Any] = (),
) -> Diagnosed:
    """The mistakes that make claims wrong at generic points, and those that show only at special ones.

    `before` was found in other functions, which may share the mistake with this one; in functions of the code `sound` there is none.
    """
    made = Diagnosed()
    wrong = [name for name in judgement.claims if judgement.wrong(name) is not None]
    if wrong or judgement.crash is not None:
        search = Search(
            judgement, _main(judgement, wrong), judgement.subject.backward, mended(definitions.source, before), space, wrong, sound
        )
        try:
            search.run()
        except Exception:  # the verdict stands without a reason
            if os.environ.get("WHYGRAD_DEBUG"):
                raise
        made.findings += [
            _rewritten(judgement, one, named, wrong) if one.candidate.kind == "compose" else _finding(judgement, one, named)
            for one in search.found
        ]
        made.findings += _open(judgement, [name for name in wrong if name in search.left], named, search.first_wrong)
        made.findings = [_beyond(one, search) for one in made.findings]
        made.inside += _inside(judgement, search, named)
        if not search.left:
            made.findings = _with_damage(made.findings, _damaged(judgement, definitions, space, named, search))
        return made
    made.findings += _damaged(judgement, definitions, space, named)
    for name in judgement.claims:
        special = judgement.only_there(name)
        if special is not None:
            _add(made.findings, _only_there(judgement, name, *special, definitions, space, named))
    return made


def _add(findings: list[Finding], more: Finding) -> None:
    """One more finding; what is said of the same place already is said of another gradient, too."""
    for k, one in enumerate(findings):
        if (one.slug, one.span, one.message) == (more.slug, more.span, more.message):
            findings[k] = replace(one, targets=(*one.targets, *more.targets), fix=one.fix or more.fix)
            return
    findings.append(more)


def _with_damage(findings: Sequence[Finding], damaged: Iterable[Finding]) -> list[Finding]:
    """What is changed of what is given, too; where a fix itself would change it, as an array without a copy does, a better fix."""
    found = list(findings)
    for more in damaged:
        edits = more.fix.edits if more.fix is not None else ()
        for k, one in enumerate(found):
            own = one.fix.edits if one.fix is not None else ()
            kept = tuple(edit for edit in own if not any(overlap(edit, other) for other in edits))
            if one.fix is not None and len(kept) < len(own):
                found[k] = replace(one, fix=replace(one.fix, edits=(*kept, *edits)))
                break
        else:
            found.append(more)
    return found


def filled(judgement: Judgement, definitions: Definitions, space: Mapping[str, Any], place: int, name: str) -> Fix | None:
    """What to return for an input where the last `return` has `None` in a place."""
    search = Search(judgement, judgement.generic[0], judgement.subject.backward, definitions.source, space, [])
    try:
        found = search.fill(place, name)
    except Exception:  # then there is no fix
        return None
    return None if found is None else Fix(judgement.subject.name, "verified", found.candidate.edits)


def right_with(judgement: Judgement, definitions: Definitions, space: Mapping[str, Any], findings: Sequence[Finding]) -> set[str]:
    """The claims that are right with the fixes of some mistakes, at the point where the mistakes of the others are looked for."""
    wrong = [name for name in judgement.claims if judgement.wrong(name) is not None]
    source = mended(definitions.source, findings)
    search = Search(judgement, _main(judgement, wrong), judgement.subject.backward, source, space, wrong)
    return set() if search.node is None else search.right_now()


def is_multiple(judgement: Judgement) -> bool:
    """Is something wrong here by a constant factor only? Another function may put that right, as a mean in the loss does."""
    for name in judgement.claims:
        difference = judgement.told(name)
        if difference is not None and factor_of(difference.yours, difference.true) is not None:
            return True
    return False


def mended(source: Source, findings: Sequence[Finding]) -> Source:
    """A text with the fixes of mistakes that were found in it; of two that touch the same place, the first."""
    for finding in findings:
        if finding.fix is not None:
            edits = [edit for edit in finding.fix.edits if not any(overlap(edit, other) for other in source.edits)]
            source = source.with_edits(edits) if len(edits) == len(finding.fix.edits) else source
    return source


def _main(judgement: Judgement, wrong: Sequence[str]) -> Sample:
    """The sample at which to search: a generic one, of the given sizes, at which what is wrong is wrong."""
    places = (judgement.claims[name].at.get(sort) for name in wrong for sort in ("near", "far"))
    return next((one for one in places if one is not None), judgement.generic[0])


def _finding(judgement: Judgement, found: Found, named: Named) -> Finding:
    slip = slip_of(found, judgement)
    rule = recognise(slip)
    difference = next((judgement.told(name) for name in found.mended if name in judgement.claims), None)
    names = [name for name in found.mended if name in named] or list(named)
    yours, expected, _at = (None, None, "") if difference is None else worst(difference)
    return Finding(
        rule.page.code,
        rule.page.slug,
        "error",
        "likely" if found.is_sized else "certain",
        tuple(named[name][0] for name in names) or found.mended,
        found.candidate.span,
        rule.message(slip),
        (),
        yours,
        expected,
        related=tuple(Related(span_of(node), Text(_("and here"))) for node, _text in found.candidate.more),
        counterexample=difference,
        fix=_fix(judgement, found),
    )


def _fix(judgement: Judgement, found: Found) -> Fix:
    return Fix(judgement.subject.name, "as-given" if found.is_sized else "verified", found.candidate.edits)


def _rewritten(judgement: Judgement, found: Found, named: Named, wrong: Sequence[str]) -> Finding:
    """A gradient that had to be written anew: what is known of it, and the fix."""
    point, main = found.checkpoint, _main(judgement, wrong)
    span = span_of(found.candidate.node)
    first = None if point is None or not point.stem else FirstWrong(point, span, found.before, main)
    made = _unexplained(judgement, next(iter(found.mended), wrong[0]), named, first)
    if point is not None and point.stem and made.slug == PAGE.slug:
        words = _("`{yours}` is not the gradient of `{f}` with respect to `{name}`.")
        made = replace(made, message=Text(words, {"yours": point.name, "f": judgement.subject.name, "name": point.stem}))
    slip = slip_by_values(found, *_both(judgement, found, wrong)) if made.slug == PAGE.slug else None
    if slip is not None and (rule := recognise(slip)).page.slug != PAGE.slug:
        told = slip.part or slip.kind == "operator"  # else there is no short word for what is missing
        made = replace(made, code=rule.page.code, slug=rule.page.slug, message=rule.message(slip) if told else made.message)
    confidence: Literal["certain", "likely"] = "likely" if found.is_sized else "certain"
    return replace(made, span=span, related=(), confidence=confidence, fix=_fix(judgement, found))


def _beyond(finding: Finding, search: Search) -> Finding:
    """What is not finite where the gradient is: told so, at the statement that makes the first such number."""
    numbers = [value for value in (finding.yours, finding.expected) if isinstance(value, float)]
    if len(numbers) != 2 or np.isfinite(numbers[0]) or not np.isfinite(numbers[1]):
        return finding
    words = {"yours": finding.targets[0] if finding.targets else "", "value": str(finding.yours)}
    told = Text(
        _("`{yours}` is {value} here, where the gradient is finite: a number on the way grows beyond all that floats can hold."), words
    )
    span = search.first_not_finite or finding.span
    return replace(finding, code=OVERFLOW.code, slug=OVERFLOW.slug, message=told, span=span)


def _both(judgement: Judgement, found: Found, wrong: Sequence[str]) -> tuple[Any, Any]:
    """What a gradient was that had to be written anew, and what it is."""
    if found.checkpoint is not None:
        return found.before, found.checkpoint.truth
    difference = judgement.wrong(next(iter(found.mended), wrong[0]))
    return (None, None) if difference is None else (difference.yours, difference.true)


def _open(judgement: Judgement, names: Sequence[str], named: Named, first: FirstWrong | None) -> list[Finding]:
    """What is said of gradients that nothing mends: of those of which the same is known, once."""
    groups: dict[tuple[str, Span], list[tuple[str, Finding]]] = {}
    for name in names:
        made = _unexplained(judgement, name, named, first)
        groups.setdefault((made.slug, made.span), []).append((name, made))
    return [_of_several(judgement, group) for group in groups.values()]


def _of_several(judgement: Judgement, group: Sequence[tuple[str, Finding]]) -> Finding:
    """One finding in the place of several at the same place."""
    made = group[0][1]
    if len(group) == 1:
        return made
    targets = tuple(dict.fromkeys(shown for _name, one in group for shown in one.targets))
    if made.slug == PAGE.slug:
        words = _("The gradients that `{f}` gives for {names} are wrong.")
        fields = {"f": judgement.subject.back, "names": ", ".join(f"`{name}`" for name, _one in group)}
        made = replace(made, message=Text(words, fields), yours=None, expected=None, counterexample=None)
    return replace(made, targets=targets)


def _unexplained(judgement: Judgement, name: str, named: Named, first: FirstWrong | None) -> Finding:
    difference = judgement.told(name)
    assert difference is not None
    shown, span = named[name]
    yours, true, at = worst(difference)
    if judgement.subject.turn is not None:
        far, plain = (
            _("`{yours}` is not the gradient of `{f}` with respect to `{name}`; it is farthest from it at {at}."),
            _("`{yours}` is not the gradient of `{f}` with respect to `{name}`."),
        )
    else:
        far, plain = (
            _("What `{f}` returns for `{name}` is not its gradient; it is farthest from it at {at}."),
            _("What `{f}` returns for `{name}` is not its gradient."),
        )
    message = Text(far if at else plain, {"f": judgement.subject.back, "name": name, "at": at, "yours": shown})
    related: tuple[Related, ...] = ()
    page = PAGE
    if _is_unfinished(judgement, name):
        page, message = UNFINISHED, Text(_("`{old}` stands here where a gradient is due."), {"old": _kept(yours, shown)})
    if first is not None:
        words = _("Of the gradients that have a name here, `{name}` is the first that is wrong: it is not that of `{of}`.")
        related = (Related(first.span, Text(words, {"name": first.point.name, "of": first.point.stem})),)
        span = first.span
    paths = None if page is UNFINISHED else _paths(judgement, name, first)
    if paths is not None:
        slug, words = PATHS[paths.kind]
        found = find(slug)
        assert found is not None
        fields = {"wrt": name if first is None else first.point.stem, "output": judgement.subject.name, "name": shown}
        page, message = found, Text(words, {**fields, "through": ", ".join(f"`{one}`" for one in paths.names)})
    return Finding(page.code, page.slug, "error", "certain", (shown,), span, message, (), yours, true, related, difference)


def _paths(judgement: Judgement, name: str, first: FirstWrong | None) -> Attribution | None:
    """The paths that are missing in a wrong gradient, or doubled: in the first that is wrong inside, or in the claim itself."""
    if first is not None:
        return None if first.at.flow is None else attribution(first.point.stem, [(first.at.flow, first.value, first.point.truth)])
    points = []
    for at in judgement.generic[:2]:
        try:
            value = claimed(judgement.subject, at)[name]
        except Exception:
            return None
        if at.flow is not None:
            points.append((at.flow, value, at.true[name]))
    return attribution(name, points)


def _is_unfinished(judgement: Judgement, name: str) -> bool:
    """Is there nothing yet: zeros, None, or a copy of what the gradient belongs to?"""
    at = next(iter(judgement.claims[name].at.values()), None)
    difference = judgement.wrong(name)
    if at is None or difference is None:
        return False
    if difference.yours is None or not np.any(np.asarray(difference.yours, dtype=object)):
        return True
    leaf = next(leaf for leaf in at.leaves if leaf.name == name)
    own = np.asarray(leaf.of(at.args))
    return own.size > 1 and np.shape(difference.yours) == own.shape and bool(np.all(np.asarray(difference.yours) == own))


def _kept(yours: Any, shown: str) -> str:
    return "0" if isinstance(yours, float | int) and not yours else str(yours) if yours is None else shown


def _only_there(
    judgement: Judgement,
    name: str,
    sort: Sort,
    difference: Counterexample,
    definitions: Definitions,
    space: Mapping[str, Any],
    named: Named,
) -> Finding:
    """What is right at the given numbers and wrong elsewhere: an error where it is a matter of values, a warning where one of sizes."""
    shown, span = named[name]
    message, fix = Text(_SPECIAL[sort], {"names": ", ".join(_rates(judgement, name, sort))}), None
    special = message
    page = {"ties": TIES, "large": OVERFLOW}.get(sort, PAGE)
    code, slug = page.code, page.slug
    search = Search(judgement, judgement.claims[name].at[sort], judgement.subject.backward, definitions.source, space, [name])
    if sort == "large":  # another form is wanted, and no small change
        span = search.first_not_finite or span
    else:
        search.run()
    if search.found and not search.left:
        slip = slip_of(search.found[0], judgement)
        rule = recognise(slip)
        code, slug, message = (rule.page.code, rule.page.slug, rule.message(slip)) if page is PAGE else (code, slug, message)
        edits = tuple(edit for found in search.found for edit in found.candidate.edits)
        span, fix = span_of(search.found[0].candidate.node), Fix(judgement.subject.name, "verified", edits)
    yours, true, _at = worst(difference)
    severity = "warning" if sort in ("resized", "rates", "large") else "error"
    return Finding(code, slug, severity, "certain", (shown,), span, message, (special,), yours, true, (), difference, fix)  # type: ignore[arg-type]


def _rates(judgement: Judgement, name: str, sort: Sort) -> list[str]:
    """The single numbers that are others at a sample where only those are."""
    subject = judgement.subject
    given, there = with_defaults_given(subject.forward, subject.args), judgement.claims[name].at[sort].args
    both = zip(subject.parameters, given, there, strict=False)
    return [
        f"`{one}`" for one, value, other in both if np.ndim(value) == 0 and isinstance(value, int | float | np.number) and value != other
    ]


def _damaged(
    judgement: Judgement, definitions: Definitions, space: Mapping[str, Any], named: Named, after: Search | None = None
) -> Iterator[Finding]:
    """What is changed of what the function is given: a warning, since the gradients of this one call are right.

    `after` is the search that made them so, where they were wrong.
    """
    subject, main = judgement.subject, judgement.generic[0]
    hurt = damage(subject, main, None if after is None or after.node is None else after.body)
    if hurt is None:
        return
    search = Search(judgement, main, subject.backward, definitions.source, space, []) if after is None else after
    found = search.mend_damage(lambda changed: damage(subject, main, search.body, changed) is None)
    if hurt.what == "given":
        page, message = DAMAGE, Text(_("`{f}` changes `{name}`, which its caller may still need."), {"f": subject.back, "name": hurt.name})
    else:
        page = ACCUMULATED
        message = Text(
            _("Called again, `{f}` gives another gradient for `{name}`: it keeps something of the call before."),
            {"f": subject.back, "name": hurt.name},
        )
    span = definitions.span(subject.backward) if found is None else span_of(found.candidate.node)
    fix = None if found is None else Fix(subject.name, "verified", found.candidate.edits)
    shown = tuple(shown for shown, _span in named.values())
    yield Finding(page.code, page.slug, "warning", "certain", shown, span or Span(1, 0, 1, 0), message, fix=fix)


def _inside(judgement: Judgement, search: Search, named: Named) -> Iterator[Target]:
    """The gradients that the backward pass names on its way: a learner sees how far they were right."""
    returned = {shown for shown, _span in named.values()}
    for point, verdict, span, value in search.meant:
        if point.name in returned or point.stem in judgement.claims:
            continue
        yours, true, at = None, None, ""
        if verdict == "wrong":
            yours, true, at = worst(Counterexample({}, listed(value), listed(point.truth)))
        yield Target(point.name, judgement.subject.name, point.stem, verdict, span, yours=yours, true=true, at=at)


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
