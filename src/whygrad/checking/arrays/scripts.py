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

from whygrad.autodiff.transforms import recorded
from whygrad.checking.arrays.bodies import Body
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.leaves import HOLDERS, Leaf, leaves, own_copy, replaced, written
from whygrad.checking.arrays.returned import leaf_of, stems
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import written_by
from whygrad.checking.arrays.subjects import Subject
from whygrad.checking.arrays.training import Place, claimed_in, is_claim, is_loss, is_main_guard, key_of, known_names, live_in, places
from whygrad.checking.arrays.turns import BIND, Turn
from whygrad.checking.arrays.watching import Locals, last_locals
from whygrad.tracing.function import is_float
from whygrad.tracing.module import load
from whygrad.tracing.reach import names_of
from whygrad.tracing.source import Source

#: The name under which the run of a program is stopped at its loop.
_MARK = "_whygrad_turn_"
#: What the gradient from above is called, whatever the output is.
_FROM_ABOVE = frozenset("dout d_out grad_out grad_output upstream dupstream g grad dy".split())
#: Loops of one program that are looked at.
MOST = 4


class _Reached(BaseException):
    """The loop is where it should be; what is bound there."""

    def __init__(self, names: dict[str, Any], space: dict[str, Any]) -> None:
        super().__init__()
        self.names, self.space = names, space


class ProgramStops(Exception):
    """The program stops before the loop; the exception is the cause of this one."""


@dataclass(frozen=True)
class Script:
    """A turn to be judged, and the names that its program has."""

    subject: Subject
    space: dict[str, Any]


@dataclass(frozen=True)
class NoLoss:
    """Gradients are computed, and nothing that they could be the gradients of."""

    names: tuple[str, ...]
    node: ast.stmt


def scripts(text: str, file: str, iteration: int = 1) -> Iterator[Script | NoLoss]:
    """What each training loop of a program claims, in its turn number `iteration`; raises ProgramStops if it stops before that."""
    tree = Source(text).tree
    known = known_names(tree)
    for place in places(tree)[:MOST]:
        reached = _reached(text, file, place, known, iteration)
        if reached is not None:
            found = _script(tree, file, place, known, *reached)
            if found is not None:
                yield found


# --- the run up to the loop


def _reached(text: str, file: str, place: Place, known: set[str], iteration: int) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The names at the beginning of a turn, and those of the module; None where the program doesn't get there."""
    tree = ast.parse(text)
    hoisted, first = _hoisted(place, tree, known)
    block = place.statements(tree)
    mark = ast.parse(f"{_MARK}()").body[0]
    kept = [block[k] for k in sorted(hoisted)]
    block[:] = [*block[:first], *kept, mark, *[one for k, one in enumerate(block) if k >= first and k not in hoisted]]
    ast.copy_location(mark, block[-1])
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
    return None


def _hoisted(place: Place, tree: ast.Module, known: set[str]) -> tuple[frozenset[int], int]:
    """Of lines that are no loop: where what depends on the inputs begins, and which later lines don't depend on them."""
    if place.is_loop:
        return frozenset(), 0
    block = place.statements(tree)
    claims = claimed_in(block, known)
    wanted = {stem for target in claims for stem in stems(key_of(target))[:-1]}
    last = next(k for k, one in enumerate(block) if claimed_in([one], known))
    roots, made, later = set[str](), set[str](), set[int]()
    first = last
    for k, statement in enumerate(block[:last]):
        names = written_by(statement)
        is_definition = isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)
        if not is_definition and _reads(statement) & (roots | made):
            made |= names
            first = min(first, k)
        elif is_definition or isinstance(statement, ast.Assign | ast.AnnAssign):
            roots |= names & wanted
            later.add(k)
    return frozenset(k for k in later if k > first), first


def _reads(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


# --- the turn


def _script(
    tree: ast.Module, file: str, place: Place, known: set[str], names: dict[str, Any], space: dict[str, Any]
) -> Script | NoLoss | None:
    """The turn as a subject; None where it claims nothing after all."""
    hoisted, first = _hoisted(place, tree, known)
    block = [one for k, one in enumerate(place.statements(tree)) if k >= first and k not in hoisted]
    bound = {**space, **names}
    wanted = [*live_in(block), *_read_by_helpers(block, bound)]
    given = {name: bound[name] for name in dict.fromkeys(wanted) if name in bound and _is_data(bound[name])}
    if names is not space:
        inner = {name: value for name, value in names.items() if name not in given}
        space = {**space, **inner, BIND: space.update}
    space.setdefault(BIND, space.update)
    draft = Turn(place, tuple(given), frozenset(known), hoisted=hoisted, first=first)
    reader = _Reader(tree, file, draft, space, block, given)
    claims = reader.claims()
    if not claims:
        return None
    loss = reader.loss(claims)
    if loss is None:
        return NoLoss(tuple(claims.values()), block[0])
    turn = replace(draft, claims=claims, loss=loss, climbs=reader.climbs(claims))
    function = turn.function(tree, file, space)
    return Script(Subject(loss, "loss", function, function, tuple(given.values()), turn=turn), space)


def _is_data(value: Any) -> bool:
    """Is this what a turn works on, and can a copy of it be made?"""
    if isinstance(value, type | ModuleType | np.ufunc) or hasattr(value, "__code__") or type(value).__name__ == "builtin_function_or_method":
        return False
    try:
        copy.deepcopy(value)
    except Exception:
        return False
    return True


def _read_by_helpers(block: Sequence[ast.stmt], names: Mapping[str, Any]) -> Iterator[str]:
    """The names of the module that the functions which are called here read."""
    waiting = [names.get(name) for statement in block for name in sorted(_reads(statement))]
    seen: set[int] = set()
    while waiting:
        code = getattr(waiting.pop(), "__code__", None)
        if code is None or id(code) in seen:
            continue
        seen.add(id(code))
        for name in sorted(names_of(code)):
            if hasattr(names.get(name), "__code__"):
                waiting.append(names[name])
            elif any(is_float(part) for part in _floats(names.get(name))):
                yield name


def _floats(value: Any) -> list[Any]:
    return [leaf.of([value]) for leaf in leaves([value], [""])]


class _Reader:
    """What a turn claims and what its loss is, from one run of it as it is."""

    def __init__(
        self, tree: ast.Module, file: str, draft: Turn, space: dict[str, Any], block: Sequence[ast.stmt], given: Mapping[str, Any]
    ) -> None:
        self.draft, self.block = draft, block
        self.args, self.parameters = tuple(given.values()), list(given)
        self.known = leaves(self.args, self.parameters)
        self.function = draft.function(tree, file, space)
        node = draft.node_in(tree)
        assert node is not None
        body = Body(self.function, node, space)
        self.names = body.start(own_copy(self.args))
        try:
            with np.errstate(all="ignore"):
                body.run(self.names)
        except Exception:  # noqa: S110 - what there is by then is looked at
            pass

    def claims(self) -> dict[str, str]:
        """What is claimed to be the gradient of each leaf, as code."""
        found: dict[str, str] = {}
        for target in claimed_in(self.block, self.draft.known):
            text, key = _whole(target), key_of(target)
            value = value_of(text, self.names)
            if isinstance(value, dict):
                for inner in value:
                    leaf = leaf_of(str(inner), self.known)
                    if leaf is not None:
                        found.setdefault(leaf.name, f"{text}[{inner!r}]")
            elif value is None or not isinstance(value, str | bytes):
                leaf = leaf_of(key, self.known)
                if leaf is not None and key not in (leaf.last, leaf.name):
                    found.setdefault(leaf.name, text)
        for leaf in self.known:
            text = self._beside(leaf)
            if text is not None:
                found.setdefault(leaf.name, text)
        return found

    def _beside(self, leaf: Leaf) -> str | None:
        """The gradient of a parameter that its object keeps: `layer.dW`, `model.grads["W"]`."""
        for depth in range(len(leaf.path) - 1, -1, -1):
            start = leaf.name[: len(leaf.name) - len(written(leaf.path[depth:]))]
            held = getattr(value_of(start, self.names), "__dict__", {})
            for name, value in held.items():
                if name in HOLDERS and isinstance(value, dict):
                    inner = next((key for key in value if leaf.last in stems(str(key))), None)
                    if inner is not None:
                        return f"{start}.{name}[{inner!r}]"
                elif depth == len(leaf.path) - 1 and name != leaf.last and leaf.last in stems(name) and value is not None:
                    return f"{start}.{name}"
        return None

    def climbs(self, claims: Mapping[str, str]) -> bool:
        """Do the parameters go where these point, and not against it?"""
        ways = []
        for leaf in self.known:
            if leaf.name not in claims:
                continue
            try:
                after = np.asarray(leaf.of([self.names.get(name) for name in self.parameters]), dtype=float)
                ways.append(float(np.sum((after - leaf.of(self.args)) * value_of(claims[leaf.name], self.names))))
            except Exception:
                continue
        return bool(ways) and all(way >= 0 for way in ways) and any(way > 0 for way in ways)

    def loss(self, claims: Mapping[str, str]) -> str | None:
        """What the gradients are of: the loss by its name, a number that depends on the parameters; or an output that has its own."""
        seen = Locals()
        wanted = [leaf for leaf in self.known if leaf.name in claims]
        graph, inputs = self._traced(wanted, seen)
        if graph is None:
            return next((name for name in self._order() if is_loss(name) and np.size(self.names.get(name)) == 1), None)
        depends = graph.depending(inputs)
        of_claims = graph.depending([seen.nodes[text] for text in claims.values() if text in seen.nodes])
        order = [name for name in self._order() if name in seen.nodes and depends[seen.nodes[name]] and not self._claims(name)]
        numbers = [name for name in order if np.size(seen.values.get(name, ())) == 1 and not of_claims[seen.nodes[name]]]
        fresh = [name for name in numbers if name not in self.parameters] or numbers
        chosen = self._chosen(fresh, graph, seen)
        return chosen or self._output(order, graph, inputs, seen)

    def _traced(self, wanted: Sequence[Leaf], seen: Locals) -> tuple[Any, list[int]]:
        working = own_copy(self.args)

        def of_leaves(*values: Any) -> Any:
            return self.function(*replaced(working, list(zip(wanted, values, strict=True))))

        try:
            with last_locals(self.function.__code__, seen), np.errstate(all="ignore"):
                made = recorded(of_leaves, tuple(leaf.of(own_copy(self.args)) for leaf in wanted), {}, tuple(range(len(wanted))))
        except (Exception, SystemExit):
            return None, []
        return made.graph, [node for node in made.inputs if node is not None]

    def _order(self) -> list[str]:
        """The names that the turn binds, in the order in which they got their last values."""
        found: dict[str, None] = {}
        for statement in self.block:
            for name in sorted(written_by(statement)):
                found.pop(name, None)
                found[name] = None
        return list(found)

    def _claims(self, name: str) -> bool:
        return is_claim(ast.Name(name), self.draft.known - {name})

    def _chosen(self, numbers: Sequence[str], graph: Any, seen: Locals) -> str | None:
        """Before the first gradient, what all else goes into; else the first that is called a loss."""
        start = next((k for k, one in enumerate(self.block) if claimed_in([one], self.draft.known)), len(self.block))
        early = {name for statement in self.block[: start + 1] for name in written_by(statement)}
        for some in ([name for name in numbers if name in early and is_loss(name)], [name for name in numbers if name in early]):
            if some:
                ends = [one for one in some if not any(_goes_into(graph, seen, one, other) for other in some if other != one)]
                return (ends or some)[-1]
        called = [name for name in numbers if is_loss(name)]
        exact = [name for name in called if name.lower() in ("loss", "cost", "l", "j", "custo", "perda")]
        return next(iter(exact or called), None)

    def _output(self, order: Sequence[str], graph: Any, inputs: Sequence[int], seen: Locals) -> str | None:
        """An array whose gradient from above is given: `dout` of `out`."""
        depends = graph.depending(inputs)
        names = [*self.parameters, *self._order()]
        given = [name for name in names if is_gradient(name) and (name not in seen.nodes or not depends[seen.nodes[name]])]
        for named in (True, False):
            for name in reversed(order):
                for above in given:
                    value = self.names.get(above)
                    fits = is_float(value) and np.ndim(value) and np.shape(value) == np.shape(self.names.get(name))
                    if fits and (name in stems(above)[:-1] if named else above in _FROM_ABOVE):
                        return f"({name} * {above}).sum()"
        return None


def _goes_into(graph: Any, seen: Locals, one: str, other: str) -> bool:
    return seen.nodes[one] != seen.nodes[other] and seen.nodes[one] in graph.ancestors([seen.nodes[other]])


def _whole(target: ast.expr) -> str:
    """A target without its entries by number: what is called a gradient."""
    while isinstance(target, ast.Subscript) and not (isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str)):
        target = target.value
    return ast.unparse(target)
