"""Where a language is chosen: what a `Text` says, in the words of a catalogue."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from whygrad.reports.values import DIGITS, digits_apart, floats_in, short
from whygrad.text import Text, _

DOMAIN = "whygrad"
CATALOGUES = Path(__file__).parent.parent / "locale"
ENGLISH = "en"
#: The variables of the environment that name a language, the strongest first.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class UnknownLanguage(ValueError):
    """There is no catalogue for this language; `text` says which there are."""

    def __init__(self, said: str) -> None:
        self.text = Text(
            _("I don't speak “{language}”. Languages that I speak: {languages}."), {"language": said, "languages": ", ".join(languages())}
        )
        super().__init__(self.text.english())


def languages() -> tuple[str, ...]:
    """The languages that there are: English, in which the templates are written, and one for each catalogue.

    >>> languages()[0]
    'en'
    """
    found = sorted(folder.name for folder in CATALOGUES.iterdir() if (folder / "LC_MESSAGES").is_dir()) if CATALOGUES.is_dir() else []
    return (ENGLISH, *(name.replace("_", "-") for name in found))


def language(said: str | None = None, environment: Mapping[str, str] | None = None) -> str:
    """The language that was said, or that of the environment; raises UnknownLanguage for one that was said and isn't there.

    >>> language("en_US"), language(None, {"LANG": "C.UTF-8"})
    ('en', 'en')
    """
    if said is not None:
        found = _known(said)
        if found is None:
            raise UnknownLanguage(said)
        return found
    environment = os.environ if environment is None else environment
    located = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return _known(located) or ENGLISH


def _known(said: str) -> str | None:
    """The language of a tag or a locale's name: `pt`, `pt_BR`, `pt-br`, `pt_BR.UTF-8`; a region that isn't there gives way."""
    tag = said.split(".", 1)[0].split("@", 1)[0].strip().replace("_", "-").lower()
    known = {name.lower(): name for name in languages()}
    if tag in known:
        return known[tag]
    spoken = tag.split("-", 1)[0]
    return next((name for key, name in known.items() if spoken and key.split("-", 1)[0] == spoken), None)


class Words:
    """One language's words, and numbers as people read them.

    >>> words("en").say(Text("{name} is {value}", {"name": "grad_x", "value": 0.19661193}))
    'grad_x is 0.1966'
    """

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __repr__(self) -> str:
        return f"Words({self.language!r})"

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        """A catalogue is no data: where words are unpickled, they are those of the language there."""
        return words, (self.language,)

    def say(self, text: Text | str) -> str:
        """The sentence in this language; a marked string, which has no fields, is translated as it stands."""
        if isinstance(text, str):
            return self._catalogue.gettext(text) if text else ""
        if text.plural:
            template = self._catalogue.ngettext(text.template, text.plural, int(text.fields.get(text.count, 0)))
        else:
            template = self._catalogue.gettext(text.template) if text.template else ""
        numbers = floats_in(value for value in text.fields.values() if not isinstance(value, Text))
        digits = digits_apart(combinations(numbers, 2)) if len(numbers) <= 8 else DIGITS
        return template.format(**{name: self._field(value, digits) for name, value in text.fields.items()})

    def _field(self, value: Any, digits: int) -> str:
        if isinstance(value, Text):
            return self.say(value)
        return value if isinstance(value, str) else short(value, digits)

    def all_of(self, items: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`.

        >>> words("en").all_of(["a", "b", "c"])
        'a, b and c'
        """
        if len(items) < 2:
            return "".join(items)
        return self.say(Text(_("{first} and {last}"), {"first": ", ".join(items[:-1]), "last": items[-1]}))


def words(said: str | None = None) -> Words:
    """The words of a language that was said, or of the environment's."""
    return _words(language(said))


@lru_cache
def _words(chosen: str) -> Words:
    if chosen == ENGLISH:
        return Words(ENGLISH, gettext.NullTranslations())
    return Words(chosen, gettext.translation(DOMAIN, str(CATALOGUES), [chosen.replace("-", "_")], fallback=True))
