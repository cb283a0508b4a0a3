"""Proposals: the changes to the statements that a wrong value was made by, the likeliest first."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import Any

from whygrad.checking.arrays.blocks import inner_blocks, inserted, moved_later, reordered, statement_candidates
from whygrad.checking.arrays.bodies import Body, Changed, carried_in, is_gone_through, leaves_in
from whygrad.checking.arrays.bounds import slices_in, starts_in
from whygrad.checking.arrays.candidates import Candidate, Workplace
from whygrad.checking.arrays.checkpoints import Baseline, Checkpoint, claims_among, parts_returned
from whygrad.checking.arrays.constants import literals_of
from whygrad.checking.arrays.deducing import UNUSED, deduced, deduced_at
from whygrad.checking.arrays.donors import Donors
from whygrad.checking.arrays.edits import Editor
from whygrad.checking.arrays.edits_of_names import everywhere
from whygrad.checking.arrays.error_model import ANY, sorts
from whygrad.checking.arrays.forgotten import in_gaps
from whygrad.checking.arrays.influence import owners_in
from whygrad.checking.arrays.inserting import gap
from whygrad.checking.arrays.overlays import Helper, Overlay, Switched, switched
from whygrad.checking.arrays.replacing import Replacer
from whygrad.checking.arrays.scope import BARE, Scope, is_gradient, scope_of
from whygrad.checking.arrays.slices import base_name, made_of, makers, names_in, read_by, unused_in, written_by
from whygrad.checking.arrays.splitting import is_part
from whygrad.checking.arrays.stages import Proposal, Stage
from whygrad.checking.arrays.subjects import Sample, Subject
from whygrad.checking.arrays.values import called, values_of
from whygrad.tracing.source import Source, has_position

#: What a statement costs for each step that it is farther from where the wrong value is seen, and a helper in all.
FAR, HELPER = 0.004, 0.05
#: What a change to an argument costs more, where the function that is called can be looked into.
HANDED = 0.35
#: What a change costs more to a condition, or to the turns of a loop, that the loss is computed under, too.
SHARED = 0.35
#: What candidates cost at least, with all likelihoods: for a statement as a whole, what is put in, what is deduced; less in an empty line.
LEAST_OF_STATEMENT, LEAST_INSERTED, LEAST_DEDUCED, GAP = 0.3, 0.6, 1.2, 0.3
#: Numbers of the module that have a name.
MOST_CONSTANTS = 6


class Proposer:
    """Proposals for one function and its helpers."""

    def __init__(
        self,
        source: Source,
        body: Body,
        main: Sample,
        subject: Subject,
        called: Sequence[Helper],
        forward: frozenset[str],
        sound: Collection[Any] = (),
    ) -> None:
        self.source, self.body, self.main, self.subject = source, body, main, subject
        self.helpers = [helper for helper in called if (helper.node.name, helper.node.lineno) not in sound]
        self._of_helpers: list[Stage] | None = None
        self._switches: dict[int, Switched | None] = {}
        self._made_for: Baseline | None = None
        self._made: dict[int, _Statement] = {}
        self.forward = forward
        self.pure = frozenset(helper.node.name for helper in called if _only_returns(helper.node))
        self.of_the_loss = self._of_the_loss() if subject.kind == "loss" else frozenset[str]()
        self.slices = slices_in(body.statements, source)
        self.starts = starts_in(body.statements, source)
        self.unused = unused_in(body.statements)
        self.from_above = made_of(body.statements, self.upstream(), forward | frozenset(body.signature.parameters))
        self.constants = frozenset([key for key, value in body.space.items() if isinstance(value, float)][:MOST_CONSTANTS])
        self.literals = tuple(literals_of(subject.forward))
        self.kept = {leaf.name for leaf in main.leaves if leaf.path}  # `self.g` is a parameter, whatever it is called
        if self.upstream():  # the `g` of an LSTM, which nothing from above goes into
            self.forward = forward | (BARE - self.from_above)
        self.donors = Donors(source, body.statements, self.pure, self.forward)
        self.replacer = Replacer([*body.statements, *(helper.top for helper in self.helpers)])
        self.owners = owners_in(body.statements)
        for helper in self.helpers:
            self.owners |= owners_in(helper.node.body)

    def stages(
        self, base: Baseline, point: Checkpoint | None, points: Sequence[Checkpoint], known: Collection[str], *, crashed: bool = False
    ) -> list[Stage]:
        """All candidates, those of the statements nearest to the wrong value first: for a checkpoint, or for whole claims. What is known
        of `points` is deduced from.
        """
        statements = self.body.statements
        end = len(statements) - 1 if point is None else point.statement
        if crashed:
            end = min(base.end + 1, end)
        wanted = {base_name(point.name)} if point is not None else {name for statement in statements for name in written_by(statement)}
        near = makers(statements, wanted, end, known)
        if crashed and end not in near:
            near.insert(0, end)
        if point is None and not crashed:  # what writes nothing that is used may be what should
            near += [k for k in range(end, -1, -1) if k not in near and k != 0]
        found: list[Stage] = []
        for place, k in enumerate(k for k in near if not self.is_forward(statements[k])):
            at = [one for one in points if one.statement == k] if point is None else [point] if point.statement == k else []
            carried = carried_in(statements[k], base.before[min(k, len(base.before) - 1)])
            found += [stage.at(FAR * place, carried) for stage in self.of_statement(base, k, at)]
        if not crashed:
            later = list(moved_later(statements, self.source, ends=self.subject.turn is None))
            found.append(Stage(LEAST_OF_STATEMENT, partial(_as_made, Scope(), later)))
        if self._of_helpers is None:
            self._of_helpers = [stage for helper in self.helpers for stage in self._of_helper(helper)]
        return found + self._of_helpers

    def moved(self, statement: ast.stmt, node: ast.expr, text: str, overlay: Overlay) -> Changed | None:
        """A statement with another expression in the place of one of its own."""
        helper = next((helper for helper in self.helpers if any(one is statement for one in ast.walk(helper.node))), None)
        k = self.body.parents.get(id(statement), 0)
        return self.changed(Proposal(0.0, Candidate(node, text, "replace", 0.0, statement=k), Scope(), helper), overlay)

    def of_statement(self, base: Baseline, k: int, points: Sequence[Checkpoint]) -> list[Stage]:
        """The candidates of a statement, beside what is in scope: in a loop, or a branch, that differs from statement to statement.

        What is known of `points` adds some; the others are made once for a run.
        """
        statement = self.body.statements[k]
        if not all(hasattr(node, "current") for node in ast.walk(statement) if has_position(node)):  # it isn't in the text
            return []
        if self._made_for is not base:
            self._made_for, self._made = base, {}
        if k not in self._made:
            self._made[k] = _Statement(self, base, k)
        return self._made[k].beside(points)

    def editor(self, k: int, leaf: ast.stmt, own: dict[str, Any]) -> Editor:
        """An editor for one statement, with the names that are there; of a loop or a branch, for its header."""
        names = {**self.body.space, **own}
        scope = scope_of(names, frozenset(own) | self.constants, self.from_above, self.forward)
        scope.atoms = [replace(atom, role="forward") if atom.text in self.kept else atom for atom in scope.atoms]
        scope.atoms += self.donors.atoms(names, scope)
        top = self.body.statements[k]
        roots = [leaf.value if is_part(leaf) else leaf]  # type: ignore[attr-defined]
        if is_gone_through(leaf):
            roots = [leaf.iter if isinstance(leaf, ast.For) else leaf.test]  # type: ignore[attr-defined]
        return Editor(
            Workplace(top, self.source),
            scope,
            {key: value for root in roots for key, value in values_of(root, names, self.pure).items()},
            roots=roots,
            slices=self.slices,
            starts=self.starts,
            unused=self.unused,
            literals=self.literals,
            donors=lambda: self.donors.expressions(k, names, scope),
        )

    def handed_on(self, statement: ast.stmt) -> set[int]:
        """The nodes of what is handed to functions of the program: a mistake is rather in those."""
        own = {helper.node.name for helper in self.helpers}
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call) and called(node) in own]
        return {id(node) for call in calls for part in [*call.args, *call.keywords] for node in ast.walk(part)}

    def of_returned(self, statement: ast.Return, editor: Editor, base: Baseline) -> Iterator[Candidate]:
        """What each returned expression lacks, by the claim that it is."""
        for part, claim in self.returned(statement, base):
            yield from deduced_at(part, self.main.true[claim], editor)

    def returned(self, statement: ast.Return, base: Baseline) -> Iterator[tuple[ast.expr, str]]:
        """The expressions that are returned, by the claims that they are."""
        both = parts_returned(statement, base.outcome)
        for part, value in list(both):
            if isinstance(part, ast.Dict) and isinstance(value, dict) and len(part.values) == len(value):
                both += zip(part.values, value.values(), strict=True)
        yield from claims_among(both, base.outcome)

    def _of_helper(self, helper: Helper) -> Iterator[Stage]:
        names = {**self.body.space, **helper.names}
        scope = scope_of(names, frozenset(helper.names), frozenset(), self.forward)
        for place, statement in enumerate(helper.node.body):
            more, owner = HELPER + FAR * (len(helper.node.body) - place), None if is_gone_through(statement) else statement
            editor = cache(partial(self._in_helper, helper, statement, names, scope))
            for least, make in sorts(self.source.code_of(statement) if hasattr(statement, "current") else ANY):
                yield Stage(least, cache(partial(_by, make, editor)), owner, more, helper)
            whole = [*statement_candidates(statement, self.source)]
            whole += moved_later(helper.node.body, self.source) if statement is helper.node.body[0] else ()
            whole += [one for block in inner_blocks(statement) for one in moved_later(block, self.source)]
            if isinstance(statement, ast.Assign | ast.AugAssign):
                whole += inserted(statement, self.source, scope, helper.names)
            yield Stage(LEAST_OF_STATEMENT, partial(_as_made, scope, whole), None, more, helper)

    def _in_helper(self, helper: Helper, statement: ast.stmt, names: dict[str, Any], scope: Scope) -> Editor:
        values = values_of(statement, names, self.pure)
        return Editor(Workplace(statement, self.source), scope, values, unused=unused_in(helper.node.body), literals=self.literals)

    def _of_the_loss(self) -> frozenset[str]:
        """Of a function that returns its loss: the names that it is made by."""
        statements = self.body.statements
        last = statements[-1]
        if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Tuple):
            return frozenset()
        needed = names_in(last.value.elts[0])
        simple = [one for one in leaves_in(statements) if not is_gone_through(one)]
        while True:
            more = {name for one in simple if written_by(one) & needed for name in read_by(one)} - needed
            if not more:
                return frozenset(needed)
            needed |= more

    def is_forward(self, statement: ast.stmt) -> bool:
        """Does the loss need all that a statement writes, and is none of that called a gradient?"""
        written = written_by(statement)
        return bool(written) and written <= self.of_the_loss and not any(is_gradient(name) for name in written)

    def upstream(self) -> list[str]:
        """The names of what comes from above."""
        call = self.main.call
        if call is None:
            return []
        names = list(self.body.signature.parameters)[self.subject.kind == "layer" :]
        return [name for name, (kind, _which) in zip(names, call.given, strict=False) if kind == "upstream"]

    def changed(self, proposal: Proposal, overlay: Overlay) -> Changed | None:
        """The code of a proposal; None where it is no program."""
        candidate = proposal.candidate
        changes = [(candidate.node, candidate.text), *candidate.more]
        switch = None if proposal.helper is None else self._switch(proposal.helper, overlay)
        if proposal.helper is not None and switch is None:
            code = self.replacer.code(proposal.helper.top, changes)
            if code is None:
                return None
            try:
                return Changed(space=overlay.with_code(proposal.helper.top, code[0]))
            except Exception:
                return None
        made = Changed() if switch is None else Changed(space=switch.space, inside=switch.take)
        by_owner: dict[int, list[tuple[ast.AST, str]]] = {}
        for node, text in changes:
            by_owner.setdefault(id(self.owner(node)), []).append((node, text))
        for node, _text in changes:
            owner = self.owner(node)
            mine = by_owner.pop(id(owner), None)
            if mine is None:
                continue
            if isinstance(owner, ast.For | ast.While | ast.If) and is_gone_through(owner) and mine[0][0] is not owner:
                header = self.replacer.header(owner, mine)
                if header is None:
                    return None
                made.headers[id(owner)] = header
                continue
            code = self.replacer.code(owner, mine)
            if code is None:
                return None
            made.codes[id(owner)] = code
        return made

    def _switch(self, helper: Helper, overlay: Overlay) -> Switched | None:
        if id(helper) not in self._switches:
            self._switches[id(helper)] = switched(overlay, helper)
        return self._switches[id(helper)]

    def owner(self, node: ast.AST) -> ast.stmt:
        """The statement with code of its own in which a node stands."""
        return self.owners[id(node)]


class _Statement:
    """The stages of one statement of the body, in one run."""

    def __init__(self, proposer: Proposer, base: Baseline, k: int) -> None:
        self.proposer, self.base, self.k, self.source = proposer, base, k, proposer.source
        self.statement, self.own = proposer.body.statements[k], base.names(k)
        self.usual = [] if is_part(self.statement) else [self._stage(LEAST_OF_STATEMENT, self._of_the_whole)]
        if isinstance(self.statement, ast.Return):
            self.usual.append(self._stage(self.least_deduced, self._of_returned))
        for leaf in leaves_in([self.statement]):
            self.usual += self._of_leaf(leaf)

    @cached_property
    def whole(self) -> Editor:
        """The editor of the statement; where it is a loop or a branch, of its header."""
        return self.proposer.editor(self.k, self.statement, self.own)

    @cached_property
    def place(self) -> Workplace:
        return Workplace(self.statement, self.source)

    @cached_property
    def handed(self) -> set[int]:
        return self.proposer.handed_on(self.statement)

    @cached_property
    def counted(self) -> set[int]:
        return _counted(self.statement)

    def beside(self, points: Sequence[Checkpoint]) -> list[Stage]:
        """The stages, and what is deduced of these gradients, which stand in the statement."""
        names = {**self.proposer.body.space, **self.own}

        def deducing(point: Checkpoint) -> tuple[Scope, list[Candidate]]:
            return self.whole.scope, deduced(self.statement, point.name, self.whole, point.truth, names)

        return [*self.usual, *(self._stage(self.least_deduced, partial(deducing, point)) for point in points)]

    @cached_property
    def least_deduced(self) -> float:
        """What is deduced costs as much as a name, less what it costs less where one is left unused."""
        is_gap = any(hasattr(one, "current") and gap(one, self.source) for one in self.proposer.body.statements[: self.k])
        return LEAST_DEDUCED - (UNUSED if self.proposer.unused else 0.0) - (GAP if is_gap else 0.0)

    def _of_the_whole(self) -> tuple[Scope, list[Candidate]]:
        found = list(statement_candidates(self.statement, self.source))
        if is_gone_through(self.statement):
            found += everywhere(self.whole)
        later = self.proposer.body.statements[self.k + 1 :][:1]
        if later and hasattr(later[0], "current") and not is_part(later[0]):
            found += reordered([self.statement, *later], self.source)
        return self.whole.scope, found

    def _of_returned(self) -> tuple[Scope, list[Candidate]]:
        assert isinstance(self.statement, ast.Return)
        found = list(self.proposer.of_returned(self.statement, self.whole, self.base))
        found += in_gaps(found, self.proposer.body.statements[: self.k], self.source)
        return self.whole.scope, found

    def _of_leaf(self, leaf: ast.stmt) -> Iterator[Stage]:
        """The statement itself, where it is simple; else its header, or a statement in it."""
        inside = self.base.inside
        if leaf is self.statement and not is_gone_through(leaf):
            editor = cache(lambda: self.whole)
        else:
            editor = cache(lambda: self.proposer.editor(self.k, leaf, inside.get(id(leaf), self.own)))
        target = next(iter(written_by(leaf))) if isinstance(leaf, ast.Assign) and len(written_by(leaf)) == 1 else ""

        def inserting() -> tuple[Scope, list[Candidate]]:
            names = inside.get(id(_last_in(leaf)), self.base.before[min(self.k, len(self.base.before) - 1)])
            return editor().scope, list(inserted(leaf, self.source, editor().scope, names))

        more = SHARED if is_gone_through(leaf) and written_by(leaf) & self.proposer.of_the_loss else 0.0
        for least, make in sorts(self.source.code_of(leaf)):
            yield self._stage(least, partial(_by, make, editor), leaf, target, more)
        if not is_part(leaf):
            yield self._stage(LEAST_INSERTED, inserting, None, target)

    def _stage(
        self,
        least: float,
        make: Callable[[], tuple[Scope, list[Candidate]]],
        owner: ast.stmt | None = None,
        target: str = "",
        more: float = 0.0,
    ) -> Stage:
        """A stage; of its candidates it is said where they stand, and what can't be meant there is left out."""

        def made() -> tuple[Scope, list[Candidate]]:
            scope, found = make()
            found = [one for one in found if id(one.node) not in self.counted or one.text.replace(".", "").isidentifier()]
            for one in found:
                one.statement, one.target = self.k, target or one.target
                one.is_index, one.is_exponent = self.place.is_index(one.node), self.place.is_exponent(one.node)
                one.cost += HANDED if id(one.node) in self.handed else 0.0
            return scope, found

        return Stage(least, cache(made), owner, more)


def _by(make: Callable[[Editor], Iterator[Candidate]], editor: Callable[[], Editor]) -> tuple[Scope, list[Candidate]]:
    return editor().scope, list(make(editor()))


def _as_made(scope: Scope, found: list[Candidate]) -> tuple[Scope, list[Candidate]]:
    return scope, found


def _last_in(statement: ast.stmt) -> ast.stmt:
    """The last statement of a loop's body; else the statement itself."""
    return statement.body[-1] if isinstance(statement, ast.For) else statement


def _counted(statement: ast.stmt) -> set[int]:
    """The nodes of what only the length is taken of: another name may be meant there, and nothing that is computed."""
    calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call) and called(node) == "len"]
    return {id(node) for call in calls for part in call.args for node in ast.walk(part)}


def _only_returns(node: ast.AST) -> bool:
    """Is this a function that is one formula?"""
    body = [one for one in getattr(node, "body", ()) if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Return)
