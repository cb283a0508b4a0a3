"""The gates of whole arrays: what numbers alone don't need. They use NumPy, and are imported where arrays are first met.

Entry by entry, an array obeys the gates of numbers. What is new is how entries are gathered, copied and mixed, and there
the rules have one theme: *what was copied on the way up is added up on the way down, and what was added up is copied.*

1. `elementwise`: functions that NumPy and SciPy have and Python's `math` has not.
2. `choosing`: `where`, and the larger or smaller of two.
3. `shape`: reshape, transpose, broadcast, pad, join: the numbers stay, their places change.
4. `reduction`: sums, means, products, largest and smallest along an axis, and their running forms.
5. `products`: matrix products and `einsum`.
6. `linear_algebra`: inverse, solve, determinant.
7. `indexing`: reading from places and writing to places.
8. `special`: SciPy's special functions.
9. `steps`: results that are whole numbers or truth values: no gradient passes.

A rule is called as `vjp(upstream, out, *inputs, **attributes)` and is written in gates, so it works on plain arrays and on
traced ones. It may leave an axis that was broadcast, or a wider dtype: `autodiff` sums and casts to what the input has.
"""

from whygrad.gates.arrays import choosing, elementwise, indexing, linear_algebra, products, reduction, shape, special, steps
from whygrad.gates.table import ARRAY_TABLE

__all__ = [
    "ARRAY_TABLE",
    "choosing",
    "elementwise",
    "indexing",
    "linear_algebra",
    "products",
    "reduction",
    "shape",
    "special",
    "steps",
]
