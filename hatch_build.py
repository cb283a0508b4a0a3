"""The build hook: a wheel and an editable install both speak every language.

Git holds the catalogues as people edit them (.po); gettext reads them compiled (.mo). The hook compiles before hatchling
collects the files of a wheel; an editable install reads the same .mo files where they stand, beside their sources.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/whygrad/locale/*/LC_MESSAGES/whygrad.po"


def forms(entry: Message) -> tuple[str, ...]:
    """A message's translation, in as many forms as its language has for it; empty strings where there is none yet."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every .po under `root` into the .mo beside it. A message without a translation stays out, and is said in English."""
    compiled = []
    for source in sorted(root.glob(CATALOGUES)):
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        for entry in list(catalogue):
            if entry.id and not all(forms(entry)):
                catalogue.delete(entry.id)  # Babel would compile empty plural forms, and gettext would say nothing
        target = source.with_suffix(".mo")
        unfinished = target.with_suffix(".mo.part")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)  # at once: a program that runs meanwhile reads the old catalogue or the new one, never half of it
        compiled.append(target)
    return compiled


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles the catalogues before a wheel, editable or not, is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files; `version` is "standard" or "editable"."""
        compile_catalogues(Path(self.root))
