"""Examples in docstrings, set off as code where the site shows them."""

from __future__ import annotations

from typing import Any

import griffe


def fenced(text: str) -> str:
    """A docstring, each session at the prompt in a fence.

    >>> print(fenced("Adds.\\n\\n>>> 1 + 1\\n2"))
    Adds.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    """
    parts = text.split("\n\n")
    return "\n\n".join(f"```pycon\n{part.strip()}\n```" if part.lstrip().startswith(">>>") else part for part in parts)


class Fences(griffe.Extension):
    """Sets the fences while griffe reads the sources."""

    def on_object(self, *, obj: griffe.Object, **_others: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
