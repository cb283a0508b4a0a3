"""Words that wait for a language.

Nothing below the reports chooses a language: findings, stories and errors carry a `Text`, an English template with
named fields, and `reports.words` says it through the gettext catalogues.
"""

from __future__ import annotations

import math
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


def short(value: Any) -> str:
    """A number, or a list of numbers, as people write it: four significant digits, whole numbers without a point.

    >>> short(0.19661193), short(-3.0), short([0.39322387, 1.0])
    ('0.1966', '-3', '[0.3932, 1]')
    """
    if isinstance(value, list | tuple):
        return "[" + ", ".join(short(item) for item in value) + "]"
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return str(int(value)) if value == int(value) and abs(value) < 1e6 else f"{value:.4g}"
    return str(value)
