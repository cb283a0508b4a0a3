"""What is kept of compiled code between processes: used if it is whole and the user's own, made anew if not."""

from __future__ import annotations

import marshal
import multiprocessing
import os
import stat
import sys
from pathlib import Path
from types import CodeType

import numpy as np
import pytest

import whygrad
from whygrad.executing import kept

LONG = "def f(x):\n" + "".join(f"    x = x + {k}\n" for k in range(1000)) + "    return x\n"
SUM = sum(range(1000))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WHYGRAD_CACHE", str(tmp_path / "kept"))
    kept.code_of.cache_clear()
    return tmp_path / "kept"


def value_of(source: str = LONG) -> int:
    """What the code gives, as a process would that hasn't met the text yet."""
    kept.code_of.cache_clear()
    space: dict[str, object] = {}
    exec(kept.code_of(source), space)
    return space["f"](0)  # type: ignore[operator, no-any-return]


def test_a_long_text_is_kept_in_a_folder_of_ones_own_and_read_from_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert value_of() == SUM
    (file,) = folder.iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700 and stat.S_IMODE(file.stat().st_mode) == 0o600
    monkeypatch.setattr(kept, "_write", lambda *_: pytest.fail("it was made anew"))
    assert value_of() == SUM


def test_a_short_text_is_not_kept(folder: Path) -> None:
    assert value_of("def f(x):\n    return x + 1\n") == 1
    assert not folder.exists()


@pytest.mark.parametrize("text", ["off", "0", "", " Off "])
def test_it_can_be_turned_off(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("WHYGRAD_CACHE", text)
    monkeypatch.setattr(kept, "_write", lambda *_: pytest.fail("it was kept"))
    assert value_of() == SUM


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:50],
        lambda data: data[:-1],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"another form\n" + data,
        lambda data: data[:15] + kept.hashlib.sha256(marshal.dumps(3)).digest() + marshal.dumps(3),
    ],
)
def test_what_is_damaged_is_made_anew(folder: Path, damage: object) -> None:
    assert value_of() == SUM
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))  # type: ignore[operator]
    assert value_of() == SUM
    assert file.read_bytes() == whole


def test_another_text_or_another_python_is_another_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert value_of() == SUM
    assert value_of(LONG.replace("x + 999", "x + 1000")) == SUM + 1
    monkeypatch.setattr(sys, "version", "another")
    assert value_of() == SUM
    assert len([*folder.iterdir()]) == 3


@pytest.mark.skipif(os.name != "posix", reason="the rights of files are those of POSIX")
def test_what_others_may_write_to_is_not_trusted(folder: Path) -> None:
    other = b"x = 0\ndef f(x):\n    return -1\n"
    assert value_of() == SUM
    (file,) = folder.iterdir()
    wrong = marshal.dumps(compile(other, "<x>", "exec"))
    file.write_bytes(kept._FORM + kept.hashlib.sha256(wrong).digest() + wrong)
    assert value_of() == -1  # it is the user's own, and whole: that is what is trusted
    file.chmod(0o666)
    assert value_of() == SUM
    file.write_bytes(kept._FORM + kept.hashlib.sha256(wrong).digest() + wrong)
    folder.chmod(0o777)
    assert value_of() == SUM


@pytest.mark.parametrize("what", ["a file in the place of the folder", "a folder that can't be made"])
def test_where_nothing_can_be_kept_it_works_without(folder: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    folder.write_text("not a folder", encoding="utf-8")
    if what != "a file in the place of the folder":
        monkeypatch.setenv("WHYGRAD_CACHE", str(folder / "below"))
    assert value_of() == SUM


def test_the_oldest_go_when_there_are_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    for k in range(5):
        assert value_of(f"{LONG}# {k}\n") == SUM
        for age, file in enumerate(sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)):
            os.utime(file, ns=(age, age))
    assert len([*folder.iterdir()]) == 3


def _many(folder: str, turns: int) -> int:
    os.environ["WHYGRAD_CACHE"] = folder
    found = 0
    for k in range(turns):
        found += value_of(f"{LONG}# {k % 5}\n") == SUM
        if k % 7 == 0:
            for file in Path(folder).glob("*.code"):
                file.write_bytes(file.read_bytes()[:100])  # as an interrupted process of old might have left it
    return found


def test_processes_that_write_at_once_leave_each_other_alone(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.starmap(_many, [(str(folder), 20)] * 3) == [20] * 3
    assert not [*folder.glob(".new-*")]


def test_a_compiled_function_gives_the_same_with_it_and_a_traceback_shows_its_lines(folder: Path) -> None:
    def f(x):  # type: ignore[no-untyped-def]
        for k in range(200):
            x = np.sin(x) * (1.0 + k)
        return np.sum(x)

    x = np.ones(3)
    expected = whygrad.grad(f)(x)
    for _ in range(2):
        kept.code_of.cache_clear()
        fast = whygrad.compile(f, x)
        np.testing.assert_allclose(fast.grad(x), expected)
    assert isinstance(kept.code_of(fast.source), CodeType) and len([*folder.iterdir()]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    value_of(LONG)
    [file] = folder.glob("*.code")
    file.unlink()
    os.mkfifo(file)
    kept.code_of.cache_clear()
    assert value_of(LONG) == SUM


def test_a_folder_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("WHYGRAD_CACHE", "~/codes")
    kept.code_of.cache_clear()
    value_of(LONG)
    assert len([*(tmp_path / "codes").glob("*.code")]) == 1
