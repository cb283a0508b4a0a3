"""Drawing: how long it takes to set the scene, to lay it out, and to write the picture."""

from __future__ import annotations

from benchmarks.measure import median, table

TIMES = 5

#: How many things are seen, and how many milliseconds their layout may take.
SIZES = {40: None, 150: 50, 1000: 500}


def program(gates: int) -> str:
    """A net of scalars: each gate takes two numbers from among the last ones, as in layers of ten."""
    rows = ["import math", *[f"x{number} = {0.1 * number + 0.1:.1f}" for number in range(10)]]
    names = [f"x{number}" for number in range(10)]
    for number in range(gates - 10):
        a, b = names[-10 + number * 7 % 10], names[-1 - number * 3 % 10]
        names.append(f"y{number}")
        rows.append(f"y{number} = math.sin({a})" if number % 5 == 4 else f"y{number} = {a} {'+*-'[number % 3]} {b}")
    return "\n".join([*rows, f"out = {' + '.join(names[-10:])}"]) + "\n"


def main() -> None:
    from whygrad.drawing.layout import Block, laid_out
    from whygrad.drawing.scene import scene
    from whygrad.drawing.wiring import Wiring, wired
    from whygrad.reports.svg import picture
    from whygrad.reports.words import words

    rows = []
    for size, allowed in SIZES.items():
        wiring = wired(program(size - 9))
        assert isinstance(wiring, Wiring)
        seen = scene(wiring, (), 0, 10 * size)
        blocks = [Block(110.0, 40.0) for _ in seen.things]
        links = [(wire.source, wire.target) for wire in seen.wires]
        rows.append(
            [
                f"{len(seen.things)} things, {len(seen.wires)} wires",
                f"{median(lambda size=size: wired(program(size - 9)), TIMES) * 1e3:.0f} ms",  # type: ignore[misc]
                f"{median(lambda wiring=wiring, size=size: scene(wiring, (), 0, 10 * size), TIMES) * 1e3:.0f} ms",  # type: ignore[misc]
                f"{median(lambda blocks=blocks, links=links: laid_out(blocks, links), TIMES) * 1e3:.0f} ms",  # type: ignore[misc]
                "-" if allowed is None else f"{allowed} ms",
                f"{median(lambda seen=seen: picture(seen, words('en')), TIMES) * 1e3:.0f} ms",  # type: ignore[misc]
            ]
        )
    table("Drawing a circuit", ["seen", "run and read", "scene", "layout", "reach", "whole picture"], rows)
