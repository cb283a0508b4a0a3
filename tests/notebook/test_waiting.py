"""What is being done, below a cell: in tqdm's line where it is installed, never in JSON."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from IPython.utils.capture import capture_output
from tqdm import tqdm
from tqdm.notebook import tqdm as notebook_tqdm

from whygrad import progress
from whygrad.notebook import waiting
from whygrad.notebook.waiting import FORMAT, Bar
from whygrad.reports.words import words
from whygrad.text import Text

WRONG = "x = 3.0\ny = x * x * x\ndx = 3 * x"
SEARCH = Text("looking for the mistake")


def test_the_line_says_what_is_done(shell):
    out = StringIO()
    bar = tqdm(total=None, file=out, bar_format=FORMAT, mininterval=0)
    with bar, progress.listening(Bar(words("pt-BR"), bar, shell)), progress.doing(SEARCH):
        progress.tick()
    assert "procurando o erro, 1 mudança tentada" in out.getvalue()


def test_a_widget_is_displayed_though_the_cell_is_muted_and_only_once_it_takes_long(shell):
    for moment, shown in ((0.0, 1), (3600.0, 0)):
        with capture_output() as notebook, notebook_tqdm(total=None, display=False, bar_format=FORMAT) as bar:
            own = Bar(words("en"), bar, shell, moment)
            with capture_output() as muted, progress.listening(own), progress.doing(SEARCH):
                progress.tick()
        assert (len(notebook.outputs), len(muted.outputs)) == (shown, 0)
        assert "looking for the mistake" in " ".join(bar.container.children[-1].value.split())


def test_a_cell_is_looked_at_with_it_and_without_it(run, monkeypatch):
    told: list[str] = []
    changed = Bar.changed
    monkeypatch.setattr(Bar, "changed", lambda own, doing: (told.extend(map(own.words.say, doing)), changed(own, doing))[0])
    assert "✗ dx" in run(f"%%whygrad --lang en\n{WRONG}").text
    assert "looking for the mistake" in told
    told.clear()
    assert '"verdict": "wrong"' in run(f"%%whygrad --format json\n{WRONG}").stdout
    assert told == []
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert "✗ dx" in run(f"%%whygrad --lang en\n{WRONG}").text
    assert told == []


def test_nothing_is_left_where_nobody_looks(run, monkeypatch):
    monkeypatch.setattr(waiting, "MOMENT", 0.0)
    found = run(f"%%whygrad --lang en\n{WRONG}")
    assert "looking for" not in found.text


@pytest.mark.parametrize("cell", [WRONG, "x = 2.0\ny = x * x\ndx = 2 * x"])
def test_listeners_are_gone_afterwards(run, cell):
    run(f"%%whygrad\n{cell}")
    assert progress._DOING.listeners == []
    assert progress._DOING.texts == []
