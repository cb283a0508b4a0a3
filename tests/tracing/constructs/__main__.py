"""Are the cases themselves fit to measure by? `PYTHONPATH=src:. python -m tests.tracing.constructs [part of a name]`."""

from __future__ import annotations

import sys
import traceback
import warnings

import numpy as np

from tests.tracing.constructs.case import Case
from tests.tracing.constructs.measure import STEP, containers, cotangent_for, directions, every_case, is_float, leaves, plain, slope


def same(a: object, b: object) -> bool:
    """The same containers with the same numbers in them."""
    if containers(a) != containers(b):
        return False
    left, right = leaves(a), leaves(b)
    return all(np.array_equal(left[path], right[path]) for path in left)


def complaints(case: Case) -> list[str]:
    """What is wrong with a case: not deterministic, not finite, not smooth, or nothing to differentiate."""
    first, second = plain(case), plain(case)
    found = []
    if not (same(first.value, second.value) and same(first.args, second.args) and first.printed == second.printed):
        found.append("two runs differ")
    outputs = [leaf for leaf in leaves(first.value).values() if is_float(leaf)]
    if not all(np.all(np.isfinite(leaf)) for leaf in outputs):
        found.append("not finite")
    if not outputs:
        found.append("no floats come out")
    cotangent = cotangent_for(first.value)
    moves = False
    for way in directions(first.args):
        slopes = [slope(case, way, cotangent, step)[0] for step in (STEP, STEP / 2)]
        moves = moves or slopes[0] != 0
        if not abs(slopes[0] - slopes[1]) <= 1e-8 * case.loose * (1 + abs(slopes[0])):
            found.append(f"not smooth: {slopes[0]!r} and {slopes[1]!r}")
            break
    if not moves and not case.name.startswith("steps."):
        found.append("nothing moves")
    return found


def main(wanted: str = "") -> int:
    warnings.simplefilter("error")
    cases = [case for case in every_case() if wanted in case.name]
    bad = 0
    for case in cases:
        try:
            found = complaints(case)
        except Exception:  # a case may fail in any way
            found = [traceback.format_exc().strip().rpartition("\n")[2]]
        if found:
            bad += 1
            sys.stdout.write(f"{case.name}: {'; '.join(found)}\n")
    sys.stdout.write(f"{len(cases)} cases, {bad} unfit\n")
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
