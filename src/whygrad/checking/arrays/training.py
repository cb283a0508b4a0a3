"""Where a program trains, found in its text: the loop that computes gradients, turn by turn, or the lines that do so once."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from whygrad.checking.arrays.assignments import assigned, key_of, reads, walk
from whygrad.checking.arrays.live import live_in as live_in
from whygrad.checking.arrays.movement import Movement, called_in, goes_through, steps_in, turns_by
from whygrad.checking.arrays.naming import HOLDERS, stems
from whygrad.checking.arrays.naming import is_loss as is_loss
from whygrad.checking.arrays.pairing import goes_back
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import base_name, base_of, names_in, parsed, written_by
from whygrad.checking.arrays.splitting import has_steps, renamed
from whygrad.checking.arrays.updates import calls_step, moves, sources

Path = tuple[tuple[str, int], ...]  # from the module: which field, which statement in it

#: What is called so is the loss of a whole step, and no error on the way back.
_WHOLE = re.compile(r"(?i:loss|cost|custo|perda|nll)|^[JL]$")


@dataclass(frozen=True)
class Place:
    """A list of statements: the body of a loop, or, where there is none, the module or a function itself."""

    path: Path
    is_loop: bool

    def node(self, tree: ast.AST) -> ast.AST:
        """What the statements are the body of; raises LookupError if the tree has no such place."""
        node = tree
        for field, k in self.path:
            node = getattr(node, field)[k]
        return node

    def statements(self, tree: ast.AST) -> list[ast.stmt]:
        """The statements there; raises LookupError if the tree has no such place."""
        node = self.node(tree)
        found: list[ast.stmt] | None = getattr(node, "body", None)
        if not isinstance(found, list) or self.is_loop != isinstance(node, ast.For | ast.While):
            raise LookupError
        return found

    def above(self, tree: ast.AST) -> list[ast.AST]:
        """What the statements stand in, from the outermost on."""
        found, node = list[ast.AST](), tree
        for field, k in self.path:
            node = getattr(node, field)[k]
            found.append(node)
        return found

    def is_function(self, tree: ast.AST) -> bool:
        """Is this the body of a function, in which a step of training is made?"""
        return isinstance(self.node(tree), ast.FunctionDef)


def places(tree: ast.Module) -> list[Place]:
    """The loops that train, those of the module itself first; else the module, if gradients are computed in it."""
    known = known_names(tree)
    found: list[Place] = []
    containers = [main_part(tree), *_functions(tree)]
    movement, movers = _movement(tree, containers, known)
    for path, node in containers:
        loops = [place for place in _loops(path, node) if turns_by(place.node(tree), movers) or _is_training(place.statements(tree), known)]
        own = renamed(node.body) if isinstance(node, ast.FunctionDef) else []
        is_step = not loops and bool(own) and _is_training(own, known) and _updates(own, known)
        if isinstance(node, ast.FunctionDef) and any(isinstance(one, ast.Global | ast.Nonlocal) for one in ast.walk(node)):
            continue  # its names are not its own
        found += [Place(path, is_loop=False)] if is_step else loops
    found = [_inmost(place, tree, known, movers) if place.is_loop else place for place in found]
    calling = [place.statements(tree) for place in found if place.is_loop and turns_by(place.node(tree), movers)]
    called = movement.reached({name for block in calling for name in called_in(block)})
    chosen = [place for place in found if not any(getattr(node, "name", "") in called for node in place.above(tree))]
    if not chosen:
        path, node = containers[0]
        if _claims(getattr(node, "body", []), known):
            return [Place(path, is_loop=False)]
    return chosen


def _movement(tree: ast.Module, containers: Sequence[tuple[Path, ast.AST]], known: Collection[str]) -> tuple[Movement, set[str]]:
    """The steps in functions, and the names of the functions that are a part of a turn in which something is moved."""
    functions = {node: [(one.node(tree), one.statements(tree)) for one in _loops(path, node)] for path, node in containers}
    trainers = set[ast.AST]()
    for node, loops in functions.items():
        if isinstance(node, ast.FunctionDef):
            is_trainer = any(_is_of_its_own(loop) or (is_forward(loop) and is_whole(block, known)) for loop, block in loops)
            is_whole_step = any(_WHOLE.search(name) for one in node.body for name in written_by(one)) and _updates(node.body, known)
            trainers |= {node} if is_trainer or is_whole_step else set()
    movement = Movement(tree)
    while True:  # what goes through turns by calls of those is no part of one
        movers = movement.movers(trainers)
        more = {node for node, loops in functions.items() if any(turns_by(loop, movers) for loop, _block in loops)}
        if more <= trainers:
            return movement, movers
        trainers |= more


def _is_of_its_own(loop: ast.AST) -> bool:
    """Is a step made in each turn of a loop, along what the turn makes? What goes through the parameters is no training."""
    if not isinstance(loop, ast.For | ast.While) or not is_forward(loop):
        return False
    nodes = [node for statement in loop.body for node in walk(statement)]
    through = {name for node in (loop, *nodes) if isinstance(node, ast.For) for name in names_in(node.target)}
    made = {base_of(one.target) for node in nodes for one in assigned(node) if not one.is_in_place} - through
    steps = (one for one in steps_in(loop.body) if not {base_of(one.target), *names_in(one.target)} & (through | made))
    return any(names_in(one.way) & made for one in steps)


def claimed_in(statements: Sequence[ast.stmt], known: Collection[str]) -> list[ast.expr]:
    """The targets that are called a gradient of something known, and whatever is called `grads`, in the order of the text."""
    found = []
    for node in (one for statement in statements for one in walk(statement)):
        found += [one.target for one in assigned(node) if is_claim(one.target, known)]
    return found


def is_claim(target: ast.expr, known: Collection[str]) -> bool:
    """Is this called the gradient of something known?"""
    key = key_of(target)
    return key in HOLDERS or any(stem in known for stem in stems(key)[:-1])


def known_names(tree: ast.Module) -> set[str]:
    """The names, attributes and keys that a program uses."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def main_part(tree: ast.Module) -> tuple[Path, ast.AST]:
    """The module, or what stands under `if __name__ == "__main__":`, if there are loops or lines in it that the module hasn't."""
    for k, statement in enumerate(tree.body):
        if is_main_guard(statement) and any(isinstance(node, ast.For | ast.While | ast.Assign) for node in ast.walk(statement)):
            own = [one for one in tree.body if isinstance(one, ast.For | ast.While)]
            if not own:
                return (("body", k),), statement
    return (), tree


def is_main_guard(statement: ast.stmt) -> bool:
    """Is this `if __name__ == "__main__":`?"""
    return isinstance(statement, ast.If) and any(isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test))


def _functions(tree: ast.Module) -> Iterator[tuple[Path, ast.AST]]:
    for k, statement in enumerate(tree.body):
        if isinstance(statement, ast.FunctionDef):
            yield (("body", k),), statement
        elif isinstance(statement, ast.ClassDef):
            for j, method in enumerate(statement.body):
                if isinstance(method, ast.FunctionDef):
                    yield (("body", k), ("body", j)), method


def _loops(path: Path, node: ast.AST) -> Iterator[Place]:
    """The outermost loops among the statements of a node."""
    for field in ("body", "orelse"):
        for k, statement in enumerate(getattr(node, field, ())):
            here: Path = (*path, (field, k))
            if isinstance(statement, ast.For | ast.While):
                if not _goes_through_gradients(statement):
                    yield Place(here, is_loop=True)
            elif isinstance(statement, ast.If | ast.With | ast.Try):
                yield from _loops(here, statement)


def _goes_through_gradients(loop: ast.For | ast.While) -> bool:
    """Does a loop go from one parameter and its gradient to the next, `for p, g in zip(params, grads)`? It is one step in all."""
    if not isinstance(loop, ast.For):
        return False
    held = names_in(loop.target)
    for one in moves(loop.body):
        moved = names_in(parsed(one.target))  # `p`, or `getattr(net, name)`
        pair = bool(moved & held) and base_name(one.along) in held - moved
        entry = one.index in held and one.along.endswith(f"[{one.index}]")  # `params[k] -= rate * grads[k]`
        if pair or entry:
            return True
    return False


def _claims(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    return bool(claimed_in(statements, known))


def _is_training(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Are gradients computed here, and a loss or a step along them, too? A loop over entries or time steps is none of training."""
    if not _trains(statements, known):
        return False
    nodes = [node for statement in statements for node in walk(statement)]
    is_done = any(calls_backward(node) or calls_step(node) for node in nodes) or _steps(statements) or _updates(statements, known)
    return is_done or _binds_loss(statements) or has_steps(statements, counted_in(statements, known))


def _trains(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Are gradients computed here, or is something called that does?"""
    nodes = [node for statement in statements for node in walk(statement)]
    is_moved = _steps(statements) or (_binds_loss(statements) and _is_moved(statements, known))
    is_moved = is_moved or has_steps(statements, counted_in(statements, known))
    is_moved = is_moved or (_binds_loss(statements) and any(calls_step(node) for node in nodes))
    return _claims(statements, known) or is_moved or any(calls_backward(node) for node in nodes)


def _steps(statements: Sequence[ast.stmt]) -> bool:
    """Is a step made along a gradient: `W -= rate * grad`, `W -= rate * gW`; or is each of several moved along what is made here?"""
    made = {name for statement in statements for name in written_by(statement)}
    for one in moves(statements):
        along, target = key_of(parsed(one.along)), key_of(parsed(one.target))
        if is_gradient(target) or one.is_sum:
            continue
        if (
            is_gradient(along)
            or along.lower() == f"g{target}".lower()
            or ((one.is_each or one.is_gone_through) and base_name(one.along) in made and one.is_less)
        ):
            return True
    return False


def _is_moved(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Is something moved along what these statements make, whatever it is called?"""
    made = {name for statement in statements for name in written_by(statement)}
    return any(
        base_name(one.along) in made - {base_name(one.target)} and not _is_counted(key_of(parsed(one.target)), known)
        for one in moves(statements)
    )


def counted_in(statements: Sequence[ast.stmt], known: Collection[str]) -> frozenset[str]:
    """The names and keys here that are added up over the turns: losses, and what is called the gradient of something known."""
    keys = {key_of(one.target) for statement in statements for node in walk(statement) for one in assigned(node)}
    return frozenset(key for key in keys if _is_counted(key, known))


def _is_counted(name: str, known: Collection[str]) -> bool:
    """Is this called a gradient or a loss, which are added up over the turns, and not moved?"""
    return is_gradient(name) or is_loss(name) or (name[:1] in ("g", "G") and name[1:] in known)


def calls_backward(node: ast.AST) -> bool:
    """Is a function or a method called whose name says that it goes backward?"""
    if not isinstance(node, ast.Call):
        return False
    name = key_of(node.func)
    return goes_back(name) or any(word in name.lower() for word in ("grad", "retro"))


def _inmost(place: Place, tree: ast.Module, known: Collection[str], movers: Collection[str]) -> Place:
    """Of nested loops the one that goes from one update to the next: in it parameters are updated, and the loss is computed."""
    statements = place.statements(tree)
    bodies = [(one, one.statements(tree)) for one in _loops(place.path, place.node(tree))]
    own = {name for statement in statements for part in assigned(statement) for name in [base_of(part.target)]}
    counted = {*own, *(name for _one, body in bodies for name in counted_in(body, known))}
    inner = [
        (one, body)
        for one, body in bodies
        if not goes_through(one.node(tree), movers)
        and (
            turns_by(one.node(tree), movers)
            or (_updates(body, known) or _steps(body) or is_whole(body, known) or has_steps(body, _keys_of(body, counted)))
        )
    ]
    if len(inner) != 1:
        return place
    ((loop, within),) = inner
    around = [statement for statement in statements if statement not in _ancestry(statements, within)]
    collected = {key_of(target) for target in claimed_in(around, known)} & {key_of(target) for target in claimed_in(within, known)}
    is_of_its_own = is_forward(loop.node(tree)) and (
        turns_by(loop.node(tree), movers)
        or _is_of_its_own(loop.node(tree))
        or (claimed_in(within, known) and (any(map(steps_along, within)) or _arrives(within, known)))
    )
    collected |= {key for key in counted_in(around, known) & counted_in(within, known) if not is_loss(key)}
    if collected or (_binds_loss(around) and not _binds_loss(within) and not is_of_its_own):
        return place  # what it computes is collected over its turns
    return _inmost(loop, tree, known, movers)


def _arrives(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Is something moved along what is made of its gradient: `delta_w = grad_w + decay * w`, then `w -= rate * delta_w`?"""
    made = sources(statements)
    claims = {ast.unparse(one): stems(key_of(one))[:-1] for one in claimed_in(statements, known)}
    for one in moves(statements):
        reached, waiting = {one.along}, [one.along]
        while waiting:
            new = made.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        if any(key_of(parsed(one.target)) in claims.get(text, ()) for text in reached):
            return True
    return False


def _keys_of(statements: Sequence[ast.stmt], names: Collection[str]) -> set[str]:
    """What targets are called that hang on one of these names."""
    parts = [one for statement in statements for node in walk(statement) for one in assigned(node)]
    return {key_of(one.target) for one in parts if base_of(one.target) in names or key_of(one.target) in names}


def is_forward(loop: ast.AST) -> bool:
    """Does a loop go forward, as one over batches does? One that goes backward (`reversed`, `range(n, 0, -1)`) goes through layers."""
    over = loop.iter if isinstance(loop, ast.For) else ast.Constant(None)
    return not any(
        (isinstance(node, ast.Name) and node.id == "reversed") or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub))
        for node in ast.walk(over)
    )


def is_whole(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Are a loss and gradients computed here, from the one to the other?"""
    return _trains(statements, known) and _binds_loss(statements)


def _binds_loss(statements: Sequence[ast.stmt]) -> bool:
    return any(is_loss(name) for statement in statements for name in written_by(statement))


def _ancestry(statements: Sequence[ast.stmt], within: Sequence[ast.stmt]) -> list[ast.stmt]:
    inside = {id(one) for one in within}
    return [one for one in statements if any(id(node) in inside for node in ast.walk(one))]


def _updates(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Are gradients computed and applied here: `W -= rate * dW`, or `W = W - rate * v` with a velocity that `dW` goes into?"""
    claims = {key_of(target) for target in claimed_in(statements, known)}
    if not _trains(statements, known):
        return False
    claims |= {key_of(node) for statement in statements for node in walk(statement) if isinstance(node, ast.Attribute)}
    nodes = [node for statement in statements for node in walk(statement)]
    return any(is_update(node, claims) for node in nodes) or _moves_after(statements, known)


def _moves_after(statements: Sequence[ast.stmt], known: Collection[str]) -> bool:
    """Does something get a new value that is made of its old one, once its gradient is there?"""
    stepped: set[str] = set()
    for statement in statements:
        if any(_moves(node, stepped) for node in walk(statement)):
            return True
        stepped |= {stem for target in claimed_in([statement], known) for stem in stems(key_of(target))[:-1]}
    return False


def _moves(node: ast.AST, names: Collection[str]) -> bool:
    """Does one of these get a new value that is made of its old one?"""
    return any(key_of(one.target) in names and (one.is_in_place or reads(one.value, one.target)) for one in assigned(node))


def is_update(node: ast.AST, claims: Collection[str]) -> bool:
    """Does a statement change what one of these is called the gradient of, by that gradient?"""
    for one in assigned(node):
        if not one.is_in_place and not reads(one.value, one.target):
            continue
        key = key_of(one.target)
        for read in {key_of(part) for part in ast.walk(one.value) if isinstance(part, ast.Name | ast.Attribute | ast.Subscript)}:
            is_kept = read in HOLDERS and base_of(one.target) not in HOLDERS
            if read in claims and (key in stems(read)[:-1] or is_kept):
                return True
    return False


def steps_along(statement: ast.stmt, claims: Collection[str] | None = None) -> bool:
    """Is something moved here along one of these (None: along whatever is called its gradient)?"""
    if isinstance(statement, ast.Expr) and calls_step(statement.value):
        return True
    if claims is None:
        claims = {key_of(node) for node in ast.walk(statement) if isinstance(node, ast.Name | ast.Attribute | ast.Subscript)}
        if any(key_of(parsed(one.along)) == f"g{key_of(parsed(one.target))}" for one in moves([statement])):
            return True
    return any(is_update(node, claims) for node in walk(statement))
