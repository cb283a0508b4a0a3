"""Courses: what their assignments' functions are given, by the function's name. Data only, one file a course; see `docs/inputs.md`.

A file here is written like a `whygrad.toml`, with a title. What of it doesn't fit the code that is checked is left out, so that the
signatures of several years may stand side by side.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files

from whygrad.checking.arrays.given import Settings, settings
from whygrad.text import Text, _


class UnknownCourse(LookupError):
    """There is no such course; `text` says so, `help` which there are."""

    def __init__(self, name: str) -> None:
        close = difflib.get_close_matches(name.lower(), names(), 1, 0.5)
        self.text = Text(_("I know no course `{name}`."), {"name": name})
        listed = Text(_("Courses: {names}."), {"names": ", ".join(f"`{one}`" for one in names())})
        self.help = (*(Text(_("Did you mean `{name}`?"), {"name": one}) for one in close), listed)
        super().__init__(self.text.english())


def names() -> tuple[str, ...]:
    """The courses that there are.

    >>> "cs231n" in names()
    True
    """
    return tuple(sorted(file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.endswith(".toml")))


@cache
def course(name: str) -> Settings:
    """What a course says of inputs. Raises UnknownCourse.

    >>> list(course("cs231n").table.entries["affine_forward"][0])
    ['x', 'w', 'b']
    """
    if name not in names():
        raise UnknownCourse(name)
    file = f"{name}.toml"
    return settings(files(__name__).joinpath(file).read_text(encoding="utf-8"), file, is_course=True)
