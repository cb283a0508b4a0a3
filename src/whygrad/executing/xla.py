"""A program as a function that XLA has compiled, by way of JAX: what `executing.compiled` is for NumPy.

What comes back is the same: NumPy's arrays and Python's numbers, in double precision where the program has it, whatever the
user's own JAX is set to. What has to hold for the recorded way to be the right one is computed along with the results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from whygrad.executing.compiled import Output, Routine, executed
from whygrad.executing.levels import LevelCode
from whygrad.executing.lowering import Lowering, NotLowered, dtype_of, holds, jax_module
from whygrad.executing.program import Like, Program
from whygrad.gates.arithmetic import multiply
from whygrad.graph import CONSTANT
from whygrad.text import Text, _

#: Constants of more bytes than this are handed over, so that XLA doesn't compute with them while it compiles.
_LARGE = 4096
#: Operations that XLA compiles in a minute or so.
MOST = 20_000
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
        if len(order) > MOST:
            raise NotLowered(
                Text(
                    _("`{f}` takes {n} operations, its loops unrolled, more than XLA compiles in a reasonable time."), _said(routine, order)
                ),
                [Text(_('Take the backend "compiled", or let the arrays do what the loops do.'))],
            )
        self._lowering = Lowering(program, order)
        self._finite = [*routine.finite, *_masked(program, order)]
        self.given = list(routine.inputs)
        self._large = [index for index in order if program[index].gate is CONSTANT and _is_large(program.constants[index])]
        self._taken = [_taken(output, program[output.step].like) for output in routine.outputs]
        # Python's floats come in one array with the status: each array that is fetched costs as much as a small program
        self._floats = [k for k, output in enumerate(routine.outputs) if output.like.number is float]
        self._others = [k for k in range(len(routine.outputs)) if k not in self._floats]
        self._enabled = x64()
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
        finite = [jnp.all(jnp.isfinite(values[step])) for step in self._finite]
        status = jnp.where(_all(jnp, checks), jnp.where(_all(jnp, finite), FINE, CAREFUL), ELSEWHERE)
        found = [jnp.asarray(values[output.step], _dtype(output, routine)) for output in routine.outputs]
        floats = [found[k].astype(float) for k in self._floats]
        return jnp.stack([status.astype(float), *floats]), [found[k] for k in self._others]

    def __call__(self, given: Sequence[Any]) -> tuple[int, list[Any]]:
        """The status, and the results as NumPy's arrays and Python's numbers (none where they don't count)."""
        with self._enabled(True):
            packed, others = self._function(self._constants, given)
        fine, *floats = np.asarray(packed).tolist()
        if fine != FINE:
            return int(fine), []
        results: list[Any] = [None] * len(self._taken)
        for k, value in zip(self._floats, floats, strict=True):
            results[k] = value
        for k, value in zip(self._others, others, strict=True):
            results[k] = self._taken[k](value)
        return FINE, results


def _said(routine: Routine, order: Sequence[int]) -> dict[str, str]:
    return {"f": routine.name.removesuffix("_value_and_grad").removesuffix("_value").removesuffix("_vjp"), "n": str(len(order))}


def _masked(program: Program, order: Sequence[int]) -> list[int]:
    """Steps that are multiplied with truth values: of nan · 0 XLA makes 0, and so nothing later on would tell of them."""
    found = []
    for index in order:
        step = program[index]
        for one, other in (step.inputs, step.inputs[::-1]) if step.gate is multiply else ():
            if _kind(program[one].like) == "f" and _kind(program[other].like) == "b" and one not in program.constants:
                found.append(one)
    return found


def _kind(kind: Like) -> str:
    return "b" if kind.number is bool else "f" if kind.number is float else "" if kind.dtype is None else str(kind.dtype.kind)


def _all(jnp: Any, conditions: list[Any]) -> Any:
    found = np.True_
    for condition in conditions:
        if condition is not True:
            found = jnp.logical_and(found, jnp.all(condition))
    return found


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


def levels_run(code: LevelCode, way_back: Sequence[str], inputs: int, output: int) -> Callable[[Any], tuple[bool, Any]]:
    """The lines of `levels`, by XLA: from all numbers, the inputs and constants known, to whether the program goes the recorded way,
    and the gradients of the inputs, the sum of all numbers there are (which tells whether all are finite) and the output."""
    jax = jax_module()
    checks = [text if expected else f"~({text})" for text, expected in code.checks()]
    lines = [*code.forward, *way_back, f"fine = {' & '.join(f'np.all({text})' for text in checks) or 'True'}"]
    text = "\n".join(
        [
            "def computed(v):",
            *[f"    {line}" for line in lines],
            f"    return fine, np.append(g[:{inputs}], np.stack([v.sum() + g.sum(), v[{output}]]))",
        ]
    )
    space: dict[str, Any] = {**code.names, "np": jax.numpy}
    exec(compile(text, "<whygrad levels>", "exec"), space)
    function, enabled = jax.jit(space["computed"]), x64()

    def run(v: Any) -> tuple[bool, Any]:
        with enabled(True):
            fine, found = function(v)
        return bool(fine), np.asarray(found)

    return run


def x64() -> Any:
    """Double precision, for a while and this thread alone."""
    jax = jax_module()
    return jax.enable_x64 if hasattr(jax, "enable_x64") else jax_module("jax.experimental").enable_x64
