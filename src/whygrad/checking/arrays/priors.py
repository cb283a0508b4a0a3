"""How likely each sort of change is, beyond what its own cost says: measured on mutants, wins against tries."""

from __future__ import annotations

from whygrad.checking.arrays.candidates import Candidate

#: By kind and detail; None stands for every other detail.
_SHIFTS: dict[tuple[str, str | None], float] = {
    ("regroup", "sum"): -0.4,
    ("sum", "removed"): -0.45,
    ("drop", "-"): -0.1,
    ("drop", "*"): -0.15,
    ("drop", "/"): -0.2,
    ("operator", "+→*"): -0.2,
    ("operator", "*→/"): -0.12,
    ("operator", "/→*"): -0.12,
    ("operator", "compare"): -0.1,
    ("axis", "newaxis"): -0.22,
    ("axis", None): -0.12,
    ("statement", "later"): -0.4,
    ("product", "outer"): -0.25,
    ("copy", None): -0.1,
    ("replace", "function"): -0.15,
    ("replace", "dtype"): -0.4,  # nothing else needs it
}
_ADDED, _WHOLE = 0.12, 0.0


def shift(one: Candidate) -> float:
    """What is added to the cost of a change."""
    if one.kind == "sum" and one.detail == "added":
        return _WHOLE if one.whole else _ADDED
    if one.kind == "scale" and one.new_role == "local":
        return 0.1
    if one.kind == "replace" and one.detail in ("", "index") and one.old_role == one.new_role and one.old_role in ("forward", "gradient"):
        return -0.12
    return _SHIFTS.get((one.kind, one.detail), _SHIFTS.get((one.kind, None), 0.0))
