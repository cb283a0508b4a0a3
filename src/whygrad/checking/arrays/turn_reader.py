"""What a turn of a training loop claims: read off from one run of it as it is."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from whygrad.checking.arrays.afterwards import velocities
from whygrad.checking.arrays.assignments import added, assigned, key_of, walk
from whygrad.checking.arrays.bodies import Body, is_gone_through, leaves_in
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.keeping import kept_beside
from whygrad.checking.arrays.leaves import Leaf, Step, floats_of, leaves, own_copy, written
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.losses import sizes_of
from whygrad.checking.arrays.marking import mark_of, step_at, told
from whygrad.checking.arrays.movement import ALONG, WAS, Along
from whygrad.checking.arrays.naming import HOLDERS, stems
from whygrad.checking.arrays.returned import leaf_of
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import base_name, loaded_by, names_in, parsed, written_by
from whygrad.checking.arrays.solving import right_hand_side
from whygrad.checking.arrays.splitting import STEP, expression_of
from whygrad.checking.arrays.stepping import called_steps
from whygrad.checking.arrays.subjects import PATIENCE
from whygrad.checking.arrays.training import calls_backward, claimed_in, is_loss, live_in, steps_along
from whygrad.checking.arrays.turns import BIND, PART, Turn, claimed_part
from whygrad.checking.arrays.updates import Moved, moves, sources
from whygrad.tracing.function import is_float
from whygrad.tracing.lifting import attributes
from whygrad.tracing.reach import is_own_class, names_of

#: Functions that make a gradient of another one, and no other way to go.
PRODUCTS = frozenset({"dot", "matmul", "outer", "einsum", "tensordot", "multiply", "sum", "mean", "reshape", "transpose"})
#: What draws numbers: each run of a turn is to draw the same.
_GENERATORS = (np.random.Generator, np.random.RandomState, random.Random)


class TurnReader:
    """What a turn claims, from one run of it as it is."""

    def __init__(
        self, tree: ast.Module, file: str, draft: Turn, space: dict[str, Any], block: Sequence[ast.stmt], given: Mapping[str, Any]
    ) -> None:
        self.draft, self.block = draft, block
        self.moves, self.kept = list(moves(block)), {*velocities(block)}
        self.tree, self.file, self.space = tree, file, space
        self.stopped: Exception | None = None  # the turn doesn't get to its end
        self.doubtful: set[str] = set()  # leaves that are moved along something that isn't called a gradient
        self.args, self.parameters = tuple(given.values()), list(given)
        early = {*live_in(block[: _last_claim(block, draft.known) + 1]), *read_by_helpers(block, space)}
        self.known = [leaf for leaf in leaves(self.args, self.parameters) if self.parameters[leaf.position] in early]
        self.function = draft.function(tree, file, space)
        node = draft.node_in(tree)
        assert node is not None
        body = Body(self.function, node, space)
        self.along, self.lines = Along(), dict[str, int]()  # by the leaf: where it is moved, out of sight
        for names in (space, getattr(space.get(BIND), "__self__", {})):  # where the turn is, and where its functions are
            names[ALONG] = self.along
        self.names = body.start(own_copy(self.args))
        try:
            with np.errstate(all="ignore"), limited(PATIENCE):
                body.run(self.names)
        except TooLong:
            pass
        except Exception as error:
            self.stopped = error
        self.away = dict(self._moved_away())

    def claims(self) -> dict[str, str]:
        """What is claimed to be the gradient of each leaf, as code: by its name, by the step that is made along it, by where it is kept."""
        found: dict[str, str] = {}
        for target in claimed_in(self.block, self.draft.known):
            for leaf, text in self._named(_whole(target), key_of(target)):
                if text not in self.kept:
                    found.setdefault(leaf.name, text)
        found |= {leaf.name: text for leaf, text in self._solved()}
        by_name = {*found}
        for leaf, text in self._stepped():
            if leaf.name not in found or not self._has_shape_of(found[leaf.name], leaf):
                found[leaf.name] = text
        self.doubtful -= by_name
        for leaf in self.known:
            text = found.get(leaf.name, "")
            if text.isidentifier() and not self._has_shape_of(text, leaf) and self._is_on_the_way(text):
                del found[leaf.name]
        for leaf in self.known:
            beside = self._beside(leaf)
            if beside is not None and beside not in self.kept:
                found.setdefault(leaf.name, beside)
            elif leaf.name in self.away:
                found.setdefault(leaf.name, self.away[leaf.name])
        return {name: text for name, text in found.items() if claimed_part(text) not in self.kept}

    def divisors(self) -> dict[str, float]:
        """The counts by which the steps are divided: `w -= rate / len(y) * grad` makes a mean of a sum."""
        found: dict[str, float] = {}
        for text in dict.fromkeys(text for one in self.moves for text in one.divisors):
            value = value_of(text, self.names)
            if isinstance(value, int | np.integer) and value > 1:
                found[text] = float(value)
        marks = [mark_of(self.tree, text, self.lines.get(name)) for name, text in self.away.items()]
        if any(isinstance(node, ast.Div) for mark in marks if mark is not None for node in ast.walk(mark.value)):
            found |= {f"(1 / {size})": 1 / size for size in sizes_of([*self.args, *self.names.values()])}
        return found

    def unnamed(self) -> set[str]:
        """The leaves that are moved out of sight, along what isn't called a gradient."""
        ways = {name: told(self.tree, text, self.lines.get(name)) for name, text in self.away.items()}
        return {name for name, way in ways.items() if way and not says_gradient(key_of(parsed(way)), "")}

    def moved(self) -> frozenset[str]:
        """What is moved here, along a gradient, perhaps, that isn't known to be one."""
        parts = [part for statement in self.block for node in walk(statement) for part in assigned(node)]
        moved = {ast.unparse(part.target) for part in parts if added(part) is not None and not is_loss(key_of(part.target))}
        return frozenset(leaf.name for leaf in self.known if moved & {*self._names_of(leaf)} - self.kept)

    def _named(self, text: str, key: str) -> Iterator[tuple[Leaf, str]]:
        value = value_of(text, self.names)
        if isinstance(value, dict):
            for inner in value:
                leaf = leaf_of(str(inner), self.known)
                if leaf is not None:
                    yield leaf, f"{text}[{inner!r}]"
        elif isinstance(value, list):
            for stem in stems(key)[:-1]:
                for leaf in self.known:
                    if leaf.path and leaf.name == f"{stem}[{leaf.path[-1][1]!r}]" and isinstance(leaf.path[-1][1], int):
                        yield leaf, f"{text}[{leaf.path[-1][1]}]"
        if value is None or not isinstance(value, str | bytes | dict):
            leaf = leaf_of(key, self.known)
            if leaf is not None and key not in (leaf.last, leaf.name):
                yield leaf, text

    def _stepped(self) -> Iterator[tuple[Leaf, str]]:
        """By the update: in `W -= rate * g`, `g` is meant as the gradient of `W`; in `P[i] -= rate * dp`, `dp` as that of a row."""
        bound = {name for statement in self.block for name in written_by(statement)}
        made_of, moved = sources(self.block), [*self.moves]
        for steps, made in called_steps(self.block, self.names, self.tree):
            moved += steps
            for text, of in made.items():
                made_of.setdefault(text, set()).update(of)
        for one in moved:
            if one.is_each:
                made_of.setdefault(one.target, set()).add(one.along)
        for one in moved:
            for along in self._along(one, made_of):
                if base_name(along) not in bound or along == one.target:
                    continue
                for leaf, text in self._pairs(replace(one, along=along)):
                    is_said = speaks_of_gradient(along, leaf.last) or self._is_made_of_gradients(along)
                    if not is_said and along not in made_of and not along.isidentifier():
                        continue  # `self.rate`, which is not made here
                    if not is_said or (along != one.along and self._is_of_another(along, one.target)):
                        self.doubtful.add(leaf.name)
                    yield leaf, text

    def _solved(self) -> Iterator[tuple[Leaf, str]]:
        """Where a step is solved for a gradient, as Newton's is: the gradient."""
        for one in self.moves:
            text = right_hand_side(one.along, one.target, self.block, self.names)
            if text is not None and says_gradient(key_of(parsed(text)), one.target) and not self._is_of_another(text, one.target):
                yield from self._pairs(replace(one, along=text))

    def _is_of_another(self, text: str, target: str) -> bool:
        """Is this called the gradient of something else that is known, as `dy` is where `x` is moved?"""
        own = {*stems(key_of(parsed(text)))[:-1]} & self.draft.known
        return bool(own) and key_of(parsed(target)) not in own

    def _is_made_of_gradients(self, step: str) -> bool:
        """Is a step along an expression, and is that made of what is surely called a gradient: `X.T @ (dh * (1 - h**2))`?"""
        found = expression_of(step, self.block) if step.startswith(STEP) else None
        if found is None or any(key_of(node.func) not in PRODUCTS for node in ast.walk(found) if isinstance(node, ast.Call)):
            return False  # `np.linalg.solve(hess, grad)` is another way
        return any(says_gradient(name, "") for name in names_in(found))

    def _along(self, one: Moved, made_of: Mapping[str, set[str]]) -> list[str]:
        """What something is moved along; through a velocity or an adaptive rate, the gradient that these are made of."""
        last = one.target.rpartition(".")[2]
        if speaks_of_gradient(one.along, last) and one.along not in self.kept:
            return [one.along]
        entry = re.fullmatch(r"(.+?)(\[(?:\d+|[^\[\]]*:[^\[\]]*)\])", one.along)  # of what is made of another, the same place there
        start, place = (entry[1], entry[2]) if entry is not None else (one.along, "")
        reached, waiting = set[str](), [start]
        while waiting:
            for text in _parts_of(waiting.pop(), made_of):
                if text not in reached:
                    reached.add(text)
                    waiting.append(text)
        found = [text + place for text in sorted(reached) if speaks_of_gradient(text, last) and text not in self.kept]
        found = [text for text in found if not one.is_each or "[" not in text] or found
        is_adaptive = any(self._is_collected(root) for root in one.roots)
        return found[:1] if len(found) == 1 else [] if is_adaptive or one.along in self.kept else [one.along]

    def _is_collected(self, root: str) -> bool:
        """Is there something in a divisor that the turn makes, and that is no counter?"""
        bound = {name for statement in self.block for name in written_by(statement)}
        return any(name in bound and not isinstance(self.names.get(name), int) for name in names_in(parsed(root)))

    def _pairs(self, one: Moved) -> Iterator[tuple[Leaf, str]]:
        """The leaves that are moved, each with what it is moved along: what has its shape."""
        if one.is_each:
            for leaf in self.known:
                for name in (*self._names_of(leaf), *self._name_in(one.target, leaf)):
                    text = one.along + name.removeprefix(one.target)
                    if name.startswith((f"{one.target}[", f"{one.target}.")) and self._fits(text, leaf.of(self.args)):
                        yield leaf, text
            return
        whole = next((leaf for leaf in self.known if one.target in self._names_of(leaf)), None)
        after = value_of(one.target, self.names)  # of another shape, perhaps, if the gradient was
        if whole is not None and not one.index and (self._fits(one.along, whole.of(self.args)) or self._fits(one.along, after)):
            yield whole, one.along
        elif whole is not None and one.index and self._is_moved_here_only(one):
            yield whole, f"{PART}({one.target}, ({one.index}), {one.along})"

    def _names_of(self, leaf: Leaf) -> Iterator[str]:
        """By which names an array can be reached: its own, and its place in a list of all parameters."""
        yield leaf.name
        for position, path in leaf.also:
            yield self.parameters[position] + written(path)

    def _name_in(self, holder: str, leaf: Leaf) -> Iterator[str]:
        """Its place in what holds it under another name, too: `optimizer.params['W']`, where `params` is the same dict."""
        if leaf.path and (whole := value_of(holder, self.names)) is not None:
            parent = self.parameters[leaf.position] + written(leaf.path[:-1])
            if parent != holder and value_of(parent, self.names) is whole:
                yield holder + written(leaf.path[-1:])

    def _is_moved_here_only(self, one: Moved) -> bool:
        """Is this the only part of an array that is moved? Else each gradient is a part of the whole one."""
        places = [part for part in leaves_in(self.block) if base_name(one.target) in written_by(part) and not is_gone_through(part)]
        return len(places) == 1 and self._fits(one.along, value_of(f"{one.target}[{one.index}]", self.names))

    def _has_shape_of(self, text: str, leaf: Leaf) -> bool:
        return bool(np.shape(value_of(text, self.names)) == np.shape(leaf.of(self.args)))

    def _is_on_the_way(self, text: str) -> bool:
        """Is a gradient read again after it is made, and nothing moved along it? Then it belongs to something else of that name."""
        made = max((k for k, one in enumerate(self.block) if text in written_by(one)), default=len(self.block))
        kept = {base_name(one) for one in self.kept}
        is_read = any(text in loaded_by(one) and not written_by(one) & kept for one in self.block[made + 1 :])
        return is_read and not any(one.along == text for one in self.moves) and not any(steps_along(one) for one in self.block)

    def _fits(self, text: str, own: Any) -> bool:
        value = value_of(text, self.names)
        return is_float(value) and np.shape(value) == np.shape(own) and not (np.ndim(own) and not np.ndim(value))

    def _moved_away(self) -> Iterator[tuple[str, str]]:
        """The parameters that are moved once in the functions that the turn calls; along what, as code."""
        for leaf in self.known:
            for position, path in ((leaf.position, leaf.path), *leaf.also):
                root = self.parameters[position]
                for end, rest in _holders(path):
                    holder, key = value_of(WAS + root + written(path[:end]), self.names), path[end][1] if end < len(path) else None
                    line = self.along.line(holder, key)
                    if line is not None:
                        self.lines[leaf.name] = line
                        yield leaf.name, f"{ALONG}[{WAS}{root}{written(path[:end])}, {key!r}]{written(rest)}"

    def _beside(self, leaf: Leaf) -> str | None:
        """The gradient of a parameter that its object keeps, as code."""
        root = self.parameters[leaf.position]
        path = kept_beside(self.names.get(root), leaf)
        return None if path is None else root + written(path)

    def climbs(self, claims: Mapping[str, str]) -> bool:
        """Do the parameters go where these point, and not against it?"""
        return self.way(claims) > 0

    def way(self, claims: Mapping[str, str]) -> int:
        """Do the parameters go where these point (1), or against it (-1)? 0 where they don't move, or some here and some there."""
        ways = self.ways(claims).values()
        return int(any(way > 0 for way in ways)) - int(any(way < 0 for way in ways))

    def ways(self, claims: Mapping[str, str]) -> dict[str, float]:
        """How far each parameter goes where its claim points; less than 0 against it."""
        found: dict[str, float] = {}
        for leaf in self.known:
            if leaf.name not in claims:
                continue
            try:
                after = np.asarray(leaf.of([self.names.get(name) for name in self.parameters]), dtype=float)
                found[leaf.name] = float(np.sum((after - leaf.of(self.args)) * value_of(claims[leaf.name], self.names)))
            except Exception:
                continue
        return found

    def astray(self, claims: Mapping[str, str]) -> Iterator[tuple[str, ast.stmt]]:
        """The parameters that go the other way than most of them, and the steps: along a gradient where the others go against theirs."""
        ways = {name: way for name, way in self.ways(claims).items() if way}
        up, down = ([name for name, way in ways.items() if (way > 0) is is_up] for is_up in (True, False))
        for name in (up if len(up) <= len(down) else down) if up and down else ():
            step = next((one for one in self.block if any(move.target == name for move in moves([one]))), None)
            if step is None and name in self.lines:
                step = step_at(self.tree, self.lines[name])
            if step is not None:
                yield name, step

    def run(self) -> None:
        """Run the turn as it is written; raises what it raises, at its place in the text."""
        self.function(*own_copy(self.args))


def _holders(path: tuple[Step, ...]) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Of the way to a parameter: how far it goes to what may be written to, and the rest of it: `net.weights[0]`, all of `net.weights`."""
    yield len(path), ()
    if path:
        yield len(path) - 1, ()
    if len(path) > 1:
        yield len(path) - 2, path[-1:]


def says_gradient(key: str, last: str) -> bool:
    """Is this surely what the gradient of something is called? A `d` or a `direction` may be any way to go.

    >>> [says_gradient(name, "W") for name in ("dW", "gW", "grads", "d", "score")]
    [True, True, True, False, False]
    """
    is_way = key in ("d", "up") or key.lower().startswith(("dir", "desc", "delta"))
    return not is_way and (is_gradient(key) or key in ("gs", "gr", "grs", f"g{last}") or key in HOLDERS)


def speaks_of_gradient(text: str, last: str) -> bool:
    """Is this called a gradient, or is it an entry of what is?

    >>> speaks_of_gradient("g['W']", "W"), speaks_of_gradient("h['W']", "W")
    (True, False)
    """
    node = parsed(text)
    if says_gradient(key_of(node), last):
        return True
    return isinstance(node, ast.Subscript) and says_gradient(key_of(node.value), last)


def _parts_of(text: str, made_of: Mapping[str, set[str]]) -> Iterator[str]:
    """What something is made of; of what is filled entry by entry (`M[k]` of `G[k]`), what these are the entries of."""
    yield from made_of.get(text, ())
    for key, parts in made_of.items():
        entry = key[len(text) :]
        if key.startswith(f"{text}["):
            yield from (part[: -len(entry)] for part in parts if part.endswith(entry))


def _whole(target: ast.expr) -> str:
    """A target without its entries by number: what is called a gradient."""
    while isinstance(target, ast.Subscript) and not (isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str)):
        target = target.value
    return ast.unparse(target)


def _last_claim(block: Sequence[ast.stmt], known: frozenset[str]) -> int:
    """The last statement that computes gradients, all but the steps along them."""
    found = -1
    for k, statement in enumerate(block):
        claims = claimed_in([statement], known) or any(calls_backward(node) for node in walk(statement))
        if claims and not steps_along(statement):
            found = k
    return found if found >= 0 else len(block) - 1


def read_by_helpers(block: Sequence[ast.stmt], names: Mapping[str, Any]) -> Iterator[str]:
    """The names of the module that the functions which are called here read, and the methods of the objects that are met."""
    waiting = [names.get(name) for statement in block for name in sorted(loaded_by(statement))]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        code = getattr(value, "__code__", None)
        if id(value if code is None else code) in seen:
            continue
        seen.add(id(value if code is None else code))
        if code is None:
            waiting += _methods(value)
            continue
        for name in sorted(names_of(code)):
            if hasattr(names.get(name), "__code__"):
                waiting.append(names[name])
            elif any(is_float(part) for part in floats_of(names.get(name))) or isinstance(names.get(name), _GENERATORS):
                yield name


def _methods(value: Any) -> list[Any]:
    """The methods of an object of the program, and what it holds; of a list or a dict, what is in it."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, type) or not is_own_class(type(value)):
        return []
    kinds = [kind for kind in type(value).__mro__ if is_own_class(kind)]
    own = [part for kind in kinds for part in vars(kind).values() if hasattr(part, "__code__")]
    return own + [part for _name, part in attributes(value)]
