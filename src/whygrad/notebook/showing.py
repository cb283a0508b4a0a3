"""What is shown below a cell: HTML with a picture, which needs no script, and in its place, where scripts run, the widget."""

from __future__ import annotations

import uuid
from base64 import b64encode
from collections.abc import Callable
from html import escape
from typing import Any, Literal

from whygrad.reports.circuit import Circuit
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.report import Report
from whygrad.reports.svg import described_circuit


def prepared(
    found: Report | Circuit | DerivationReport, picture: Circuit | None, *, interactive: bool, form: Literal["short", "long"] = "long"
) -> Callable[[], None]:
    """Make all that is shown of what was found, and of the circuit beside it; showing it is left for later."""
    from IPython.display import display

    mark = uuid.uuid4().hex
    svg = picture._repr_svg_() if picture is not None else None
    if isinstance(found, DerivationReport):
        html = found.hypertext(form)
    else:
        html = "" if found is picture and svg is not None else found.hypertext()
    if picture is not None and svg is not None:
        html += image(picture, svg)
    bundle = {"text/plain": str(found), "text/html": f'<div data-whygrad="{mark}">{html}</div>'}
    if svg is not None and found is picture:
        bundle["image/svg+xml"] = svg
    page = _page(found, mark) if interactive and svg is not None else None

    def show() -> None:
        display(bundle, raw=True)  # type: ignore[no-untyped-call]
        if page is not None:
            display(page)  # type: ignore[no-untyped-call]

    return show


def still(found: Report | Circuit) -> dict[str, str]:
    """What needs no script, by its kind: the report, or the picture of the circuit."""
    svg = None if isinstance(found, Report) else found._repr_svg_()
    html = image(found, svg) if isinstance(found, Circuit) and svg is not None else found.hypertext()
    return {"text/plain": str(found), "text/html": html}


def image(circuit: Circuit, svg: str) -> str:
    """The picture as an image: its style and its names stay inside of it."""
    assert circuit.scene is not None
    title, described = described_circuit(circuit.scene, circuit.words)
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    alternative = escape(f"{title}. {described}")
    return f'<img src="{address}" alt="{alternative}" style="max-width: 100%">'


def _page(found: Any, mark: str) -> Any:
    try:
        from whygrad.notebook.page_widget import PageWidget

        return PageWidget(page=found.fragment(), instead=mark)
    except ImportError:  # without the extra there is the picture
        return None
