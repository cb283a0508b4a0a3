"""What is said of functions for which there are no arguments: what each needs, and a guess at it, to be pasted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from types import ModuleType

from whygrad.checking.arrays.asked import SELF, Checkable, checkables, how, required
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.guessing import as_cases, guess
from whygrad.checking.report import Problem
from whygrad.text import Text, _

#: Functions that are told one by one.
MOST = 6


def wanting(module: ModuleType, done: Collection[str], definitions: Definitions) -> Iterator[Checkable]:
    """The pairs, losses and layers of a module that are not among those that are done with."""
    for one in checkables(module, set(), definitions):
        if not {*one.names} & {*done}:
            yield one


def unknown_arguments(name: str) -> Text:
    """That nobody said with what to try something."""
    return Text(_("I don't know with which arguments to try `{name}`."), {"name": name})


def wanted(lacking: Sequence[Checkable], definitions: Definitions) -> list[Problem]:
    """One problem each: what it takes, and a guess with which it runs; with the first, a function `cases` for all of them."""
    made, rows = [], {}
    for one in lacking[:MOST]:
        row = guess(one)
        if row is not None:
            rows[one.name] = row
        words = {"f": one.name, "names": ", ".join(f"`{name}`" for name in _needed(one))}
        help_ = [Text(_("`{f}` takes {names}."), words)]
        if row is not None:
            option = " ".join(f'--input "{_name(one, name)}={text}"' for name, text in row.items())
            help_.append(Text(_("A guess, with which it runs: `{option}`. Change it to what you mean."), {"option": option}))
        made.append(Problem("no-inputs", unknown_arguments(one.name), definitions.span(one.forward), tuple(help_)))
    if made:
        made[0] = Problem(
            made[0].slug, made[0].message, made[0].span, (*made[0].help, *_pasted(lacking[0].name, rows), how(), _in_python(lacking[0]))
        )
    return made


def _pasted(name: str, rows: dict[str, dict[str, str]]) -> Iterator[Text]:
    """A function `cases`, of which each line stands by itself."""
    if not rows:
        words = _("Give them beside the code: `def cases(): return {{'{name}': (x, w, b)}}`, with arrays as they would be passed.")
        yield Text(words, {"name": name})
        return
    entries = ", ".join(as_cases(name, row) for name, row in rows.items())
    code = f"def cases(): rng = np.random.default_rng(0); return {{{entries}}}"
    yield Text(_("Or put this at the end of the file, a guess too: `{code}`"), {"code": code})


def _needed(one: Checkable) -> list[str]:
    made = [f"{one.owner.__name__}.{name}" for name in required(one.owner)] if one.owner is not None else []
    return [*made, *required(one.forward)[one.owner is not None :]]


def _name(one: Checkable, parameter: str) -> str:
    """How an input is said: what is made of a class, and parameters that several functions have, by the function."""
    return f"{one.name}.{parameter}" if parameter == SELF else parameter


def _in_python(one: Checkable) -> Text:
    words = {
        "pair": _("In Python: `whygrad.check(forward, backward, x, w, b)`."),
        "loss": _("In Python: `whygrad.check(loss, W, X, y)`."),
        "layer": _("In Python: `whygrad.check(layer, x)`."),
    }
    return Text(words[one.kind])
