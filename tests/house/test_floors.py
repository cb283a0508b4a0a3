"""The floors hold: the contracts are kept as the sources stand, and an import that runs back up would be seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the house at `root`."""
    code = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as main; main(['--no-cache'])"
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources, to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_floors_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("gates/table.py", "import whygrad.graph"),
        ("tracing/traced.py", "from whygrad.autodiff import reverse"),
        ("autodiff/reverse.py", "def late():\n    import whygrad.checking.report"),
        ("checking/report.py", "import gettext"),
        ("attic.py", "'''A room without a floor.'''"),
    ],
)
def test_an_import_that_runs_back_is_seen(copy: Path, file: str, line: str) -> None:
    with (copy / "src/whygrad" / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    assert lint_imports(copy).returncode == 1
