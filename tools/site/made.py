"""A page, or a file beside the pages, that the build makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """`path` is below the folder of the sources, as a link would say it."""

    path: str
    content: str
