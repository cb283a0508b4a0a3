"""The gates: a small textbook of calculus, one entry a gate.

Backpropagation asks one thing of each gate: *if this input moved a little, how many times as much would your output
move?* The answer is the gate's local gradient. The chain rule multiplies it by the gradient from above and hands the
product down to the input; there is nothing more to it. So to know these entries is to know how to differentiate.

1. `table`: what a gate is, and the table of all of them.
2. `arithmetic`: + - * / ** and their kin. An add gate hands the gradient on, a multiply gate swaps its inputs.
3. `selection`: max, min and absolute value, which route the gradient; floor, ceil and round, which stop it.
4. `exponential`: exponentials, logarithms and roots.
5. `trigonometry`: the circle, the hyperbola and the length of an arrow.
6. `special`: the error and gamma functions.
7. `elementary`: an index, from the functions of Python's `math` to their gates.
8. `modules`: well-known combinations (sigmoid, softplus, relu, …) whose gradients simplify, seen as one gate.

Read an entry from its rules: `lambda out, a, b: b` says that where `out = a * b`, ∂out/∂a is b. Every rule is written
with operators and with gates, so it works on numbers, and on traced values gives a graph: the gradient of a gradient.
"""

from whygrad.gates import arithmetic, elementary, exponential, modules, selection, special, trigonometry
from whygrad.gates.table import TABLE, Gate

__all__ = ["TABLE", "Gate", "arithmetic", "elementary", "exponential", "modules", "selection", "special", "trigonometry"]
