"""How a formula is written, in Python and in LaTeX, from the gates' own templates, with the parentheses that it needs.

A part of a formula binds as tightly as Python lets it: a sum less than a product, a product less than a power. A place
in a template asks for at least so much, else there are parentheses.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from whygrad.gates.arithmetic import identity
from whygrad.gates.table import Gate

#: `//` and `%` are in need of parentheses where `*` and `/` are not: -(a // b) is not -a // b.
ANY, SUM, WHOLE, PRODUCT, SIGN, POWER, ATOM = range(7)

_OPERATORS: dict[type[ast.operator], int] = {
    **dict.fromkeys((ast.Add, ast.Sub), SUM),
    **dict.fromkeys((ast.FloorDiv, ast.Mod), WHOLE),
    **dict.fromkeys((ast.Mult, ast.Div), PRODUCT),
    ast.Pow: POWER,
}
_GREEK = frozenset("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split())
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_FROM_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
#: An exponential of the natural base in a template.
_RAISED = re.compile(r"(?<![A-Za-z\\])e\^\{\{(-?\{\w+\}(?:\^2)?(?: / 2)?)\}\}")
#: Numbers of a gate's own, or of `math`, that are better known by their formula.
_KNOWN = {
    math.pi: ("math.pi", r"\pi"),
    math.e: ("math.e", "e"),
    math.log(2.0): ("math.log(2)", r"\ln 2"),
    math.log(10.0): ("math.log(10)", r"\ln 10"),
    2.0 / math.sqrt(math.pi): ("2 / math.sqrt(math.pi)", r"\frac{2}{\sqrt{\pi}}"),
    180.0 / math.pi: ("180 / math.pi", r"\frac{180}{\pi}"),
    math.pi / 180.0: ("math.pi / 180", r"\frac{\pi}{180}"),
}


class Part(NamedTuple):
    """A written formula, and how tightly its outermost operator binds."""

    text: str
    level: int


class _Shape(NamedTuple):
    """What a template makes of its places: how tightly the whole binds, and what each place asks for."""

    level: int
    places: tuple[int, ...]
    associative: bool  # a + (b + c) needs no parentheses


def python(gate: Gate, parts: Sequence[Part]) -> Part:
    """A gate of written parts, in Python.

    >>> from whygrad.gates.arithmetic import add, multiply
    >>> python(multiply, [Part("a", ATOM), python(add, [Part("b", ATOM), Part("1", ATOM)])]).text
    'a * (b + 1)'
    """
    if gate is identity:
        return parts[0]
    return _filled(gate.python, _python_shape(gate), parts, "(", ")")


def latex(gate: Gate, parts: Sequence[Part], *, e_is_a_name: bool = False) -> Part:
    """A gate of written parts, in LaTeX.

    >>> from whygrad.gates.arithmetic import divide
    >>> latex(divide, [Part("a", ATOM), Part("b + 1", SUM)]).text
    '\\\\frac{a}{b + 1}'
    """
    if gate is identity:
        return parts[0]
    return _filled(latex_template(gate, e_is_a_name=e_is_a_name), _latex_shape(gate), parts, r"\left(", r"\right)")


def latex_template(gate: Gate, *, e_is_a_name: bool) -> str:
    r"""A gate's own template; where a variable is called e, exponentials are written as a word.

    >>> from whygrad.gates.exponential import exp
    >>> latex_template(exp, e_is_a_name=True)
    '\\exp\\left({0}\\right)'
    """
    return _RAISED.sub(r"\\exp\\left(\1\\right)", gate.latex) if e_is_a_name else gate.latex


def _filled(template: str, shape: _Shape, parts: Sequence[Part], opening: str, closing: str) -> Part:
    texts = []
    for position, part in enumerate(parts):
        asked = shape.places[position] if position < len(shape.places) else ANY
        if position and shape.associative and part.level == shape.level:
            asked = ANY
        # a minus after an operator: a * (-b), but not within parentheses or as an exponent
        signed = position > 0 and asked in (SUM, WHOLE, PRODUCT, SIGN) and part.text.startswith("-")
        twice = position == 0 and shape.level == SIGN and template.startswith("-") and part.text.startswith("-")  # -(-a)
        needed = part.level < asked or (signed and shape.level != POWER) or twice
        texts.append(f"{opening}{part.text}{closing}" if needed else part.text)
    level = shape.level
    if level == SIGN and parts[0].level == PRODUCT and not texts[0].startswith(opening):
        level = PRODUCT  # -a * b
    return Part(template.format(*texts, all=", ".join(texts)), level)


@cache
def _python_shape(gate: Gate) -> _Shape:
    tree = ast.parse(gate.python.format(*"abcd", all="a"), mode="eval").body
    if isinstance(tree, ast.BinOp):
        level = _OPERATORS[type(tree.op)]
        if level == POWER:
            return _Shape(level, (ATOM, SIGN), False)
        associative = isinstance(tree.op, ast.Add | ast.Mult)
        if level == WHOLE:
            return _Shape(level, (PRODUCT, SIGN), False)
        return _Shape(level, (level, WHOLE if level == SUM else SIGN), associative)
    if isinstance(tree, ast.UnaryOp):
        return _Shape(SIGN, (PRODUCT,), False)
    return _Shape(ATOM, (), False)


@cache
def _latex_shape(gate: Gate) -> _Shape:
    shape = _python_shape(gate)
    places = []
    for position in range(gate.arity or 0):
        before = gate.latex.partition(f"{{{position}}}")[0].rstrip()
        enclosed = before.endswith(("{{", r"\left(", r"\left|", r"\lfloor", r"\lceil", ","))
        places.append(ANY if enclosed else shape.places[position] if shape.places else SIGN)
    outside = re.sub(r"\\left\(.*\\right\)|\{\{.*\}\}", "", gate.latex)
    level = shape.level
    if "^" in gate.latex or (places and shape.places and max(places) == ANY):
        level = POWER  # a fraction may stand anywhere but under an exponent
    if not shape.places and re.search(r"[-+]", outside):
        level = SUM
    elif not shape.places and re.search(r"\\bmod|\\frac", gate.latex):
        level = PRODUCT
    return _Shape(level, tuple(places), shape.associative)


def number(value: float) -> str:
    """A number that stands in a program, as short as it can be without losing a digit.

    >>> number(1.0), number(0.5), number(-3)
    ('1', '0.5', '-3')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e6:
        return str(int(value))
    return repr(value)


def python_number(value: float) -> Part:
    """A literal in Python."""
    known = _known(value)
    if known is not None:
        sign = "-" if value < 0 else ""
        return Part(sign + known[0], PRODUCT if "/" in known[0] else SIGN if sign else ATOM)
    text = number(value)
    return Part(text, SIGN if text.startswith("-") else ATOM)


def latex_number(value: float, *, e_is_a_name: bool = False) -> Part:
    """A literal in LaTeX; beside a variable called e, the number of that name is upright."""
    known = _known(value)
    if e_is_a_name and known is not None and known[1] == "e":
        known = known[0], r"\mathrm{e}"
    if known is not None:
        return Part(("-" if value < 0 else "") + known[1], SIGN if value < 0 else POWER)
    return latex_of_number(number(value))


def latex_of_number(text: str) -> Part:
    """A written number in LaTeX: 1e-05 as a power of ten.

    >>> latex_of_number("1.5e-05").text
    '1.5 \\\\times 10^{-5}'
    """
    mantissa, exponent, power = text.partition("e")
    if exponent and power.lstrip("+-").isdigit():
        return Part(rf"{mantissa} \times 10^{{{int(power)}}}", PRODUCT)
    text = {"inf": r"\infty", "-inf": r"-\infty", "nan": r"\mathrm{nan}"}.get(text, text)
    return Part(text, SIGN if text.startswith("-") else ATOM)


def marked(part: Part, mark: str) -> Part:
    r"""A part of LaTeX behind a command; a sign stays outside of it, where who writes a sum looks for it.

    >>> marked(Part("x", ATOM), r"\boldmath").text, marked(Part("-x", SIGN), r"\boldmath").text
    ('{\\boldmath x}', '-{\\boldmath x}')
    """
    if not mark:
        return part
    sign = "-" if part.text.startswith("-") else ""
    return Part(f"{sign}{{{mark} {part.text.removeprefix('-')}}}", part.level)


def _known(value: float) -> tuple[str, str] | None:
    return _KNOWN.get(abs(value)) if isinstance(value, float) else None


def subscript(count: int) -> str:
    """A number as a subscript, for the values that a name takes one after another.

    >>> "h" + subscript(12)
    'h₁₂'
    """
    return str(count).translate(_SUBSCRIPTS)


def from_subscript(text: str) -> str:
    """The other way round.

    >>> from_subscript("₁₂")
    '12'
    """
    return text.translate(_FROM_SUBSCRIPTS)


def latex_name(name: str) -> str:
    r"""A name of the program's in LaTeX, its index below.

    >>> latex_name("w[0]"), latex_name("sigma"), latex_name("h₁"), latex_name("grad_x")
    ('w_{0}', '\\sigma', 'h_{1}', '\\mathrm{grad\\_x}')
    >>> latex_name("W2"), latex_name("W2[0]"), latex_name("W2₁")
    ('W_{2}', '\\mathrm{W2}_{0}', 'W_{2}^{(1)}')
    """
    version = re.search(r"[₀-₉]+$", name)
    if version is not None:
        name = name[: version.start()]
    stem, _, rest = name.partition("[")
    indices = re.findall(r"[^][']+", rest)
    below = ",".join(map(_index, indices))
    numbered = re.fullmatch(r"([^\W\d_]+)_?(\d+)", stem)
    if numbered is not None and not below and (len(numbered[1]) == 1 or numbered[1] in _GREEK):  # x1: one number below, not two
        stem, below = numbered[1], numbered[2]
    written = f"\\{stem}" if stem in _GREEK else stem if len(stem) == 1 and stem.isascii() else _text_or_letters(stem)
    above = ""
    if version is not None:
        count = from_subscript(version.group())
        below, above = (below, f"^{{({count})}}") if below else (count, "")
    return written + (f"_{{{below}}}" if below else "") + above


def _index(text: str) -> str:
    """What stands in brackets, below the name: numbers and letters as such, a key without its quotes as a word."""
    key = re.fullmatch(r"(['\"])(.*)\1", text)
    return (
        _text_or_letters(key[2])
        if key
        else text
        if re.fullmatch(r"[-\w.]+", text) and text.isascii() and "_" not in text
        else _text_or_letters(text)
    )


def _text_or_letters(text: str) -> str:
    """A word within a formula; letters that aren't ASCII are none of mathematics, and are set as text."""
    if len(text) == 1 and text in _MATHEMATICAL:
        return _MATHEMATICAL[text]
    return rf"\mathrm{{{latex_text(text)}}}" if text.isascii() and re.fullmatch(r"\w*", text) else rf"\text{{{latex_text(text)}}}"


#: Letters and signs that a font for text may not have.
_LETTERS = {
    "αβγδεζηθικλμνξπρστυφχψω": "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
    "varphi chi psi omega",
    "ΓΔΘΛΞΠΣΦΨΩ": "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega",
    "∂×·→←≤≥≠∞": "partial times cdot to leftarrow le ge ne infty",
}
_MATHEMATICAL = {
    **{one: f"\\{name}" for letters, names in _LETTERS.items() for one, name in zip(letters, names.split(), strict=True)},
    "−": "-",
    "√": r"\surd ",
    "²": "{}^{2}",
    "³": "{}^{3}",
    "ᵀ": r"{}^{\top}",
    **{mark: f"{{}}_{{{digit}}}" for digit, mark in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
_SPECIAL = {**{mark: f"\\{mark}" for mark in "&%$#_{}"}, "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def latex_text(text: str) -> str:
    r"""Text as LaTeX sets it: its own characters escaped, signs of mathematics as such.

    >>> latex_text("5% of σ_1")
    '5\\% of \\ensuremath{\\sigma}\\_1'
    """
    return "".join(rf"\ensuremath{{{_MATHEMATICAL[one]}}}" if one in _MATHEMATICAL else _SPECIAL.get(one, one) for one in text)
