"""Changes tried by running the program: in every statement of the way back, not only in the one that made the claim.

A mistake often sits in a step that has no name to be judged by, in a function that the backward pass calls, or in a loop
whose turns can't be told apart from their sum. Each small change is evaluated in place, in a run without a trace, and
must make the wrong claim right at a generic point. As ever, the edited text has the last word.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from types import CodeType

from whygrad.checking.changes import Change
from whygrad.checking.claims import Claim
from whygrad.checking.edits import Editor
from whygrad.checking.error_model import every
from whygrad.checking.evaluate import FAILED, Environment, Expression
from whygrad.checking.names import base_name, changed_names
from whygrad.checking.places import Place, Workplace, comprehensions
from whygrad.checking.samples import Sample
from whygrad.checking.scope import Scope
from whygrad.checking.search import Solution
from whygrad.checking.session import Session, attempt, verifying
from whygrad.checking.statements import copies, moved, other_lists_in_header, statement_changes, target_index
from whygrad.checking.values import agrees, nodes
from whygrad.checking.verdict import Judged
from whygrad.gates.arithmetic import identity
from whygrad.patience import patient
from whygrad.tracing.instrument import Site, site_of
from whygrad.tracing.running import Event, frozen
from whygrad.tracing.running import Trial as Tried
from whygrad.tracing.source import Edit, span_of

#: Seconds for the trials of one claim.
PATIENCE = 1.2
#: Changes that mend a claim at one point, after which no more are looked for: a mask is easily right at one point.
MAX_FOUND = 30
#: Of these, how many are verified however late it is.
MAX_VERIFIED = 6
#: Events before the output among which steps on the way back are looked for.
MAX_EVENTS = 5_000
#: Runs of one statement in which a changed part is evaluated to see whether it differs at all.
MAX_ENVIRONMENTS = 6


@dataclass
class Trial:
    """A change that, in a run, made `mended` wrong claims right and no right one wrong."""

    solution: Solution
    mended: tuple[Claim, ...]


class Trials:
    """The search by running, for the first of several wrong claims."""

    def __init__(
        self,
        session: Session,
        wrong: Sequence[Claim],
        right: Sequence[Claim],
        holds: Callable[[Sequence[Edit], Sequence[Claim]], bool],
        is_general: Callable[[Sequence[Edit], Sequence[Claim]], bool],
        deadline: float,
    ) -> None:
        self.session = session
        self.holds = holds
        self.is_general = is_general
        self.source = session.program.source
        self.deadline = min(deadline, time.process_time() + patient(PATIENCE))
        self.first = wrong[0]
        self.points = verifying(session.samples, self.first)
        self.sample = self.points[0]
        self.wrong = [one for claim in wrong if (one := attempt(claim, self.sample)) is not None]
        right = [claim for claim in right if not self._is_moved(claim)]
        self.right = [one for claim in right if (one := attempt(claim, self.sample)) is not None]
        self.claims = {id(one): claim for one, claim in self._paired(wrong, right)}

    def _paired(self, wrong: Sequence[Claim], right: Sequence[Claim]) -> Iterator[tuple[Judged, Claim]]:
        for judged, claims in ((self.wrong, wrong), (self.right, right)):
            kept = [claim for claim in claims if attempt(claim, self.sample) is not None]
            yield from zip(judged, kept, strict=True)

    def _is_moved(self, claim: Claim) -> bool:
        """Does a gradient come after an update by the wrong one, so that it changes when that is mended?"""
        made, wrong = (self.sample.version(one.keys[0], one.continuing, one.until) for one in (claim, self.first))
        if not made or not wrong:
            return False
        return bool(self.sample.graph.ancestors(nodes(made[-1].value)).intersection(nodes(wrong[-1].value)))

    def special(self) -> Trial | None:
        """A statement that came too early, or a list that was not copied: slips that others are easily taken for."""
        found = [*self._by_text(moving=True), *self._copied()]
        for trial in found:
            solution = self._verified(trial)
            if solution is not None:
                return Trial(solution, trial.mended)
        return None

    def _copied(self) -> Iterator[Trial]:
        statements = list(self._statements(settled=False))
        snapshots = self.session.snapshots([self.sample], [site_of(statement) for statement, _ in statements])[0]
        for statement, value in statements:
            environments = [seen for key, seen in snapshots.items() if key[0] == site_of(statement)]
            for change in copies(self.source, statement, environments) if environments else ():
                code = _compiled(value, change)
                mended = self._mended(site_of(statement), code) if code is not None else ()
                if mended:
                    yield Trial(Solution(Workplace(site_of(statement), statement, value, [], []), [change]), mended)

    def best(self, gradients: set[str], hidden: set[str]) -> Trial | None:
        """The verified change that mends the most claims, of equals the most natural."""
        found = list(self._by_text(moving=False))
        for change, workplace, code in self._candidates(gradients, hidden):
            if time.process_time() > self.deadline or len(found) >= MAX_FOUND:
                break
            mended = self._mended(workplace.site, code)
            if mended:
                found.append(Trial(Solution(workplace, [change]), mended))
        found.sort(key=lambda trial: (-len(trial.mended), trial.solution.cost))
        second: Trial | None = None
        for number, trial in enumerate(found):
            late = number >= MAX_VERIFIED and time.process_time() > self.deadline
            if late or (second is not None and len(trial.mended) < len(second.mended)):
                break
            solution = self._verified(trial)
            if solution is not None and self.is_general(solution.edits, trial.mended):
                return Trial(solution, trial.mended)
            if solution is not None and second is None:
                second = Trial(solution, trial.mended)
        return second

    def has_feeders(self, wrong: Sequence[Claim]) -> bool:
        """Are there statements on the way back that make no claim of their own, or lambdas that they may call?"""
        if any(isinstance(getattr(statement, "value", None), ast.Lambda) for statement in self.session.program.statements.values()):
            return True
        own = {key.site for claim in wrong for key in claim.keys}
        return any(site_of(statement) not in own or isinstance(value, ast.Tuple) for statement, value in self._statements())

    def _by_text(self, *, moving: bool) -> Iterator[Trial]:
        """The few changes that no expression stands for, tried as text: statements moved, or another entry assigned to."""
        for statement, changes in self._moves() if moving else chain(self._indices(), self._headers(), self._lambdas()):
            for change in changes:
                if time.process_time() > self.deadline:
                    return
                mended = self._mended_by_text(change)
                if mended:
                    value = value_of(statement) or change.node
                    yield Trial(Solution(Workplace(site_of(statement), statement, value, [], []), [change]), mended)

    def _moves(self) -> Iterator[tuple[ast.stmt, Iterator[Change]]]:
        claimed = {base_name(claim.reading.wrt) for claim in self.session.claims.claims}
        tree = self.source.tree
        updates = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AugAssign) and changed_names(node) & claimed]
        for key in self.first.keys:
            statement = self.session.program.statements.get(key.site)
            if statement is not None:
                yield statement, moved(self.source, statement, updates)

    def _indices(self) -> Iterator[tuple[ast.stmt, Iterator[Change]]]:
        made = [self.session.program.statements[key.site] for key in self.first.keys if key.site in self.session.program.statements]
        statements = list(dict.fromkeys([*made, *(statement for statement, _ in self._statements())]))
        own = next((sample for sample in self.session.samples if not sample.point.reach), self.sample)
        snapshots = self.session.snapshots([own], [site_of(statement) for statement in statements])[0]
        for statement in statements:
            environments = [seen for key, seen in snapshots.items() if key[0] == site_of(statement)]
            if isinstance(statement, ast.Assign | ast.AugAssign) and environments:
                yield statement, target_index(self.source, statement, environments)

    def _lambdas(self) -> Iterator[tuple[ast.stmt, Iterator[Change]]]:
        """The bodies of lambdas that have a name. What they are called with plays no part: their changes are tried as text."""
        for site, statement in self.session.program.statements.items():
            value = getattr(statement, "value", None)
            if isinstance(statement, ast.Assign) and isinstance(value, ast.Lambda):
                seen = self.session.snapshots([self.sample], [site])[0]
                names = [argument.arg for argument in value.args.args]
                stand_in = {name: 0.37 + 0.21 * number for number, name in enumerate(names)}
                environments: list[Environment] = [{**environment, **stand_in} for environment in list(seen.values())[:1]]
                if environments:
                    place = Place(Expression(value.body, environments), [], [], [])
                    yield statement, every(Editor(self.source, place, Scope(environments, (), ())))

    def _headers(self) -> Iterator[tuple[ast.stmt, Iterator[Change]]]:
        """The loops around the claim's statements, which may go through another list."""
        made = {self.session.program.statements.get(key.site) for key in self.first.keys}
        loops = [node for node in ast.walk(self.source.tree) if isinstance(node, ast.For) and made & set(ast.walk(node))]
        snapshots = self.session.snapshots([self.sample], [site_of(loop) for loop in loops])[0]
        gradients = {claim.name for claim in self.session.claims.claims} | {key.name for key in self.session.claims.upstreams}
        for loop in loops:
            environments = [seen for key, seen in snapshots.items() if key[0] == site_of(loop)]
            if environments:
                yield loop, other_lists_in_header(self.source, loop, environments[0], gradients)

    def _mended_by_text(self, change: Change) -> tuple[Claim, ...]:
        runs = self.session.candidate(change.spellings[0], [self.sample])
        return self._mended_in(runs[0]) if runs else ()

    # --- candidates

    def _candidates(self, gradients: set[str], hidden: set[str]) -> Iterator[tuple[Change, Workplace, Tried]]:
        """Every small change to every statement of the way back, the most natural first."""
        statements = list(self._statements())
        own = next((sample for sample in self.session.samples if not sample.point.reach), self.sample)
        snapshots = self.session.snapshots([own, self.sample], [site_of(statement) for statement, _ in statements])
        changes: list[tuple[float, int, Change, Workplace, Tried | None]] = []
        for statement, value in statements:
            site = site_of(statement)
            first, generic = ([seen for key, seen in found.items() if key[0] == site] for found in snapshots)
            environments: list[Environment] = [*first[:1], *generic[:MAX_ENVIRONMENTS]]
            if not generic:
                continue
            editor = Editor(self.source, Place(Expression(value, environments), [], [], []), Scope(environments, gradients, hidden))
            operator = type(statement.op) if isinstance(statement, ast.AugAssign) else None
            workplace = Workplace(site, statement, value, environments, [], None, operator)
            now = editor.expression.values[value]
            for change in every(editor):
                tried: Tried | None = None
                if change.overrides:
                    values = editor.expression.what_if(change.overrides)
                    if all(item is FAILED for item in values) or values == now:
                        continue
                    # what is evaluated once has the value that is known already
                    tried = partial(frozen, values[-1]) if len(generic) == 1 and values[-1] is not FAILED else None
                changes.append((change.cost, len(changes), change, workplace, tried))
            inside = (change for part in comprehensions(value, generic[0]) for change in self._inside(*part, gradients, hidden))
            for change in chain(statement_changes(self.source, statement, environments), inside):
                changes.append((change.cost, len(changes), change, workplace, None))
        changes.sort(key=lambda entry: entry[:2])
        for _, _, change, workplace, known in changes:
            tried = known or _compiled(workplace.value, change)
            if tried is not None:
                yield change, workplace, tried

    def _inside(self, element: ast.expr, turns: list[Environment], gradients: set[str], hidden: set[str]) -> Iterator[Change]:
        """The changes to the element of a comprehension, seen from its first turns."""
        scope = Scope(turns, gradients, hidden)
        yield from every(Editor(self.source, Place(Expression(element, turns), [], [], []), scope))

    def _statements(self, *, settled: bool = True) -> Iterator[tuple[ast.stmt, ast.expr]]:
        """The statements that ran after the output was made and before the claim was, returns included; with `settled`,
        those left out whose values are right."""
        trace = self.sample.trace
        output = self.sample.output(self.first)
        made = self.sample.version(self.first.keys[0], self.first.continuing, self.first.until)
        if output is None or not made:
            return
        start, end = self._first_made(output), self.sample.positions[made[-1].key]
        mingled = self._mingled(start, output, made[-1])
        events = [*mingled, *trace.events[start + 1 : end + 1], *made]
        own = {event.key.site for event in made}
        claims = self._settled() if settled else []
        right = {event.key.site for claim in claims for event in self.sample.version(claim.keys[0], claim.continuing, claim.until)}
        sites: set[Site] = {event.key.site for event in events} - (right - own)
        functions = {trace.scopes[event.frame] for event in events if event.frame in trace.scopes}
        for function in functions:
            node = self.session.program.statements.get(function)
            if node is not None:
                sites |= {site_of(inner) for inner in ast.walk(node) if isinstance(inner, ast.Return)}
        sites |= {site_of(node) for node in ast.walk(self.source.tree) if isinstance(node, ast.If) and sites & set(_sites_in(node))}
        before = {event.key.site for event in trace.events[: start + 1]} - {event.key.site for event in mingled}
        for site, statement in self.session.program.statements.items():
            value = value_of(statement)
            if site in sites and value is not None and (site not in before or site in own):
                yield statement, value

    def _mingled(self, start: int, output: Event, made: Event) -> list[Event]:
        """The steps on the way back that a loop makes in turn with those forward: the output is not made of them, and the claim is."""
        graph, events = self.sample.graph, self.sample.trace.events[: start + 1]
        forward, above = graph.ancestors(nodes(output.value)), graph.ancestors(nodes(made.value))
        if len(events) > MAX_EVENTS:
            return []
        return [event for event in events if (own := nodes(event.value)) and above.intersection(own) and not forward.intersection(own)]

    def _first_made(self, output: Event) -> int:
        """Where the output first had a name: in a function, it may have one before it is returned."""
        own = {self._root(node) for node in nodes(output.value)}
        for position, event in enumerate(self.sample.trace.events):
            if own and own <= {self._root(node) for node in nodes(event.value)}:
                return position
        return self.sample.positions[output.key]

    def _root(self, node: int) -> int:
        graph = self.sample.graph
        while graph.gates[node] is identity:
            node = graph.inputs(node)[0]
        return node

    def _settled(self) -> list[Claim]:
        return [self.claims[id(one)] for one in self.right]

    # --- runs

    def _mended(self, site: Site, code: Tried) -> tuple[Claim, ...]:
        """The wrong claims that a change makes right; none unless the first is among them and no right one is broken."""
        return self._mended_in(Sample(self.sample.point, self.session.plain_run(self.sample, (site, code))))

    def _mended_in(self, run: Sample) -> tuple[Claim, ...]:
        if run.trace.crash is not None or not _same(self.wrong[0], self.first, run):
            return ()
        if not all(_same(one, self.claims[id(one)], run) for one in self.right):
            return ()
        return tuple(claim for one in self.wrong if _same(one, claim := self.claims[id(one)], run))

    def _verified(self, trial: Trial) -> Solution | None:
        """The solution in the spelling whose text makes its claims right at all points."""
        change = trial.solution.changes[0]
        for edits in change.spellings:
            runs = self.session.candidate(edits, self.points)
            if runs is None or not all((one := attempt(claim, run)) is not None and one.agrees for claim in trial.mended for run in runs):
                continue
            if self.holds(edits, trial.mended):
                change.edits = edits
                return Solution(trial.solution.workplace, [change], edits)
        return None


def _sites_in(statement: ast.stmt) -> Iterator[Site]:
    return (site_of(node) for node in ast.walk(statement) if isinstance(node, ast.stmt))


def _same(judged: Judged, claim: Claim, run: Sample) -> bool:
    """Has a claim the true value in this run?"""
    made = run.version(claim.keys[0], claim.continuing, claim.until)
    return bool(made) and agrees(made[-1].value, judged.true, judged.scale)


def value_of(statement: ast.stmt) -> ast.expr | None:
    """The expression on the right of a statement: what is assigned, returned, added or appended."""
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return):
        return statement.value
    if isinstance(statement, ast.If):
        return statement.test
    if isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call) and len(call.args) == 1 and not call.keywords:
        return call.args[0]
    return None


class _Substitution(ast.NodeTransformer):
    """Puts parsed replacements in the place of the parts that edits name."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.replacements = {edit.span: ast.parse(edit.replacement.strip(), mode="eval").body for edit in edits}
        self.done = 0

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and span_of(node) in self.replacements:
            self.done += 1
            return self.replacements[span_of(node)]
        changed = {field: self._field(value) for field, value in ast.iter_fields(node)}
        if all(changed[field] is value for field, value in ast.iter_fields(node)):
            return node
        return type(node)(**changed)

    def _field(self, value: object) -> object:
        if isinstance(value, ast.AST):
            return self.visit(value)
        if isinstance(value, list):
            items = [self.visit(item) if isinstance(item, ast.AST) else item for item in value]
            return value if all(a is b for a, b in zip(items, value, strict=True)) else items
        return value


def _compiled(value: ast.expr, change: Change) -> CodeType | None:
    """The changed expression, ready to be evaluated in the program's own frame."""
    try:
        changed: ast.AST | None = change.trial
        if changed is None:
            substitution = _Substitution(change.spellings[0])
            changed = substitution.visit(value)
            if not substitution.done:
                return None
        # nodes that are shared with the tree have positions already, and keep them
        return compile(ast.fix_missing_locations(ast.Expression(changed)), "<trial>", "eval")  # type: ignore[arg-type]
    except (SyntaxError, ValueError, TypeError):
        return None
