"""Names for what has none of its own, as an entry of a list, and for the values of one name; and what is said of these."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from whygrad.checking.arrays.leaves import Step
from whygrad.explaining.arrays.derivation import Named
from whygrad.text import Text, _

#: Names that are listed one by one; of more, the first ones and the last.
MOST_LISTED = 4


def identifier(code: str, path: Sequence[Step]) -> str:
    """A name for what stands in an object, a list or a dict: its own, or the last part of the way to it.

    >>> identifier("hs[-1]", [("item", -1)]), identifier("layers[0].W", [("item", 0), ("attribute", "W")])
    ('hs_minus_1', 'W_0')
    """
    if code.isidentifier():
        return code
    last = next((str(key) for _kind, key in reversed(path) if str(key).isidentifier()), "")
    number = "".join(f"_minus_{-key}" if key < 0 else f"_{key}" for _kind, key in path if isinstance(key, int))
    stem = last or re.split(r"\W", code)[0]
    return f"{stem}{number}" if f"{stem}{number}".isidentifier() else "x"


def notes(named: Sequence[Named]) -> Iterator[Text]:
    """What is said of the names that are not the program's own: which entries, and which values of one name, they stand for.

    >>> first, second = Named("loss", "", 1.0, own="loss"), Named("loss_2", "", 2.0, own="loss")
    >>> [note.english() for note in notes([first, second, Named("x_0", "", 3.0, "x[0]")])]
    ['`x_0` stands for `x[0]`.', '`loss` and `loss_2` are the values that `loss` has, one after another.']
    """
    entries, values = defaultdict[str, list[Named]](list), defaultdict[str, list[Named]](list)
    for one in named:
        if one.code:
            entries[re.split(r"[.\[]", one.code)[0]].append(one)
        elif one.own:
            values[one.own].append(one)
    for own in entries.values():
        yield _standing([one.name for one in own], [one.code for one in own])
    for name, own in values.items():
        names = [one.name for one in own]
        if len(own) > 1:
            fields = {"names": _listed(names), "name": name}
            yield Text(_("{names} are the values that `{name}` has, one after another."), fields)
        elif names != [name]:
            yield _standing(names, [name])


def _standing(names: Sequence[str], codes: Sequence[str]) -> Text:
    fields = {"n": len(names), "name": names[0], "code": codes[0], "names": _listed(names), "codes": _listed(codes)}
    return Text(_("`{name}` stands for `{code}`."), fields, plural=_("{names} stand for {codes}."))


def _listed(names: Sequence[str]) -> Text | str:
    """All names, or of many the first ones and the last."""
    written = [f"`{name}`" for name in names]
    if len(written) > MOST_LISTED:
        written = [*written[:2], "…", written[-1]]
        return ", ".join(written)
    return Text(_("{first} and {last}"), {"first": ", ".join(written[:-1]), "last": written[-1]}) if len(written) > 1 else written[0]
