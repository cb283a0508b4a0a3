"""What a wrong gradient is made of, in terms of the true paths: the kinds, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whygrad.text import _

Kind = Literal["missing", "repeated", "doubled", "diagonal"]


@dataclass(frozen=True)
class Attribution:
    """What a wrong gradient is made of: paths through `names` are missing or doubled, or each entry sees only itself."""

    kind: Kind
    names: tuple[str, ...]


#: The misconception that each kind is, and the sentence.
PATHS: dict[Kind, tuple[str, str]] = {
    "missing": ("missing-path", _("The paths from `{wrt}` to `{output}` through {through} are missing from the sum.")),
    "repeated": ("duplicate-index-lost", _("Entries of `{wrt}` that are used several times keep the gradient of one use only.")),
    "doubled": ("doubled-path", _("The paths from `{wrt}` to `{output}` through {through} are counted twice.")),
    "diagonal": (
        "diagonal-jacobian",
        _("Each entry of `{name}` takes only its own path through {through}, but every entry of `{wrt}` moves all of them."),
    ),
}
