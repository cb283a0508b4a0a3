"""The code of a circuit, run: it gives the value and the gradients that the circuit shows."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.drawing.code import code_of
from whygrad.drawing.programs import wired_program
from whygrad.drawing.wiring import Wiring
from whygrad.graph import INPUT

SEED = Path(__file__).parents[2] / "examples" / "seed" / "neuron.py"

PROGRAMS = {
    "the seed": SEED.read_text(encoding="utf-8"),
    "whole numbers and a value used twice": "a = 2\nb = 3.0\nc = a * b + a\nd = c * c / b\n",
    "an input that has no say": "a = 2.0\nb = 3.0\nc = a * a\n",
    "a layer": """
import numpy as np
rng = np.random.default_rng(0)
params = {"W": rng.normal(size=(3, 2)), "b": np.zeros(2)}
x = rng.normal(size=(4, 3))
for turn in range(2):
    h = np.tanh(x @ params["W"] + params["b"])
    loss = np.mean(h**2)
    dh = 2 * h / h.size
    dz = dh * (1 - h**2)
    grads = {"W": x.T @ dz, "b": dz.sum(axis=0)}
    for name in params:
        params[name] -= 0.1 * grads[name]
""",
    "an output that is an array": """
import numpy as np
def affine_forward(x, w, b):
    return x @ w + b, (x, w)
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
def cases():
    return {"affine_forward": (np.ones((4, 3)), np.full((3, 2), 0.5), np.zeros(2))}
""",
}


def wiring_of(name: str) -> Wiring:
    found = wired_program(PROGRAMS[name], f"{name}.py")
    assert isinstance(found, Wiring)
    return found


def arguments(wiring: Wiring) -> dict[str, Any]:
    """What the function is given: the inputs, in lists and dicts as the program has them."""
    given: dict[str, Any] = {}
    for node in wiring.members:
        if wiring.graph.gates[node] is INPUT:
            stem, *keys = re.findall(r"\w+", wiring.names[node])
            if not keys:
                given[stem] = wiring.graph.values[node]
            else:
                key = int(keys[0]) if keys[0].isdigit() else keys[0]
                given.setdefault(stem, {})[key] = wiring.graph.values[node]
    return given


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_code_computes_what_the_circuit_shows(name: str) -> None:
    wiring = wiring_of(name)
    given = arguments(wiring)
    (output, seed), *_ = wiring.seeds.items()
    expected = {wiring.names[n]: wiring.gradient(n) for n in wiring.members if wiring.graph.gates[n] is INPUT}
    value = wiring.graph.values[output]
    space: dict[str, Any] = {"np": np, "math": math}
    text = code_of(wiring)
    exec(text, space)
    function = next(made for key, made in space.items() if key.endswith("_value_and_grad"))
    found, gradients = function(**given, **({"dout": np.ones_like(value) * seed} if np.ndim(value) else {}))
    np.testing.assert_allclose(found, value)
    for path, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected[path] if np.ndim(value) else expected[path] / seed)
    assert gradients.keys() == {path for path in expected if expected[path] is not None}


def test_the_names_are_the_programs_and_each_array_has_its_shape_beside_it() -> None:
    text = code_of(wiring_of("a layer"))
    for line in ("def loss_value_and_grad(x, params):", "    h = np.tanh(t_2)  # 4×2", "    dparams_W = x.T @ t_6  # 3×2"):
        assert re.sub(r"\bt_\d+", "t", line) in re.sub(r"\bt_\d+", "t", text), text
    assert "product = w_0 * x_0 + w_1 * x_1 + w_2\n" in code_of(wiring_of("the seed"))


def test_the_code_says_what_the_program_was_taken_for() -> None:
    text = whygrad.show(str(SEED), lang="en").code()
    assert text.startswith("# ") and "I take it that `activation` is meant as" in text
    with pytest.raises(ValueError, match="nothing in this file"):
        whygrad.show("", lang="en").code()
