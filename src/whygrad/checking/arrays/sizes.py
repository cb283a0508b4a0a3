"""Sizes that a change puts in: of which array, where several have an axis of that size? And which one, where a bare number stands?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice, product

import numpy as np

from whygrad.checking.arrays.scope import Atom, Scope
from whygrad.checking.arrays.stages import Proposal

#: How the size of an axis is written; and a number that may be made of one.
_SIZE = re.compile(r"(?<![\w.])(?P<array>[A-Za-z_][\w.]*)\.shape\[(?P<axis>\d)\]")
_SHAPED = re.compile(r"\b(?:zeros|ones|arange|broadcast_to|reshape)\([^()]*(?:\([^()]*)?(?<![\w.])(?:[3-9]|\d{2,})(?![\w.])")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_NUMBER = re.compile(r"(?<![\w.])(?<!\*\* )(?<!\*\*)(?:\d+\.\d+(?:e-?\d+)?|1\.0 / \d+|[3-9]|\d{2,})(?![\w.])")
#: Other ways to write the sizes of one change that are tried.
MOST = 8
#: Digits of a number that may be anything.
PLAIN = 6


def speaks_of_sizes(proposal: Proposal) -> bool:
    """Is a size put in, which may be that of another axis by chance, or another whole number?"""
    candidate = proposal.candidate
    texts = [candidate.text, *(text for _node, text in candidate.more)]
    if candidate.kind == "compose" or any(word in text for text in texts for word in (".shape", "len(", ".size")):
        return True
    whole = {atom.text for atom in proposal.scope.atoms if atom.shape == () and isinstance(atom.value, int | np.integer)}
    return any(re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text) for name in whole for text in texts)


def has_bare_number(proposal: Proposal, literals: Collection[float]) -> bool:
    """Does a gradient that is written anew hold a number that the program doesn't: made of a size, most likely?"""
    found = _NUMBER.findall(proposal.candidate.text) if proposal.candidate.kind == "compose" else ()
    is_shaped = _SHAPED.search(proposal.candidate.text) is not None and found != ()
    return is_shaped or any("/" in number or (len(number) > PLAIN and float(number) not in literals) for number in found)


def with_other_sizes(proposal: Proposal) -> Iterator[Proposal]:
    """The same change with sizes that are equal here in the place of those that it puts in."""
    candidate, atoms = proposal.candidate, [atom for atom in proposal.scope.atoms if atom.shape and _NAME.fullmatch(atom.text)]
    is_whole = candidate.kind == "compose"
    changes = _for_numbers(candidate.text, atoms, proposal.scope) if is_whole else _of_other_arrays(candidate.part or candidate.text, atoms)
    for change in islice(changes, MOST):
        texts = {}
        for name in ("text", "new", "part"):
            made = getattr(candidate, name)
            for old, new in change:
                made = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w.])", new, made)
            texts[name] = made
        yield replace(proposal, candidate=replace(candidate, **texts))


Change = tuple[tuple[str, str], ...]


def _of_other_arrays(text: str, atoms: list[Atom]) -> Iterator[Change]:
    """One size that stands in a text, each time as that of another axis."""
    shapes = {atom.text: atom.shape for atom in atoms}
    for found in _SIZE.finditer(text):
        axis, own = int(found["axis"]), shapes.get(found["array"], ())
        for atom in atoms if axis < len(own) else ():
            for other, size in enumerate(atom.shape):
                if size == own[axis] and (atom.text, other) != (found["array"], axis):
                    yield ((found[0], f"{atom.text}.shape[{other}]"),)


def _for_numbers(text: str, atoms: list[Atom], scope: Scope) -> Iterator[Change]:
    """The numbers that stand in a text, made of sizes: one over it, its root, one over that."""
    sizes = {int(atom.value): atom.text for atom in scope.sizes if isinstance(atom.value, int | np.integer)}
    for atom in atoms:
        for axis, size in enumerate(atom.shape):
            sizes.setdefault(size, f"{atom.text}.shape[{axis}]")
    for atom in atoms:
        sizes.setdefault(int(np.prod(atom.shape)), f"{atom.text}.size")
    made: dict[str, list[str]] = {}
    for number in dict.fromkeys(_NUMBER.findall(text)):
        value = 1.0 / float(number.rpartition(" ")[2]) if "/" in number else float(number)
        options = [written for size, one in sizes.items() for written in _ways(one, size, value)]
        if options and value not in (1.0, 2.0):
            made[number] = options + [number] * (len(number) == 1)  # or a number of the formula
    yield from (tuple(zip(made, some, strict=True)) for some in product(*made.values()) if made)


def _ways(written: str, size: int, value: float) -> Iterator[str]:
    """This number as a size, its root, twice these, or one over them."""
    for factor, ahead in ((1.0, ""), (2.0, "2 * ")):
        for of, behind in ((size, written), (size**0.5, f"np.sqrt({written})")):
            if size > 1 and abs(value - factor * of) < 1e-9 * value:
                yield f"({ahead}{behind})" if ahead else behind
            if size > 1 and abs(value * of - factor) < 1e-9 * factor:
                yield f"({factor:.1f} / {behind})"
