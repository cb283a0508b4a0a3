"""The misconceptions, one a file: `PAGES` collects their pages, so that to add a rule is to add a file."""

import importlib
import pkgutil
from collections.abc import Iterator

from whygrad.checking.rules.rule import Page

__all__ = ["PAGES", "find"]


def _pages() -> Iterator[Page]:
    """The page of every module here that has one."""
    for entry in pkgutil.iter_modules(__path__):
        page = getattr(importlib.import_module(f"{__name__}.{entry.name}"), "PAGE", None)
        if isinstance(page, Page):
            yield page


#: All pages by slug, in the order of their codes.
PAGES: dict[str, Page] = {page.slug: page for page in sorted(_pages(), key=lambda page: page.code)}


def find(code_or_slug: str) -> Page | None:
    """The page of a code (in capitals or not) or of a slug (with hyphens or underscores); None if there is none.

    >>> page = find("wg111")
    >>> page is find("wrong-index") is find("wrong_index")
    True
    >>> find("wrong")
    """
    wanted = code_or_slug.strip().lower().replace("_", "-")
    by_code = (page for page in PAGES.values() if page.code.lower() == wanted)
    return PAGES.get(wanted) or next(by_code, None)
