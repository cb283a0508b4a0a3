"""The backward pass as plain NumPy: it runs without whygrad, gives the same gradients, and passes the check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import whygrad
from tests.fuzz.draw import FromSeed
from tests.fuzz.generate import program_of
from tests.fuzz.written import compare_written
from tests.tracing.constructs.case import Case
from tests.tracing.constructs.measure import cotangent_for, every_case, leaves, scene
from tests.tracing.test_constructs import bound
from whygrad.tracing.errors import NotTraceable
from whygrad.writing import in_place, narrow, stacking


def run(text: str) -> tuple[Any, Any]:
    """The two functions that a text defines."""
    names: dict[str, Any] = {}
    exec(compile(text, "<written>", "exec"), names)
    forward = next(name for name in names if name.endswith("_forward"))
    return names[forward], names[forward.removesuffix("_forward") + "_backward"]


@pytest.mark.parametrize("large", [in_place.LARGE, 1])
@pytest.mark.parametrize("first", [0, 20, 120, 520, 640, 3080])
def test_random_programs_give_the_gradients_of_their_graphs(first: int, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of these seeds 131, 528 and 650 wrote into arrays that were looked at once more, and 3092 took an entry of a number."""
    monkeypatch.setattr(in_place, "LARGE", large)
    monkeypatch.setattr(narrow, "LARGE", min(large, narrow.LARGE))
    monkeypatch.setattr(stacking, "MANY", min(large + 1, stacking.MANY))
    found = {seed: compare_written(program_of(FromSeed(seed))).differences for seed in range(first, first + 20)}
    assert not {seed: [str(one) for one in several] for seed, several in found.items() if several}


CASES = [case for case in every_case() if not case.refused]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # both sides of a where are computed
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_the_text_gives_the_gradients(case: Case) -> None:
    constants, options = case.rest()
    with scene():
        value, pullback = whygrad.vjp(bound(case.prepared(), constants, options), *case.arguments())
    constants, options = case.rest()
    with scene():
        text = whygrad.backward_source(bound(case.prepared(), constants, options), *case.arguments())
    forward, backward = run(text)
    _out, cache = forward(*case.arguments())
    found = backward(cotangent_for(value), cache)
    gradients = found if len(case.arguments()) > 1 else (found,)
    mine, true = leaves(list(gradients)), leaves(list(pullback(cotangent_for(value))))
    for path, gradient in mine.items():
        if gradient is not None and np.all(np.isfinite(gradient)):
            np.testing.assert_allclose(gradient, true[path], rtol=1e-7, atol=1e-9)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES[::5]])
def test_what_is_written_in_place_damages_nothing_that_is_looked_at_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_place, "LARGE", 1)
    test_the_text_gives_the_gradients(case)
    constants, options = case.rest()
    with scene():
        value, _pullback = whygrad.vjp(bound(case.prepared(), constants, options), *case.arguments())
    constants, options = case.rest()
    with scene():
        forward, backward = run(whygrad.backward_source(bound(case.prepared(), constants, options), *case.arguments()))
    given, own = case.arguments(), case.arguments()
    _out, cache = forward(*given)
    above = cotangent_for(value)
    once, again = (leaves([backward(above, cache)]) for _ in range(2))
    assert all(np.array_equal(again[path], gradient, equal_nan=True) for path, gradient in once.items() if gradient is not None)
    before, after = leaves(list(own)), leaves(list(given))
    assert all(np.array_equal(after[path], value) for path, value in before.items() if isinstance(value, np.ndarray))


def test_large_arrays_are_written_in_place() -> None:
    def normalised(x: Any, gamma: Any) -> Any:
        away = x - np.mean(x, axis=0)
        return np.sum(np.tanh(away / np.sqrt(np.mean(away**2, axis=0) + 1e-5) * gamma))

    large = whygrad.backward_source(normalised, np.random.default_rng(0).normal(size=(256, 128)), np.ones(128))
    assert " *= " in large and " += " in large
    small = whygrad.backward_source(normalised, np.random.default_rng(0).normal(size=(16, 8)), np.ones(8))
    assert " *= " not in small and " += " not in small


def test_what_is_computed_twice_has_one_gradient() -> None:
    def spread(x: Any) -> Any:
        return np.sum((x - np.mean(x, axis=0)) / np.sqrt(np.mean((x - np.mean(x, axis=0)) ** 2, axis=0) + 1e-5))

    text = whygrad.backward_source(spread, np.random.default_rng(0).normal(size=(8, 3)))
    assert text.count("np.mean(x, axis=0)") == 1 and "-np.sum(dt, axis=0)" in text


def test_narrow_factors_stand_before_a_sum_over_many_rows_and_meet_each_other_first() -> None:
    def scaled(x: Any, gamma: Any, above: Any) -> Any:
        return np.sum(x / np.sqrt(np.mean(x**2, axis=0)) * gamma * above)

    rng = np.random.default_rng(0)
    x, gamma, above = rng.normal(size=(512, 64)), rng.normal(size=64), rng.normal(size=(512, 64))
    text = whygrad.backward_source(scaled, x, gamma, above, argnums=(0, 1))
    assert "gamma / " in text and "-dgamma * gamma / " in text
    forward, backward = run(text)
    cache = forward(x, gamma, above)[1]
    for mine, true in zip(backward(1.0, cache), whygrad.grad(scaled, (0, 1))(x, gamma, above), strict=True):
        np.testing.assert_allclose(mine, true, rtol=1e-10, atol=1e-12)


def test_the_turns_of_a_loop_are_one_product() -> None:
    def recurrent(w: Any, b: Any, x: Any) -> Any:
        h = np.zeros((x.shape[1], w.shape[1]))
        for row in x:
            h = np.tanh(row @ w + h + b)
        return np.sum(h * h)

    rng = np.random.default_rng(0)
    for turns, products in [(stacking.MANY, 1), (2, 2)]:
        w, b, x = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(turns, 5, 3))
        text = whygrad.backward_source(recurrent, w, b, x, argnums=(0, 1))
        assert text.count(".T @ ") == products
        forward, backward = run(text)
        for mine, true in zip(backward(1.0, forward(w, b, x)[1]), whygrad.grad(recurrent, (0, 1))(w, b, x), strict=True):
            np.testing.assert_allclose(mine, true, rtol=1e-10, atol=1e-12)


def test_parts_that_are_read_are_written_where_nothing_is_yet() -> None:
    def halves(x: Any) -> Any:
        return np.sum(np.tanh(x[:, :2]) * x[:, 2:])

    def halves_and_a_row(x: Any) -> Any:
        return halves(x) + np.sum(x[0])

    x = np.random.default_rng(0).normal(size=(3, 4))
    assert "] += " not in whygrad.backward_source(halves, x)
    assert whygrad.backward_source(halves_and_a_row, x).count("] += ") == 2  # the row comes first, and is a part of both


def test_a_double_beside_single_precision_keeps_its_type() -> None:
    text = whygrad.backward_source(lambda x: np.sum(x / np.sqrt(2.0)), np.ones(3, np.float32))
    assert "np.float64(" in text


def test_windows_are_views_and_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def smoothed(x: Any) -> Any:
        windows = np.lib.stride_tricks.sliding_window_view(np.sin(x), 2)
        return np.sum(np.exp(windows * 0.5))

    monkeypatch.setattr(in_place, "LARGE", 1)
    x = np.linspace(0, 1, 5)
    forward, backward = run(whygrad.backward_source(smoothed, x))
    np.testing.assert_allclose(backward(1.0, forward(x)[1]), whygrad.grad(smoothed)(x))


def affine_softmax(W: Any, b: Any, X: Any, y: Any) -> Any:  # noqa: N803 - as people write them
    scores = X @ W + b
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y])) + 0.1 * np.sum(W * W)


def arguments(seed: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(5, 4)), rng.integers(0, 3, size=5)


def test_masks_and_labels_are_computed_anew() -> None:
    forward, backward = run(whygrad.backward_source(affine_softmax, *arguments(0)))
    others = arguments(7)
    out, cache = forward(*others)
    value, pullback = whygrad.vjp(affine_softmax, *others)
    np.testing.assert_allclose(out, value)
    for mine, true in zip(backward(1.0, cache)[:3], pullback(1.0)[:3], strict=True):
        np.testing.assert_allclose(mine, true, rtol=1e-9)


def test_it_runs_without_whygrad_and_passes_the_check(tmp_path: Path) -> None:
    file = tmp_path / "written.py"
    file.write_text(whygrad.backward_source(affine_softmax, *arguments(0)), encoding="utf-8")
    assert whygrad.check(file).ok
    code = "import sys; sys.modules['whygrad'] = None; import written as w; w.affine_softmax_forward(*w.cases()['affine_softmax_forward'])"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_it_reads_as_a_person_writes() -> None:
    def layer(x: Any, w: Any, b: Any) -> Any:
        h = np.tanh(x @ w + b)
        return h * 2.0

    rng = np.random.default_rng(0)
    text = whygrad.backward_source(layer, rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), np.zeros(2))
    assert "    h = np.tanh(x @ w + b)\n" in text
    back = text[text.index("def layer_backward") :]
    assert "    dh = dout * 2.0\n" in back
    assert "# hyperbolic-tangent gate: h" in back
    assert "w.T\n" in back and "x.T @" in back
    assert "np.sum(" in back and "axis=0)" in back


def test_gradients_of_some_arguments_alone(tmp_path: Path) -> None:
    text = whygrad.backward_source(affine_softmax, *arguments(0), argnums=(0, 1))
    forward, backward = run(text)
    _out, cache = forward(*arguments(0))
    found = backward(1.0, cache)
    true = whygrad.grad(affine_softmax, argnums=(0, 1))(*arguments(0))
    assert len(found) == 2 and " @ W" not in text[text.index("_backward") :]  # nothing is computed for the data
    for mine, gradient in zip(found, true, strict=True):
        np.testing.assert_allclose(mine, gradient, rtol=1e-9)
    file = tmp_path / "written.py"
    file.write_text(text, encoding="utf-8")
    assert whygrad.check(file).ok
    with pytest.raises(NotTraceable):
        whygrad.backward_source(affine_softmax, *arguments(0), argnums=4)


def test_nothing_large_is_computed_for_nothing() -> None:
    def staged(x: Any, scale: Any, b: Any) -> Any:
        mu = x.mean(axis=0)
        return 0.5 * np.sum((scale * (x - mu) / np.sqrt(x.var(axis=0) + 1e-5) + b[None, :]) ** 2)

    rng = np.random.default_rng(0)
    text = whygrad.backward_source(staged, rng.normal(size=(6, 4)), rng.normal(size=4), rng.normal(size=4))
    back = text[text.index("def staged_backward") : text.index("def cases")]
    assert "sum(-" not in back  # the minus goes before the sum, which is smaller
    assert "[None, :]" not in back and "np.zeros" not in back  # an axis more is no place to add up in
    assert "1.0 /" not in back


def test_places_that_cannot_meet_are_added_to_at_once() -> None:
    def picked(x: Any, k: Any) -> Any:
        return np.sum(x[np.arange(len(k)), k] ** 2) + np.sum(x[k] ** 3)

    x, k = np.random.default_rng(0).normal(size=(4, 4)), np.array([2, 2, 0, 1])
    text = whygrad.backward_source(picked, x, k)
    assert text.count("np.add.at") == 1 and "[np.arange(4), k] +=" in text
    forward, backward = run(text)
    np.testing.assert_allclose(backward(1.0, forward(x, k)[1])[0], whygrad.grad(picked)(x, k))


def test_places_counted_from_the_end_may_be_the_same() -> None:
    def picked(x: Any) -> Any:
        return np.sum(x[np.array([3, -1])] ** 2)

    x = np.arange(1.0, 5.0)
    forward, backward = run(whygrad.backward_source(picked, x))
    np.testing.assert_allclose(backward(1.0, forward(x)[1]), whygrad.grad(picked)(x))


def test_a_long_program_is_refused() -> None:
    def long(x: Any) -> Any:
        for _ in range(6000):
            x = x * 1.0001
        return x

    with pytest.raises(NotTraceable, match="too many to be read"):
        whygrad.backward_source(long, np.ones(2))


def halved_until_small(x: Any) -> Any:
    turns = 0
    while np.sum(x**2) > 1:
        x, turns = x * 0.5, turns + 1
    return np.sum(x) * turns


CHECKED: dict[str, tuple[Any, tuple[Any, ...], Any]] = {
    "no entries": (lambda x, y: np.sum(x @ y) + np.sum(x), (np.zeros((0, 3)), np.ones((3, 2))), None),
    "infinity given": (lambda x: np.sum(np.where(np.isfinite(x), x, 0) ** 2), (np.array([1.0, np.inf, 2.0]),), None),
    "infinity written": (lambda x: np.sum(np.maximum(x, np.array([-np.inf, 0.0, np.nan]))[:2]), (np.array([1.0, 3.0, 2.0]),), None),
    "infinity said": (lambda x: np.max(x, axis=0, initial=-np.inf).sum(), (np.array([[1.0, 3.0], [2.0, 0.5]]),), None),
    "infinity as an argument": (lambda x, c: np.sum(np.minimum(x, c)), (np.ones(3), np.inf), None),
    "one way alone": (halved_until_small, (np.array([3.0, -20.0, 7.0]),), None),
    "an argument without effect": (lambda x, y: np.sum(x) * 3, (np.ones(2), np.ones(2)), 1),
}


@pytest.mark.parametrize(("f", "given", "argnums"), CHECKED.values(), ids=CHECKED)
def test_the_text_passes_the_check(f: Any, given: tuple[Any, ...], argnums: Any, tmp_path: Path) -> None:
    file = tmp_path / "written.py"
    file.write_text(whygrad.backward_source(f, *given, argnums=argnums), encoding="utf-8")
    report = whygrad.check(file)
    assert report.ok, f"{report}\n{file.read_text(encoding='utf-8')}"


def test_short_rows_and_cubes_are_written_as_they_are_quick(tmp_path: Path) -> None:
    def forces(x: Any, shares: Any) -> Any:
        away = x[:, None, :] - x[None, :, :]
        square = np.sum(away**2, axis=-1) + 1.0
        within = np.sum(0.5 * away + shares, axis=2)
        return np.sum(square**3 * within)

    rng = np.random.default_rng(0)
    given = rng.normal(size=(20, 3)), rng.normal(size=3)
    text = whygrad.backward_source(forces, *given)
    assert "square = np.einsum('ijk,ijk->ij', away, away) + 1.0" in text
    assert "np.einsum('ijk->ij', 0.5 * away + shares)" in text
    assert "square * square * square" in text
    assert "np.einsum('ijk->ik', " in text
    forward, backward = run(text)
    value, pullback = whygrad.vjp(forces, *given)
    out, cache = forward(*given)
    np.testing.assert_allclose(out, value, rtol=1e-12)
    for mine, true in zip(backward(1.0, cache), pullback(1.0), strict=True):
        np.testing.assert_allclose(mine, true, rtol=1e-9)
    file = tmp_path / "written.py"
    file.write_text(text, encoding="utf-8")
    assert whygrad.check(file).ok


def test_a_sum_of_copies_along_other_axes_is_taken_before_they_are_made() -> None:
    def spread(x: Any, s: Any) -> Any:
        return np.sum(np.exp(x) * np.sum(np.sin(s) + np.zeros((30, 5, 4)), axis=2))

    given = np.linspace(0, 1, 150).reshape(30, 5), np.linspace(0, 2, 20).reshape(5, 4)
    text = whygrad.backward_source(spread, *given)
    assert "np.sum(np.broadcast_to" not in text
    forward, backward = run(text)
    for mine, true in zip(backward(1.0, forward(*given)[1]), whygrad.vjp(spread, *given)[1](1.0), strict=True):
        np.testing.assert_allclose(mine, true, rtol=1e-9)


def of_layer_first(params: Any, x: Any) -> Any:
    W, b = params  # noqa: N806 - as people write them
    return np.sum(np.tanh(x @ W + b) ** 2)


def of_layer_last(x: Any, params: Any) -> Any:
    return of_layer_first(params, x)


@pytest.mark.parametrize("kind", [list, tuple])
@pytest.mark.parametrize(("f", "place"), [(of_layer_first, 0), (of_layer_last, 1)])
def test_the_gradients_of_one_nested_argument_are_known_by_their_shapes(f: Any, place: int, kind: Any, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    given = [rng.normal(size=(4, 3))]
    given.insert(place, kind([rng.normal(size=(3, 2)), rng.normal(size=2)]))
    text = whygrad.backward_source(f, *given, argnums=place)
    file = tmp_path / "written.py"
    file.write_text(text, encoding="utf-8")
    assert whygrad.check(file).ok
    file.write_text(text.replace("np.sum(t_2, axis=0)", "np.sum(2 * t_2, axis=0)"), encoding="utf-8")
    assert whygrad.check(file).verdict == "wrong"
