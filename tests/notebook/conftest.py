"""IPython's own shell, within the process of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


@dataclass
class Ran:
    """What a cell left below it."""

    stdout: str
    stderr: str
    outputs: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """All of it as a person without pictures sees it."""
        return self.stdout + self.stderr + "\n".join(data.get("text/plain", "") for data in self.outputs)

    @property
    def html(self) -> str:
        return "".join(data.get("text/html", "") for data in self.outputs)


Run = Callable[[str], Ran]


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.hist_file = ":memory:"
    made = InteractiveShell.instance(config=config)
    made.run_cell("%load_ext whygrad", store_history=True)
    yield made
    made.history_manager.end_session()
    InteractiveShell.clear_instance()


@pytest.fixture
def run(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a cell."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run_cell(cell: str) -> Ran:
        with capture_output() as captured:
            shell.run_cell(cell, store_history=True)
        return Ran(captured.stdout, captured.stderr, [output.data for output in captured.outputs])

    return run_cell
