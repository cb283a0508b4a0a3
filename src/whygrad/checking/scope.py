"""What is in scope at a place, as atoms with their values, and the table to look a required value up in."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from whygrad.checking.changes import Atom, Role
from whygrad.checking.evaluate import Environment, is_real
from whygrad.checking.values import close

#: The factors that people forget or add: small counts and their inverses. Sizes of lists in scope come in by `len`.
CONSTANTS = (1, 2, -1, 0.5, 3, 4, 0.25, -2, -0.5, 1 / 3, 5, 6, 8, 10, 0.1)
_SPELLED = {0.5: "0.5", 0.25: "0.25", 1 / 3: "1 / 3", 0.1: "0.1"}
MAX_ATOMS = 80
MAX_KEYS = 16

_LOCALS: tuple[tuple[str, str, float], ...] = (
    ("1 - {v}", "complement", 0.3),
    ("{v} * (1 - {v})", "sigmoid", 0.5),
    ("1 - {v}**2", "tanh", 0.5),
    ("2 * {v}", "double", 0.3),
    ("{v}**2", "square", 0.3),
    ("1 / {v}", "inverse", 0.3),
    ("-1 / {v}**2", "reciprocal", 0.6),
    ("{v}**3", "cube", 0.5),
    ("3 * {v}**2", "cubic", 0.6),
    ("0.5 / {v}", "root", 0.6),
    ("math.exp({v})", "exp", 0.6),
    ("math.cos({v})", "cos", 0.6),
    ("math.sin({v})", "sin", 0.6),
)
_FORMULAS = {
    "complement": lambda v: 1 - v,
    "sigmoid": lambda v: v * (1 - v),
    "tanh": lambda v: 1 - v * v,
    "double": lambda v: 2 * v,
    "square": lambda v: v * v,
    "inverse": lambda v: 1 / v,
    "reciprocal": lambda v: -1 / (v * v),
    "cube": lambda v: v**3,
    "cubic": lambda v: 3 * v * v,
    "root": lambda v: 0.5 / v,
    "exp": math.exp,
    "cos": math.cos,
    "sin": math.sin,
}


class Scope:
    """The atoms at a place, and a look-up of values among them and their products, quotients and sums."""

    def __init__(self, environments: Sequence[Environment], gradients: Collection[str], hidden: Collection[str] = ()) -> None:
        self.environments = environments
        self.gradients = set(gradients)
        self.hidden = set(hidden)
        self.atoms = list(self._named(hidden))[:MAX_ATOMS]
        self.constants = [Atom(_SPELLED.get(value, str(value)), (float(value),) * len(environments), "constant") for value in CONSTANTS]
        self.constants += self._sizes()
        self.locals = list(self._locals())
        self._table: dict[float, list[Atom]] = {}
        for atom in (*self.atoms, *self.constants, *self.locals):
            self._enter(atom)
        self._pairs_entered = False

    def _named(self, hidden: Collection[str]) -> Iterator[Atom]:
        first = self.environments[0]
        for name, value in first.items():
            if name.startswith("__") or name in hidden:
                continue
            role: Role = "gradient" if name in self.gradients else "forward"
            if isinstance(value, dict) and len(value) <= MAX_KEYS:
                yield from self._keyed(name, value)
                continue
            if is_real(value):
                yield from self._atom(name, role, name, lambda e, name=name: e[name])
            elif isinstance(value, list | tuple) and len(value) <= 8:
                yield from self._entries(name, value, role)
            elif hasattr(value, "__dict__") and getattr(type(value), "__module__", "") == "__main__":
                cost = 0.6 if "self" in first and name != "self" else 0.1  # a method speaks of `self`
                for key in vars(value):
                    yield from self._atom(f"{name}.{key}", role, name, lambda e, n=name, k=key: vars(e[n])[k], cost)

    def _keyed(self, name: str, value: Mapping[object, object]) -> Iterator[Atom]:
        for key in value:
            text = f"{name}[{key!r}]"
            if isinstance(key, str) and text not in self.hidden:
                role: Role = "gradient" if text in self.gradients else "forward"
                yield from self._atom(text, role, name, lambda e, k=key: e[name][k], 0.1)

    def _entries(self, name: str, value: Sequence[object], role: Role) -> Iterator[Atom]:
        for index, item in enumerate(value):
            if isinstance(item, list | tuple) and len(value) * len(item) <= 16:
                for inner in range(len(item)):
                    yield from self._atom(f"{name}[{index}][{inner}]", role, name, lambda e, i=index, j=inner: e[name][i][j], 0.1)
            elif is_real(item):
                yield from self._atom(f"{name}[{index}]", role, name, lambda e, i=index: e[name][i], 0.0)
        counters = [key for key, number in self.environments[0].items() if type(number) is int and not key.startswith("__")]
        if value and isinstance(value[0], list | tuple):
            for i, j in product(counters[:4], repeat=2):
                yield from self._atom(f"{name}[{i}][{j}]", role, name, lambda e, i=i, j=j: _at(_at(e[name], e[i]), e[j]))
            for c, k in product(counters[:4], range(min(len(value[0]), 4))):
                yield from self._atom(f"{name}[{c}][{k}]", role, name, lambda e, c=c, k=k: _at(_at(e[name], e[c]), k), 0.1)
                yield from self._atom(f"{name}[{k}][{c}]", role, name, lambda e, c=c, k=k: _at(_at(e[name], k), e[c]), 0.1)
            return
        for counter in counters:
            yield from self._atom(f"{name}[{counter}]", role, name, lambda e, c=counter: e[name][e[c]], -0.1)
            for step in (1, -1):
                text = f"{name}[{counter} {'+' if step > 0 else '-'} 1]"
                yield from self._atom(text, role, name, lambda e, c=counter, s=step: _at(e[name], e[c] + s), 0.1)

        for a, b in combinations(counters[:4], 2):
            yield from self._atom(f"{name}[{a} + {b}]", role, name, lambda e, a=a, b=b: _at(e[name], e[a] + e[b]), 0.15)

    def _atom(self, text: str, role: Role, base: str, read: object, cost: float = 0.0) -> Iterator[Atom]:
        try:
            values = [read(environment) for environment in self.environments]  # type: ignore[operator]
        except (LookupError, TypeError, AttributeError):
            return
        if all(is_real(value) for value in values):
            yield Atom(text, tuple(float(value) for value in values), role, base, cost)

    def _sizes(self) -> Iterator[Atom]:
        for name, value in self.environments[0].items():
            if isinstance(value, list | tuple) and not name.startswith("__") and len(value) > 1:
                size = float(len(value))
                yield Atom(f"len({name})", (size,) * len(self.environments), "constant", name, 0.3)

    def _locals(self) -> Iterator[Atom]:
        has_math = "math" in self.environments[0]
        for atom in self.atoms:
            for template, formula, cost in _LOCALS:
                if "math." in template and not has_math:
                    continue
                try:
                    values = tuple([_FORMULAS[formula](value) for value in atom.values])
                except (ArithmeticError, ValueError):
                    continue
                yield Atom(template.format(v=atom.text), values, "local", atom.base, cost + atom.cost)

    def _enter(self, atom: Atom) -> None:
        key = _key(atom.values[0])
        if key is not None:
            self._table.setdefault(key, []).append(atom)

    def _enter_pairs(self) -> None:
        """Products, quotients, sums and differences of two atoms; made when single atoms don't do."""
        self._pairs_entered = True
        singles = [*self.atoms, *[constant for constant in self.constants if constant.text in ("2", "0.5", "-1")]]
        for a, b in combinations(singles[:40], 2):
            cost = 1.0 + a.cost + b.cost
            sums = a.role != "constant" and b.role != "constant"
            combined = [
                (f"{a.text} * {b.text}", [u * v for u, v in zip(a.values, b.values, strict=True)]),
            ]
            if sums:
                combined += [
                    (f"{a.text} - {b.text}", [u - v for u, v in zip(a.values, b.values, strict=True)]),
                    (f"{b.text} - {a.text}", [v - u for u, v in zip(a.values, b.values, strict=True)]),
                    (f"{a.text} + {b.text}", [u + v for u, v in zip(a.values, b.values, strict=True)]),
                ]
            if all(b.values):
                combined.append((f"{a.text} / {b.text}", [u / v for u, v in zip(a.values, b.values, strict=True)]))
            if all(a.values):
                combined.append((f"{b.text} / {a.text}", [v / u for u, v in zip(a.values, b.values, strict=True)]))
            for text, values in combined:
                self._enter(Atom(text, tuple(values), "local", "", cost))

    def look_up(self, values: Sequence[float | None], *, pairs: bool = False) -> list[Atom]:
        """The atoms that have these values in every environment, the plainest first; None is any value."""
        if pairs and not self._pairs_entered:
            self._enter_pairs()
        key = _key(values[0]) if values[0] is not None else None
        if key is None and (values[0] is not None or sum(value is not None for value in values) < 2):
            return []
        near = self._table.get(key, ()) if key is not None else [atom for atoms in self._table.values() for atom in atoms]
        found = [atom for atom in near if all(value is None or close(ours, value) for ours, value in zip(atom.values, values, strict=True))]
        return sorted(found, key=lambda atom: atom.cost)

    def constant(self, values: Iterable[float]) -> float | None:
        """The one number that all these values are, if they are."""
        numbers = list(values)
        return numbers[0] if all(close(number, numbers[0]) for number in numbers) else None


def _key(value: float) -> float | None:
    return float(f"{value:.7e}") if math.isfinite(value) else None


def _at(value: Any, index: int) -> Any:
    """An entry, and none from behind for an index below 0."""
    if index < 0:
        raise IndexError
    return value[index]
