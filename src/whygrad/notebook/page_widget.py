"""The page as a widget of a notebook: the page's own modules in one, and an element that they work in."""

from __future__ import annotations

import re
import uuid
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

    #: What is shown where no widget runs, by its kind: GitHub, say, shows the HTML.
    still: dict[str, str] = {}  # noqa: RUF012 - given anew, never written into

    def _ipython_display_(self) -> None:
        """Two outputs: what needs no script, and the widget, which hides it. Of one output with both, a page that was made of the
        notebook, read offline, shows the widget, which is nothing.
        """
        from IPython.display import display

        if self.still:
            self.instead = uuid.uuid4().hex
            html = f'<div data-whygrad="{self.instead}">{self.still["text/html"]}</div>'
            display({**self.still, "text/html": html}, raw=True)  # type: ignore[no-untyped-call]
        display({**_data(super()._repr_mimebundle_()), "text/plain": ""}, raw=True)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """For what shows the widget's output itself (another widget that holds it, say): there is one place for both."""
        return {**_data(super()._repr_mimebundle_(**options)), "text/plain": "", **self.still}


def _data(bundle: Any) -> dict[str, Any]:
    found = bundle[0] if isinstance(bundle, tuple) else bundle
    return found or {}
