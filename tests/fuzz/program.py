"""A random program: one list of steps, each written twice, as NumPy and as what the same step is for jax.numpy.

JAX's arrays can't be written to, so `a[0] = s` has to be `a = a.at[0].set(s)` there, and a view has to be taken anew after its base
has changed. Every step carries both texts side by side, because whoever makes a step knows what it means; a translator from one
text to the other would have to find that out again, and would be one more thing that can be wrong.

In both texts the library is called `np`: the JAX text runs where that is jax.numpy.
"""

from __future__ import annotations

import importlib
import itertools
import linecache
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Side = Literal["numpy", "jax"]
Value = Any  # an array, a NumPy scalar or a float, of NumPy, JAX or a tracer

HELPERS = {
    "softplus": "def softplus(t):\n    return np.log1p(np.exp(-np.abs(t))) + np.maximum(t, 0.0)",
    "normalised": "def normalised(t, eps=0.1):\n    centred = t - np.mean(t)\n    return centred / np.sqrt(np.mean(centred**2) + eps)",
    "blend": "def blend(t, u, *, share=0.25):\n    return (1 - share) * t + share * u",
    "halved": "def halved(t, n):\n    return t if n == 0 else halved(0.5 * np.sin(t) + 0.3 * t, n - 1)",
}
_files = itertools.count()


@dataclass(frozen=True)
class Step:
    """What one statement (or one block) is, as lines of NumPy and as lines of JAX."""

    numpy: tuple[str, ...]
    jax: tuple[str, ...]


@dataclass(frozen=True)
class Program:
    """A function's text on both sides, with the point at which to look at it."""

    inputs: dict[str, Value]  # arrays of one dtype; a Python float may be among them
    steps: tuple[Step, ...]
    results: tuple[str, ...]  # names; the first is returned, with the sums of the others added
    value_seed: int  # for tangents and cotangents
    second_order: bool

    @property
    def point(self) -> tuple[Value, ...]:
        """The inputs in order; copies, so that nobody's writing shows to anyone else."""
        return tuple(value.copy() if isinstance(value, np.ndarray) else value for value in self.inputs.values())

    @property
    def single(self) -> bool:
        """Whether this program is in float32."""
        return any(getattr(value, "dtype", None) == np.float32 for value in self.inputs.values())

    def text(self, side: Side) -> str:
        """The program as source, with the helpers that it calls."""
        first, *others = self.results
        lines = [f"def program({', '.join(self.inputs)}):"]
        for step in self.steps:
            lines += [f"    {line}" for line in (step.numpy if side == "numpy" else step.jax)]
        body = "\n".join([*lines, f"    return {' + '.join([first, *(f'0.5 * np.sum({name})' for name in others)])}"])
        called = [text for name, text in HELPERS.items() if re.search(rf"\b{name}\(", body)]
        return "\n\n\n".join([*called, body]) + "\n"

    def __str__(self) -> str:
        """What whoever looks into a difference wants to paste: the text, then the inputs."""
        point = [f"{name} = {'np.' if isinstance(value, np.ndarray) else ''}{value!r}" for name, value in self.inputs.items()]
        return f"{self.text('numpy')}\n" + "\n".join(point).replace("dtype=float32", "dtype=np.float32")

    def function(self, side: Side) -> Callable[..., Value]:
        """The program as a function. Its source is where `inspect` finds it, as it would be for a function in a file."""
        text = self.text(side)
        file = f"<fuzz-{next(_files)}>"
        home = "" if side == "numpy" else "jax."
        namespace = {
            "__name__": file,
            "np": importlib.import_module(f"{home}numpy"),
            "special": importlib.import_module(f"{home}scipy.special"),
        }
        exec(compile(text, file, "exec"), namespace)
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        return namespace["program"]  # type: ignore[return-value]
