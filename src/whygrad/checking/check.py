"""The way through: run the program, find what it claims, judge, and look for the reason of what is wrong."""

from __future__ import annotations

import ast
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from whygrad.checking import problems
from whygrad.checking.arrays.pairing import has_pairs
from whygrad.checking.assumptions import assumptions
from whygrad.checking.crashes import MAX_REPAIRS, Repair, repairs
from whygrad.checking.diagnosis import forward_finding, repair_finding
from whygrad.checking.fixing import confirmed
from whygrad.checking.forward import ForwardRepair, forward_repair
from whygrad.checking.investigation import Investigation
from whygrad.checking.names import Said, base_name, left_aside, names_bound, said_in
from whygrad.checking.numbers import first_not_finite, strange_value
from whygrad.checking.outcome import targets
from whygrad.checking.report import Diagnosis, Finding, Problem, Verdict
from whygrad.checking.session import Session
from whygrad.checking.syntax import syntax_problem
from whygrad.checking.verdict import Ruling
from whygrad.patience import patient
from whygrad.tracing.running import Trace
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source, tree_of
from whygrad.tracing.stops import uncollected

if TYPE_CHECKING:
    from whygrad.checking.arrays.given import Table

#: Turns of loops and calls that a program may take, unless said.
LIMIT = 1_000_000
#: Seconds after which no new search is begun.
PATIENCE = 2.0


@uncollected()  # a search makes and drops trees by the thousand, and a tenth of its time would go into walking them
def check(
    text: str,
    file: str = "<text>",
    *,
    of: str | None = None,
    grads: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    trap_nan: bool = False,
    tables: Sequence[Table] = (),
    iteration: int = 1,
) -> Diagnosis:
    """Check the gradients that a program computes by hand.

    `of` names the output and `grads` says which name claims the gradient with respect to which variable, where the names
    alone don't tell. Whatever the program does, this returns a diagnosis. Of a file with pairs of functions on arrays,
    the pairs are checked; with `trap_nan`, the first gate that makes an infinity or a nan there is named. `tables` say what to
    call them with. A program on arrays that trains in a loop is checked in turn number `iteration` of it.

    >>> check("x = 3.0\\ny = x * x\\ndx = 2 * x\\n").verdict
    'right'
    """
    tree = tree_of(text) if "numpy" in text or "def cases(" in text else None
    if tree is not None:
        from whygrad.checking.arrays.check import check_called, check_file, check_script  # which need NumPy

        functions = _functions_on_arrays(tree, tables)
        said = said_in(text, of, grads)
        script = check_script(text, file, said=said, iteration=iteration, trap_nan=trap_nan) if functions != "with arguments" else None
        if script is not None and script.targets:
            return script
        own = check_called(text, file, trap_nan=trap_nan) if functions != "with arguments" else None
        if own is not None:
            return own
        if script is not None:
            return script
        if functions:
            return check_file(text, file, trap_nan=trap_nan, tables=tables)
    made = _Check(text, file, of, grads, limit).diagnosis()
    if not made.targets and [problem.slug for problem in made.problems] == ["no-gradients"]:
        return _trained_on_lists(text, file, said_in(text, of, grads), iteration) or made
    return made


def _trained_on_lists(text: str, file: str, said: Said, iteration: int) -> Diagnosis | None:
    """Of a program without arrays that trains by steps in its functions, `update_weights(network, row, rate)`: what these go along."""
    from whygrad.checking.arrays.check import check_script
    from whygrad.checking.arrays.marking import is_marked, marked

    tree = tree_of(text)
    if tree is None or not is_marked(marked(tree)):
        return None
    found = check_script(text, file, said=said, iteration=iteration)
    return found if found is not None and found.targets else None


def _functions_on_arrays(tree: ast.Module, tables: Sequence[Table]) -> str:
    """Has this module functions on arrays: with arguments to try them on, said beside it perhaps, or pairs of forward and backward?"""
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if "cases" in defined or any(table.is_about(name) for table in tables for name in defined):
        return "with arguments"
    return "pairs" if has_pairs(tree) else ""


@dataclass(frozen=True)
class Understood:
    """A program that runs, as the check reads it: with what it repaired, and the forward pass that it takes for meant."""

    session: Session
    rulings: list[Ruling]
    repairs: tuple[Repair, ...]
    forward: ForwardRepair | None
    problems: tuple[Problem, ...]


def understood(
    text: str, file: str = "<text>", *, of: str | None = None, grads: Mapping[str, str] | None = None, limit: int = LIMIT
) -> Understood | tuple[Problem, ...]:
    """A program for those who only look at it: as `check` reads it, but not searched for mistakes. Else, the problems.

    >>> understood("x = 3.0\\ny = x * x\\n").session.first.crash is None
    True
    """
    check = _Check(text, file, of, grads, limit)
    session = check._read()
    if session is None or not check._run(session):
        return tuple(check.problems)
    session.find_claims()
    rulings = check._forward(session, session.rulings(), time.process_time() + patient(PATIENCE))
    return Understood(session, rulings, tuple(check.repaired), check.forward, tuple(check.problems))


@dataclass
class _Check:
    text: str
    file: str
    of: str | None
    grads: Mapping[str, str] | None
    limit: int
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    repaired: list[Repair] = field(default_factory=list)
    forward: ForwardRepair | None = None
    printed: str = ""

    def diagnosis(self) -> Diagnosis:
        deadline = time.process_time() + patient(PATIENCE)
        session = self._read()
        if session is None or not self._run(session):
            return Diagnosis(
                self.file, self.text, "unknown", problems=tuple(self.problems), findings=tuple(self.findings), printed=self.printed
            )
        session.find_claims()
        first = session.rulings()
        self._obstacles(session)
        rulings = self._forward(session, first, deadline)
        investigation = Investigation(session, deadline)
        self.findings += investigation.investigate(rulings)
        session.look_beyond(rulings)
        judged = targets(session, rulings, investigation, self.forward, self.findings)
        self._crash_findings(rulings)
        findings = tuple(sorted(confirmed(session, self.findings), key=lambda finding: finding.span))
        verdict = self._verdict(rulings, findings)
        aside = left_aside(session.program.tree, [*session.readings, *session.claims.numerical])
        taken = assumptions(session.claims, [*aside, *(reading.name for reading in session.orphans)])
        return Diagnosis(self.file, self.text, verdict, taken, judged, findings, tuple(self.problems), self.printed)

    # --- the program

    def _read(self) -> Session | None:
        unreadable = syntax_problem(self.text, self.file)
        if unreadable is not None:
            self.problems.append(unreadable)
            return None
        program = Program(Source(self.text), self.file)
        tree = program.tree
        if not tree.body:
            self.problems.append(problems.empty())
            return None
        said = said_in(self.text, self.of, self.grads)
        known = names_bound(tree)
        unknown = [(said.of, "part" if base_name(said.of) in known else "of")] if said.of is not None and said.of not in known else []
        for name, wrt in said.grads:
            unknown += [(name, "grad")] if name not in known else []
            unknown += [(wrt, "wrt")] if wrt.split("[", 1)[0] not in known else []
        if unknown:
            self.problems += [problems.unknown_name(name, role) for name, role in unknown if name]
            return None
        session = Session(program, said, self.limit)
        session.read()
        return session

    def _run(self, session: Session) -> bool:
        """Run the program, repairing what Python stops at; is there anything to judge?"""
        trace = session.run_once()
        self.printed = trace.printed
        while trace.crash is not None and len(self.repaired) < MAX_REPAIRS:
            better = self._better(session, trace)
            if better is None:
                break
            repair, trace = better
            self.repaired.append(repair)
            session.apply(repair.edits)
            session.read()
            session.first = trace
        if trace.crash is not None:
            self.problems.append(problems.crashed(trace.crash, session.program.source, self.limit))
        self.findings += [] if trace.crash is None else [repair_finding(repair, ()) for repair in self.repaired]
        return trace.crash is None or bool(trace.events)

    def _better(self, session: Session, trace: Trace) -> tuple[Repair, Trace] | None:
        """The first repair with which the program gets to its end, else the one with which it gets farthest."""
        assert trace.crash is not None
        best: tuple[Repair, Trace] | None = None
        for repair in repairs(trace.crash, session.program):
            try:
                program = session.program.with_edits(repair.edits)
                program.tree  # noqa: B018 - parsed here, where a SyntaxError is expected
            except (ValueError, SyntaxError):
                continue
            after = program.run(session.settings)
            if after.crash is None:
                return repair, after
            passed = len(after.events) > len(trace.events) or _beyond(after, trace)
            if passed and (best is None or len(after.events) > len(best[1].events)):
                best = repair, after
        return best

    def _obstacles(self, session: Session) -> None:
        """What stands in the way of a verdict, though the program ran."""
        if self.problems:
            return
        found = strange_value(session) or first_not_finite(session)
        claims = session.claims.claims
        assert session.first is not None
        if found is None and claims and all(claim.why_not == "no-output" for claim in claims):
            found = problems.no_output(list(dict.fromkeys(claim.name for claim in claims)))
        elif found is None and not claims and session.first.left is not None:
            found = problems.left(problems.crash_span(session.first.left))
        elif found is None and not claims:
            found = self._without_claims(session)
        if found is not None:
            self.problems.append(found)

    def _without_claims(self, session: Session) -> Problem:
        """Nothing is claimed: there is no gradient in the program, or no output for what looks like one."""
        assert session.first is not None
        made = {event.name for event in session.first.events}
        without = [name for name in session.readings if name in made and name not in session.claims.numerical]
        if without:
            return problems.no_output(without)
        return problems.no_claims([reading.name for reading in session.orphans])

    # --- the verdict

    def _forward(self, session: Session, rulings: list[Ruling], deadline: float) -> list[Ruling]:
        """Offer another reading of the forward pass where the claims ask for one, and judge by it."""
        self.forward = forward_repair(session, rulings)
        if self.forward is None:
            return rulings
        rival = Investigation(session, deadline).rival(self.forward.mended)
        session.apply(self.forward.edits)
        session.sample()
        mended = set(self.forward.mended)
        names = tuple(dict.fromkeys(ruling.claim.name for ruling in rulings if ruling.claim.key in mended))
        self.findings.append(forward_finding(self.forward, names, rulings, rival))
        return session.rulings()

    def _crash_findings(self, rulings: Sequence[Ruling]) -> None:
        if not any(finding.fix and finding.fix.group == "run" for finding in self.findings):
            names = tuple(dict.fromkeys(ruling.claim.name for ruling in rulings))
            self.findings += [repair_finding(repair, names) for repair in self.repaired]

    def _verdict(self, rulings: Sequence[Ruling], findings: Sequence[Finding]) -> Verdict:
        if any(ruling.verdict == "wrong" for ruling in rulings) or any(finding.severity == "error" for finding in findings):
            return "wrong"
        if self.problems or not rulings or any(ruling.verdict == "unknown" for ruling in rulings):
            return "unknown"
        return "right"


def _beyond(after: Trace, before: Trace) -> bool:
    """Did the run pass the instruction at which the other crashed?"""
    assert after.crash is not None and before.crash is not None
    return (after.crash.line, after.crash.instruction) != (before.crash.line, before.crash.instruction) and len(after.events) >= len(
        before.events
    )
