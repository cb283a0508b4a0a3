"""Random NumPy programs, whygrad's derivatives beside JAX's, for as long as one likes: `python -m tools.fuzz`.

tests/fuzz makes the programs and compares; here they are counted out by seed, spread over processes, and what became of them is kept
in a file, so that an interrupted run goes on where it was. Seeds that differed are tried again first: the engine may be better by now.
Exit code 1 if any differs. `--seed K` shows one program, and runs it here.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from tests.fuzz.compare import compare
from tests.fuzz.compiled import compare_compiled
from tests.fuzz.draw import FromSeed
from tests.fuzz.generate import program_of
from tests.fuzz.smaller import shrunk
from tests.fuzz.written import compare_written

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".fuzz" / "state.json"
CHUNK = 25  # seeds a worker does before it reports
SHOWN = 5  # differences of a kind
COMPARED = {"": compare, "written": compare_written}
LIFE = 40  # chunks before a worker is replaced: JAX keeps what it has compiled


@dataclass(frozen=True)
class Result:
    """What became of a seed; `what` and `shown` are empty unless there was a difference."""

    seed: int
    discarded: str
    what: str
    shown: str


@dataclass
class State:
    """What is known so far. Seeds mean other programs to another generator, so it belongs to one."""

    generator: str
    start: int
    next: int
    discarded: Counter[str] = field(default_factory=Counter)
    differences: dict[int, Result] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path, start: int | None) -> State:
        """The state that is kept there, if it is of this generator and has the same beginning; else a new one."""
        generator = fingerprint()
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["generator"] == generator and start in {None, kept["start"]}:
                found = {int(seed): Result(**result) for seed, result in kept["differences"].items()}
                return cls(generator, kept["start"], kept["next"], Counter(kept["discarded"]), found)
            print("The generator or the start is another one now: all from the beginning.", flush=True)
        return cls(generator, start or 0, start or 0)

    def save(self, path: Path) -> None:
        """Written beside and moved, so that an interruption leaves the old file or the new one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        kept = vars(self) | {"differences": {seed: vars(result) for seed, result in self.differences.items()}}
        beside.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        beside.replace(path)

    def take(self, result: Result) -> None:
        """Enter a seed's result; one that agrees now is no difference any more."""
        self.differences.pop(result.seed, None)
        if result.what:
            self.differences[result.seed] = result
        elif result.discarded and result.seed >= self.next:
            self.discarded[result.discarded] += 1
        self.next = max(self.next, result.seed + 1)

    def __str__(self) -> str:
        causes = Counter(result.what for result in self.differences.values())
        return (
            f"{self.next - self.start:,} run, {self.discarded.total():,} discarded, {len(self.differences):,} differ"
            f" ({len(causes):,} ways), next seed {self.next:,}"
        )


def fingerprint() -> str:
    """What the generator is, by its text."""
    text = b"".join(path.read_bytes() for path in sorted((ROOT / "tests" / "fuzz").glob("*.py")) if not path.name.startswith("test_"))
    return sha256(text).hexdigest()[:16]


def run(seed: int, backend: str = "") -> Result:
    """One seed. What goes wrong in the generator itself counts as a difference too, so that it is seen."""
    try:
        program = program_of(FromSeed(seed))
        outcome = COMPARED[backend](program) if backend in COMPARED else compare_compiled(program, backend)
    except Exception as error:
        return Result(seed, "", f"the fuzzer itself: {type(error).__name__}: {error}", traceback.format_exc())
    shown = [f"seed {seed}", str(program), *map(str, outcome.differences)]
    return Result(
        seed,
        outcome.discarded,
        outcome.differences[0].what if outcome.differences else "",
        "\n\n".join(shown) if outcome.differences else "",
    )


def run_all(share: tuple[str, list[int], str]) -> list[Result]:
    """A worker's share. A worker that is started later on reads the files anew, and they may have been edited."""
    generator, seeds, backend = share
    if generator != fingerprint():
        raise RuntimeError("the generator has changed during the run: start again")
    return [run(seed, backend) for seed in seeds]


def results(generator: str, seeds: Iterable[int], workers: int, backend: str) -> Iterator[list[Result]]:
    """Chunk by chunk, in order."""
    left = list(seeds)
    chunks = [(generator, left[k : k + CHUNK], backend) for k in range(0, len(left), CHUNK)]
    with get_context("spawn").Pool(workers, maxtasksperchild=LIFE) as pool:
        yield from pool.imap(run_all, chunks)


def many(state: State, path: Path, programs: int, workers: int, backend: str = "") -> int:
    """Run what is left, and say how it goes."""
    again = sorted(state.differences)
    ahead = range(state.next, state.start + programs)
    began, done, seen = time.monotonic(), 0, Counter(result.what for result in state.differences.values())
    print(f"{state}; {len(again):,} to try again, {len(ahead):,} to come", flush=True)
    for chunk in results(state.generator, [*again, *ahead], workers, backend):
        for result in chunk:
            if result.what and result.seed not in state.differences:
                seen[result.what] += 1
                print(_announced(result, seen[result.what]), flush=True)
            state.take(result)
        state.save(path)
        done += len(chunk)
        print(f"{state}; {done / (time.monotonic() - began):.1f} a second", flush=True)
    for what, n in Counter(result.what for result in state.differences.values()).most_common():
        first = min(result.seed for result in state.differences.values() if result.what == what)
        print(f"{n:6,} × {what}, first at --seed {first}")
    for reason, n in state.discarded.most_common():
        print(f"{n:6,} × discarded: {reason}")
    return 1 if state.differences else 0


def _announced(result: Result, times: int) -> str:
    """A difference in full, or in a line if there were many of the kind; the state has all of them in full."""
    if times > SHOWN:
        return f"seed {result.seed}: {result.what}"
    return f"\n{'-' * 100}\n{result.shown}\n{'-' * 100}\n"


def one(seed: int) -> int:
    """Show a program, run it, say what came out; if it differs, say so of the part of it that matters too."""
    program = program_of(FromSeed(seed))
    print(f"{program}\n\nfor JAX:\n{program.text('jax')}", flush=True)
    outcome = compare(program)
    print(outcome.discarded or "\n\n".join(map(str, outcome.differences)) or "the same as JAX's", flush=True)
    if not outcome.differences:
        return 0
    smaller = shrunk(program, outcome.differences[0].what)
    print(f"\n{'-' * 100}\nsmaller:\n\n{smaller}\n", *compare(smaller).differences, sep="\n")
    return 1


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description="Random NumPy programs: whygrad's derivatives beside JAX's.")
    parser.add_argument("--programs", type=int, default=20_000, help="how many seeds from the start (%(default)s)")
    parser.add_argument("--start", type=int, help="the first seed (0, or where the state's run began)")
    parser.add_argument("--state", type=Path, default=STATE, help="the file that keeps what is done (.fuzz/state.json)")
    parser.add_argument("--workers", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--seed", type=int, help="show and run this one only")
    parser.add_argument(
        "--backend",
        choices=("compiled", "jax", "written"),
        default="",
        help="instead: that backend, or the written backward pass, against the run of the graph; XLA takes a second each",
    )
    chosen = parser.parse_args(arguments)
    if chosen.seed is not None:
        return one(chosen.seed)
    path = chosen.state.with_stem(f"{chosen.state.stem}-{chosen.backend}") if chosen.backend else chosen.state
    return many(State.at(path, chosen.start), path, chosen.programs, chosen.workers, chosen.backend)


if __name__ == "__main__":
    sys.exit(main())
