"""What a function does besides returning a value, as far as a trace sees it: a later run of compiled code would leave it out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import wraps
from types import CodeType
from typing import Any, NamedTuple

from whygrad.text import _
from whygrad.tracing.active import RUNNING, running
from whygrad.tracing.asking import asking

DRAWS = _("it draws random numbers")
MAKES_TEXT = _("it makes a text of numbers")
PRINTS = _("it prints")
ASKS = _("it asks for input")
OPENS = _("it opens a file")
READS_CLOCK = _("it asks what time it is")
SLEEPS = _("it waits")
READS_FILES = _("it asks what files there are")
CHANGES_FILES = _("it changes files")
ASKS_SYSTEM = _("it asks the operating system")
PLACES = _("it computes with where something lies in memory")
WRITES = _("it writes to an array that was there before")

#: Functions of the standard library that do something else each time, or for others to see.
CLOCK: dict[Callable[..., Any], str] = {
    **{
        getattr(time, name + unit): READS_CLOCK
        for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time")
        for unit in ("", "_ns")
    },
    **dict.fromkeys((time.localtime, time.gmtime, time.ctime, time.asctime, time.strftime), READS_CLOCK),
    time.sleep: SLEEPS,
}
_LOOKS = "listdir scandir walk stat lstat access readlink statvfs"
_DEEDS = "remove unlink mkdir makedirs rmdir removedirs rename renames replace symlink link truncate chmod chown utime"
_ASKED = "getcwd getcwdb getpid getppid getlogin getloadavg times system popen"
_OF_PATHS = "exists lexists isfile isdir islink getsize getmtime getatime getctime samefile"


def _named(module: Any, names: str, what: str) -> dict[Callable[..., Any], str]:
    """Not every system has them all."""
    return {getattr(module, name): what for name in names.split() if hasattr(module, name)}


#: Those that go by what stands outside of Python, or change it.
OUTSIDE: dict[Callable[..., Any], str] = {
    **CLOCK,
    **_named(os, _LOOKS, READS_FILES),
    **_named(os, _DEEDS, CHANGES_FILES),
    **_named(os, _ASKED, ASKS_SYSTEM),
    **_named(os, "open", OPENS),
    **_named(os.path, _OF_PATHS, READS_FILES),
}
#: The modules that have them, and those that they say they are of.
OF_SYSTEM = frozenset({"time", "os", "posix", "nt", "posixpath", "ntpath", "genericpath", "glob"})


def outside(function: Callable[..., Any]) -> str | None:
    """How a function goes by what stands outside of Python, or changes it; None if it doesn't."""
    is_glob = getattr(function, "__module__", None) == "glob" and function.__name__ in ("glob", "iglob")
    return READS_FILES if is_glob else OUTSIDE.get(function)


class Touch(NamedTuple):
    """What was done, and where."""

    what: str
    code: CodeType | None
    instruction: int


def touch(what: str) -> None:
    """Note that the program that is being traced does this."""
    trace = running()
    if trace is not None and trace.touched is None:
        trace.touched = Touch(what, *asking())


def touching(original: Callable[..., Any], what: str) -> Callable[..., Any]:
    """A function that does what it does, and is noted to."""

    @wraps(original)
    def function(*values: Any, **options: Any) -> Any:
        if RUNNING.traces:
            touch(what)
        return original(*values, **options)

    return function


class Place(int):
    """What `id` says of something: to compare it is harmless, to compute with it isn't, since it is another each time."""

    __slots__ = ()


def _computing(name: str) -> Callable[..., Any]:
    original = getattr(int, name)

    @wraps(original)
    def method(self: Place, *others: Any) -> Any:
        touch(PLACES)
        return original(int(self), *others)

    return method


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift", "divmod"):
    setattr(Place, f"__{_name}__", _computing(f"__{_name}__"))
    setattr(Place, f"__r{_name}__", _computing(f"__r{_name}__"))
for _name in ("neg", "float", "invert", "lt", "le", "gt", "ge"):
    setattr(Place, f"__{_name}__", _computing(f"__{_name}__"))


def place(value: Any, /) -> int:
    """`id`, inside a trace."""
    return Place(id(value)) if RUNNING.traces else id(value)
