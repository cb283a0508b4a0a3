"""Which names the equations of a derivation use, and which of those nothing in it gives a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whygrad.autodiff.symbolic import Symbol
from whygrad.explaining.derivation import Derivation, Equation, Side
from whygrad.explaining.naming import Names


def names_used(derivation: Derivation) -> set[str]:
    """Every name that stands in a formula."""
    return _names_in(_symbols(derivation))


def _names_in(symbols: Iterable[Symbol]) -> set[str]:
    found, waiting = set[str](), list(symbols)
    while waiting:
        one = waiting.pop()
        waiting += one.operands
        if one.name:
            found.add(one.name)
    return found


def _symbols(derivation: Derivation) -> Iterator[Symbol]:
    forms = [form for module in derivation.modules for form in (module.made, module.short, module.long, module.steps) if form is not None]
    several = [equation for form in derivation.several for equation in form.gradients]
    stages = [stage.equation for stage in derivation.stages]
    chains = [one.chain for one in derivation.inputs]
    for equation in (*derivation.forward, *forms, *several, *stages, *chains):
        yield equation.left
        yield from _factors(equation.sides)
    for gate in derivation.gates:
        yield from (gate.out, gate.code, *gate.operands)
        yield from (symbol for local in gate.locals for symbol in _factors(local.equation.sides))
    yield from (
        symbol for one in derivation.inputs for path in one.paths for step in path.steps for symbol in (step.out, step.wrt, step.local)
    )


def _factors(sides: Iterable[Side]) -> Iterator[Symbol]:
    return (factor for side in sides for term in side.terms for factor in term)


def given(names: Names, used: set[str]) -> tuple[Equation, ...]:
    """Named numbers in the equations that are not differentiated by, and are computed from nothing that is: each with its value, and
    a letter of mine with what it stands for, too.
    """
    chart, found = names.chart, dict[int, Equation]()
    waiting = [node for node, name in names.in_formulas() if name in used and node not in chart.adjoints]
    while waiting:
        node = waiting.pop()
        if node not in found:
            code = names.code(node) if node in names.letters else None
            found[node] = Equation(names.symbol(node), () if code is None else (Side(((code,),)),), chart.graph.values[node])
            if code is not None:
                within = _names_in([code])
                waiting += [one for one, name in names.in_formulas() if name in within]
    return tuple(found[node] for node in sorted(found))
