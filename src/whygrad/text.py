"""Words that wait for a language.

Nothing below the reports chooses a language: findings, stories and errors carry a `Text`, an English template with
named fields, and `reports.words` says it through the gettext catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def _(template: str) -> str:
    """Mark `template` for the catalogues without translating it (what gettext's manual calls a deferred translation)."""
    return template


@dataclass(frozen=True)
class Text:
    """A sentence as data: a template from the catalogues, and the fields that fill it.

    A field may be a `Text` itself (said in the same language), a float (printed short), or a string of code, printed as
    it stands. With `plural`, the form follows `fields[count]`.

    >>> Text("{name} is wrong", {"name": "grad_x"}).english()
    'grad_x is wrong'
    """

    template: str
    fields: dict[str, Any] = field(default_factory=dict)
    plural: str = ""
    count: str = "n"

    def english(self) -> str:
        """The sentence in English, for `str()` in logs and exceptions; reports use `reports.words`."""
        one = not self.plural or self.fields.get(self.count) == 1
        template = self.template if one else self.plural
        return template.format(**{key: value.english() if isinstance(value, Text) else value for key, value in self.fields.items()})

    __str__ = english
