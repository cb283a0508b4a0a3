"""Checkpoints: what the backward pass names on its way and whose true value is known.

A name is known because the forward pass named what it is the gradient of (`dhidden` of `hidden`); an attribute or an entry
(`self.dW`, `grads["W"]`) because it is one of the claims themselves.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import Body
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.returned import leaf_of
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import entries_of, names_in
from whygrad.checking.arrays.subjects import Sample, arguments
from whygrad.checking.arrays.trials import Outcome, Trials


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A name (as code), the statement that gave it its last value, what it is the gradient of, and its true value."""

    name: str
    statement: int
    stem: str
    truth: Any
    is_early: bool = False  # the name is scaled or added to in place afterwards


@dataclass
class Baseline:
    """A run of a function as it is: its outcome, and the names before each statement, with copies of the arrays."""

    outcome: Outcome
    before: list[dict[str, Any]] = field(default_factory=list)
    inside: dict[int, dict[str, Any]] = field(default_factory=dict)  # the names before the statements of loops and branches, by id

    @property
    def end(self) -> int:
        """The last statement that was run to its end."""
        return len(self.before) - 2

    def names(self, k: int) -> dict[str, Any]:
        """The names before a statement, and those that it makes."""
        last = len(self.before) - 1
        return self.before[min(k + 1, last)] | self.before[min(k, last)]


#: Numbers by which a gradient is multiplied in the end.
MOST_FACTORS = 3
#: Gradients that are tried in the place of one name.
MOST_TRUTHS = 24
Patches = Mapping[int, Sequence[Checkpoint]]


@lru_cache(maxsize=4096)
def _reader(text: str) -> CodeType:
    return compile(text, "<name>", "eval")


@lru_cache(maxsize=4096)
def _writer(text: str) -> CodeType:
    return compile(f"{text} = _truth_", "<name>", "exec")


def value_of(text: str, names: dict[str, Any]) -> Any:
    """What a name, an attribute or an entry holds, None where there is none."""
    try:
        return eval(_reader(text), names)
    except Exception:
        return None


def put(point: Checkpoint, names: dict[str, Any]) -> None:
    """Give it its true value."""
    names["_truth_"] = np.array(point.truth) if isinstance(point.truth, np.ndarray) else point.truth
    exec(_writer(point.name), names)
    del names["_truth_"]


def baseline(trials: Trials, at: Sample, texts: Sequence[str] = (), patches: Patches | None = None) -> Baseline:
    """Run a function, with the truth put in the place of some names; what `texts` hold is kept under those texts."""
    body = trials.body
    made = Baseline(Outcome({}, {}))

    def watch(k: int, names: dict[str, Any]) -> None:
        for point in (patches or {}).get(k, ()):
            put(point, names)
        made.before.append(_locals(names, body, texts))

    made.before.append(_locals(body.start(arguments(trials.subject, at)), body, texts))
    made.outcome = trials.run(at, watch=watch)
    return made


def look_inside(base: Baseline, trials: Trials, at: Sample) -> None:
    """Keep the names before each statement of a loop or a branch: at its second visit, where there is one."""
    body, visits = trials.body, Counter[int]()
    if not body.headers:
        return
    tops = {id(statement) for statement in body.statements}

    def visit(statement: ast.stmt, names: dict[str, Any]) -> None:
        visits[id(statement)] += 1
        if id(statement) not in tops and visits[id(statement)] <= 2:
            base.inside[id(statement)] = _locals(names, body, ())

    body.visit = visit
    try:
        trials.run(at)
    finally:
        body.visit = None


def _locals(names: dict[str, Any], body: Body, texts: Sequence[str]) -> dict[str, Any]:
    given = body.signature.parameters
    own = {name: value for name, value in names.items() if name in given or name not in body.space or value is not body.space[name]}
    own.pop("_Return", None)
    own.pop("__builtins__", None)
    for text in texts:
        if not text.isidentifier():
            own[text] = value_of(text, names)
    copies: dict[int, Any] = {}
    for value in own.values():
        if isinstance(value, np.ndarray):
            copies.setdefault(id(value), value.copy())
    return {name: copies[id(value)] if isinstance(value, np.ndarray) else value for name, value in own.items()}


def places(body: Body) -> dict[str, int]:
    """The names, attributes and entries that the statements write, and the last statement that does."""
    last: dict[str, int] = {}
    for k, statement in enumerate(body.statements):
        for text in _targets(statement):
            last[text] = k
    return last


def _targets(statement: ast.stmt) -> Iterator[str]:
    yield from (text for text, _value in entries_of(statement))
    for node in ast.walk(statement):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                    yield from _texts(part)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "at" and node.args:
                yield from _texts(node.args[0])
            for keyword in node.keywords:
                if keyword.arg == "out":
                    yield from _texts(keyword.value)


def _texts(target: ast.expr) -> Iterator[str]:
    """A name or an attribute; an entry by a name; of another entry, what it is an entry of."""
    if isinstance(target, ast.Subscript):
        if isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
            yield ast.unparse(target)
        else:
            yield from _texts(target.value)
    elif isinstance(target, ast.Name | ast.Attribute):
        yield ast.unparse(target)


def checkpoints(base: Baseline, body: Body, at: Sample, claims: Mapping[str, Any]) -> list[Checkpoint]:
    """What is known, in the order in which it got its last value."""
    found: list[Checkpoint] = []
    for text, k in sorted(places(body).items(), key=lambda item: item[1]):
        if k > base.end:
            continue
        value = base.before[k + 1].get(text)
        known = _truth(text, at, claims, in_loop=isinstance(body.statements[k], ast.For | ast.While))
        if known is None or not isinstance(value, np.ndarray | np.generic | float | int):
            continue
        found += _before_changes(base, body, text, k, known)
        if np.shape(value) == np.shape(known[1]) or (np.shape(value) == () and known[0] in claims) or _is_unsummed(value, known[1]):
            found.append(Checkpoint(text, k, *known))
    return found


def _before_changes(base: Baseline, body: Body, text: str, k: int, known: tuple[str, Any]) -> Iterator[Checkpoint]:
    """The same name before `dx *= scale` and its like, with what it may have to hold there: its truth already, or what that gives."""
    first = truth = np.asarray(known[1], dtype=float)
    while isinstance(statement := body.statements[k], ast.AugAssign) and ast.unparse(statement.target) == text:
        by = value_of(ast.unparse(statement.value), {**body.space, **base.before[k]})
        before = next((j for j in range(k - 1, -1, -1) if text in _targets(body.statements[j])), None)
        if before is None or not isinstance(by, np.ndarray | np.generic | float | int) or np.shape(truth * by) != truth.shape:
            return
        with np.errstate(all="ignore"):
            undone = {ast.Mult: truth / by, ast.Div: truth * by, ast.Add: truth - by, ast.Sub: truth + by}.get(type(statement.op))
        if undone is None or not np.all(np.isfinite(undone)):
            return
        truth, k = undone, before
        if np.shape(base.before[k + 1].get(text, 0.0)) == truth.shape:
            yield Checkpoint(text, k, known[0], first, is_early=True)
            yield Checkpoint(text, k, known[0], truth, is_early=True)


def _is_unsummed(value: Any, truth: Any) -> bool:
    """Has a value the shape that the true one is broadcast to?"""
    try:
        return np.ndim(value) > 1 and np.ndim(truth) > 0 and np.broadcast_shapes(np.shape(value), np.shape(truth)) == np.shape(value)
    except ValueError:
        return False


def derived(
    trials: Trials, base: Baseline, at: Sample, claims: Mapping[str, Any], mended: Callable[[Outcome], Collection[str]]
) -> Iterator[tuple[Checkpoint, Collection[str]]]:
    """Names that should hold the gradient of something that the forward pass made without a name: with it in their place, wrong claims
    are right, and none is broken. `mended` says which, of an outcome. A name that holds such a gradient already, or a part that one use
    adds to it, is no checkpoint.
    """
    by_shape: dict[tuple[int, ...], list[Any]] = {}
    for value in at.adjoints():
        by_shape.setdefault(np.shape(value), []).append(value)
    own = {leaf.name for leaf in at.leaves if leaf.name in claims}
    known = at.truths()
    for text, k in sorted(places(trials.body).items(), key=lambda item: item[1]):
        value = base.before[k + 1].get(text) if k <= base.end else None
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not is_gradient(text.rpartition(".")[2]):
            continue
        if not np.any(value):  # what should be added to it is missing, rather
            continue
        if not text.isidentifier() and _truth(text, at, claims, in_loop=False) is not None:  # it is a claim itself
            continue
        truths = by_shape.get(value.shape, [])
        is_known = any(agree(value, truth) for truth in truths) or (known is not None and known.has(value))
        if is_known or any(stem in own for stem in stems(text)[:-1]):
            continue
        best: tuple[Checkpoint, Collection[str]] | None = None
        for truth in truths[:MOST_TRUTHS]:
            point = Checkpoint(text, k, "", truth)
            found = mended(baseline(trials, at, (), {k: [point]}).outcome)
            if found and (best is None or len(found) > len(best[1])):
                best = point, found
        if best is not None:
            yield best


def late_factors(base: Baseline, body: Body) -> list[float]:
    """Numbers by which something is divided or multiplied: before that, it is a multiple of what it comes to be. Beside counts, only those
    of statements after a loop.
    """
    found: dict[float, int] = {}
    first = next((k for k, one in enumerate(body.statements) if isinstance(one, ast.For | ast.While)), len(body.statements))
    for k in reversed(range(min(len(body.statements), len(base.before)))):
        for node in ast.walk(body.statements[k]):
            if not isinstance(node, ast.AugAssign | ast.BinOp) or not isinstance(node.op, ast.Div | ast.Mult):
                continue
            value = value_of(ast.unparse(node.value if isinstance(node, ast.AugAssign) else node.right), {**body.space, **base.before[k]})
            is_count = isinstance(value, int | np.integer) and isinstance(node.op, ast.Div)
            if (is_count or (k > first and isinstance(value, int | float | np.number))) and value not in (0, 1, -1):
                factor = float(value) if isinstance(node.op, ast.Div) else 1 / float(value)
                found[factor] = min(found.get(factor, 2), 0 if isinstance(node, ast.AugAssign) else 1 if is_count else 2)
    return sorted(found, key=found.__getitem__)[:MOST_FACTORS]


def through_return(base: Baseline, body: Body, at: Sample) -> Iterator[Checkpoint]:
    """Names that are returned turned, reshaped or reordered: what they should hold follows from what is claimed."""
    where = places(body)
    for part, claim in _returned(base, body):
        names = names_in(part) & set(where)
        if isinstance(part, ast.Name) or len(names) != 1:
            continue
        name = next(iter(names))
        held = base.before[-1].get(name)
        truth = _unturned(part, name, held, np.asarray(at.true[claim]), base.before[-1] | {"np": np})
        if truth is not None:
            yield Checkpoint(name, where[name], claim, truth)


def as_returned(base: Baseline, body: Body, at: Sample) -> Iterator[Checkpoint]:
    """Names that are returned as they are: they are the claims themselves."""
    where = places(body)
    for part, claim in _returned(base, body):
        if isinstance(part, ast.Name) and part.id in where:
            yield Checkpoint(part.id, where[part.id], claim, at.true[claim])


def _returned(base: Baseline, body: Body) -> Iterator[tuple[ast.expr, str]]:
    """The expressions that are returned, and what each of them claims."""
    last = body.statements[-1]
    if isinstance(last, ast.Return):
        yield from claims_among(parts_returned(last, base.outcome), base.outcome)


def parts_returned(statement: ast.Return, outcome: Outcome) -> list[tuple[ast.expr, Any]]:
    """The expressions that are returned, and the value of each in a run."""
    if statement.value is None:
        return []
    parts = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
    return list(zip(parts, outcome.result if isinstance(outcome.result, tuple) else (outcome.result,), strict=False))


def claims_among(parts: Iterable[tuple[ast.expr, Any]], outcome: Outcome) -> Iterator[tuple[ast.expr, str]]:
    """Those of some expressions whose values are claims, and which."""
    for part, value in parts:
        claim = next((name for name, one in outcome.claims.items() if one is value), None)
        if claim is not None:
            yield part, claim


def _unturned(part: ast.expr, name: str, held: Any, true: Any, names: dict[str, Any]) -> Any:
    """What a name should hold so that an expression that only reorders its entries is this; None where it does more."""
    if not isinstance(held, np.ndarray) or held.dtype.kind != "f" or held.size != true.size:
        return None
    numbers = np.arange(held.size, dtype=float).reshape(held.shape)
    try:
        order = np.asarray(eval(compile(ast.Expression(part), "<returned>", "eval"), names | {name: numbers}))
    except Exception:
        return None
    if order.shape != true.shape or not np.array_equal(np.sort(order, axis=None), numbers.reshape(-1)):
        return None
    truth = np.empty(held.size)
    truth[order.reshape(-1).astype(int)] = true.reshape(-1)
    return truth.reshape(held.shape)


def _truth(text: str, at: Sample, claims: Mapping[str, Any], *, in_loop: bool) -> tuple[str, Any] | None:
    """What a name is the gradient of, and its true value. In a loop, what the forward pass names may be another in each turn."""
    if text.isidentifier():
        given = {leaf.name for leaf in at.leaves if leaf.name in claims}
        for stem in stems(text)[:-1]:
            if in_loop and stem in given:
                return stem, at.true[stem]
            if stem in at.inside and not in_loop:
                return stem, at.inside[stem]
        return None
    last = text.rpartition(".")[2] if not text.endswith("]") else text.rpartition("[")[2].strip("]'\"")
    known = [leaf for leaf in at.leaves if leaf.name in claims]
    leaf = leaf_of(last, known)
    return None if leaf is None or text == leaf.name else (leaf.name, at.true[leaf.name])


def holds_truth(base: Baseline, point: Checkpoint) -> bool:
    """Is what the name holds there the true gradient?"""
    if point.statement + 1 >= len(base.before):  # the run stopped before it
        return False
    return agree(base.before[point.statement + 1].get(point.name), point.truth)
