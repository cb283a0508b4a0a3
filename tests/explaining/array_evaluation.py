"""Every line of a derivation on arrays is run as it is printed: forward, then back, each gate's share beside the true adjoint."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special

from whygrad.explaining.arrays.derivation import ArrayDerivation, ArrayEquation
from whygrad.gates.arrays.modules import FUNCTIONS
from whygrad.gates.modules import MODULES
from whygrad.writing.expressions import HELPERS


def scope() -> dict[str, Any]:
    """What printed code may use beside the names of the derivation."""
    made: dict[str, Any] = {"np": np, "scipy": scipy, **FUNCTIONS}
    for module in MODULES.values():
        made[module.name] = np.vectorize(module.forward, otypes=[float])
    for helper in HELPERS.values():
        exec(helper, made)
    return made


def computed(equation: ArrayEquation, known: dict[str, Any]) -> Any:
    """What the printed lines come to, in names that are defined before."""
    own = dict(known)
    for one in equation.operands:  # of a long program the first lines are left out
        own.setdefault(one.name, one.value)
    *lines, last = equation.code
    for line in lines:
        exec(line, own)
    return eval(last, own)


def close(one: Any, other: Any) -> bool:
    wanted = np.asarray(other)
    scale = float(np.max(np.abs(wanted), initial=0.0))
    single = wanted.dtype == np.float32
    tolerance = {"rtol": 2e-4, "atol": 2e-5 * scale + 1e-6} if single else {"rtol": 1e-7, "atol": 1e-9 * scale + 1e-12}
    return np.shape(one) == wanted.shape and bool(np.allclose(one, wanted, **tolerance, equal_nan=True))


def check(derivation: ArrayDerivation, *, whole: bool = True) -> int:
    """Run all of it; returns how many equations have no formula. `whole`: no step is left out."""
    assert not derivation.problems, [problem.message.english() for problem in derivation.problems]
    assert not whole or not derivation.more_steps
    known, unwritten = scope(), 0
    assert derivation.output is not None and derivation.above is not None
    for one in (*derivation.given, *(entry.value for entry in derivation.inputs), *derivation.beside):
        known[one.name] = one.value
    for equation in derivation.forward:
        if not equation.code:
            unwritten += 1
            known[equation.left.name] = equation.left.value
            continue
        known[equation.left.name] = computed(equation, known)
        assert close(known[equation.left.name], equation.left.value), (equation.left.name, equation.code)
    gathered: dict[str, Any] = {derivation.above.name: derivation.above.value}
    true = {derivation.above.name: derivation.above.value}
    for step in derivation.steps:
        for share in step.shared:
            equation = share.equation
            left = equation.left
            true[left.name] = left.value
            if equation.code:
                with np.errstate(all="ignore"):
                    value = computed(equation, {**known, **gathered})
                assert close(value, equation.value), (left.name, equation.code, value, equation.value)
            else:
                unwritten, value = unwritten + 1, equation.value
            gathered[left.name] = np.array(gathered[left.name] + value) if equation.adds and left.name in gathered else value
            assert equation.adds or close(value, left.value), (left.name, equation.code)
    for form in derivation.modules:
        with np.errstate(all="ignore"):
            # of a long program not all shares are there
            given = {one.name: one.value for one in form.short.operands} if derivation.more_steps else {}
            value = computed(form.short, {**known, **gathered, **given})
        assert close(value, form.short.value), form.short.code
        assert form.short.adds or close(value, form.short.left.value), form.short.code
        for step in form.steps:
            with np.errstate(all="ignore"):
                assert close(computed(step, {**known, **gathered, **given}), form.short.value), step.code
    if not derivation.more_steps and not unwritten:
        for name, value in gathered.items():
            assert close(value, true[name]), name
        for entry in derivation.inputs:
            assert close(gathered[entry.gradient_name] if entry.uses else np.zeros(np.shape(entry.gradient)), entry.gradient)
    return unwritten
