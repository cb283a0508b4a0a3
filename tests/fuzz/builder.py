"""Builds a program step by step while it runs, so that shapes, sizes of numbers and shared memory are known and not guessed.

Every step that is added is executed with NumPy at once. That tells what a result's shape is, that no number is infinite, and, for
programs that write to arrays, the one thing that is hard to know from a text: whether two names share memory. `a.reshape(-1)` is a view
or a copy, depending on where `a` comes from; what NumPy did here is what the JAX text has to imitate.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.fuzz.draw import Draw, choice
from tests.fuzz.program import HELPERS, Step, Value

LARGEST = 30.0  # of a number along the way; squares of squares would soon be more than finite differences can resolve
MOST = 24  # entries
SIDES = (1, 2, 3, 4, 6)  # of a shape; JAX compiles once for each combination of a function and shapes, so there are few
CONSTANTS = ("0.5", "2", "-1.5", "0.3", "1.25", "3.0", "-0.7", "1")

Shape = tuple[int, ...]


class Rejected(Exception):
    """A step can't be made here, or would lead to numbers or shapes that nobody wants."""


@dataclass(frozen=True)
class Variable:
    """A name in the program.

    A view knows its base, the expression that takes it anew (`derive`) and, if it may be written through, the expression that is
    the whole base after a write (`back`): what JAX has to compute, as its arrays share nothing.
    """

    name: str
    shape: Shape
    base: str | None = None
    derive: str = ""
    back: str = ""
    writable: bool = False
    python: bool = False  # a Python float: no methods, no indexing

    @property
    def ndim(self) -> int:
        return len(self.shape)


class Builder:
    """The program so far, with the values that its names have."""

    def __init__(self, draw: Draw, inputs: dict[str, Value]) -> None:
        self.draw = draw
        self.inputs = inputs
        self.steps: list[Step] = []
        self.variables = {name: Variable(name, np.shape(value), python=isinstance(value, float)) for name, value in inputs.items()}
        self.unused: set[str] = set()
        self.scope: dict[str, Any] = {}
        self._names = 0
        self._replay()

    # ---- choosing

    def choice(self, *options: Any) -> Any:
        return choice(self.draw, options)

    def constant(self) -> str:
        return choice(self.draw, CONSTANTS)

    def some(self, fits: Callable[[Variable], bool] = lambda v: True) -> Variable:
        """A variable that fits, as likely one that nothing has used yet as any other: what isn't used isn't tested."""
        options = [v for v in reversed(self.variables.values()) if fits(v)]
        if not options:
            raise Rejected
        fresh = [v for v in options if v.name in self.unused]
        return choice(self.draw, fresh if fresh and self.draw.below(2) == 0 else options)

    def array(self, least: int = 1, most: int = 3, fits: Callable[[Variable], bool] = lambda v: True) -> Variable:
        """An array with so many dimensions."""
        return self.some(lambda v: not v.python and least <= v.ndim <= most and fits(v))

    def axis(self, v: Variable) -> int:
        """One of its axes, counted from either end."""
        return self.draw.below(2 * v.ndim) - v.ndim

    def new_name(self) -> str:
        self._names += 1
        return f"v{self._names}"

    # ---- adding

    def add(self, numpy: str, jax: str | None = None, *, of: Variable | None = None, back: str = "") -> Variable:
        """`name = expression`. If the result may be a view, `of` is the variable that it is a view of."""
        name = self.new_name()
        self.block([f"{name} = {numpy}"], [f"{name} = {jax or numpy}"], [name])
        sharing = [v for v in self.variables.values() if v.name != name and np.shares_memory(self.scope[v.name], self.scope[name])]
        if sharing:
            assert of in sharing, f"{name} = {numpy} shares memory, unexpectedly, with {sharing}"
            assert of is not None
            writable = of.writable and bool(back) and self.scope[name].flags.writeable
            self.variables[name] = replace(
                self.variables[name], base=of.name, derive=jax or numpy, back=back.format(v=name, of=of.name), writable=writable
            )
        return self.variables[name]

    def block(self, numpy: Sequence[str], jax: Sequence[str] | None, defines: Sequence[str]) -> None:
        """Lines that define some names. What they define and the program goes on to use must share no memory with anything else."""
        step = Step(tuple(numpy), tuple(numpy if jax is None else jax))
        self._execute(step)
        self.steps.append(step)
        self.unused -= set(re.findall(r"\w+", "\n".join(numpy)))
        for name in defines:
            value = self.scope[name]
            writable = isinstance(value, np.ndarray) and value.flags.writeable
            self.variables[name] = Variable(name, np.shape(value), writable=writable, python=type(value) is float)
            self.unused.add(name)
        self._look()

    def write(self, target: Variable, numpy: Sequence[str], jax: Sequence[str]) -> None:
        """Lines that write to an array; for JAX, what else changes thereby: the bases of the array, and all other views of those."""
        assert target.writable
        path, lines = [target.name], list(jax)
        while (view := self.variables[path[-1]]).base is not None:
            lines.append(f"{view.base} = {view.back}")
            path.append(view.base)
        family = {path[-1]}
        for v in self.variables.values():  # in the order of their making: a view comes after its base
            if v.base in family:
                family.add(v.name)
                if v.name not in path:
                    lines.append(f"{v.name} = {v.derive}")
        step = Step(tuple(numpy), tuple(lines))
        self._execute(step)
        self.steps.append(step)
        self.unused -= set(re.findall(r"\w+", "\n".join(numpy)))
        self.unused |= family
        self._look()

    def own(self, v: Variable) -> None:
        """`x = x.copy()`: from here on the name is another array's, which may be written to. Views of the old one stay what they are."""
        self.block([f"{v.name} = {v.name}.copy()"], None, [v.name])
        for other in self.variables.values():
            if other.base == v.name:
                self.variables[other.name] = replace(other, base=None)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """If what is done in here gets rejected, then it never was."""
        kept = (list(self.steps), dict(self.variables), set(self.unused), self._names)
        try:
            yield
        except (Rejected, np.linalg.LinAlgError):
            self.steps, self.variables, self.unused, self._names = kept
            self._replay()
            raise Rejected from None

    # ---- running

    def _execute(self, step: Step) -> None:
        with np.errstate(all="ignore"):
            exec("\n".join(step.numpy), self.scope)

    def _replay(self) -> None:
        """Run all again: a half-made step may have written to arrays."""
        self.scope = {"np": np, "special": importlib.import_module("scipy.special")}
        for text in HELPERS.values():
            exec(text, self.scope)
        self.scope |= {name: np.copy(value) if isinstance(value, np.ndarray) else value for name, value in self.inputs.items()}
        for step in self.steps:
            self._execute(step)

    def _look(self) -> None:
        for v in self.variables.values():
            value = self.scope[v.name]
            if np.size(value) > MOST or np.ndim(value) > 3 or not set(np.shape(value)) <= set(SIDES):
                raise Rejected
            if not np.all(np.abs(value) < LARGEST):  # "not a number" is not smaller either
                raise Rejected
            assert np.asarray(value).dtype.kind == "f", f"{v.name} is no array of real numbers"
