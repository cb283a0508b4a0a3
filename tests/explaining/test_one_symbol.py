"""Each symbol of a derivation stands for one thing: in LaTeX no two names are written alike, nor a name like a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.explaining.evaluation import equations, symbols_in
from whygrad.autodiff.spelling import spelled
from whygrad.autodiff.symbolic import Symbol
from whygrad.explaining.arrays.derivation import ArrayDerivation
from whygrad.explaining.derivation import Derivation
from whygrad.explaining.deriving import derive_file
from whygrad.reports.derivation import DerivationReport
from whygrad.reports.words import words

NUMBERS = {
    "an entry, x_0 and x0": "x = [2.0, 3.0]\nx_0 = 5.0\nx0 = 7.0\ny = x[0] * x_0 * x0\n",
    "h2 and the second h": "x = 1.0\nh2 = 3.0\nh = x\nh = h * 2\nh = h * h2\nL = h ** 2\n",
    "x1 and the first x": "import math\nx1 = 2.0\nx = 3.0\nx = x * x1\nx = x * x\ny = math.exp(x / 20)\n",
    "a letter of mine and t_1": "import math\nt_1 = 2.0\nt = [1.0, 0.5]\ny = math.log(1 + math.exp(t_1 * t[1] * t_1 * t[0] * t_1))\n",
    "a Greek letter and its name": "σ = 2.0\nsigma = 3.0\ny = σ * sigma\n",
    "a Greek letter with a number": "σ_1 = 2.0\nσ = 3.0\nσ = σ * σ_1\nσ = σ * σ_1\ny = σ * σ\n",
    "two values of two names": "x0 = 1.0\nx_0 = 2.0\nx0 = x0 * x_0\nx_0 = x_0 * x0\ny = x0 * x_0\n",
}
ARRAYS = {
    "x_1 and x1": "import numpy as np\nx1 = np.array([1.0, 1.5])\nx_1 = np.exp(x1)\nL = (x_1 * x1).sum()\n",
    "a gradient and its like": "import numpy as np\nloss = np.array([1.0, 1.5])\ndloss = loss * loss\nL = (dloss * loss).sum()\n",
    "_x and x": "import numpy as np\nx = np.array([1.0, 1.5])\n_x = x * x\nL = (_x * x).sum()\n",
}


def numbers(text: str) -> Derivation:
    found = derive_file(text, "a.py")
    assert isinstance(found, Derivation) and found.ok
    return found


def arrays(text: str) -> ArrayDerivation:
    found = derive_file(text, "a.py")
    assert isinstance(found, ArrayDerivation) and found.ok
    return found


def named(found: Derivation) -> Iterator[Symbol]:
    for equation in equations(found):
        yield from (one for one in symbols_in(equation.left) if "∂" not in one.name)
        for side in equation.sides:
            for term in side.terms:
                yield from (one for factor in term for one in symbols_in(factor) if "∂" not in one.name)
    yield from (one.name for one in found.inputs)


def seen(latex: str) -> str:
    """What a reader sees of a name: upright letters beside one another are one word."""
    return re.sub(r"\\mathrm\{([^{}]*)\}", r"\1", latex)


@pytest.mark.parametrize("text", NUMBERS.values(), ids=NUMBERS)
def test_no_two_names_are_written_alike(text: str) -> None:
    looks = {one.name: one.latex for one in named(numbers(text))}
    assert len(looks) > 1
    assert len(set(looks.values())) == len(looks), looks


@pytest.mark.parametrize("text", ARRAYS.values(), ids=ARRAYS)
def test_no_two_arrays_are_written_alike(text: str) -> None:
    found = arrays(text)
    values = {one.name: one.latex for equation in found.forward for one in (equation.left, *equation.operands)}
    gradients = {share.equation.left.name: share.equation.left.latex for step in found.steps for share in step.shared}
    looks = values | gradients
    assert len(looks) > 3
    assert len(set(map(seen, looks.values()))) == len(looks), looks


def test_what_is_like_nothing_else_is_written_as_before() -> None:
    assert spelled(["x0", "h₁", "W2₁", "W2", "grad_x"]) == {
        "x0": "x_{0}",
        "h₁": "h_{1}",
        "W2": "W_{2}",
        "W2₁": "W_{2}^{(1)}",
        "grad_x": r"\mathrm{grad\_x}",
    }


def test_a_value_with_its_number_above_is_raised_in_parentheses() -> None:
    found = numbers("x = 1.0\nh2 = x + 1\nh2 = h2 * x\nL = h2 ** 2\n")
    assert found.forward[-1].sides[0].terms[0][0].latex == r"\left(h_{2}^{(2)}\right)^{2}"


def test_values_are_written_as_the_text_says_it() -> None:
    assert spelled(["h2", "h[1]", "h₁", "h₂"]) == {"h2": r"\mathtt{h2}", "h[1]": r"\mathtt{h[1]}", "h₁": "h_{1}", "h₂": "h_{2}"}


def test_a_variable_called_e_is_not_the_base_of_an_exponential() -> None:
    text = DerivationReport(numbers("import math\ne = 1.5\ny = math.exp(e) * math.e\n"), words("en")).latex()
    assert r"\exp\left(e\right) \cdot \mathrm{e}" in text
    assert "e^" not in text
    text = DerivationReport(arrays("import numpy as np\ns = np.array([1.0, 2.0])\ne = np.exp(s)\nL = e.sum()\n"), words("en")).latex()
    assert r"e} &= \exp\left(s\right)" in text
    assert "e^" not in text


def test_without_one_it_is_written_as_ever() -> None:
    text = DerivationReport(numbers("import math\nx = 1.5\ny = math.exp(x) * math.pi\n"), words("en")).latex()
    assert r"e^{x} \cdot \pi" in text


def test_a_variable_called_pi_is_not_the_number() -> None:
    text = DerivationReport(numbers("import math\npi = 0.5\ny = math.pi * pi\n"), words("en")).latex()
    assert r"\pi \cdot \mathtt{pi}" in text
    text = DerivationReport(numbers("import math\npi = 0.5\ny = math.erf(pi)\n"), words("en")).latex()
    assert r"\mathtt{pi}" in text
    text = DerivationReport(numbers("pi = 0.5\ny = 3 * pi\n"), words("en")).latex()
    assert r"3 \cdot \pi" in text


def test_a_page_tells_them_apart_too() -> None:
    import whygrad

    page = whygrad.show("import math\nx = [2.0, 3.0]\nx0 = 5.0\ny = math.exp(x[0]) * x0\n").html()
    assert "\N{MATHEMATICAL MONOSPACE SMALL X}" in page  # x0, which else would look like the entry x[0]
