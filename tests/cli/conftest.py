import pytest

from tests.reports.conftest import portuguese  # noqa: F401 - a fixture

RIGHT = "x = 3.0\ny = x * x\ndx = 2 * x\n"
WRONG = "x = 3.0\ny = x * x\ndx = 2 * y\n"
UNKNOWN = "x = 3.0\ny = x * x\n"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """English, no colour, 80 columns, whatever the machine has."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "WHYGRAD_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to be in, with a right, a wrong and an empty-handed program."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("right.py", RIGHT), ("wrong.py", WRONG), ("unknown.py", UNKNOWN)):
        (tmp_path / name).write_text(text)
    return tmp_path
