"""Checking functions on arrays: is what the code claims the gradient of what it computes, and if not, which slip is it?

The verdict is by value, at several points: the exact pullback of the forward function, as it is written, against what the
code claims. What is checked is found by `finding`, run by `subjects`, judged by `judging`.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.asked import asked, once
from whygrad.checking.arrays.assignments import assigned
from whygrad.checking.arrays.bodies import leaves_in
from whygrad.checking.arrays.calling import BackwardFailed, Mismatch, NeverEnds
from whygrad.checking.arrays.damage import damage
from whygrad.checking.arrays.definitions import Definitions, definitions_in
from whygrad.checking.arrays.diagnosing import diagnosed, is_multiple, right_with, worst
from whygrad.checking.arrays.differences import compared
from whygrad.checking.arrays.finding import cases, pair_of, subjects, unclaimed, without_subject
from whygrad.checking.arrays.given import Table
from whygrad.checking.arrays.inner import inner_subjects
from whygrad.checking.arrays.judging import Judgement, judge
from whygrad.checking.arrays.leaves import Leaf
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.marking import MarkedSource, mark_of, way_of
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.none_given import none_given
from whygrad.checking.arrays.obstacles import crash_place, endless, no_loss, nothing_claimed, stopped
from whygrad.checking.arrays.pairing import stem_of
from whygrad.checking.arrays.scripts import NoLoss, ProgramStops, TooFewTurns, scripts
from whygrad.checking.arrays.slices import base_name, written_by
from whygrad.checking.arrays.splitting import shown as shown_as
from whygrad.checking.arrays.subjects import NotFinite, Subject
from whygrad.checking.arrays.turns import Turn, claimed_part
from whygrad.checking.arrays.verdicts import judged, prepared
from whygrad.checking.arrays.wanting import unknown_arguments, wanted, wanting
from whygrad.checking.names import Said
from whygrad.checking.report import Diagnosis, Finding, Problem, Severity, Target, Verdict
from whygrad.checking.rules.rule import Page
from whygrad.checking.rules.sign import PAGE as SIGN
from whygrad.checking.rules.unexplained import PAGE as UNEXPLAINED
from whygrad.checking.rules.unfinished import PAGE as UNFINISHED
from whygrad.progress import doing
from whygrad.text import Text, _
from whygrad.tracing.errors import NotTraceable, TraceError
from whygrad.tracing.module import load
from whygrad.tracing.source import Source, Span, span_of

#: Seconds that a program may run before it comes to what is checked.
LONGEST = 60
#: Points far from the given one at which a part of a function is tried: in what is right there no mistake is looked for.
INNER = 4
NOTHING_SAID = Said(None, ())


def check_file(text: str, file: str, *, trap_nan: bool = False, tables: Sequence[Table] = ()) -> Diagnosis:
    """Check what a file has to check, with the arguments that its function `cases` gives, or those that the tables do."""
    try:
        with limited(LONGEST):
            module, printed = load(text, file)
    except TooLong:
        return endless(text, file, LONGEST)
    except (Exception, SystemExit) as error:
        return stopped(text, file, error)
    check = _Check(Definitions(Source(text)), file, trap_nan)
    try:
        given = cases(module)
    except Exception as error:
        words = {"f": "cases", "kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        problem = Problem("crash", Text(_("`{f}` stops with {kind}: {words}."), words), crash_place(error, file))
        return Diagnosis(file, text, "unknown", problems=(problem,), printed=printed)
    more = asked(module, given, tables, check.definitions)
    for name in without_subject(module, given):
        message = Text(_("`cases` has arguments for `{name}`, and I find no pair, loss or layer of that name here."), {"name": name})
        help_ = Text(_("A pair is called `{name}_forward` and `{name}_backward`."), {"name": stem_of(name)})
        check.problems.append(Problem("no-such-function", message, None, (help_,)))
    found = [*subjects(module, given), *more.subjects]
    for number, subject in enumerate(found, 1):
        with doing(Text(_("checking {k} of {n}: {name}"), {"k": number, "n": len(found), "name": subject.back})):
            check.subject(subject, vars(module))
    check.targets, check.findings = once(check.targets, check.findings)
    check.problems += more.problems
    check.assumptions += more.notes
    lacking = list(wanting(module, {*given, *more.names}, check.definitions))
    if check.targets or check.problems:  # parts of what was checked, perhaps
        check.assumptions += [unknown_arguments(one.name) for one in lacking]
    else:
        check.problems += wanted(lacking, check.definitions)
    return check.diagnosis(printed)


def check_script(text: str, file: str, *, said: Said = NOTHING_SAID, iteration: int = 1, trap_nan: bool = False) -> Diagnosis | None:
    """Check one turn of each loop in which a program trains; None where it has no such loop, or claims no gradients there."""
    check = _Check(Definitions(MarkedSource(text)), file, trap_nan)
    without: list[NoLoss] = []
    carries = assumed = False
    try:
        for found in scripts(check.definitions.source, file, said, iteration, LONGEST):
            if isinstance(found, NoLoss):
                without.append(found)
            else:
                with doing(Text(_("checking the turn of a loop"))):
                    check.subject(found.subject, found.space)
                check.astray(found.astray)
                check.assumptions += [note for note in found.notes if note not in check.assumptions]
                carries, assumed = carries or found.carries, assumed or found.is_assumed
    except ProgramStops as stop:
        if not check.targets:
            return stopped(text, file, stop.__cause__ or stop)
    except TooLong:
        return endless(text, file, LONGEST)
    except TooFewTurns as few:
        message = Text(
            _("The loop has only {n} turn, so there is no turn {k}."),
            {"n": few.turns, "k": str(iteration)},
            plural=_("The loop has only {n} turns, so there is no turn {k}."),
        )
        return Diagnosis(file, text, "unknown", problems=(Problem("turns", message, None, (Text(_("Say a smaller `--iteration`.")),)),))
    if not (check.targets or check.problems) or any(one.is_rest for one in without):
        check.problems += [no_loss(one) for one in without]
    check.not_found()
    made = check.diagnosis("") if check.targets or check.problems else None
    if (carries or assumed) and iteration == 1 and made is not None and made.verdict == "right":
        later = check_script(text, file, said=said, iteration=2, trap_nan=trap_nan)
        is_other = later is not None and later.problems[:1] != () and later.problems[0].slug == "no-output"
        return later if later is not None and (later.verdict == "wrong" or (assumed and is_other)) else made
    return made


def check_pair(forward: Callable[..., Any], backward: Callable[..., Any], inputs: tuple[Any, ...], *, trap_nan: bool = False) -> Diagnosis:
    """Check one pair of functions at these inputs."""
    return check_subject(pair_of(forward, backward, inputs), trap_nan=trap_nan)


def check_subject(subject: Subject, *, trap_nan: bool = False) -> Diagnosis:
    """Check one pair, one layer, or one function that returns a loss and its gradients."""
    code = getattr(inspect.unwrap(subject.backward), "__code__", None)
    file = code.co_filename if code is not None else "<functions>"
    check = _Check(definitions_in("".join(linecache.getlines(file))), file, trap_nan)
    check.subject(subject, getattr(subject.backward, "__globals__", {}))
    missing = unclaimed(subject, {target.with_respect_to for target in check.targets}) if check.targets else []
    if missing:  # then the others may belong elsewhere, too
        words = {"f": subject.name, "names": ", ".join(f"`{name}`" for name in missing)}
        message = Text(_("`wrt` names {names}, but `{f}` returns no gradient for that."), words)
        problem = Problem("gradients", message, check.definitions.span(subject.backward))
        check = _Check(check.definitions, file, trap_nan, problems=[problem])
    elif subject.kind == "loss" and not check.targets:
        named = Text(_("Say what the gradients belong to, a name for each, in order: `wrt=['W', 'b']`."))
        pair = Text(_("Or, if it is a forward function, give its backward function too: `whygrad.check(forward, backward, x, w)`."))
        check.problems = [replace(one, help=(*one.help, named, pair)) if one.slug == "gradients" else one for one in check.problems]
    return check.diagnosis("")


@dataclass
class _Check:
    definitions: Definitions
    file: str
    trap_nan: bool
    targets: list[Target] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    assumptions: list[Text] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)  # what a program that trains moves, and its loss depends on

    def diagnosis(self, printed: str) -> Diagnosis:
        """What was found."""
        verdicts = {target.verdict for target in self.targets} | {"wrong" for finding in self.findings if finding.severity == "error"}
        verdict: Verdict = (
            "wrong" if "wrong" in verdicts else "unknown" if self.problems or "unknown" in verdicts or not verdicts else "right"
        )
        return Diagnosis(
            self.file,
            self.definitions.source.original,
            verdict,
            tuple(self.assumptions),
            tuple(self.targets),
            tuple(self.findings),
            tuple(self.problems),
            printed,
        )

    def subject(self, subject: Subject, space: dict[str, Any]) -> None:
        """Judge every gradient that a subject claims."""
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of NumPy, about trials that nobody asked for
            self._subject(subject, space)

    def _subject(self, subject: Subject, space: dict[str, Any]) -> None:
        subject = prepared(subject, self.definitions)
        try:
            judgement = judged(subject, self.definitions, space, trap_nan=self.trap_nan)
        except (BackwardFailed, Mismatch, Exception, SystemExit) as error:
            can_be_compared = isinstance(error, NotTraceable) or not isinstance(error, BackwardFailed | Mismatch | NotFinite | TraceError)
            if not (can_be_compared and self._by_differences(subject)):
                self._failed(subject, error)
            return
        if judgement.crash is not None:
            self._failed(subject, judgement.crash)
            if isinstance(judgement.crash.__cause__, NotImplementedError):
                return
        elif not judgement.claims:
            self._failed(subject, nothing_claimed(subject))
            return
        if judgement.claims:
            self._silent(judgement, space)
        spans = self._spans(judgement)
        stretched = {spans[name][0] for name in judgement.claims if judgement.is_stretched(name)}
        for name in judgement.claims:
            difference = None if judgement.is_stretched(name) else judgement.told(name)
            yours, true, at = (None, None, "") if difference is None else worst(difference)
            shown, span = spans[name]
            self.targets.append(Target(shown, subject.name, name, "wrong" if difference else "right", span, yours=yours, true=true, at=at))
        with doing(Text(_("looking for the mistake"))):
            sound: set[Any] = set()
            if any(judgement.wrong(name) is not None for name in judgement.claims):
                sound = self._inner(judgement, space)
            found = diagnosed(judgement, self.definitions, space, spans, self.findings, sound)
        self.targets += found.inside
        self.findings += [_harmless(one) if stretched.issuperset(one.targets) else one for one in found.findings]

    def _inner(self, whole: Judgement, space: dict[str, Any]) -> set[Any]:
        """What is wrong in the parts of a function that is wrong, as far as it can be mended there; the code of those that are right."""
        sound: set[Any] = set()
        known = {edit for finding in self.findings if finding.fix is not None for edit in finding.fix.edits}
        right = {name for name in whole.claims if whole.wrong(name) is None}
        for found_inside in inner_subjects(whole.subject, space):
            part = replace(found_inside, returned=self.definitions.returned_names(found_inside.backward))
            try:
                judgement = judge(part, times=INNER)
            except (Mismatch, BackwardFailed, Exception, SystemExit):
                continue
            if judgement.crash is not None or not judgement.claims:
                continue
            if all(judgement.wrong(name) is None for name in judgement.claims):
                if damage(part, judgement.generic[0]) is not None:
                    continue
                sound |= {part.forward.__code__, part.backward.__code__}
                continue
            found = diagnosed(judgement, self.definitions, space, self._spans(judgement), self.findings).findings
            mended = [one for one in found if one.fix is not None and not known & {*one.fix.edits}]
            if len(mended) < len(found) or all(one.severity != "error" for one in mended):
                continue
            now = right_with(whole, self.definitions, space, [*self.findings, *mended])
            if now >= right and (now > right or not is_multiple(judgement)):
                self.findings += mended
                right = now
        return sound

    def _by_differences(self, subject: Subject) -> bool:
        """Of a forward pass that can't be followed: a verdict without a reason. False where that can't be had either."""
        try:
            found = compared(subject)
        except (Exception, SystemExit, TooLong):
            return False
        place = self.definitions.span(subject.backward) or Span(1, 0, 1, 0)
        for one in found:
            last = one.name.rpartition(".")[2]
            self.targets.append(
                Target(f"d{last}", subject.name, one.name, "right" if one.is_right else "wrong", place, yours=one.yours, true=one.true)
            )
            if not one.is_right:
                message = Text(_("What `{f}` returns for `{name}` is not its gradient."), {"f": subject.back, "name": one.name})
                self.findings.append(_bare(UNEXPLAINED, place, message, f"d{last}", yours=one.yours, expected=one.true))
        if found:
            words = _("I can't follow `{f}` through compiled code, so I compared with differences, and know no line.")
            self._assume(Text(words, {"f": subject.name}))
        return bool(found)

    def _silent(self, judgement: Judgement, space: dict[str, Any]) -> None:
        """Say which floats no gradient is given for."""
        subject = judgement.subject
        first = judgement.generic[0]
        if subject.turn is not None:  # of a program's data and rates nobody asks for a gradient
            self.moved += [
                leaf.name
                for leaf in first.leaves
                if leaf.name in {*subject.turn.moved} - {subject.turn.loss} and np.any(first.true[leaf.name])
            ]
            return
        self.findings += none_given(judgement, self.definitions, space)
        # of a layer's own, those that it learns: not what it counts with, and not what it only keeps
        silent = [
            leaf.name
            for leaf in first.leaves
            if leaf.name not in judgement.claims
            and (not leaf.name.startswith("self.") or (np.ndim(first.true[leaf.name]) > 0 and np.any(first.true[leaf.name])))
        ]
        if silent:
            words = _("`{f}` gives no gradient for {names}, so I didn't check that.")
            self._assume(Text(words, {"f": subject.back, "names": ", ".join(f"`{name}`" for name in silent)}))
        if judgement.only_forward:
            words = _("At other sizes, `{f}` fails where the forward pass runs, so it may be right only at these.")
            self._assume(Text(words, {"f": subject.back}))

    def astray(self, steps: Sequence[tuple[str, ast.stmt]]) -> None:
        """Warn of a step that goes the other way than the others: the gradient is right, and the sign of the step is not."""
        for name, step in steps:
            words = _("`{name}` goes along its gradient where the others go against theirs, or the other way round: look at the sign here.")
            self.findings.append(_bare(SIGN, span_of(step), Text(words, {"name": name}), name, severity="warning"))

    def not_found(self) -> None:
        """Say what a program moves along nothing that could be judged."""
        judged = {target.with_respect_to for target in self.targets}
        left = [name for name in dict.fromkeys(self.moved) if name not in judged]
        if left and not self.problems:
            words = _("I can't judge the gradient of {names}, which the program moves: I know none, or it is a step with its rate in it.")
            self._assume(Text(words, {"names": ", ".join(f"`{name}`" for name in left)}))

    def _assume(self, text: Text) -> None:
        if text not in self.assumptions:
            self.assumptions.append(text)

    def _spans(self, judgement: Judgement) -> dict[str, tuple[str, Span]]:
        """By the input: what its gradient is called, and where it is returned."""
        subject = judgement.subject
        if subject.turn is not None:
            return dict(self._claims_of_turn(subject, subject.turn, judgement.claims))
        returned = self.definitions.returned(subject.backward)
        whole = self.definitions.span(subject.backward) or Span(1, 0, 1, 0)
        listed = returned[1:] if subject.kind == "loss" else returned
        by_name = {name: span for span, name in listed}
        first = judgement.generic[0]
        tops = list(dict.fromkeys(leaf.position for leaf in first.leaves))
        found = {}
        for name in judgement.claims:
            leaf = next(one for one in first.leaves if one.name == name)
            last = _called(leaf)
            shown = next((given for given in (f"d{last}", f"grad_{last}", f"d_{last}") if given in by_name), "")
            if shown:
                found[name] = shown, by_name[shown]
            elif not leaf.path and len(listed) in (len(tops), len(subject.args)):
                place = leaf.position if len(listed) == len(subject.args) else tops.index(leaf.position)
                span, given = listed[place]
                is_plain = span.line == span.end_line and span.end_column - span.column == len(given)
                is_own = is_plain or last in stems(given)  # and not one that goes into it, in a formula
                found[name] = given if given and is_own and given not in subject.back_parameters else f"d{last}", span
            else:
                found[name] = (
                    f"d{last}",
                    self.definitions.kept(subject.backward, leaf.last) or self.definitions.kept(subject.backward, last) or whole,
                )
        return found

    def _claims_of_turn(self, subject: Subject, turn: Turn, names: Iterable[str]) -> Iterator[tuple[str, tuple[str, Span]]]:
        """The same of a turn: where each gets its last value; of a step out of sight, what that goes along."""
        node = self.definitions.of(subject.backward)
        for name in names:
            text = claimed_part(turn.claims[name])
            mark = mark_of(self.definitions.tree, text, turn.lines.get(name))
            shown = shown_as(text, node.body if node is not None else []) if mark is None else way_of(mark, text)
            yield name, (shown, self._last_claim(subject, text) if mark is None else span_of(mark.value))

    def _is_unwritten(self, subject: Subject, error: BaseException) -> bool:
        """Is there only `pass`, `...` or `raise NotImplementedError` where gradients should be computed?"""
        if isinstance(error, BackwardFailed) and isinstance(error.__cause__, NotImplementedError):
            return True
        node = self.definitions.of(subject.backward)
        if node is None or subject.turn is not None or not isinstance(error, Mismatch) or isinstance(error, NeverEnds):
            return False
        return not any(isinstance(one, ast.Return) and one.value is not None for one in ast.walk(node)) and subject.kind != "layer"

    def _last_claim(self, subject: Subject, text: str) -> Span:
        """Where a program gives a gradient its last value."""
        node = self.definitions.of(subject.backward)
        assert node is not None
        writing = [one for one in leaves_in(node.body) if base_name(text) in written_by(one)]
        exact = [one for one in writing if any(ast.unparse(part.target) == text for part in assigned(one))]
        return span_of((exact or writing or node.body[1:] or node.body)[-1])

    def _failed(self, subject: Subject, error: BaseException) -> None:
        """What can't be run, or whose gradients can't be told apart."""
        place = self.definitions.span(error.function if isinstance(error, NeverEnds) else subject.backward)
        if place is not None and self._is_unwritten(subject, error):
            message = Text(_("`{f}` isn't written yet: it returns no gradients."), {"f": subject.back})
            self.findings.append(_bare(UNFINISHED, place, message))
            return
        if isinstance(error, Mismatch):
            self.problems.append(Problem("gradients", error.text, place, error.help))
            return
        name, help_ = subject.name, tuple[Text, ...]()
        if isinstance(error, BackwardFailed):
            assert error.__cause__ is not None
            name, error = subject.back, error.__cause__
            help_ = (Text(_("I call it as `{call}`."), {"call": f"{name}(dout, cache)"}),) if isinstance(error, TypeError) else ()
        elif isinstance(error, TraceError):
            self.problems.append(Problem("untraceable", error.text, error.span if error.file == self.file else None, error.help))
            return
        words = {"f": name, "kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        where = crash_place(error, self.file) or place
        said = _("`{f}` stops with {kind}: {words}.") if subject.turn is None else _("The program stops with {kind}: {words}.")
        self.problems.append(Problem("crash", Text(said, words), where, help_))


def _called(leaf: Leaf) -> str:
    """What an array is called: of what only holds one, `p.data`, by the name of that."""
    holder = str(leaf.path[-2][1]) if len(leaf.path) > 1 else leaf.name.partition("[")[0]
    if leaf.path and isinstance(leaf.path[-1][1], int):
        return f"{holder}[{leaf.last}]".lstrip("_")
    inner = holder if leaf.last in ("data", "value", "array") and len(leaf.path) > 1 else leaf.last
    return inner.lstrip("_") or leaf.last


def _harmless(finding: Finding) -> Finding:
    """What is said of a gradient of another shape, with which every step comes out right."""
    note = Text(_("Only the shape differs: NumPy broadcasts it, so the step comes out right all the same."))
    return replace(finding, severity="warning", explanation=(*finding.explanation, note))


def _bare(page: Page, span: Span, message: Text, *targets: str, severity: Severity = "error", **values: Any) -> Finding:
    """A finding that no search has made."""
    return Finding(page.code, page.slug, severity, "certain", targets, span, message, **values)
