"""Programs in which no loss is written: what their gradients would be the gradients of, if they are those of something usual.

Half the squared difference of two things that the program subtracts, a cross-entropy of what it subtracts or picks by labels; or the
output, with the first gradient from above. What fits one of these in every claim is right, and the assumption is said. What doesn't
is wrong only where a part of it fits, and all of it vanishes with the difference: then nothing else is in it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from whygrad.checking.arrays.assignments import added, assigned, key_of, walk
from whygrad.checking.arrays.calling import agree
from whygrad.checking.arrays.checkpoints import value_of
from whygrad.checking.arrays.losses import Candidate
from whygrad.checking.arrays.points import moved, near
from whygrad.checking.arrays.readings import TINY, Reading, factor_of
from whygrad.checking.arrays.residuals import Collected, Residual, are_chances, are_shares, terms
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import names_in, parsed, written_by
from whygrad.checking.arrays.splitting import STEP
from whygrad.checking.arrays.turn_reader import TurnReader
from whygrad.checking.arrays.turns import HELD, SUM, claimed_part
from whygrad.checking.arrays.updates import moves
from whygrad.checking.arrays.vanishing import residuals_of, vanishes
from whygrad.tracing.function import is_float

#: Differences and pairs of an output and its first gradient that are tried.
MOST = 8
_FIRST = re.compile(r"(?i)(^|_)(error|erro|err|delta|resid\w*|diff|dif|fehler|e|td|adv\w*)\d*(_|$)")


@dataclass(frozen=True)
class Base:
    """Something that may be minimised, as code and as it is shown; the two sides of its difference, and what of it is held."""

    text: str
    shown: str
    weight: float = 1.0  # before what is shown
    sides: tuple[str, str] = ("", "")
    held: str = ""
    above: str = ""  # the gradient from above, where that is all that is assumed
    at: str = ""  # the difference, where it stands
    place: tuple[int, int] | None = None  # the line and the column of that
    collected: Collected | None = None  # it is added up where its residuals are made


@dataclass(frozen=True)
class Assumed:
    """A reading under an assumption."""

    reading: Reading
    base: Base
    shown: str
    extra: str = ""  # the penalties in it, as code


class Assuming:
    """Tries what is usual on the claims of a turn; `tried` makes a reading of a candidate."""

    def __init__(self, reader: TurnReader, tried: Callable[[Candidate], Reading], sizes: Sequence[int]) -> None:
        self.reader, self.block, self.tried = reader, reader.block, tried
        self.factors = [1.0, 2.0, *(top / size for size in sizes for top in (1.0, 2.0))]
        self.rates = [1.0, *(abs(float(value)) for value in reader.args if isinstance(value, float)), *_constants(reader.block)]
        self.np = next((name for name, value in reader.space.items() if value is np), "")

    def readings(self, claims: Mapping[str, str]) -> Iterator[Assumed]:
        """One for each group of claims that fits something; then one that doesn't, if nothing else can be meant."""
        left, partial = dict(claims), list[Assumed]()
        for base in [*self._bases()] if self.np else []:
            if not left:
                break
            if base.above and partial:  # what is wrong by half is not right as something else
                break
            found = self._fitting(base, left, partial)
            if found is not None:
                yield found
                left = {name: text for name, text in left.items() if name not in found.reading.candidate.claims}
                partial = [one for one in partial if {*one.reading.candidate.claims} <= {*left}]
        if len(partial) == 1 and self._vanishes(partial[0]):
            yield partial[0]

    def is_meant_otherwise(self, candidate: Candidate) -> bool:
        """Do all claims fit something usual: where the loss is only looked at after the steps, or the loss itself with a side held?"""
        found = next(self.readings(candidate.claims), None)
        if found is None or found.base.above or not found.reading.fits or {*found.reading.candidate.claims} != {*candidate.claims}:
            return False
        if self._is_looked_at_only(candidate):
            return True
        own = self.tried(candidate).tried
        return bool(found.base.held and own and found.reading.tried) and _are_equal(own, found.reading.tried)

    def _is_looked_at_only(self, candidate: Candidate) -> bool:
        """Is this number made only after the last step, perhaps of other data?"""
        names = names_in(parsed(candidate.text))
        made = [k for k, one in enumerate(self.block) if written_by(one) & names]
        moved_here = [k for k, one in enumerate(self.block) if any(move.target in candidate.claims for move in moves([one]))]
        return bool(made and moved_here) and min(made) > max(moved_here)

    # --- what is usual

    def _bases(self) -> Iterator[Base]:
        pairs = list(self._differences())
        for one, other, at, place in pairs:
            yield Base(f"0.5 * {self.np}.sum(({at}) ** 2)", f"sum(({at}) ** 2)", 0.5, (one, other), at=at, place=place)
            yield from (replace(base, at=at, place=place) for base in self._entropies(one, other))
            yield from (replace(base, at=at, place=place) for base in self._entropies(other, one))
        yield from self._picked()
        for one, other, at, _place in pairs:
            for held in (one, other):
                parts = [f"{HELD}({text})" if text == held else f"({text})" for text in (one, other)]
                text = f"0.5 * {self.np}.sum(({parts[0]} - {parts[1]}) ** 2)"
                yield Base(text, f"sum(({at}) ** 2)", 0.5, (one, other), held, at=at)
        yield from self._collected({text for _one, _other, text, _place in pairs})
        for out, above in self._from_above():
            yield Base(f"{self.np}.sum({out} * {HELD}({above}))", f"sum({out} * {above})", above=above)

    def _differences(self) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
        """What is subtracted from what: labels and predictions; the whole of it, and where it stands."""
        found: dict[tuple[str, str, str], tuple[int, int]] = {}
        for node in (one for statement in self.block for one in walk(statement)):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                pair = ast.unparse(node.left), ast.unparse(node.right)
                values = [value_of(text, self.reader.names) for text in pair]
                if all(_is_number(value) for value in values) and not any(isinstance(one, ast.Constant) for one in (node.left, node.right)):
                    found.setdefault((*pair, ast.unparse(node)), (node.lineno, node.col_offset))
        yield from ((*key, place) for key, place in list(found.items())[:MOST])

    def _entropies(self, p: str, t: str) -> Iterator[Base]:
        """Cross-entropies of probabilities and labels."""
        values = [value_of(text, self.reader.names) for text in (p, t)]
        if are_shares(*values):
            yield Base(f"-{self.np}.sum(({t}) * {self.np}.log({p}))", f"-sum({t} * log({p}))", sides=(p, t))
        elif are_chances(*values):
            text = f"-{self.np}.sum(({t}) * {self.np}.log({p}) + (1 - ({t})) * {self.np}.log(1 - ({p})))"
            yield Base(text, f"-sum({t} * log({p}) + (1 - {t}) * log(1 - {p}))", sides=(p, t))

    def _collected(self, known: Collection[str]) -> Iterator[Base]:
        """Losses that are added up where a residual is made: in a function, in a loop of the turn."""
        for one in self.residuals[: 2 * MOST]:
            if one.text in known and not one.is_repeated:
                continue
            for shown, weight, held_side, term in terms(one):
                yield Base(f"{SUM}()", shown, weight, one.sides, held_side, place=one.places[0], collected=Collected(one, term))

    @cached_property
    def residuals(self) -> list[Residual]:
        """What the turn subtracts from what, wherever that stands."""
        return residuals_of(self.reader)

    def _picked(self) -> Iterator[Base]:
        """`d = p.copy(); d[rows, labels] -= 1`: the entries of p at the labels are meant to be 1."""
        for node in (one for statement in self.block for one in walk(statement)):
            if not (isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Sub) and isinstance(node.target, ast.Subscript)):
                continue
            if not (isinstance(node.value, ast.Constant) and node.value.value == 1):
                continue
            base, place = ast.unparse(node.target.value), ast.unparse(node.target.slice)
            for source, at in self._copied(base):
                text = f"{source}[{place}]"
                value = value_of(text, self.reader.names)
                is_share = _is_number(value) and np.all((np.asarray(value) > 0) & (np.asarray(value) <= 1))
                if is_share or (at and _is_number(value)):
                    whole = (node.lineno, node.col_offset)
                    yield Base(f"-{self.np}.sum({self.np}.log({text}))", f"-sum(log({text}))", at=at, place=whole)
                    for weight in self._weights(base, np.shape(value)) if is_share else ():
                        weighed = f"{HELD}({self.np}.squeeze({weight})) * {self.np}.log({text})"
                        yield Base(f"-{self.np}.sum({weighed})", f"-sum({weight} * log({text}))", held=weight)

    def _weights(self, name: str, shape: tuple[int, ...]) -> Iterator[str]:
        """What something is multiplied with, one number for each row: the advantages of a policy gradient."""
        for node in (one for statement in self.block for one in walk(statement)):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    value: Any = value_of(ast.unparse(other), self.reader.names) if ast.unparse(one) == name else None
                    if _is_number(value) and tuple(size for size in np.shape(value) if size > 1) == shape:
                        yield ast.unparse(other)

    def _copied(self, name: str) -> Iterator[tuple[str, str]]:
        """What a name is a copy of; where it is the same array (`d = p`), and changed with it, the statement after which it was whole."""
        for node in (one for statement in self.block for one in walk(statement)):
            for one in assigned(node):
                if ast.unparse(one.target) == name and not one.is_in_place:
                    at = ast.unparse(node) if isinstance(one.value, ast.Name | ast.Attribute) else ""
                    yield from ((ast.unparse(part), at) for part in ast.walk(one.value) if isinstance(part, ast.Name | ast.Attribute))

    def _values(self, name: str) -> Iterator[str]:
        """What is given to a name."""
        for node in (one for statement in self.block for one in walk(statement)):
            yield from (ast.unparse(one.value) for one in assigned(node) if ast.unparse(one.target) == name and not one.is_in_place)

    def _from_above(self) -> Iterator[tuple[str, str]]:
        """An output, and what may be the gradient from above of it: an array of its shape that is made after it."""
        order = list(dict.fromkeys(name for statement in self.block for name in sorted(written_by(statement))))
        arrays = [name for name in order if isinstance(self.reader.names.get(name), np.ndarray) and self.reader.names[name].ndim]
        first = [name for name in arrays if is_gradient(name) or _FIRST.search(name)]
        differences = {text: {one, other} for one, other, text, _place in self._differences()}
        found = 0
        for above in first:
            sides = {side for text in self._values(above) for side in differences.get(text, ())}
            for out in reversed([name for name in arrays[: arrays.index(above)] if name not in first]):
                if out in sides:  # half its square is what would be minimised
                    continue
                if np.shape(self.reader.names[out]) == np.shape(self.reader.names[above]) and found < MOST:
                    found += 1
                    yield out, above

    # --- what fits

    def _fitting(self, base: Base, claims: Mapping[str, str], partial: list[Assumed]) -> Assumed | None:
        """All claims on which this depends, if they are its gradients but for one factor, and for penalties that stand there."""
        first = self.tried(Candidate(base.text, claims, is_sure=False, at=base.at, collected=base.collected))
        if first.tried is None:
            return None
        at, found = first.tried
        own = {name: claims[name] for name in found if float(np.max(np.abs(at.true[name]), initial=0.0)) > TINY}
        penalties = {name: self._penalties(name, claims[name]) for name in own}
        factors = [factor_of(found[name], at.true[name]) for name in own if not penalties[name]]
        known = [round(factor, 12) for factor in factors if factor is not None]
        if not own or not (known or all(penalties.values())):
            return None
        tries = [factor for factor, _count in Counter(known).most_common()] or [way * one for one in self.factors for way in (1, -1)]
        way = self.reader.way(own) or self._way_beside(own)
        for factor in tries:
            natural = self._natural(factor)
            if natural is None or (way and (factor < 0) != (way > 0)):
                continue
            extra = "".join(f" + {text}" for texts in penalties.values() for text in texts)
            text = f"({factor!r}) * {base.text}" + (extra if factor > 0 else extra.replace(" + ", " - "))
            reading = self.tried(Candidate(text, own, is_sure=False, at=base.at, collected=base.collected))
            said = _weighed(natural * base.weight, base.shown) + extra.replace(f"{self.np}.", "")
            if reading.fits:
                return Assumed(reading, base, said)
            if known and reading.right and not base.held and not base.above:
                if not any(_are_same(reading, other.reading) for other in partial):
                    partial.append(Assumed(reading, base, said, extra))
                break
        return None

    def _way_beside(self, claims: Mapping[str, str]) -> int:
        """Which way the parameters go where they are not all zero, as they may be in a first turn."""
        reader, generator = self.reader, np.random.default_rng(0)
        args = moved(reader.args, reader.parameters, {*claims}, lambda leaf: near(leaf, generator))
        given = dict(zip(reader.parameters, args, strict=True))
        return TurnReader(reader.tree, reader.file, reader.draft, reader.space, reader.block, given).way(claims)

    def _natural(self, factor: float) -> float | None:
        """What people multiply a loss by (1, 2, 1 over a size), a rate that is in the gradient left out; None where it is nothing such."""
        pairs = ((one, rate) for rate in self.rates for one in self.factors)
        return next((one for one, rate in pairs if np.isclose(abs(factor), one * rate, rtol=1e-6)), None)

    def _penalties(self, leaf: str, text: str) -> list[str]:
        """The terms `c * W` in what makes the gradient of `W`, as what they are the gradients of."""
        name, found = claimed_part(text), []
        for node in (one for statement in self.block for one in walk(statement)):
            for one in assigned(node):
                if ast.unparse(one.target) != name:
                    continue
                value = one.value if not one.is_in_place else added(one)
                for term in _terms(value) if value is not None else ():
                    if isinstance(term, ast.BinOp) and isinstance(term.op, ast.Mult):
                        for part, other in ((term.left, term.right), (term.right, term.left)):
                            written = ast.unparse(part)
                            if written == leaf or (isinstance(part, ast.Subscript) and ast.unparse(part.value) == leaf):
                                found.append(f"0.5 * ({ast.unparse(other)}) * {self.np}.sum({written} ** 2)")
        return found

    def _vanishes(self, one: Assumed) -> bool:
        """Are all the claims zero once the difference is, or what the penalties make? Then nothing else goes into them."""
        rest = self.tried(replace(one.reading.candidate, text=one.extra.removeprefix(" + "))).tried if one.extra else None
        residual = next((residual for residual in self.residuals if one.base.place in residual.places), None)
        places = [] if residual is None else residual.places
        return vanishes(one.reading, places, self.reader, {} if rest is None else rest[0].true)


def _are_equal(one: Any, other: Any) -> bool:
    """Is a loss the same number at a point, whatever of it is held?"""
    values = [at.returned[0] if isinstance(at.returned, tuple) else at.returned for at, _claims in (one, other)]
    return all(map(is_float, values)) and agree(*values)


def _are_same(one: Reading, other: Reading) -> bool:
    """Are both losses the same, however they are written?"""
    if one.tried is None or other.tried is None or one.tried[1].keys() != other.tried[1].keys():
        return False
    return all(agree(one.tried[0].true[name], other.tried[0].true[name]) for name in one.tried[1])


def _constants(block: Sequence[ast.stmt]) -> set[float]:
    """The numbers that stand in steps."""
    made = [one for statement in block for node in walk(statement) for one in assigned(node)]
    steps = [one.value for one in made if added(one) is not None or key_of(one.target).startswith(STEP)]
    parts = [node.value for one in steps for node in ast.walk(one) if isinstance(node, ast.Constant)]
    return {abs(value) for value in parts if isinstance(value, float)}


def _weighed(weight: float, text: str) -> str:
    """A multiple of something, as people write it.

    >>> _weighed(0.5, "sum(e)"), _weighed(0.125, "sum(e)"), _weighed(1.0, "sum(e)")
    ('0.5 * sum(e)', 'sum(e) / 8', 'sum(e)')
    """
    size = 1 / weight
    if weight == 1:
        return text
    return f"{text} / {round(size)}" if size > 2 and np.isclose(size, round(size)) else f"{weight:.4g} * {text}"


def _is_number(value: Any) -> bool:
    return is_float(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iub") or type(value) is int


def _terms(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _terms(value.left)
        yield from _terms(value.right)
    else:
        yield value
