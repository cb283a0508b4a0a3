"""How the names of one derivation are written in LaTeX: each so that it stands for one thing.

By itself `notation.latex_name` writes x0, x_0 and x[0] alike, and the second value of h like h2. A name that would be mistaken for
something else is written as code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from whygrad.autodiff.notation import from_subscript, latex_name, latex_number, latex_text
from whygrad.graph import CONSTANT, Graph

EULER, PI = "e", r"\pi"
#: Gates whose derivative, or whose own formula, has a π in it.
_ROUND = frozenset({"degrees", "radians", "erf", "erfc", "erfinv", "gelu", "sinc", "digamma", "lgamma", "gammaln", "norm_cdf"})
#: Functions, which are set upright as long names are.
_FUNCTIONS = frozenset("sin cos tan sinh cosh tanh arcsin arccos arctan exp ln log max min sum det".split())


def spelled(names: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    r"""Each name in LaTeX, no two of them alike, and none like what is `taken`.

    >>> spelled(["x[0]", "x_0", "x0"])
    {'x[0]': 'x_{0}', 'x_0': '\\mathtt{x\\_0}', 'x0': '\\mathtt{x0}'}
    >>> spelled(["h2", "h₁", "h₂"])
    {'h2': '\\mathtt{h2}', 'h₁': 'h_{1}', 'h₂': 'h_{2}'}
    """
    versions: dict[str, dict[str, str]] = defaultdict(dict)  # by the name, its values by their numbers
    for name in names:
        stem, number = _parts(name)
        versions[stem].setdefault(number, name)
    values = {look for stem, own in versions.items() for number, look in _numbered(latex_name(stem), own).items() if number}
    stems = _spelled_stems(list(versions), {*taken, *values})
    found: dict[str, str] = {}
    for stem, own in versions.items():
        found |= {own[number]: look for number, look in _numbered(stems[stem], own).items()}
    return found


def _parts(name: str) -> tuple[str, str]:
    """A name and the number of its value: h and 2 for h₂."""
    version = re.search(r"[₀-₉]+$", name)
    return (name, "") if version is None else (name[: version.start()], from_subscript(version.group()))


def _spelled_stems(stems: list[str], taken: Collection[str]) -> dict[str, str]:
    alike: dict[str, list[str]] = defaultdict(list)
    for stem in stems:
        alike[latex_name(stem)].append(stem)
    found: dict[str, str] = {}
    for look, own in alike.items():
        kept = None if look in taken else _plainest(own)
        found |= {stem: look if stem == kept and stem not in _FUNCTIONS else _as_code(stem) for stem in own}
    return dict(_primed(found))


def _plainest(stems: list[str]) -> str | None:
    """Of names that would be written alike, the one that may be: an entry, whose index stands below it, or a letter that is no code.

    Of x0 and x_0 neither may: who reads x with a 0 below it could not say which of them it is.
    """
    return stems[0] if len(stems) == 1 else next((stem for stem in stems if "[" in stem or not stem.isascii()), None)


def _as_code(stem: str) -> str:
    if stem.isascii():
        return rf"\mathtt{{{latex_text(stem)}}}".replace("'", r"\text{'}")
    return rf"{{{latex_name(stem)}^{{\prime}}}}" if len(stem) == 1 else rf"\text{{{latex_text(stem)}}}"


def _primed(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What can't be told apart by code either has a prime."""
    used: set[str] = set()
    for stem, look in found.items():
        written, primes = look, ""
        while written in used:
            primes += r"\prime"
            written = f"{{{look}^{{{primes}}}}}"
        used.add(written)
        yield stem, written


def _numbered(look: str, own: Iterable[str]) -> dict[str, str]:
    """The values of one name, by their numbers: these stand below, or above where there is one below already."""
    written = "{}_{{{}}}" if "_{" not in look else "{}^{{({})}}"
    return {number: written.format(look, number) if number else look for number in own}


def constants_in(graph: Graph, nodes: Iterable[int]) -> set[str]:
    """Letters that stand for a number in the formulas of these nodes, so that no name may be written like them: π."""
    for node in nodes:
        value = graph.values[node]
        if graph.gates[node].name in _ROUND:
            return {PI}
        if graph.gates[node] is CONSTANT and isinstance(value, float) and PI in latex_number(value).text:
            return {PI}
    return set()
