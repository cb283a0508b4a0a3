"""A program as a function that XLA has compiled, by way of JAX: what `executing.compiled` is for NumPy.

What comes back is the same: NumPy's arrays and Python's numbers, in double precision where the program has it, whatever the
user's own JAX is set to. What has to hold for the recorded way to be the right one is computed along with the results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from whygrad.executing.compiled import Output, Routine, executed
from whygrad.executing.lowering import Lowering, dtype_of, holds, jax_module
from whygrad.executing.program import Like
from whygrad.graph import CONSTANT

#: Constants of more bytes than this are handed over, so that XLA doesn't compute with them while it compiles.
_LARGE = 4096
#: What a run came to: as recorded; another way has to be gone; a number isn't finite.
FINE, ELSEWHERE, CAREFUL = range(3)


def written(routine: Routine) -> tuple[Callable[..., Any], str]:
    """The function, and its source: what is looked at before, and the program as JAX has it."""
    run = _Run(routine)
    names = [routine.inputs[step] for step in run.given]
    floats = [name for step, name in zip(run.given, names, strict=True) if routine.program[step].like.number is float]
    results = routine.names.fresh("results")
    given = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
    body = [
        *routine.head,
        *[f"if type({name}) is not float: return {routine.otherwise}" for name in floats],
        f"fine, {results} = run({given})",
        f"if fine == {ELSEWHERE}: return {routine.otherwise}",
        f"if fine == {CAREFUL}: return {routine.careful}",
        f"return {routine.result([f'{results}[{k}]' for k in range(len(routine.outputs))])}",
    ]
    lines = [f"def {routine.name}({', '.join(routine.parameters)}):", "    try:", *[f"        {line}" for line in body]]
    lines += ["    except Exception:", f"        return {routine.otherwise}"]
    function, text = executed(routine.name, "\n".join(lines) + "\n", {**routine.namespace, "run": run})
    return function, f"{text}\n\n# run, by XLA:\n{run.jaxpr}\n"


class _Run:
    """The program, compiled: called with the values of its inputs, it gives what the run came to, and the results."""

    def __init__(self, routine: Routine) -> None:
        jax = jax_module()
        self._routine = routine
        program = routine.program
        outputs = [output.step for output in routine.outputs]
        order = program.needed([*outputs, *[step for step, _ in routine.guards], *routine.finite])
        self._lowering = Lowering(program, order)
        self.given = list(routine.inputs)
        self._large = [index for index in order if program[index].gate is CONSTANT and _is_large(program.constants[index])]
        self._taken = [_taken(output, program[output.step].like) for output in routine.outputs]
        self._enabled = jax.enable_x64 if hasattr(jax, "enable_x64") else jax_module("jax.experimental").enable_x64
        self._function = jax.jit(self._computed)
        with self._enabled(True):
            self._constants = [jax.numpy.asarray(program.constants[index]) for index in self._large]
            like = [jax.ShapeDtypeStruct(program[index].like.shape, dtype_of(program[index].like)) for index in self.given]
            self.jaxpr = str(self._function.trace(self._constants, like).jaxpr)

    def _computed(self, constants: Sequence[Any], given: Sequence[Any]) -> tuple[Any, list[Any]]:
        jnp = jax_module("jax.numpy")
        routine = self._routine
        inputs = dict(zip(self._large, constants, strict=True)) | dict(zip(self.given, given, strict=True))
        values, checks = self._lowering.run(inputs)
        checks += [holds(jnp, values[step], expected) for step, expected in routine.guards]
        finite = [jnp.all(jnp.isfinite(values[step])) for step in routine.finite]
        status = jnp.where(_all(jnp, checks), jnp.where(_all(jnp, finite), FINE, CAREFUL), ELSEWHERE)
        return status, [jnp.asarray(values[output.step], _dtype(output, routine)) for output in routine.outputs]

    def __call__(self, given: Sequence[Any]) -> tuple[int, list[Any]]:
        """The status, and the results as NumPy's arrays and Python's numbers (none where they don't count)."""
        with self._enabled(True):
            status, found = self._function(self._constants, given)
        fine = int(status)
        return fine, [] if fine else [take(value) for take, value in zip(self._taken, found, strict=True)]


def _all(jnp: Any, conditions: list[Any]) -> Any:
    conditions = [condition for condition in conditions if condition is not True]
    return jnp.all(jnp.stack([jnp.all(condition) for condition in conditions])) if conditions else True


def _is_large(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.nbytes > _LARGE


def _dtype(output: Output, routine: Routine) -> Any:
    kind = output.like if output.like.number is not None or output.like.dtype is not None else routine.program[output.step].like
    return dtype_of(kind)


def _taken(output: Output, kind: Like) -> Callable[[Any], Any]:
    """How a result of JAX's becomes what is returned there."""
    number = output.like.number
    if number is not None:
        return number
    if output.like.is_array:
        return np.array  # JAX's own memory can't be written to
    dtype = output.like.dtype or kind.dtype
    return lambda value: np.asarray(value, dtype)[()]
