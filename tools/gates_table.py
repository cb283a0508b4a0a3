"""The table of gates and their oracles: `python -m tools.gates_table [check]` writes docs/gates.md from the tests' own case table.

With `check` nothing is written; exit code 1 if the file isn't what would be written.
"""

from __future__ import annotations

import string
import sys
from pathlib import Path

from tests.gates.array_cases import ELEMENTWISE, WHOLE, cases_of, gates_with_a_rule, row_of
from whygrad.gates.table import Gate

PATH = Path(__file__).resolve().parent.parent / "docs/gates.md"

INTRODUCTION = """\
# The gates of arrays, and what their derivatives are compared with

This file is written by `python -m tools.gates_table`; a test says when it is out of date.

Each derivative rule of whygrad stands in one entry of a table, its gate. {count} gates that arrays can go through have a rule, and
`tests/gates/test_array_gates.py` tests each of them from that entry, at {cases} combinations of shapes, axes and indices in all,
against derivatives that know nothing of whygrad:

- **complex step**: NumPy's own function, moved by 10⁻³⁰ along the imaginary axis: exact to the last digits. Where NumPy's function
  takes no complex numbers, or is not analytic, **finite differences** of fourth order stand in for it (about nine digits).
- **JAX**: its own gradient, tangent and second derivative of the same function. A dash: JAX has no such function.
- **PyTorch**: its own gradient, asked with `WHYGRAD_TORCH=1`. A dash: PyTorch has no such function, or no derivative of it.
- **second derivative**: products with the Hessian, against differences of whygrad's first derivative, and against JAX's where it has the
  function.

Forward mode is compared as well, and so are single precision, other layouts in memory, arrays without entries and single numbers.
Gates that let no gradient through (comparisons, rounding, sorting orders) have no rule, and no row here.

| gate | in NumPy | complex step | finite differences | JAX | PyTorch | second derivative |
| --- | --- | :-: | :-: | :-: | :-: | :-: |
"""

STATEMENTS = {"setitem": "a[index] = b", "index_add": "np.add.at(a, index, b)"}  # in NumPy they give no value


class _Name(str):
    """An operand's or an attribute's name, which stands for itself in a template that asks for a repr too."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Names(dict[str, object]):
    """Every name stands for itself."""

    def __missing__(self, name: str) -> _Name:
        return _Name(name)


def forward(gate: Gate) -> str:
    """What the gate does, as one writes it in NumPy."""
    if gate.name in STATEMENTS:
        return STATEMENTS[gate.name]
    operands = ("a", "b", "c")[: gate.arity or 2]
    if gate.ufunc:
        return f"{gate.ufunc.replace('numpy.', 'np.')}({', '.join(operands)})"
    listed = ", ".join(operands) if gate.arity else "a, b, …"
    return string.Formatter().vformat(gate.python, operands, _Names(all=listed))


def row(gate: Gate) -> str:
    """A gate's line of the table."""
    tried = row_of(gate)
    marks = (tried.analytic, not tried.analytic, tried.jax is not None, tried.torch is not None, True)
    return f"| {gate.name} | `{forward(gate)}` | " + " | ".join("✓" if mark else "—" for mark in marks) + " |\n"


def document() -> str:
    """The whole file; a gate that the case table doesn't know has no row."""
    gates = [gate for name, gate in gates_with_a_rule().items() if name in ELEMENTWISE or name in WHOLE]
    cases = sum(len(cases_of(gate)) for gate in gates)
    return INTRODUCTION.format(count=len(gates), cases=cases) + "".join(map(row, gates))


def main(arguments: list[str]) -> int:
    """The command line; see the top of this file."""
    match arguments:
        case []:
            PATH.write_text(document(), encoding="utf-8")
        case ["check"]:
            if not PATH.exists() or PATH.read_text(encoding="utf-8") != document():
                print("docs/gates.md is not up to date: python -m tools.gates_table")
                return 1
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
