"""whygrad in a notebook: `%load_ext whygrad`, then `%%whygrad` on top of a cell. It needs the extra `whygrad[notebook]`.

In marimo, or wherever there are no magics: `from whygrad.notebook import widget`, and `widget(whygrad.check(...))`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whygrad.text import _

if TYPE_CHECKING:
    from whygrad.notebook.page_widget import PageWidget
    from whygrad.reports.circuit import Circuit
    from whygrad.reports.report import Report

__all__ = ["NoWidget", "load_ipython_extension", "widget"]

NO_WIDGET = _("To show a widget I need the library anywidget, which isn't installed.")
HOW_TO_INSTALL = _("Install it with: pip install 'whygrad[notebook]'")


class NoWidget(ImportError):
    """The library that shows widgets isn't installed; the message says how to get it."""


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext whygrad` calls (it finds it in `whygrad` itself): the magics are there from now on."""
    from whygrad.notebook.magics import WhygradMagics

    shell.register_magics(WhygradMagics)


def widget(found: Report | Circuit) -> PageWidget:
    """The page of a report, or of a circuit, as a widget: to step through, open and close, within the notebook.

    Raises NoWidget or NoPicture, ImportErrors both, if a library that it needs isn't installed, and ValueError if there is no circuit.

    >>> import whygrad
    >>> "circuit-title" in widget(whygrad.show("x = 3.0\\ny = x * x\\n")).page
    True
    """
    try:
        from whygrad.notebook.page_widget import PageWidget
    except ImportError:
        raise NoWidget(" ".join(map(found.words.say, (NO_WIDGET, HOW_TO_INSTALL)))) from None
    from whygrad.notebook.showing import still

    made = PageWidget(page=found.fragment())
    made.still = still(found)
    return made
