"""The page as a widget of a notebook: the page's own modules in one, and an element that they work in."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from whygrad.reports.html.document import MODULES, asset

WHERE = "const root = document.documentElement;"


@cache
def bundle() -> str:
    """All that runs in the browser, in one module: what the page's modules import from one another stands in the same text.

    `page.js`, which starts as soon as it is imported, becomes a function of the element that holds the page.
    """
    parts = []
    for name in MODULES:
        text = re.sub(r'^import .* from "whygrad/\w+";\n', "", asset(f"{name}.js"), flags=re.MULTILINE)
        text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
        if name == "page":
            before, after = text.split(WHERE)
            text = f"function startPage(root) {{\n{before}{after}\n}}\n"
        parts.append(text)
    return "\n".join([*parts, (files("whygrad.notebook") / "widget.js").read_text(encoding="utf-8")])


class PageWidget(anywidget.AnyWidget):
    """A page, in a notebook; `instead` is the mark of what stands in its place where no script runs."""

    _esm = bundle()
    page = traitlets.Unicode("").tag(sync=True)
    instead = traitlets.Unicode("").tag(sync=True)

    #: What is shown in its own place where no widget runs, by its kind: GitHub, say, shows the HTML.
    still: dict[str, str] = {}  # noqa: RUF012 - given anew, never written into

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Beside the widget, what is shown where there is none: the name of a widget says nothing."""
        found = super()._repr_mimebundle_(**options)
        for data in found if isinstance(found, tuple) else (found,):
            if isinstance(data, dict) and "text/plain" in data:
                data.update({"text/plain": "", **self.still})
        return found
