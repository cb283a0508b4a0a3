"""The world as a program under watch finds it: real in the first run, played back, or deaf, in every later one.

A check runs a program many times. Only the first run may print, write, wait, or speak to another machine; a later one
is told again what the first was told (clock, random draws, files, answers of other programs), and what it would do to
the world is not done. A program can reach little of the world before it imports something, so most of this waits for
the first import.

Not played back, for want of a place to stand in: `datetime.now()`, `random.Random()` without a seed, `os.open`.
"""

from __future__ import annotations

import io
import os
import random
import sys
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from whygrad.tracing.stops import Refused

#: Files up to this size are kept for later runs; larger ones, and devices, are opened anew.
LARGEST_FILE = 1 << 26
#: Seconds that the program's own threads get to end in, once its main thread has.
PATIENCE = 2.0
#: Seconds for which Python leaves a thread alone that doesn't wait for anything: threads so take turns, the same in every run.
NO_SWITCH = 1000.0

Replace = Callable[["World", Any], Any]


@dataclass
class World:
    """What a program was told by the world: recorded in the first run, played back in every later one."""

    first: bool = True
    active: bool = False
    random_state: Any = None
    environment: dict[str, str] = field(default_factory=dict)
    modules: dict[str, ModuleType] = field(default_factory=dict)
    memory_limit: int = 0
    answers: dict[Hashable, list[tuple[Any, Exception | None]]] = field(default_factory=dict)
    positions: Counter[Hashable] = field(default_factory=Counter)

    def ask(self, key: Hashable, call: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        """The world's answer: what `call` gives in the first run, the same again in a later one.

        A later run that asks more often than the first did hears the last answer again, or `otherwise` if there is none.
        """
        if not self.active:
            return call()
        if self.first:
            return self._recorded(self.answers.setdefault(key, []), call)
        told = self.answers.get(key)
        if not told:
            return otherwise()
        position = min(self.positions[key], len(told) - 1)
        self.positions[key] += 1
        answer, error = told[position]
        if error is not None:
            raise error
        return answer

    @staticmethod
    def _recorded(told: list[tuple[Any, Exception | None]], call: Callable[[], Any]) -> Any:
        try:
            answer = call()
        except Exception as error:
            told.append((None, error))
            raise
        told.append((answer, None))
        return answer


def _told(name: str, default: Any = None) -> Replace:
    """A question to the world."""

    def replace(world: World, original: Any) -> Any:
        return lambda *values, **options: world.ask(name, lambda: original(*values, **options), lambda: default)

    return replace


def _done_once(world: World, original: Any) -> Any:
    """A deed: done in the first run only. What it gives back is the place that was acted on, as `shutil` does."""

    def deed(*values: Any, **options: Any) -> Any:
        if world.first or not world.active:
            return original(*values, **options)
        return values[1] if len(values) > 1 else None

    return deed


def _never(world: World, original: Any) -> Any:
    """A deed that no run does: it would wait for a person, end the process, or speak past the run."""
    return lambda *values, **options: None if world.active else original(*values, **options)


def _sleep(world: World, original: Any) -> Any:
    def sleep(seconds: Any, /) -> None:
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        original(0 if world.active else seconds)  # the program's other threads get their turn

    return sleep


def _exit(world: World, original: Any) -> Any:
    def exit_(code: Any) -> None:
        if world.active:
            raise SystemExit(code)
        original(code)

    return exit_


def _refused(world: World, original: Any) -> Any:
    """A second process would be a second whygrad."""

    def refuse(*values: Any, **options: Any) -> Any:
        if world.active:
            raise Refused("process")
        return original(*values, **options)

    return refuse


def _seed(world: World, original: Any) -> Any:
    def seed(a: Any = None, version: int = 2) -> None:
        """Without a seed of the program's own, draw one that later runs get again."""
        number = a if a is not None else world.ask("seed", lambda: random.SystemRandom().getrandbits(64), lambda: 0)
        original(number.value if hasattr(number, "graph") else number, version)

    return seed


def _system(world: World, original: Any) -> Any:
    def system(command: Any) -> int:
        import subprocess

        def call() -> int:
            return subprocess.call(command, shell=True, stdout=subprocess.DEVNULL) << 8

        return int(world.ask("system", call, lambda: 0)) if world.active else int(original(command))

    return system


def _popen(world: World, original: Any) -> Any:
    def popen(command: str, *values: Any, **options: Any) -> Any:
        def call() -> str:
            with original(command, *values, **options) as answer:
                return str(answer.read())

        return io.StringIO(world.ask("popen", call, lambda: ""))

    return popen


def _process(world: World, original: Any) -> Any:
    class Popen(original):  # type: ignore[misc]
        """A process whose prints stay off the screen, and which later runs don't start."""

        def __init__(self, args: Any, *values: Any, **options: Any) -> None:
            self.muted = world.active and not world.first
            if self.muted:
                self.args, self.returncode, self.pid = args, 0, 0
                self._child_created = False
                self.stdin, self.stdout, self.stderr = io.BytesIO(), io.BytesIO(), io.BytesIO()
            else:
                if world.active and len(values) < 4:
                    options.setdefault("stdout", -3)  # subprocess.DEVNULL
                super().__init__(args, *values, **options)

        def communicate(self, *values: Any, **options: Any) -> Any:
            return (b"", b"") if self.muted else super().communicate(*values, **options)

        def wait(self, *values: Any, **options: Any) -> Any:
            return 0 if self.muted else super().wait(*values, **options)

        def poll(self) -> Any:
            return 0 if self.muted else super().poll()

    return Popen


def _downloaded(world: World, original: Any) -> Any:
    def urlopen(url: Any, *values: Any, **options: Any) -> Any:
        def call() -> bytes:
            with original(url, *values, **options) as response:
                return bytes(response.read())

        return io.BytesIO(world.ask(("url", str(getattr(url, "full_url", url))), call, lambda: b""))

    return urlopen


def _opener(world: World, original: Any) -> Any:
    def open_(
        file: Any, mode: Any = "r", buffering: Any = -1, encoding: Any = None, errors: Any = None, newline: Any = None, *rest: Any
    ) -> Any:
        def really() -> Any:
            return original(file, mode, buffering, encoding, errors, newline, *rest)

        if not world.active or not isinstance(mode, str) or isinstance(file, int):
            return really()
        path = os.path.abspath(os.fsdecode(file))
        if world.first:
            if "r" in mode and os.path.isfile(path) and os.path.getsize(path) <= LARGEST_FILE:
                world.ask(("file", path), lambda: _content(original, path), bytes)
            return really()
        if "r" in mode and not world.answers.get(("file", path)):
            return really() if "+" not in mode else _in_memory(b"", mode, encoding, errors, newline)
        content = world.ask(("file", path), bytes, bytes) if "r" in mode else b""
        return _in_memory(content, mode, encoding, errors, newline)

    return open_


def _content(original: Any, path: str) -> bytes:
    with original(path, "rb") as file:
        return bytes(file.read())


def _in_memory(content: bytes, mode: str, encoding: Any, errors: Any, newline: Any) -> Any:
    buffer = io.BytesIO(content)
    return buffer if "b" in mode else io.TextIOWrapper(buffer, encoding or "utf-8", errors, newline)


def _connect(world: World, original: Any) -> Any:
    class Socket(original):  # type: ignore[misc]
        """A socket that is deaf and dumb in later runs."""

        def _muted(self) -> bool:
            return world.active and not world.first

        def connect(self, address: Any) -> None:
            if not self._muted():
                super().connect(address)

        def connect_ex(self, address: Any) -> int:
            return 0 if self._muted() else int(super().connect_ex(address))

        def send(self, data: Any, *flags: Any) -> int:
            return len(data) if self._muted() else int(super().send(data, *flags))

        def sendall(self, data: Any, *flags: Any) -> None:
            if not self._muted():
                super().sendall(data, *flags)

        def recv(self, *values: Any) -> bytes:
            return b"" if self._muted() else bytes(super().recv(*values))

    return Socket


_DEEDS = "remove unlink mkdir makedirs rmdir removedirs rename renames replace symlink link truncate chmod chown kill utime"
_CLOCKS = ("time", "perf_counter", "monotonic", "process_time")

#: Which name of which module is replaced by what, as soon as the module is there.
REPLACED: dict[str, dict[str, Replace]] = {
    "time": {"sleep": _sleep, **{name + unit: _told(name + unit, 0) for name in _CLOCKS for unit in ("", "_ns")}},
    "io": {"open": _opener},
    "os": {
        "urandom": _told("urandom", b"\0" * 16),
        "system": _system,
        "popen": _popen,
        "_exit": _exit,
        "abort": _never,
        **dict.fromkeys(("fork", "forkpty", "posix_spawn", "posix_spawnp"), _refused),
        **dict.fromkeys(_DEEDS.split(), _done_once),
    },
    "random": {"seed": _seed, "_urandom": _told("urandom", b"\0" * 16)},
    "shutil": dict.fromkeys(("rmtree", "move", "copy", "copy2", "copyfile", "copytree", "make_archive"), _done_once),
    "subprocess": {
        "Popen": _process,
        **{name: _told(name) for name in ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput")},
    },
    "socket": {"socket": _connect, "create_connection": _told("create_connection")},
    "urllib.request": {"urlopen": _downloaded},
    "threading": {"excepthook": _never},
    "webbrowser": {"open": _never},
    "atexit": {"register": _never},
    "matplotlib.pyplot": {"show": _never, "savefig": _done_once},
}


class Seal:
    """One run's hold on the world. `importing` goes around every import, and closes what it opens."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.printed = _Kept()
        self._undo: list[Callable[[], None]] = []
        self._replaced: set[str] = set()
        self._held = False

    def __enter__(self) -> Seal:
        self.world.active = True
        self.world.positions.clear()
        warned = warnings.catch_warnings()
        warned.__enter__()
        self._undo.append(lambda: warned.__exit__(None, None, None))
        warnings.simplefilter("ignore")  # they would go to standard error, which nobody sees, or be errors where the host says so
        for name in ("stdout", "stderr", "stdin"):
            self._set(sys, name, _NoInput() if name == "stdin" else _writer(self.printed if name == "stdout" else _Kept()))
        return self

    def __exit__(self, *_: object) -> None:
        while self._undo:
            self._undo.pop()()
        self.world.active = False
        self.world.first = False

    def opener(self) -> Callable[..., Any]:
        """`open`, as the program finds it."""
        opener: Callable[..., Any] = _opener(self.world, io.open)
        return opener

    @contextmanager
    def importing(self) -> Iterator[None]:
        """The program imports something, through which it may reach the world."""
        if not self._held:
            self._held = True
            self._hold()
        yield
        for name, replacements in REPLACED.items():
            if name not in self._replaced and (module := sys.modules.get(name)) is not None:
                self._replaced.add(name)
                for attribute, replace in replacements.items():
                    if hasattr(module, attribute):
                        self._set(module, attribute, replace(self.world, getattr(module, attribute)))

    def _set(self, owner: Any, name: str, value: Any) -> None:
        original = getattr(owner, name)
        self._undo.append(lambda: setattr(owner, name, original))
        setattr(owner, name, value)

    def _hold(self) -> None:
        """Take hold of what a program can change without a call that could be replaced."""
        state, environment, interval, threads = random.getstate(), dict(os.environ), sys.getswitchinterval(), set(threading.enumerate())
        modules, folder = set(sys.modules), os.getcwd()
        if self.world.first:
            self.world.random_state, self.world.environment = state, environment
        elif self.world.environment != environment:
            _put_environment(self.world.environment)
        random.setstate(self.world.random_state)
        sys.modules.update(self.world.modules)
        sys.setswitchinterval(NO_SWITCH)

        def release() -> None:
            sys.setswitchinterval(interval)
            for thread in set(threading.enumerate()) - threads:
                if not thread.daemon:
                    thread.join(PATIENCE)
            random.setstate(state)
            if dict(os.environ) != environment:
                _put_environment(environment)
            if os.getcwd() != folder:
                os.chdir(folder)
            self._keep_modules(set(sys.modules) - modules)

        self._undo.append(release)

    def _keep_modules(self, fresh: set[str]) -> None:
        """The program's own modules go with it: another program may have others of the same names."""
        own = os.path.join(sys.path[0], "")
        for name in fresh:
            if (getattr(sys.modules[name], "__file__", None) or "").startswith(own):
                self.world.modules[name] = sys.modules.pop(name)


def _put_environment(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


class _Kept(io.BytesIO):
    """What was written stays readable, though the program closes its standard output."""

    def close(self) -> None:
        pass

    def text(self) -> str:
        return self.getvalue().decode("utf-8", "replace")


def _writer(buffer: io.BytesIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(buffer, "utf-8", "backslashreplace", newline="\n", write_through=True)


class _NoInput(io.TextIOBase):
    """Standard input of a program under watch."""

    def read(self, *_: Any) -> Any:
        raise Refused("input")

    readline = readlines = __next__ = read
