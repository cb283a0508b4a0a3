"""Programs that train: run up to their loop, and one turn of it read as a function whose gradients can be judged."""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.leaves import HOLDERS
from whygrad.checking.arrays.limits import limited
from whygrad.checking.arrays.returned import stems
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import loaded_by, written_by
from whygrad.checking.arrays.subjects import Subject, claimed, sample
from whygrad.checking.arrays.training import (
    Place,
    claimed_in,
    is_loss,
    is_main_guard,
    key_of,
    known_names,
    live_in,
    places,
    walk,
)
from whygrad.checking.arrays.turn_reader import TurnReader, read_by_helpers
from whygrad.checking.arrays.turns import BIND, PART, Cut, Turn, claimed_part, part_of
from whygrad.checking.names import Said
from whygrad.text import Text, _
from whygrad.tracing.module import load
from whygrad.tracing.source import Source

#: The name under which the run of a program is stopped at its loop.
_MARK = "_whygrad_turn_"
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


@dataclass(frozen=True)
class NoLoss:
    """Gradients are computed, and nothing that they could be the gradients of."""

    names: tuple[str, ...]
    node: ast.stmt


def scripts(source: Source, file: str, said: Said, iteration: int = 1, seconds: float = 60) -> Iterator[Script | NoLoss]:
    """What each training loop of a program claims, in its turn number `iteration`; raises ProgramStops, TooFewTurns, TooLong."""
    tree = source.tree
    known = known_names(tree) | {wrt for _name, wrt in said.grads}
    for place in places(tree)[:MOST]:
        cut = _cut(place, tree, known)
        with limited(seconds):
            reached = _reached(source.text, file, place, cut, iteration)
        if reached is not None:
            draft = Turn(place, (), frozenset(known), cut=cut)
            found = _script(tree, file, draft, *reached, said)
            if found is not None:
                yield found


# --- the run up to the loop


def _reached(text: str, file: str, place: Place, cut: Cut, iteration: int) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The names at the beginning of a turn, and those of the module; None where the program doesn't get there."""
    tree = ast.parse(text)  # one of its own, to put a mark into
    statements = place.statements(tree)
    mark = ast.copy_location(ast.parse(f"{_MARK}()").body[0], statements[-1])
    statements[:] = [*cut.before(statements), mark, *cut.block(statements)]
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
        load(text, file, code, {_MARK: mark_turn})
    except _Reached as reached:
        return reached.names, reached.space
    except (Exception, SystemExit) as error:
        raise ProgramStops from error
    if 0 < turns < iteration:
        raise TooFewTurns(turns)
    return None


def _cut(place: Place, tree: ast.Module, known: set[str]) -> Cut:
    """Of lines that are no loop: where what depends on the inputs begins, and which later lines don't depend on them."""
    if place.is_loop or place.is_function(tree):
        return Cut()
    block = place.statements(tree)
    claims = claimed_in(block, known)
    wanted = {stem for target in claims for stem in stems(key_of(target))[:-1]}
    last = first_claim(block, known)
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


def _script(tree: ast.Module, file: str, draft: Turn, bound: dict[str, Any], space: dict[str, Any], said: Said) -> Script | NoLoss | None:
    """The turn as a subject; None where it claims nothing after all."""
    block = draft.cut.block(draft.place.statements(tree))
    own, bound = bound, {**space, **bound}
    wanted = [*live_in(block), *read_by_helpers(block, bound)]
    given = {name: _as_float(name, bound[name], block) for name in dict.fromkeys(wanted) if name in bound and _is_data(bound[name])}
    if own is not space:
        inner = {name: value for name, value in own.items() if name not in given}
        space = {**space, **inner, BIND: space.update}
    space.setdefault(BIND, space.update)
    space[PART] = part_of
    draft = replace(draft, parameters=tuple(given))
    reader = TurnReader(tree, file, draft, space, block, given)
    claims = reader.claims() | {wrt: name for name, wrt in said.grads if any(leaf.name == wrt for leaf in reader.known)}
    if not claims:
        return None
    names = tuple(claimed_part(text) for text in claims.values())
    loss = reader.loss(claims, said.of)
    if loss is None:
        return NoLoss(names, block[0])
    if not claims:
        return None
    turn = replace(draft, claims=claims, loss=loss)
    node = turn.node_in(tree)
    assert node is not None
    needed = {*live_in(node.body[1:]), *read_by_helpers(block, bound)}  # not by the steps along the gradients
    given = {name: value for name, value in given.items() if name in needed}
    turn = replace(turn, parameters=tuple(given))
    subject = _subject(tree, file, turn, given, space)
    notes = [Text(_("I take `{loss}` for what the gradients are of."), {"loss": loss})] if not is_loss(loss) else []
    if reader.climbs(claims) and _is_negative(subject):
        subject = _subject(tree, file, replace(turn, loss=f"(-{loss})"), given, space)
        notes = [Text(_("The parameters go along the gradients here, so I take these for the gradients of `-{loss}`."), {"loss": loss})]
    return Script(subject, space, tuple(notes))


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


def _is_data(value: Any) -> bool:
    """Is this what a turn works on, and can a copy of it be made?"""
    if (
        isinstance(value, type | ModuleType | np.ufunc)
        or hasattr(value, "__code__")
        or type(value).__name__ == "builtin_function_or_method"
    ):
        return False
    try:
        copy.deepcopy(value)
    except Exception:
        return False
    return True


def _as_float(name: str, value: Any, block: Sequence[ast.stmt]) -> Any:
    """A parameter that begins as `0` is a number like any other after its first step."""
    if type(value) is not int or not any(
        isinstance(node, ast.Assign | ast.AugAssign)
        and name in written_by(node)
        and any(is_gradient(one) and name in stems(one)[:-1] for one in loaded_by(node))
        for statement in block
        for node in walk(statement)
    ):
        return value
    return float(value)
