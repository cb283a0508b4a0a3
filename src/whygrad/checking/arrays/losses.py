"""What the gradients of a turn may be of: the numbers that depend on the parameters, by name and by place; or an output with its `dout`.

The order of the design: what is said; what the name says; where it stands. Never what fits best.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.checking.arrays.afterwards import is_step
from whygrad.checking.arrays.assignments import assigned, key_of, walk
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.pairing import goes_back
from whygrad.checking.arrays.slices import base_name, names_in, parsed, written_by
from whygrad.checking.arrays.training import is_forward, is_loss, steps_along
from whygrad.checking.arrays.turns import claimed_part

#: Names that say loss and nothing else; words that say it is not the one that is trained on; words of a single difference.
_EXACT = frozenset("loss cost l j custo coste costo perda perdida pérdida verlust objective objetivo nll".split())
_ASIDE = frozenset(
    "test teste val valid validation validacao dev eval best prev old last running avg average media epoch smooth smoothed full".split()
)
_DIFFERENCES = frozenset("error erro err e fehler".split())
#: What a function is called that gives what is trained on; a `mse` may be reported only.
_SAID = re.compile(r"(?i)loss|cost|custo|perda|verlust|objective|objetivo|nll")
#: What is called so is the slope of a loss.
_SLOPES = re.compile(r"(?i)prime|deriv|grad|delta|slope")
#: Words in the names of lists that losses are kept in.
_HISTORIES = ("loss", "cost", "err", "hist", "custo")


@dataclass(frozen=True)
class Candidate:
    """A loss as code, the claims that it depends on, and whether it is said to be one, so that what doesn't fit it is wrong."""

    text: str
    claims: Mapping[str, str]
    is_sure: bool = True
    is_sum: bool = False  # it is collected over the turns, so that a size may be missing
    at: str = ""  # an expression: the loss is of what there is where this stands
    collected: Any = None  # a `Collected` loss
    divided: tuple[float, ...] = ()  # the whole numbers by which it is divided where it is made


def rank(name: str) -> int:
    """How much a name says that it is the loss: 3 nothing but that, 2 a part of the name, 1 a metric or a difference, 0 nothing.

    >>> [rank(name) for name in ("loss", "d_loss", "val_loss", "erro", "x")]
    [3, 2, 1, 1, 0]
    """
    if not is_loss(name):
        return 0
    lowered = name.lower()
    words = set(re.split(r"[_\d]+", lowered))
    if lowered in _EXACT:
        return 3
    return 1 if words & _ASIDE or words <= _DIFFERENCES else 2


def _rank_of_call(name: str, block: Sequence[ast.stmt]) -> int:
    """What is said by the function that gives a number its value: `c = model.loss(x, y)`, `err += mse_loss(y, p)`."""
    made = [one.value for statement in block for node in walk(statement) for one in assigned(node) if ast.unparse(one.target) == name]
    called = [key_of(one.func) for one in made if isinstance(one, ast.Call)]
    return 2 if any(_SAID.search(one) and not goes_back(one) and not _SLOPES.search(one) for one in called) else 0


def may_be_printed_only(name: str) -> bool:
    """May this be an error that is only looked at?

    >>> [may_be_printed_only(name) for name in ("layer_2_error", "erro", "loss")]
    [True, True, False]
    """
    return rank(name) < 2 or bool({*re.split(r"[_\d]+", name.lower())} & _DIFFERENCES)


@dataclass(frozen=True)
class Numbers:
    """The numbers of a turn that depend on parameters with a claim, in the order of their last values; and what is known of each."""

    names: Sequence[str]
    carried: Collection[str]  # those that are there before the turn
    residuals: Collection[str]  # those that the claims are made of
    goes_into: Callable[[str, str], bool]
    depends: Callable[[str], Collection[str]]  # on which leaves


def chosen(block: Sequence[ast.stmt], numbers: Numbers, claims: Mapping[str, str]) -> Iterator[Candidate]:
    """The loss of each claim, by its name and by its place; one that is called a metric only where there is no other."""
    ranks = {name: max(rank(name), _rank_of_call(name, block)) for name in numbers.names}
    named = [name for name in numbers.names if ranks[name] > (1 if name in numbers.residuals else 0)]
    groups = [
        [name for name in named if ranks[name] > 1 and name not in numbers.carried],
        [name for name in named if ranks[name] > 1],
        named,
    ]
    some = next((group for group in groups if group), [])
    first = _first(block, some, claims, ranks, numbers)
    if first is None:
        return
    parted: dict[str, dict[str, str]] = {}
    for leaf, text in claims.items():
        own = first if leaf in numbers.depends(first) else _other(block, first, leaf, text, some, numbers)
        if own is not None:
            parted.setdefault(own, {})[leaf] = text
    for name, parts in parted.items():
        yield Candidate(name, parts, is_sum=name in numbers.carried)


def rivals(candidate: Candidate, numbers: Numbers, claims: Mapping[str, str]) -> Iterator[Candidate]:
    """Other losses that are called so just as much, and that neither go into this one nor are made of it."""
    for name in numbers.names if candidate.text in numbers.names else ():
        apart = not numbers.goes_into(name, candidate.text) and not numbers.goes_into(candidate.text, name)
        if (
            name != candidate.text
            and apart
            and rank(name) >= min(rank(candidate.text), 2)
            and set(candidate.claims) <= set(numbers.depends(name))
        ):
            yield Candidate(name, {leaf: claims[leaf] for leaf in candidate.claims}, is_sum=name in numbers.carried)


def _first(
    block: Sequence[ast.stmt], some: Sequence[str], claims: Mapping[str, str], ranks: Mapping[str, int], numbers: Numbers
) -> str | None:
    """Before the first gradient, what all else goes into; else the first that is called nothing but a loss."""
    roots = {base_name(claimed_part(text)) for text in claims.values()}
    start = next((k for k, one in enumerate(block) if written_by(one) & roots), len(block))
    early = {name for statement in block[: start + 1] for name in written_by(statement)}
    before = [name for name in some if name in early]
    if before:
        ends = [one for one in before if not any(numbers.goes_into(one, other) for other in before if other != one)]
        return max(enumerate(ends or before), key=lambda pair: (ranks[pair[1]], pair[0]))[1]
    exact = [name for name in some if ranks[name] == 3]
    return next(iter(exact or some), None)


def _other(block: Sequence[ast.stmt], first: str, leaf: str, text: str, some: Sequence[str], numbers: Numbers) -> str | None:
    """The loss of a claim that the chosen one doesn't depend on: the last before the claim, else the first of all."""
    roots = {base_name(claimed_part(text))}
    claimed = max((k for k, one in enumerate(block) if written_by(one) & roots and not steps_along(one)), default=-1)
    bound = {name: max((k for k, one in enumerate(block) if name in written_by(one)), default=-1) for name in some}
    others = [name for name in some if leaf in numbers.depends(name)]
    return next(iter([*reversed([name for name in others if bound[name] < claimed]), *others]), None)


def kept_only(block: Sequence[ast.stmt]) -> Iterator[str]:
    """Losses that have no name, and are kept only: `history.append(cost(X, y, w))`, `J_history[i] = cost(X, y, w)`."""
    for node in (one for statement in block for one in walk(statement)):
        holder, value = "", None
        if isinstance(node, ast.Call) and key_of(node.func) == "append" and isinstance(node.func, ast.Attribute) and node.args:
            holder, value = key_of(node.func.value), node.args[0]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            holder, value = key_of(node.targets[0]), node.value
        if isinstance(value, ast.Call | ast.BinOp):
            text = ast.unparse(value)
            if is_loss(holder) or is_loss(text.partition("(")[0]) or any(word in holder.lower() for word in _HISTORIES):
                yield text


def printed_only(block: Sequence[ast.stmt]) -> Iterator[str]:
    """What is computed by a call only to be printed: it may be a loss, though nothing says so."""
    for node in (one for statement in block for one in walk(statement)):
        if isinstance(node, ast.Call) and key_of(node.func) == "print":
            yield from (ast.unparse(part) for part in node.args if isinstance(part, ast.Call) and isinstance(part.func, ast.Name))


def is_of_batches(block: Sequence[ast.stmt], loss: str, claims: Mapping[str, str]) -> bool:
    """Are the claims made and stepped along in a loop inside, and the loss outside of it? Then it is not known to be theirs."""
    names = names_in(parsed(loss))
    roots = {base_name(claimed_part(text)) for text in claims.values()}
    for statement in block:
        is_inside = isinstance(statement, ast.For | ast.While) and written_by(statement) & roots and not written_by(statement) & names
        if is_inside and is_forward(statement) and any(steps_along(one) for one in statement.body):  # type: ignore[attr-defined]
            return True
    return False


def divided_by(loss: str, block: Sequence[ast.stmt], names: dict[str, Any]) -> tuple[float, ...]:
    """The whole numbers by which a loss is divided where it is made: `total += np.sum(e ** 2) / n`."""
    made = [one.value for statement in block for node in walk(statement) for one in assigned(node) if ast.unparse(one.target) == loss]
    parts = [node.right for value in made for node in ast.walk(value) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)]
    values = [value_of(ast.unparse(part), names) for part in parts]
    return tuple(float(value) for value in values if isinstance(value, int | np.integer) and value > 1)


def sizes_of(values: Collection[object]) -> list[int]:
    """The sizes of the axes of these arrays, and the whole numbers among them: by what a sum is divided to be a mean."""
    found: set[int] = set()
    for value in values:
        if isinstance(value, np.ndarray):
            found |= {*value.shape, value.size}
        elif isinstance(value, int) and not isinstance(value, bool):
            found.add(value)
    return sorted(size for size in found if size > 1)


def are_steps(block: Sequence[ast.stmt], claims: Mapping[str, str]) -> set[str]:
    """The leaves whose claims are added to them as they are: steps, which need not be gradients."""
    return {leaf for leaf, text in claims.items() if is_step(block, leaf, claimed_part(text))}
