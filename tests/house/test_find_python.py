"""`make setup` takes the first Python that will do, and where there is none says how to get one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools/find-python"
SH = shutil.which("sh")

pytestmark = pytest.mark.skipif(SH is None, reason="make's recipes need a POSIX shell")


def python(folder: Path, name: str, version: tuple[int, int], *, complete: bool = True) -> Path:
    """A Python of another version: this one, told to say so, and to have no ensurepip if it is not complete."""
    path = folder / name
    missing = "" if complete else "sys.modules['ensurepip'] = None; "
    path.write_text(f'#!{SH}\nexec "{sys.executable}" -c "import sys; sys.version_info = {version}; {missing}exec(sys.argv[1])" "$2"\n')
    path.chmod(0o755)
    return path


def found(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The script, where only the Pythons of this folder are on the path."""
    assert SH is not None
    return subprocess.run([SH, SCRIPT], env={"PATH": str(folder), **environment}, capture_output=True, text=True, check=False)


def test_the_first_that_will_do_is_taken(tmp_path: Path) -> None:
    python(tmp_path, "python3", (3, 9))
    python(tmp_path, "python3.12", (3, 12), complete=False)
    python(tmp_path, "python3.11", (3, 11))
    assert found(tmp_path).stdout == "python3.11\n"


def test_a_chosen_one_is_taken_and_no_other(tmp_path: Path) -> None:
    python(tmp_path, "python3", (3, 12))
    chosen = python(tmp_path, "my python", (3, 13))
    assert found(tmp_path, PYTHON=str(chosen)).stdout == f"{chosen}\n"
    assert found(tmp_path, PYTHON=str(tmp_path / "no such python")).returncode == 1


def test_without_any_it_says_how_to_get_one(tmp_path: Path) -> None:
    done = found(tmp_path)
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr


def test_one_that_is_too_old_is_named(tmp_path: Path) -> None:
    python(tmp_path, "python3", (3, 9))
    assert "too old: python3 is 3.9" in found(tmp_path).stderr


def test_one_without_ensurepip_is_named_with_the_package_that_brings_it(tmp_path: Path) -> None:
    python(tmp_path, "python3", (3, 11), complete=False)
    done = found(tmp_path)
    assert done.returncode == 1
    assert "Python 3.11 is here, but without" in done.stderr
    assert "apt install python3.11-venv" in done.stderr
