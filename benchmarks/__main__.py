"""`python -m benchmarks [tracing] [arrays] [seed] [rates] [drawing]`: run the benchmarks that are named, or all."""

from __future__ import annotations

import sys

from benchmarks import arrays, drawing, rates, seed, tracing

BENCHMARKS = {"tracing": tracing.main, "arrays": arrays.main, "seed": seed.main, "rates": rates.main, "drawing": drawing.main}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
