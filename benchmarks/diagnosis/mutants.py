"""Wrong programs in any number, evenly over the mistakes: each known to be wrong, where, and in which way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.diagnosis.operators import Mutation, mutations
from benchmarks.diagnosis.oracle import differs
from benchmarks.diagnosis.source import edited

CORPUS = Path(__file__).parents[2] / "tests" / "corpus" / "arrays" / "right"
SCARCE = 60  # a sort with fewer mutations takes those too that have it as their second name
SPARES = 40  # draws in vain, one after the other, after which a sort of mistakes counts as used up


@dataclass(frozen=True)
class Mutant:
    """A wrong program: for each of its mistakes, the lines at which a finding is right, and the slugs that name it rightly.

    Lines are the same in both texts. `kind` is "generic", "special" or "crash": see `oracle.differs`.
    """

    path: Path
    right: str
    wrong: str
    mistakes: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]
    kind: str


@lru_cache(maxsize=1024)
def _mutations(text: str) -> tuple[Mutation, ...]:
    return tuple(mutations(text))


def _slugs(mutation: Mutation, kind: str) -> tuple[str, ...]:
    """The slugs that remain, now that it's known where the mutant is wrong.

    Ties alone show at special points only; and a mask that is wrong only there has `>=` for `>`, which is as good a convention.
    """
    return tuple(one for one in mutation.slugs if one != ("wrong-mask" if kind == "special" else "ties"))


class _Pool:
    """The programs' mutations by their first slug, each handed out once, in an order that the seed fixes."""

    def __init__(self, paths: list[Path], rng: random.Random) -> None:
        self.texts = {path: path.read_text(encoding="utf-8") for path in paths}
        self.by_slug: dict[str, dict[Path, list[Mutation]]] = {}
        for path, text in self.texts.items():
            for one in _mutations(text):
                self.by_slug.setdefault(one.slugs[0], {}).setdefault(path, []).append(one)
        scarce = {slug for slug, programs in self.by_slug.items() if sum(map(len, programs.values())) < SCARCE}
        for path, text in self.texts.items():
            for one in _mutations(text):
                for slug in scarce & set(one.slugs[1:]):
                    self.by_slug[slug].setdefault(path, []).append(one)
        for programs in self.by_slug.values():
            for some in programs.values():
                rng.shuffle(some)
        self.rng = rng
        self.used: set[Mutation] = set()

    def draw(self, slug: str) -> tuple[Path, Mutation] | None:
        """A mutation of this sort: first a program, then one of its mutations, so that long programs aren't drawn more often."""
        programs = self.by_slug.get(slug, {})
        while programs:
            path = self.rng.choice(list(programs))
            mutation = programs[path].pop()
            if not programs[path]:
                del programs[path]
            if mutation not in self.used:
                self.used.add(mutation)
                return path, mutation
        return None


def _wrong(pool: _Pool, slug: str, seed: int, crashes: bool) -> tuple[Path, Mutation, str] | None:
    """The next mutation of a sort that's wrong."""
    for _ in range(SPARES):
        drawn = pool.draw(slug)
        if drawn is None:
            return None
        path, mutation = drawn
        kind = differs(pool.texts[path], mutation.text, seed)
        if (kind in ("generic", "special") or (kind == "crash" and crashes)) and _slugs(mutation, kind):
            return path, mutation, kind
    return None


def _singles(pool: _Pool, seed: int, crashes: bool) -> Iterator[Mutant]:
    """Round after round over the sorts, until none has any left."""
    live = sorted(pool.by_slug)
    while live:
        for slug in list(live):
            found = _wrong(pool, slug, seed, crashes)
            if found is None:
                live.remove(slug)
                continue
            path, mutation, kind = found
            yield Mutant(path, pool.texts[path], mutation.text, ((mutation.lines, _slugs(mutation, kind)),), kind)


def _partner(pool: _Pool, path: Path, first: Mutation, seed: int) -> tuple[Mutation, str] | None:
    """Another mutation of the same program, in another statement, that's wrong by itself, and the text that has both."""
    text = pool.texts[path]
    others = [one for one in _mutations(text) if one.statement != first.statement and first.statement not in one.lines]
    slugs = sorted({one.slugs[0] for one in others if one.statement not in first.lines})
    for _ in range(min(SPARES, len(others))):
        slug = pool.rng.choice(slugs) if slugs else ""
        some = [one for one in others if one.slugs[0] == slug and one.statement not in first.lines]
        if not some:
            return None
        second = pool.rng.choice(some)
        if differs(text, second.text, seed) != "generic":
            continue
        both = edited(text, first.edits + second.edits)
        if all(differs(one, both, seed) == "generic" for one in (text, first.text, second.text)):
            return second, both
    return None


def _doubles(pool: _Pool, seed: int) -> Iterator[Mutant]:
    for single in _singles(pool, seed, crashes=False):
        if single.kind != "generic":
            continue
        first = next(one for one in _mutations(single.right) if one.text == single.wrong)
        found = _partner(pool, single.path, first, seed)
        if found is not None:
            second, both = found
            pair = sorted((first, second), key=lambda one: one.statement)
            yield Mutant(single.path, single.right, both, tuple((one.lines, _slugs(one, "generic")) for one in pair), "generic")


def generate(seed: int, count: int, doubles: int, directory: Path = CORPUS, *, crashes: bool = False) -> Iterator[Mutant]:
    """At most `count` programs with one mistake, then at most `doubles` with two in different statements.

    They are spread evenly over the sorts of mistakes and, in each, over the programs; the same for the same seed and corpus. What
    raises where the right program doesn't is left out, if not asked for: it needs no diagnosis of a gradient.
    """
    paths = sorted(directory.glob("*.py"))
    for amount, kind in ((count, 0), (doubles, 1)):
        if amount > 0:
            pool = _Pool(paths, random.Random(f"{seed} {kind}"))
            stream = _doubles(pool, seed) if kind else _singles(pool, seed, crashes)
            for mutant, _ in zip(stream, range(amount), strict=False):
                yield mutant
