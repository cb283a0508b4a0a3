"""Python's code of what was written, kept for the next process: to make it of a long text takes Python longer than to write the text.

What is kept is found by the whole text and by all that the code depends on besides, the version of Python; so it can't be old.
It is kept in a folder that belongs to the user alone (`WHYGRAD_CACHE` names another, or "off"): whoever may write there
could have their own code run, so a folder or a file that others may write to, or that is another user's, is not looked
at. A file that is cut off or damaged is told by its digest, and made anew. Processes that write at once write the same,
each beside, and move it to its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import stat
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from types import CodeType

#: Shorter texts are compiled sooner than a file is read.
SHORT = 8_000
#: Files that are kept; the oldest go first.
MOST = 500
_FORM = b"whygrad code 1\n"
_OFF = ("off", "0", "no", "")


@lru_cache(maxsize=64)
def code_of(source: str) -> CodeType:
    """The code of a text. The file that it names is called by the text's digest: a traceback finds its lines by that."""
    digest = hashlib.sha256(b"\0".join([source.encode(), sys.version.encode(), importlib.util.MAGIC_NUMBER])).hexdigest()
    file = f"<whygrad compiled {digest[:12]}>"
    folder = _folder() if len(source) >= SHORT else None
    if folder is None:
        return compile(source, file, "exec")
    path = folder / f"{digest}.code"
    found = _read(path)
    if found is None:
        found = compile(source, file, "exec")
        _write(path, found)
    return found


def _folder() -> Path | None:
    """Where it is kept: a folder that is the user's alone; None if nothing is kept, or there is none such."""
    said = os.environ.get("WHYGRAD_CACHE")
    if said is not None and said.strip().lower() in _OFF:
        return None
    try:
        folder = Path(said).expanduser() if said is not None else _usual() / "whygrad"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder.stat()) else None
    except (OSError, RuntimeError):  # no home, no right to write there
        return None


def _usual() -> Path:
    """Where programs keep such things on this system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    said = os.environ.get("XDG_CACHE_HOME", "")
    return Path(said) if os.path.isabs(said) else Path.home() / ".cache"  # the standard has others ignored


def _is_ours(status: os.stat_result) -> bool:
    """Does it belong to this user, and may nobody else write to it? (Windows has a user's own folders guarded.)"""
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _read(path: Path) -> CodeType | None:
    """What is kept there; None if nothing is, or not as it was written."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return None
        with path.open("rb") as stream:
            if not _is_ours(os.fstat(stream.fileno())):
                return None
            data = stream.read()
        digest, kept = data[len(_FORM) : len(_FORM) + 32], data[len(_FORM) + 32 :]
        if not data.startswith(_FORM) or hashlib.sha256(kept).digest() != digest:
            return None
        found = marshal.loads(kept)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return found if isinstance(found, CodeType) else None


def _write(path: Path, code: CodeType) -> None:
    """Keep it; whatever stands in the way, nothing is kept."""
    kept = marshal.dumps(code)
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_FORM + hashlib.sha256(kept).digest() + kept)
            os.replace(beside, path)
        except OSError:
            os.unlink(beside)
            raise
        _thin_out(path.parent)
    except OSError:
        return


def _thin_out(folder: Path) -> None:
    """Remove the oldest files, if there are many."""
    files = [*folder.glob("*.code")]
    if len(files) <= MOST:
        return
    ages = {}
    for file in files:
        with contextlib.suppress(OSError):  # another process may have removed it
            ages[file] = file.stat().st_mtime
    for file in sorted(ages, key=ages.__getitem__)[: len(files) - MOST]:
        with contextlib.suppress(OSError):
            file.unlink()
