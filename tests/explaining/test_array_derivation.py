"""Derivations on arrays: every printed line is run, and what comes out is compared with differences that know nothing of gates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import whygrad
from tests.explaining.array_evaluation import check, close
from tests.fuzz.draw import FromSeed
from tests.fuzz.generate import program_of
from tests.gates.test_array_gates import KNOWN, points_of
from whygrad.explaining.arrays.derivation import ArrayDerivation
from whygrad.explaining.arrays.derive import derive_function, derive_text
from whygrad.explaining.deriving import derive_file

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "tests/corpus/arrays/right").glob("*.py"))[::4] + sorted((ROOT / "tests/corpus/arrays/wrong").glob("*.py"))[::8]
FORMS = ("short", "long")


def random(*shape: int, seed: int = 0) -> Any:
    return np.random.default_rng([seed, *shape]).normal(size=shape)


def affine(x, w, b):
    return x @ w + b


def two_layers(w1, b1, w2, b2, x, y):
    h = np.maximum(0, x @ w1 + b1)
    scores = h @ w2 + b2
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    return loss + 0.05 * np.sum(w1 * w1)


def batchnorm_staged(x, gamma, beta):
    mu = np.sum(x, axis=0) / len(x)
    centred = x - mu
    square = centred**2
    var = np.sum(square, axis=0) / len(x)
    std = np.sqrt(var + 1e-5)
    inverse = 1.0 / std
    xhat = centred * inverse
    return gamma * xhat + beta


def batchnorm_compact(x, gamma, beta):
    return gamma * (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5) + beta


def attention(x, wq, wk, wv):
    q, k, v = x @ wq, x @ wk, x @ wv
    s = q @ k.T / np.sqrt(q.shape[1])
    a = np.exp(s)
    a /= a.sum(axis=1, keepdims=True)
    return a @ v


def lstm_step(x, h_prev, c_prev, wx, wh, b):
    n = h_prev.shape[1]
    a = x @ wx + h_prev @ wh + b
    i, f, o = (1 / (1 + np.exp(-a[:, k * n : (k + 1) * n])) for k in range(3))
    g = np.tanh(a[:, 3 * n :])
    c = f * c_prev + i * g
    return o * np.tanh(c)


def recurrent(xs, h, wx, wh):
    hs = np.zeros((len(xs), len(h)))
    for t in range(len(xs)):
        h = np.tanh(xs[t] @ wx + h @ wh)
        hs[t] = h
    return np.sum(hs**2)


def convolution(x, k):
    out = np.zeros(len(x) - len(k) + 1)
    for i in range(len(out)):
        out[i] = np.sum(x[i : i + len(k)] * k)
    return out


def embedding(table, w):
    rows = table[np.array([2, 0, 2, 1])]
    return np.log(np.sum(np.exp(rows @ w), axis=1))


def masks(x, y):
    kept = x.copy()
    kept[kept < 0] *= 0.1
    chosen = np.where(y > 0.2, x * y, y - x)
    return np.concatenate([kept, np.maximum(chosen, x), np.minimum(x, y)], axis=1).sum(axis=0)


def shapes(x, y):
    columns = np.stack([x.reshape(-1), np.roll(y, 1).T.reshape(-1)], axis=1)
    return np.pad(columns, 1)[:, ::-1] * np.cumsum(columns[0]).prod()


def statistics(x, y):
    return np.std(x, axis=1) / (1.0 + np.var(y)) + np.max(x, axis=1) ** 2 - np.abs(np.mean(y, axis=1)) * np.prod(x, axis=1)


def products(a, b, v):
    m = np.einsum("ij,kj->ik", a, b)
    return np.outer(m @ v[: m.shape[1]], v) + np.dot(v, v) * np.linalg.norm(a)


def powers(x, p):
    base = np.abs(x) + 0.5
    return np.sum(base**p + 2.0**x + np.sqrt(base) / np.log1p(base) - np.square(x), axis=0)


def scalars(x, rate):
    return rate * np.sum(x) / (rate + 1.0) - x.mean() ** 2 / rate


PROGRAMS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "affine": (affine, (random(5, 3), random(3, 4), random(4))),
    "column of biases": (lambda x, b: np.tanh(x + b), (random(5, 3), random(5, 1))),
    "two layers": (two_layers, (random(4, 5), random(5), random(5, 3), random(3), random(6, 4), np.array([0, 2, 1, 1, 0, 2]))),
    "batchnorm, staged": (batchnorm_staged, (random(6, 3), random(3), random(3, seed=1))),
    "batchnorm, compact": (batchnorm_compact, (random(6, 3), random(3), random(3, seed=1))),
    "attention": (attention, (random(4, 3), random(3, 5), random(3, 5, seed=1), random(3, 2))),
    "LSTM step": (lstm_step, (random(3, 4), random(3, 2), random(3, 2, seed=1), random(4, 8), random(2, 8), random(8))),
    "recurrent": (recurrent, (random(3, 2), random(4), random(2, 4), random(4, 4))),
    "convolution": (convolution, (random(6), random(3))),
    "embedding": (embedding, (random(3, 4), random(4, 5))),
    "masks": (masks, (random(4, 3), random(4, 3, seed=1))),
    "shapes": (shapes, (random(2, 3), random(3, 2))),
    "statistics": (statistics, (random(3, 4), random(3, 4, seed=1))),
    "products": (products, (random(2, 3), random(4, 3), random(5))),
    "powers": (powers, (random(3, 2), 1.7)),
    "scalars": (scalars, (random(3, 2), 0.7)),
    "vectors": (lambda a, m, b: (a @ m) * (m @ b)[:3].sum() + a @ b, (random(4), random(4, 4), random(4, seed=1))),
    "batches": (lambda a, b: (a @ b).sum(axis=0) @ b[0].T, (random(2, 3, 4), random(2, 4, 5))),
}


def differences(function: Callable[..., Any], args: tuple[Any, ...], position: int) -> Any:
    """The gradient of the sum of what a function returns, by central differences."""
    of = np.array(args[position], dtype=float)
    found = np.zeros(of.shape)
    for place in np.ndindex(of.shape):
        sides = []
        for step in (1e-6, -1e-6):
            moved = of.copy()
            moved[place] += step
            sides.append(np.sum(function(*args[:position], moved if of.shape else float(moved), *args[position + 1 :])))
        found[place] = (sides[0] - sides[1]) / 2e-6
    return found


def derived(name: str, form: str = "long") -> ArrayDerivation:
    function, args = PROGRAMS[name]
    return derive_function(function, args, form=form)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_line_holds_and_the_gradients_are_those_of_differences(name: str, form: str) -> None:
    function, args = PROGRAMS[name]
    found = derived(name, form)
    assert check(found, whole=False) == 0
    floats = [k for k, value in enumerate(args) if np.asarray(value).dtype.kind == "f"]
    assert len(found.inputs) == len(floats)
    for one, position in zip(found.inputs, floats, strict=True):
        assert np.allclose(one.gradient, differences(function, args, position), rtol=1e-4, atol=1e-6), one.value.name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_line_of_what_people_wrote_holds(path: Path, form: str) -> None:
    found = derive_text(path.read_text(encoding="utf-8"), str(path), form=form)  # type: ignore[arg-type]
    if path.stem != "025_two_layer_class_star":  # its forward pass doesn't run
        assert check(found, whole=False) == 0


OPERATIONS = [
    "x = np.tanh(x * {k})",
    "x = x @ w",
    "x = x.T @ x",
    "x = x + b",
    "x = x * x.mean(axis=0)",
    "x = x - x.max(axis=1, keepdims=True)",
    "x = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)",
    "x = np.where(x > {k}, x, b * x)",
    "x = x[:, ::-1] / (1 + x**2)",
    "x = np.maximum(x, b) - np.abs(w)",
    "x[1] = x[0] * {k}",
    "x = x[[2, 0, 2]]",
    "x = x.reshape(-1)[:9].reshape(3, 3)",
    "x = (x - x.mean(0)) / np.sqrt(x.var(0) + ({k}) ** 2)",
    "b = b * np.sum(x * w)",
    "x = np.cumsum(x, axis=0) * {k}",
]


@given(st.lists(st.tuples(st.sampled_from(OPERATIONS), st.sampled_from([0.3, -0.7, 1.1])), min_size=1, max_size=5), st.sampled_from(FORMS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_programs_hold_line_by_line(operations: list[tuple[str, float]], form: str) -> None:
    body = "\n".join(f"    {operation.format(k=k)}" for operation, k in operations)
    text = f"import numpy as np\ndef f(x, w, b):\n    x = x * 1.0\n{body}\n    return x\n"
    space: dict[str, Any] = {}
    exec(compile(text, "<random>", "exec"), space)
    args = random(3, 3), random(3, 3, seed=1), random(3)
    found = derive_function(space["f"], args, form=form)  # type: ignore[arg-type]
    if found.problems and found.problems[0].slug == "not-finite":
        return
    assert check(found, whole=False) == 0
    _value, pullback = whygrad.vjp(space["f"], *args)
    wanted = dict(zip(("x", "w", "b"), pullback(np.ones(np.shape(_value))), strict=True))
    for one in found.inputs:
        assert close(one.gradient, wanted[one.value.name])


def questions(found: ArrayDerivation) -> dict[str, list[str]]:
    """What is asked, by the name of the input that it is asked of."""
    asked: dict[str, list[str]] = {}
    for step in found.steps:
        for share in step.shared:
            asked.setdefault(share.to.name, []).extend(why.question.english() for why in share.whys)
    return asked


def test_the_reasons_stand_where_they_occur() -> None:
    found = derive_function(lambda x, w, b, y: (x @ w + b) * y - x[:, :1], (random(5, 3), random(3, 4), random(4), random(5, 4)))
    asked = questions(found)
    assert asked["w"] == ["Why the transpose?"]
    assert asked["b"] == ["Why 1?", "Why the sum over axis 0?"]
    assert asked["y"] == ["Why swapped?"]
    assert asked["x"].count("Why is it added here?") == 2
    minus = next(name for name, own in asked.items() if "Why the minus?" in own)
    assert "Why the sum over axis 1?" in asked[minus]


@pytest.mark.parametrize(
    ("shapes", "asked"),
    [
        (((3,), (3,)), (["Why swapped?"], ["Why swapped?"])),
        (((4, 3), (3,)), (["Why the outer product?"], ["Why the transpose?"])),
        (((3,), (3, 2)), (["Why no transpose?"], ["Why the outer product?"])),
        (((2, 4, 3), (3, 5)), (["Why the transpose?"], ["Why the transpose?", "Why the sum over axis 0?"])),
    ],
)
def test_a_product_with_vectors_or_stacks_is_explained_by_what_it_does(shapes, asked) -> None:
    a, b = (random(*shape) for shape in shapes)
    found = derive_function(lambda a, b: a @ b, (a, b))
    assert (questions(found)["a"], questions(found)["b"]) == asked
    said = [why.answer.english() for step in found.steps for share in step.shared for why in share.whys]
    if len(shapes[0]) == len(shapes[1]) == 1:
        assert not any("transpos" in text or ".T" in text for text in said)
    assert check(found) == 0


def test_a_short_list_between_brackets_is_written_as_it_stands() -> None:
    found = derive_function(lambda x: np.sum(x[[0, 2]] ** 2) + np.sum(x[:, [1, 0]]), (random(3, 4),))
    assert [one.name for one in found.given] == []
    code = [line for equation in found.forward for line in equation.code]
    assert "x[[0, 2]]" in " ".join(code)
    assert "x[:, [1, 0]]" in " ".join(code)
    assert check(found) == 0
    rows = np.array([0, 2])
    found = derive_function(lambda x: np.sum(x[rows] * rows[:, None]), (random(3, 4),))
    assert [one.name for one in found.given], "what is used for more than an index has its name"
    assert check(found) == 0


def test_the_shares_of_a_fork_add_up() -> None:
    found = derive_function(lambda x: np.sin(x) * x, (random(4),))
    shares = [share.equation for step in found.steps for share in step.shared if share.to.name == "x"]
    assert [one.adds for one in shares] == [True, True]
    assert close(sum(one.value for one in shares), found.gradients["x"])


def test_a_rule_that_cannot_be_followed_has_its_numbers_and_no_formula() -> None:
    @whygrad.custom_vjp
    def doubled(x):
        return 2.0 * x

    doubled.defvjp(lambda x: (2.0 * x, None), lambda residual, g: (np.asarray([2.0 * float(one) for one in g]),))
    found = derive_function(lambda x: doubled(x) ** 2, (random(3),))
    assert check(found) >= 1
    assert close(found.gradients["x"], 8 * random(3))


NET = """import numpy as np
rng = np.random.default_rng(0)
X, y = rng.normal(size=(6, 3)), np.array([0, 1, 1, 0, 2, 1])
W = rng.normal(size=(3, 3))
b = np.zeros(3)
for epoch in range(3):
    scores = X @ W + b
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(6), y]).mean()
    dscores = p.copy()
    dscores[np.arange(6), y] -= 1
    dscores /= 6
    dW, db = X.T @ dscores, dscores.sum(0)
    W -= 0.1 * dW
    b -= 0.1 * db
"""


def test_a_program_that_trains_is_derived_by_what_it_has_gradients_of() -> None:
    found = derive_text(NET, "net.py")
    assert check(found) == 0
    assert set(found.gradients) == {"W", "b"}
    assert next(step.span.line for step in found.steps if step.span is not None) == 9
    later = derive_text(NET, "net.py", iteration=3)
    assert not close(later.gradients["W"], found.gradients["W"])


LINES = """import numpy as np
x = np.linspace(-1.0, 1.0, 6).reshape(2, 3)
w = np.array([0.5, -1.0, 2.0])
rate = 0.1
print("loud")
z = np.tanh(x * w)
total = (z ** 2).sum() * rate
"""


def test_lines_without_gradients_are_derived_by_their_arrays() -> None:
    found = derive_text(LINES, "lines.py")
    assert check(found) == 0
    assert (found.output.name, set(found.gradients)) == ("total", {"x", "w"})
    assert set(derive_text(LINES, "lines.py", wrt=["rate"]).gradients) == {"rate"}
    between = derive_text(LINES, "lines.py", of="z", wrt=["w"])
    assert (between.output.shape, between.above.name) == ((2, 3), "dz")


def test_an_intermediate_value_can_be_what_it_is_differentiated_by() -> None:
    found = derive_text(LINES, "lines.py", wrt=["z"])
    assert close(found.gradients["z"], 0.2 * np.tanh(np.linspace(-1.0, 1.0, 6).reshape(2, 3) * [0.5, -1.0, 2.0]))


def test_names_that_a_program_has_itself_are_not_taken_twice() -> None:
    def function(x, dx, t, t1):
        t = t * np.exp(x - dx) + t1
        return np.sum(t @ t.T) * t1

    assert check(derive_function(function, (random(2, 3), random(2, 3, seed=1), random(3), random(1)))) == 0


@pytest.mark.parametrize(
    ("text", "arguments", "slug"),
    [
        ("import numpy as np\ndef f(x):\n    return x.sum()\n", {}, "no-inputs"),
        ("import numpy as np\nx = np.ones(3)\ny = x @ np.ones(4)\n", {}, "crash"),
        (LINES, {"wrt": ["nothing"]}, "unknown-name"),
        (LINES, {"of": "nothing"}, "unknown-name"),
        (LINES, {"of": "z", "wrt": ["rate"]}, "no-dependence"),
        ("import numpy as np\n", {}, "no-output"),
        ("import numpy as np\nx = np.zeros(3)\ny = np.log(x).sum()\n", {}, "not-finite"),
        ("import numpy as np\nx = np.ones(3)\nfor i in range(2):\n    y = x * 2\nraise KeyError('x')\n", {}, "crash"),
    ],
)
def test_what_stands_in_the_way_is_said(text: str, arguments: dict[str, Any], slug: str) -> None:
    found = derive_text(text, "bad.py", **arguments)
    assert (found.ok, [problem.slug for problem in found.problems]) == (False, [slug])


def test_numbers_with_numpy_and_numbers_without() -> None:
    found = derive_file("import numpy as np\nx = 0.5\ny = np.exp(x) * x\n", "a.py")
    assert isinstance(found, ArrayDerivation)
    assert (check(found), found.gradients) == (0, {"x": pytest.approx(1.5 * np.exp(0.5))})
    assert not isinstance(derive_file("# no numpy\nx = 0.5\ny = x * x\n", "a.py"), ArrayDerivation)


def test_cases_and_which_of_them() -> None:
    text = (
        "import numpy as np\ndef one_forward(x):\n    return x * 2, x\ndef one_backward(dout, cache):\n    return dout * 2\n"
        "def two(w):\n    return np.sum(w ** 2)\ndef cases():\n    return {'one': (np.ones(3),), 'two': (np.ones(2),)}\n"
    )
    assert derive_text(text, "two.py").subject == "one_forward"
    chosen = derive_text(text, "two.py", of="two")
    assert (chosen.subject, chosen.gradients["w"].tolist()) == ("two", [2.0, 2.0])


@pytest.mark.parametrize("gate", KNOWN, ids=lambda gate: gate.name)
def test_every_gate_is_written_as_code_that_comes_to_its_numbers(gate) -> None:
    for point in points_of(gate):
        if all(map(np.size, point.points)):
            found = derive_function(point.of(gate), tuple(point.points))
            assert check(found) == 0, point.case
            for one, true in zip(found.inputs, whygrad.vjp(point.of(gate), *point.points)[1](np.ones(np.shape(point.out))), strict=True):
                assert close(one.gradient, true)


@pytest.mark.parametrize("seed", range(300, 325))
def test_seeded_programs_of_the_fuzzer_hold_line_by_line(seed: int) -> None:
    program = program_of(FromSeed(seed))
    for form in FORMS:
        found = derive_function(program.function("numpy"), program.point, form=form)  # type: ignore[arg-type]
        if not {problem.slug for problem in found.problems} & {"not-finite", "no-output"}:
            assert check(found, whole=False) == 0
