"""What people install speaks Portuguese: the wheel and the editable install, each in a virtual environment of its own.

Nothing is fetched: the two packages are built by the backend itself, and click and rich, with what they declare to need,
are lent by the environment that runs the tests. Anything that whygrad imports without declaring it is missing there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tools.catalogues import catalogue_at, languages
from whygrad.checking.rules.forward_value_for_gradient import PAGE

ROOT = Path(__file__).parents[2]
PARTS = ["pyproject.toml", "hatch_build.py", "LICENSE", "README.md", "src"]
BACKEND = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of what a package is built from, nothing compiled, in a directory with a space in its name."""
    copy = tmp_path_factory.mktemp("a house")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        elif (ROOT / part).exists():
            shutil.copy(ROOT / part, copy)
    return copy


def built(house: Path, kind: str) -> Path:
    """The package that the build backend makes of the house: `build_wheel` or `build_editable`."""
    done = subprocess.run([sys.executable, "-c", BACKEND, kind, str(house / kind)], cwd=house, capture_output=True, text=True, check=True)
    return house / kind / done.stdout.split()[-1]


def needs(name: str, seen: set[str]) -> Iterator[str]:
    """A distribution and all that it needs, extras left out."""
    if name not in seen:
        seen.add(name)
        yield name
        for requirement in distribution(name).requires or ():
            if ";" not in requirement:
                yield from needs(re.split(r"[^\w.-]", requirement, maxsplit=1)[0], seen)


def installed(package: Path, at: Path) -> Path:
    """A new virtual environment with the package in it; its Python."""
    venv.create(at, with_pip=False)
    python = at / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(package)], check=True
    )
    site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(at), "platbase": str(at)}))
    with zipfile.ZipFile(package) as wheel:
        metadata = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
    seen: set[str] = set()
    for requirement in re.findall(r"^Requires-Dist: ([\w.-]+)[^;\n]*$", metadata, re.MULTILINE):
        for name in needs(requirement, seen):
            held = distribution(name)
            for top in {file.parts[0] for file in held.files or () if ".." not in file.parts}:
                (site / top).symlink_to(held.locate_file(top).resolve())
    return python


def said(python: Path, language: str, *arguments: str) -> str:
    """What the installed command prints in a language."""
    command = [str(python.parent / "whygrad"), *arguments, "--lang", language]
    done = subprocess.run(command, cwd=python.parent, capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False)
    assert not done.stderr
    return done.stdout


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("kind", ["build_wheel", "build_editable"])
def test_an_installed_whygrad_speaks_portuguese(house: Path, kind: str, tmp_path: Path) -> None:
    python = installed(built(house, kind), tmp_path / "fresh venv")
    title = catalogue_at(languages()["pt_BR"], "pt_BR").get(PAGE.title).string
    assert title
    assert title in one_line(said(python, "pt-BR", "explain", PAGE.code))
    assert PAGE.title in one_line(said(python, "en", "explain", PAGE.code))
    seed = str(ROOT / "examples/seed/neuron.py")
    assert one_line(said(python, "pt-BR", "check", seed)) != one_line(said(python, "en", "check", seed))


def test_the_wheel_has_what_people_need_and_nothing_else(house: Path) -> None:
    with zipfile.ZipFile(built(house, "build_wheel")) as wheel:
        names = set(wheel.namelist())
    assert {name for name in names if name.endswith(".mo")} == {
        f"whygrad/locale/{language}/LC_MESSAGES/whygrad.mo" for language in languages()
    }
    assert "whygrad/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    outside = {name for name in names if not name.startswith(("whygrad/", "whygrad-0."))}
    assert not outside
    assert {name for name in names if name.endswith((".po", ".pot", ".pyc")) or "/." in name} == set()
