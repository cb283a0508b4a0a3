"""`python -m benchmarks [tracing] [checking] [candidates] [seed] [arrays] [drawing] [rates] [full]`: run those that are named, or all."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = ("tracing", "checking", "candidates", "seed", "arrays", "drawing", "rates")
#: Those that have a longer form.
LONGER = ("tracing",)


def main(words: list[str]) -> int:
    """Run benchmarks, each imported when its turn comes: not every environment has what all of them need."""
    names = [word for word in words if word != "full"]
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        run = importlib.import_module(f"benchmarks.{name}").main
        run(**({"full": "full" in words} if name in LONGER else {}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
