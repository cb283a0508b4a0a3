"""Programs that train: run up to their loop, and one turn of it read as a function whose gradients can be judged."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.afterwards import decays
from whygrad.checking.arrays.assignments import assigned, key_of, walk
from whygrad.checking.arrays.assuming import Assumed, Assuming
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.limits import limited
from whygrad.checking.arrays.loss_reader import LossReader
from whygrad.checking.arrays.losses import Candidate, are_steps, divided_by, is_of_batches, may_be_printed_only, sizes_of
from whygrad.checking.arrays.marking import is_marked, marked, told
from whygrad.checking.arrays.movement import ALONG, WAS, Along
from whygrad.checking.arrays.naming import HOLDERS, stems
from whygrad.checking.arrays.readings import Reading, Readings
from whygrad.checking.arrays.slices import base_name, base_of, loaded_by, written_by
from whygrad.checking.arrays.splitting import shown, split
from whygrad.checking.arrays.subjects import Subject, claimed, sample
from whygrad.checking.arrays.training import (
    Place,
    claimed_in,
    counted_in,
    is_loss,
    is_main_guard,
    is_whole,
    known_names,
    live_in,
    places,
    steps_along,
)
from whygrad.checking.arrays.turn_reader import TurnReader, read_by_helpers
from whygrad.checking.arrays.turn_values import given_to
from whygrad.checking.arrays.turns import BIND, HELD, PART, SUM, Cut, Turn, claimed_part, held, part_of
from whygrad.checking.arrays.updates import moves
from whygrad.checking.arrays.vanishing import is_nothing_else
from whygrad.checking.names import Said
from whygrad.text import Text, _
from whygrad.tracing.module import load
from whygrad.tracing.source import Source

#: The name of NumPy in a program that has none for it.
NUMPY = "_whygrad_numpy_"
#: The name under which the run of a program is stopped at its loop.
_MARK = "_whygrad_turn_"
#: From how many characters on an assumed loss gets a name.
_LONG = 24
#: Loops of one program that are looked at.
MOST = 4


class _Reached(BaseException):
    """The loop is where it should be; what is bound there."""

    def __init__(self, names: dict[str, Any], space: dict[str, Any]) -> None:
        super().__init__()
        self.names, self.space = names, space


class ProgramStops(Exception):
    """The program stops before the loop; the exception is the cause of this one."""


class TooFewTurns(Exception):
    """The loop ends before the turn that was asked for."""

    def __init__(self, turns: int) -> None:
        super().__init__(turns)
        self.turns = turns


@dataclass(frozen=True)
class Script:
    """A turn to be judged, and the names that its program has."""

    subject: Subject
    space: dict[str, Any]
    notes: tuple[Text, ...] = ()
    is_assumed: bool = False  # what is minimised is not said
    astray: tuple[tuple[str, ast.stmt], ...] = ()  # parameters that go the other way than the rest, and their steps
    carries: bool = False  # a gradient is added to what it was in the turn before, though a step was made with that


@dataclass(frozen=True)
class NoLoss:
    """Gradients are computed, and nothing that they could be the gradients of."""

    names: tuple[str, ...]
    node: ast.stmt
    is_rest: bool = False  # of others beside them it could be assumed


def scripts(source: Source, file: str, said: Said, iteration: int = 1, seconds: float = 60) -> Iterator[Script | NoLoss]:
    """What each training loop of a program claims, in its turn number `iteration`; raises ProgramStops, TooFewTurns, TooLong."""
    tree = source.tree
    known = known_names(tree) | {wrt for _name, wrt in said.grads}
    stopped: ProgramStops | None = None
    for place in places(tree)[:MOST]:
        for cut in _cuts(place, tree, known):
            with limited(seconds):
                reached = reached_at(source.text, file, place, cut, iteration)
            if reached is None:
                continue
            try:
                yield from _scripts(tree, file, Turn(place, (), frozenset(known), cut=cut), *reached, said)
            except ProgramStops as stop:  # another turn may come to its end
                stopped = stopped or stop
    if stopped is not None:
        raise stopped


# --- the run up to the loop


def reached_at(text: str, file: str, place: Place, cut: Cut, iteration: int) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The names at the beginning of a turn, and those of the module; None where the program doesn't get there."""
    tree = marked(ast.parse(text))  # one of its own, to stop it at the turn
    statements = place.statements(tree)
    mark = ast.copy_location(ast.parse(f"{_MARK}()").body[0], statements[-1])
    statements[:] = [*cut.before(statements), mark, *cut.block(statements), *cut.after(statements)]
    for statement in tree.body:
        if isinstance(statement, ast.If) and is_main_guard(statement):  # it is run as the program that it is
            statement.test = ast.copy_location(ast.Constant(True), statement.test)
    turns = 0

    def mark_turn() -> None:
        nonlocal turns
        turns += 1
        if turns == iteration:
            frame = sys._getframe(1)
            at_module = frame.f_locals is frame.f_globals
            raise _Reached(frame.f_globals if at_module else dict(frame.f_locals), frame.f_globals)

    code = compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)
    try:
        load(text, file, code, {_MARK: mark_turn, ALONG: Along()})
    except _Reached as reached:
        return reached.names, reached.space
    except (Exception, SystemExit) as error:
        raise ProgramStops from error
    if 0 < turns < iteration:
        raise TooFewTurns(turns)
    return None


def _cuts(place: Place, tree: ast.Module, known: set[str]) -> list[Cut]:
    """The turns in a list of statements: of a loop with two losses, one for each."""
    if place.is_function(tree):
        return [Cut()]
    if not place.is_loop:
        return [_cut_of_lines(place, tree, known)]
    block = place.statements(tree)
    ends = [k + 1 for k in range(len(block) - 1) if steps_along(block[k]) and not steps_along(block[k + 1])]
    bounds = [k for k in ends if is_whole(block[:k], known) and is_whole(block[k:], known)]
    return [Cut(first, end=end) for first, end in zip([0, *bounds], [*bounds, None], strict=True)]


def _cut_of_lines(place: Place, tree: ast.Module, known: set[str]) -> Cut:
    """Of lines that are no loop: where what depends on the inputs begins, and which later lines don't depend on them."""
    block = place.statements(tree)
    claims = claimed_in(block, known)
    wanted = {stem for target in claims for stem in stems(key_of(target))[:-1]} | _kept_by_key(block)
    return cut_of(block, wanted, first_claim(block, known))


def _kept_by_key(block: Sequence[ast.stmt]) -> set[str]:
    """What a dict of gradients is about: `params`, where `grads["W"]` or `grads["dW"]` is written and `params["W"]` read; or `W` itself."""
    nodes = [node for statement in block for node in walk(statement)]
    written = [one for node in nodes for one in assigned(node) if key_of(_held_in(one.target)) in HOLDERS]
    slices = [one.target.slice for one in written if isinstance(one.target, ast.Subscript)]
    slices += [key for one in written if isinstance(one.value, ast.Dict) for key in one.value.keys if key is not None]
    names = {stem for one in slices if isinstance(one, ast.Constant) and isinstance(one.value, str) for stem in stems(one.value)}
    keys = {ast.unparse(one) for one in slices} | {repr(name) for name in names}
    read = [node for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)]
    return names | ({base_of(node) for node in read if ast.unparse(node.slice) in keys} - {base_of(one.target) for one in written})


def _held_in(target: ast.expr) -> ast.expr:
    return target.value if isinstance(target, ast.Subscript) else target


def cut_of(block: Sequence[ast.stmt], wanted: set[str], last: int) -> Cut:
    """Up to a statement: where what depends on the wanted names begins, and which later lines don't depend on them."""
    roots, made, later = set[str](), set[str](), set[int]()
    first = last
    for k, statement in enumerate(block[:last]):
        names = written_by(statement)
        is_definition = isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)
        if not is_definition and loaded_by(statement) & (roots | made):
            made |= names
            first = min(first, k)
        elif is_definition or isinstance(statement, ast.Assign | ast.AnnAssign):
            roots |= names & wanted
            later.add(k)
    return Cut(first, frozenset(k for k in later if k > first))


def first_claim(block: Sequence[ast.stmt], known: set[str]) -> int:
    """The first statement that claims the gradient of something that is bound before it: `dout` may be given at the very beginning."""
    bound: set[str] = set()
    for k, statement in enumerate(block):
        for target in claimed_in([statement], known):
            if key_of(target) in HOLDERS or set(stems(key_of(target))[:-1]) & bound:
                return k
        bound |= written_by(statement)
    return next(k for k, one in enumerate(block) if claimed_in([one], known))


# --- the turn


def _scripts(
    tree: ast.Module, file: str, draft: Turn, bound: dict[str, Any], space: dict[str, Any], said: Said
) -> Iterator[Script | NoLoss]:
    """The turn as subjects, one for each loss in it; none where it claims nothing after all."""
    counted = counted_in(draft.place.statements(tree), draft.known)
    draft, block = replace(draft, counted=counted), split(draft.cut.block(draft.place.statements(tree)), counted)
    own, bound = bound, {**space, **bound}
    given = given_to(tree, block, bound, draft.known)
    if own is not space:
        inner = {name: value for name, value in own.items() if name not in given}
        space = {**space, **inner, BIND: space.update}
    _furnish(space)
    draft = replace(draft, parameters=tuple(given))
    reader = TurnReader(tree, file, draft, space, block, given)
    claims = reader.claims() | {wrt: name for name, wrt in said.grads if any(leaf.name == wrt for leaf in reader.known)}
    if not claims and reader.stopped is not None and is_marked(tree):  # before it comes to its steps
        _stop(reader)
    if not claims:
        return
    losses = LossReader(reader)
    candidates = losses.losses(claims, said.of)
    if not candidates and reader.stopped is not None:
        _stop(reader)

    def make(candidate: Candidate) -> Subject:
        turn = replace(draft, claims=candidate.claims, loss=candidate.text, at=candidate.at, moved=reader.moved(), lines=reader.lines)
        node = turn.node_in(tree)
        assert node is not None
        own = [one for one in node.body[1:] if not written_by(one) & {WAS + name for name in turn.parameters}]
        needed = {*live_in(own), *read_by_helpers(block, bound)}  # not by the steps along the gradients
        some = {name: value for name, value in given.items() if name in needed}
        turn = replace(turn, parameters=tuple(some))
        made = _subject(tree, file, turn, some, space)
        return made if candidate.collected is None else replace(made, forward=candidate.collected.forward(turn, tree, file, space))

    rates = [name for name, value in given.items() if isinstance(value, float) and name not in claims]
    sizes = sizes_of([*given.values(), *reader.names.values()])
    steps = are_steps(block, claims) | reader.doubtful

    def tried(one: Candidate) -> Reading:
        return readings.tried(one)

    assuming = Assuming(reader, tried, sizes)
    asked = reader.climbs, lambda one: is_nothing_else(one, reader, lambda: assuming.residuals), assuming.is_meant_otherwise
    readings = Readings(make, steps, sizes, rates, reader.divisors(), *asked, reader.unnamed(), reader.away)
    for one in _read(losses, claims, candidates, readings, assuming, space):
        space.update(given)  # where trials of other readings have left traced numbers
        yield one


def _read(
    losses: LossReader,
    claims: Mapping[str, str],
    candidates: list[Candidate],
    readings: Readings,
    assuming: Assuming,
    space: dict[str, Any],
) -> Iterator[Script | NoLoss]:
    """What is judged of the candidates, then what no loss is found of."""
    reader = assuming.reader
    candidates = [_doubted(one, reader) for one in candidates]
    if not all(one.is_sure for one in candidates):
        candidates += [one for one in losses.guessed(claims) if one not in candidates]
    for reading in readings.chosen(candidates, lambda one: losses.rivals(one, claims)):
        yield _script(reader.tree, reader.file, reading, reader, reader.block, space)
    yield from _rest(claims, candidates, readings, assuming, space)


def _stop(reader: TurnReader) -> None:
    """Raise what the turn stops with, at its place in the text."""
    try:
        reader.run()
    except Exception as error:
        raise ProgramStops from error


def _furnish(space: dict[str, Any]) -> None:
    """Put what a turn needs among the names of its program."""
    space.setdefault(BIND, space.update)
    if not any(value is np for value in space.values()):  # `from numpy import *`, or none: what is assumed is written with it
        space[NUMPY] = np
    space[PART], space[HELD], space[SUM] = part_of, held, float


def _rest(
    claims: Mapping[str, str], candidates: Sequence[Candidate], readings: Readings, assuming: Assuming, space: dict[str, Any]
) -> Iterator[Script | NoLoss]:
    """The claims of which no loss is found: under an assumption, or not at all."""
    sure = {name for one in candidates if one.is_sure for name in one.claims}
    covered = {name for one in candidates for name in one.claims}
    left = {name: text for name, text in claims.items() if text in readings.open or not (sure or name in covered)}
    before = len(left)
    aside = {name for one in candidates if may_be_printed_only(one.text) for name in one.claims}
    sure -= {name for name in aside if claims[name] in readings.open} | {*readings.aside}
    reader = assuming.reader
    yield from _assumed(assuming, left, sure, readings.aside, space)
    if left:
        names = dict.fromkeys(
            told(reader.tree, text, reader.lines.get(leaf)) or shown(claimed_part(text), reader.block) for leaf, text in left.items()
        )
        yield NoLoss(tuple(names), reader.block[0], len(left) < before)


def _assumed(
    assuming: Assuming, open_: dict[str, str], sure: set[str], aside: Mapping[str, str], space: dict[str, Any]
) -> Iterator[Script]:
    """Of the claims for which no loss is written, what they are right or wrong as; these are no longer open then."""
    for one in assuming.readings({name: text for name, text in open_.items() if name not in sure}):
        for name in one.reading.candidate.claims:
            open_.pop(name, None)
        names = (name for name in ("L", "loss", "J") if name not in assuming.reader.names)
        name = next(names, "") if len(one.shown) > _LONG else ""
        subject, astray = replace(one.reading.subject, name=name or one.shown), tuple(assuming.reader.astray(one.reading.candidate.claims))
        looked_at = next((aside[leaf] for leaf in one.reading.candidate.claims if leaf in aside), "")
        yield Script(subject, space, (_assumption(one, name, looked_at),), is_assumed=True, astray=astray)


def _assumption(one: Assumed, name: str, looked_at: str) -> Text:
    """What is said of a program in which no loss is written, or one that is only looked at; what is long gets a name."""
    shown = f"{name} = {one.shown}" if name else one.shown
    if looked_at and one.base.held:
        words = {"loss": shown, "held": one.base.held}
        return Text(_("`{loss}` is what is minimised, with `{held}` held constant: all the gradients fit that."), words)
    if looked_at:
        return Text(
            _("`{loss}` is what is minimised: all the gradients fit that, and `{other}` is only looked at."),
            {"loss": shown, "other": looked_at},
        )
    if one.base.above:
        words = {"above": one.base.above, "loss": shown}
        return Text(_("`{above}` is the gradient from above, so that of `{loss}`: no loss is written here."), words)
    if one.base.held:
        words = {"loss": shown, "held": one.base.held}
        return Text(_("`{loss}` is what is minimised, with `{held}` held constant: no loss is written here."), words)
    return Text(_("`{loss}` is what is minimised: no loss is written here."), {"loss": shown})


def _doubted(candidate: Candidate, reader: TurnReader) -> Candidate:
    """A loss over all data is not known to be that of each batch; one with a step now and then is a part of what the step is along."""
    block = reader.block
    if is_of_batches(block, candidate.text, candidate.claims):
        return replace(candidate, is_sure=False)
    steps = [one for one in block if any(move.target in candidate.claims for move in moves([one]))]
    is_part = bool(steps) and all(isinstance(one, ast.If) for one in steps)
    return replace(candidate, is_sum=candidate.is_sum or is_part, divided=divided_by(candidate.text, block, reader.names))


def _script(tree: ast.Module, file: str, reading: Reading, reader: TurnReader, block: Sequence[ast.stmt], space: dict[str, Any]) -> Script:
    """What is judged, and what is said of it beforehand."""
    subject, loss, claims = reading.subject, reading.candidate.text, reading.candidate.claims
    notes = [Text(_("`{loss}` is what the gradients are of."), {"loss": shown(loss, block)})] if not is_loss(loss) else []
    decaying = decays(block, {claimed_part(text) for text in claims.values()})
    if decaying:
        words = _("The decay by {names} is not in the loss, so I judge the gradients without it.")
        notes.append(Text(words, {"names": ", ".join(f"`{name}`" for name in sorted(decaying))}))
    if not reading.fits and reader.climbs(claims) and _is_negative(subject):
        assert subject.turn is not None
        given = dict(zip(subject.turn.parameters, subject.args, strict=True))
        subject = _subject(tree, file, replace(subject.turn, loss=f"(-{loss})"), given, space)
        notes = [Text(_("The parameters go along the gradients here, so I take these for the gradients of `-{loss}`."), {"loss": loss})]
    astray = tuple(reader.astray(claims)) if reading.fits else ()
    return Script(subject, space, tuple(notes), astray=astray, carries=_carries(subject, block))


def _carries(subject: Subject, block: Sequence[ast.stmt]) -> bool:
    """Is a gradient there before the turn, and a step made along it in every turn? Then the next turn is to be looked at, too."""
    turn = subject.turn
    assert turn is not None
    roots = {base_name(claimed_part(text)) for text in turn.claims.values()} & {*turn.parameters}
    always = [one for one in block if not isinstance(one, ast.If)]
    is_moved = any(base_name(move.along) in roots and base_name(move.target) not in roots for move in moves(always))
    return bool(roots) and (is_moved or any(steps_along(one) and loaded_by(one) & roots for one in always))


def _subject(tree: ast.Module, file: str, turn: Turn, given: Mapping[str, Any], space: dict[str, Any]) -> Subject:
    forward, function = turn.function(tree, file, space, only_loss=True), turn.function(tree, file, space)
    return Subject(turn.loss, "loss", forward, function, tuple(given.values()), turn=turn)


def _is_negative(subject: Subject) -> bool:
    """Is every claim minus the gradient?"""
    try:
        at = sample(subject, subject.args, np.random.default_rng(0))
        found = claimed(subject, at)
        return bool(found) and all(agree(-np.asarray(value), at.true[name]) for name, value in found.items())
    except (Exception, SystemExit):
        return False
