"""The page of results in the docs: each benchmark writes its own part, between two marks, and leaves the others as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "benchmarks.md"


def put(name: str, text: str) -> None:
    """Write a part, in the place of what it was before, or at the end."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    part = f"<!-- {name} -->\n\n{text.strip()}\n\n<!-- end of {name} -->"
    found = re.compile(rf"<!-- {name} -->.*?<!-- end of {name} -->", re.DOTALL)
    after = found.sub(lambda _: part, before) if found.search(before) else f"{before.rstrip()}\n\n{part}\n".lstrip()
    PAGE.write_text(after, encoding="utf-8")


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table."""
    lines = ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    return "\n".join([*lines, *["| " + " | ".join(row) + " |" for row in rows]])
