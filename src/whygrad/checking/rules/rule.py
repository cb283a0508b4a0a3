"""What a rule is: one misconception, one file, which is at once its recognition, its tests and its page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A wrong program and the right one. `line` is the line of the mistake in `wrong`, from 1."""

    wrong: str
    right: str
    line: int


@dataclass(frozen=True)
class Page:
    """A misconception, for people: `whygrad explain` prints it.

    `title` is half a line; `what` says what goes wrong; `why` why people do it; `recognised` how whygrad sees it;
    `hint` is a teacher's nudge that gives nothing away (the second step of the hint ladder); `remedy` is the rule to
    remember (the third). All are marked with _() for the catalogues, and none names the example's variables.
    """

    code: str
    slug: str
    title: str
    what: str
    why: str
    recognised: str
    hint: str
    remedy: str
    examples: tuple[Example, ...]
