"""A cell that is run in the notebook as it would be without the magic; what it raises is told, and not thrown."""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Iterator
from typing import Any

from whygrad.tracing.source import tree_of


def run(shell: Any, cell: str) -> BaseException | None:
    """Run a cell; the exception that ended it, if any. One that is no Python is left to the report."""
    if tree_of(shell.transform_cell(cell)) is None:
        return None
    before = shell.custom_exceptions, shell.CustomTB
    shell.set_custom_exc((Exception,), lambda *_raised, **_more: None)  # the report has it, with the line and the reason
    try:
        result = shell.run_cell(cell, store_history=False)
    finally:
        shell.custom_exceptions, shell.CustomTB = before
    stopped: BaseException | None = result.error_before_exec or result.error_in_exec
    return stopped


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """While a cell is looked at, it runs several times: what it prints, displays, draws or takes from a generator of random numbers
    is of no consequence for the notebook."""
    from IPython.utils.capture import capture_output

    numpy, pyplot = sys.modules.get("numpy"), sys.modules.get("matplotlib.pyplot")
    drawn = random.getstate(), numpy.random.get_state() if numpy is not None else None
    figures = set(pyplot.get_fignums()) if pyplot is not None else set()
    try:
        with capture_output():
            yield
    finally:
        random.setstate(drawn[0])
        if numpy is not None:
            numpy.random.set_state(drawn[1])
        if pyplot is not None:
            for figure in set(pyplot.get_fignums()) - figures:
                pyplot.close(figure)
