"""Equations as people write them: in plain text and in LaTeX, numbers short, and no side said twice."""

from __future__ import annotations

from whygrad.autodiff.notation import PRODUCT, latex_of_number
from whygrad.autodiff.symbolic import Symbol
from whygrad.explaining.derivation import Equation, Side
from whygrad.reports.lesson import Formula
from whygrad.reports.values import short


def sides(equation: Equation) -> list[str]:
    """All that stands between the equals signs, the number last.

    >>> x = Symbol.named("x", 3.0)
    >>> sides(Equation(Symbol.named("∂y/∂x", 6.0), (Side(((2.0 * x,),)), Side(((Symbol(2.0), Symbol(3.0)),))), 6.0))
    ['∂y/∂x', '2 * x', '2 · 3', '6']
    """
    texts = [equation.left.python, *(side(one) for one in equation.sides), short(float(equation.value))]
    return _once(texts)


def formulas(equation: Equation) -> tuple[Formula, ...]:
    """All that stands between the equals signs, as code and in LaTeX; no side looks like the one before it."""
    found = [Formula(equation.left.python, equation.left.latex), *map(side_formula, equation.sides), number_formula(equation.value)]
    return tuple(one for position, one in enumerate(found) if position == 0 or one.text != found[position - 1].text)


def side_formula(one: Side) -> Formula:
    """A sum of products."""
    return Formula(side(one), latex_side(one))


def number_formula(value: float) -> Formula:
    """A number, as short as people read it."""
    return Formula(number(value), latex_of_number(number(value)).text)


def latex_sides(equation: Equation) -> list[str]:
    """The same in LaTeX."""
    number = latex_of_number(short(float(equation.value))).text
    return _once([equation.left.latex, *(latex_side(one) for one in equation.sides), number])


def side(one: Side) -> str:
    """A sum of products in plain text.

    >>> side(Side(((Symbol(2.0), Symbol(-3.0)), (Symbol(-1.0),))))
    '2 · (-3) - 1'
    """
    return _sum([_product([_factor(factor) for factor in term], " · ", "(", ")") for term in one.terms])


def latex_side(one: Side) -> str:
    """A sum of products in LaTeX."""
    return _sum([_product([_latex_factor(factor) for factor in term], r" \cdot ", r"\left(", r"\right)") for term in one.terms])


def number(value: float) -> str:
    """A number as a factor or a term."""
    return short(float(value))


def _once(texts: list[str]) -> list[str]:
    """No side that looks like the one before it."""
    return [text for position, text in enumerate(texts) if position == 0 or text != texts[position - 1]]


def _factor(symbol: Symbol) -> tuple[str, int]:
    return (number(symbol.value), PRODUCT) if symbol.is_literal else symbol.python_part


def _latex_factor(symbol: Symbol) -> tuple[str, int]:
    return latex_of_number(number(symbol.value)) if symbol.is_literal else symbol.latex_part


def _product(factors: list[tuple[str, int]], times: str, opening: str, closing: str) -> str:
    if len(factors) == 1:
        return factors[0][0]
    texts = []
    for position, (text, level) in enumerate(factors):
        needed = level < PRODUCT or (position and text.startswith("-"))
        texts.append(f"{opening}{text}{closing}" if needed else text)
    return times.join(texts)


def _sum(terms: list[str]) -> str:
    text = terms[0] if terms else "0"
    for term in terms[1:]:
        text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return text
