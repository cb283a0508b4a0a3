"""Tables of expressions, as the modules of steps keep them."""

from __future__ import annotations

import re

_INDEX_LIST = re.compile(r"L(\[[^\[\]]*\])")


def templates(text: str) -> tuple[str, ...]:
    """The expressions in a table: several on a line, with bars between."""
    return tuple(part.strip() for line in text.strip().splitlines() for part in line.split(" | "))


def both(template: str, **fields: object) -> tuple[str, str]:
    """An entry as NumPy and as JAX. `L[0, 1]` is a list as an index, which JAX doesn't take; all else that differs stands after `=>`."""
    numpy, _, jax = template.format(**fields).partition(" => ")
    return _INDEX_LIST.sub(r"\1", numpy), _INDEX_LIST.sub(r"np.array(\1)", jax or numpy)
