"""A function by XLA gives what the run of the graph gives, whatever it is given; and what JAX gets of it obeys JAX."""

from __future__ import annotations

import copy
import math
import os
import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pytest

import whygrad
from tests.executing.test_compiled import anything, arguments, assert_same, loss, neuron, plain
from tests.gates.array_cases import cases_of, gates_with_a_rule
from whygrad.autodiff import compiling
from whygrad.autodiff.refusing import NotCompilable
from whygrad.executing.lowering import NotLowered
from whygrad.gates.table import Gate
from whygrad.tracing.errors import DtypeError, OtherBranch, ShapeError

jax = pytest.importorskip("jax")
from hypothesis import given, settings  # noqa: E402
from hypothesis.extra import numpy as arrays  # noqa: E402

GATES = gates_with_a_rule()
#: Of which JAX has no function.
MISSING = {"j0", "j1"}
ASKED = 3  # cases of a gate: XLA compiles each


def of_gate(gate: Gate, case: Any) -> tuple[Any, list[Any]]:
    """A gate as a function of its operands that move, and those."""
    operands, _ = case.draw(gate.name)
    moving, count, attributes = case.free, len(operands), case.attributes
    held = {k: operand for k, operand in enumerate(operands) if k not in moving}

    def function(*values: Any) -> Any:
        given = held | dict(zip(moving, values, strict=True))
        return gate(*[given[k] for k in range(count)], **attributes)

    return function, [operands[k] for k in moving]


@pytest.mark.parametrize("name", sorted(GATES.keys() - MISSING))
def test_every_gate_gives_what_numpy_gives(name: str) -> None:
    cases = cases_of(GATES[name])
    for case in cases[:: max(1, len(cases) // ASKED)]:
        function, points = of_gate(GATES[name], case)
        out, pullback = whygrad.vjp(function, *points)
        found, pulled = whygrad.compile(function, backend="jax").vjp(*points)
        assert_same(found, out, rtol=1e-8)
        assert_same(list(pulled(np.ones_like(out))), list(pullback(np.ones_like(out))), rtol=1e-7)


@pytest.mark.parametrize("name", sorted(MISSING))
def test_what_jax_has_no_function_for_is_refused(name: str) -> None:
    function, points = of_gate(GATES[name], cases_of(GATES[name])[0])
    with pytest.raises(NotLowered, match=f"JAX has nothing that computes `{name}`"):
        whygrad.compile(function, backend="jax")(*points)


def test_value_gradient_and_pullback_are_those_of_the_graph() -> None:
    fast = whygrad.compile(loss, argnums=(0, 1), backend="jax")
    for seed in range(3):
        args = arguments(seed)
        found = fast.value_and_grad(*args)
        assert_same(found, plain(loss, *args, argnums=(0, 1)))
        assert found[1][0].flags.writeable
        out, pullback = fast.vjp(*args)
        assert_same(pullback(out * 0 + 2.0)[:3], whygrad.vjp(loss, *args)[1](2.0)[:3])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_is_the_programs_own_and_the_users_setting_stays(dtype: Any) -> None:
    before = jax.config.jax_enable_x64
    args = arguments(1, dtype)
    assert_same(whygrad.value_and_grad(loss, backend="jax")(*args), plain(loss, *args), rtol=1e-5 if dtype is np.float32 else 1e-12)
    assert jax.config.jax_enable_x64 == before


def test_numbers_of_python_stay_so() -> None:
    fast = whygrad.compile(neuron, argnums=(0, 1), backend="jax")
    for w, x in (([2.0, -3.0, -3.0], [-1.0, -2.0]), ([np.float64(2.0), -3.0, -3.0], [-1.0, -2.0])):
        assert_same(fast.value_and_grad(w, x), plain(neuron, w, x, argnums=(0, 1)), rtol=1e-12)


def test_whole_numbers_and_floats_meet_as_in_numpy() -> None:
    counts = np.arange(6, dtype=np.int32).reshape(2, 3)

    def mixed(x: Any) -> Any:
        return np.sum(x * counts / 3 + np.mean(counts) + np.exp(counts) * np.float32(0.5) + (x > counts) * counts.T.reshape(2, 3))

    for x in (np.ones((2, 3), np.float32), np.ones((2, 3)), np.ones((3, 2)).T):
        assert_same(whygrad.value_and_grad(mixed, backend="jax")(x), whygrad.value_and_grad(mixed)(x), rtol=1e-6)


@settings(max_examples=15, deadline=None)
@given(arrays.arrays(np.float64, (3,), elements=anything))
def test_nan_and_infinity_come_out_as_from_the_graph(x: Any) -> None:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        assert_same(NOT_FINITE.value_and_grad(x), plain(with_masks, x), rtol=1e-9)


def with_masks(x: Any) -> Any:
    return np.sum(np.where(x > 1.0, np.log(x), x) * np.maximum(x, 0.5)) + np.sum(np.sqrt(np.abs(x)))


NOT_FINITE = whygrad.compile(with_masks, backend="jax")


def branching(x: Any) -> Any:
    return np.sum(x**2) if x[0] > 0 else np.sum(-x)


def test_another_way_is_noticed() -> None:
    fast = whygrad.compile(branching, backend="jax")
    for x in (np.array([1.0, 2.0]), np.array([-1.0, 2.0]), np.array([3.0, 1.0])):
        assert_same(fast.value_and_grad(x), plain(branching, x))


def test_another_way_of_plain_numbers_is_noticed() -> None:
    def by_sign(a: float, b: float) -> float:
        return a * b if a * b > 0 else -((a * b) ** 2)

    fast = whygrad.compile(by_sign, 1.0, 2.0, argnums=(0, 1), backend="jax")
    for args in ((1.0, 2.0), (-1.0, 2.0), (0.3, 0.2), (-0.5, 0.0)):
        assert_same(fast.value_and_grad(*args), whygrad.value_and_grad(by_sign, argnums=(0, 1))(*args))
    lowered = whygrad.to_jax(by_sign, 1.0, 2.0)
    with pytest.raises(OtherBranch, match="another way"):
        lowered(-1.0, 2.0)
    assert np.isnan(jax.jit(lowered)(-1.0, 2.0))
    whole = whygrad.to_jax(lambda a, b: a * round(b), 1.0, 2.3)  # whole numbers, in single precision too
    assert float(whole(1.0, 2.4)) == 2.0


def test_another_mask_place_or_divisor_is_noticed() -> None:
    def masked(x: Any, labels: Any, n: Any) -> Any:
        kept = x[x > 0]
        y = x * 1.0
        y[x < 0] = 3.0
        y[labels] = x[: len(labels)]
        return np.sum(kept**2) + np.sum(y * x) + np.sum(np.ones(2) * (7 // n))

    fast = whygrad.compile(masked, backend="jax")
    seven = np.array([2, 3])
    for x, labels in (([1.0, -2.0, 3.0], [0, 0]), ([1.0, 2.0, 3.0], [2, -1]), ([-1.0, -2.0, -3.0], [1, 2])):
        args = (np.array(x), np.array(labels), seven)
        assert_same(fast.value_and_grad(*args), plain(masked, *args))
    with pytest.raises(IndexError):  # JAX would take the nearest place
        fast.value_and_grad(np.ones(3), np.array([0, 5]), seven)


def test_what_python_and_numpy_refuse_is_refused() -> None:
    fast = whygrad.compile(lambda x: math.exp(x) + 1 / (x - 2.0), backend="jax")
    assert_same(fast.value_and_grad(1.0), plain(lambda x: math.exp(x) + 1 / (x - 2.0), 1.0))
    with pytest.raises(OverflowError):
        fast.value_and_grad(1000.0)
    with pytest.raises(ZeroDivisionError):
        fast.value_and_grad(2.0)
    solved = whygrad.compile(lambda a: np.sum(np.linalg.inv(a)), backend="jax")
    assert_same(solved(np.eye(2) * 2), 1.0 + np.float64(0))
    with pytest.raises(np.linalg.LinAlgError):
        solved(np.zeros((2, 2)))


class Net:
    """A method that is compiled, and copied."""

    scale = 3.0

    def loss(self, x: Any) -> Any:
        return np.sum(x**2) * self.scale


Net.loss = whygrad.compile(Net.loss, argnums=1, backend="jax")  # type: ignore[method-assign, assignment]


def test_methods_and_copies_keep_the_backend() -> None:
    x = np.array([1.0, 2.0])
    assert_same(Net().loss(x), np.float64(15.0))
    fast = whygrad.compile(branching, backend="jax")
    assert copy.copy(fast)._gradient.backend == "jax"
    assert_same(copy.copy(fast).value_and_grad(x), plain(branching, x))


SCALE = 2.0


def test_a_change_of_what_is_found_around_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = whygrad.compile(lambda x: np.sum(x * SCALE + table), backend="jax")
    table = np.zeros(2)
    assert fast(np.ones(2)) == 4.0
    table += 1.0
    assert fast(np.ones(2)) == 6.0
    monkeypatch.setattr(sys.modules[__name__], "SCALE", 5.0)
    assert fast(np.ones(2)) == 12.0


def test_large_constants_and_loops_with_state() -> None:
    weights = np.random.default_rng(0).normal(size=(40, 40))

    def unrolled(h: Any) -> Any:
        for _ in range(5):
            h = np.tanh(h @ (weights * 0.1)) + h[::-1] * 0.5
            h[1:3] = 0.5 * h[1:3]
        return np.sum(h[::2, 1:-1])

    h = np.random.default_rng(1).normal(size=(4, 40))
    assert_same(whygrad.value_and_grad(unrolled, backend="jax")(h), plain(unrolled, h), rtol=1e-10)


def test_thousands_of_plain_numbers() -> None:
    def network(w: Any, x: Any) -> Any:
        hidden = [max(0.0, sum(a * b for a, b in zip(row, x, strict=True))) for row in w]
        return sum(math.tanh(h) ** 2 for h in hidden)

    random = np.random.default_rng(0)
    fast = whygrad.compile(network, argnums=(0, 1), backend="jax")
    for _ in range(2):
        args = (random.normal(size=(30, 20)).tolist(), random.normal(size=20).tolist())
        assert_same(fast.value_and_grad(*args), plain(network, *args, argnums=(0, 1)), rtol=1e-12)


def test_too_much_for_xla_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from whygrad.executing import xla

    monkeypatch.setattr(xla, "MOST", 10)
    with pytest.raises(NotLowered, match=r"`unrolled` takes \d+ operations, its loops unrolled"):
        whygrad.compile(unrolled, backend="jax")(np.eye(3))


def unrolled(x: Any) -> Any:
    for _ in range(20):
        x = np.sin(x @ x)
    return np.sum(x)


def test_what_does_more_than_compute_is_refused() -> None:
    with pytest.raises(NotCompilable, match="does more than return a value"):
        whygrad.grad(lambda x: x * np.random.rand(), backend="jax")(1.0)


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no backend 'tpu' here; there are \"trace\", \"compiled\", \"jax\", \"auto\""):
        whygrad.grad(loss, backend="tpu")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='there are "compiled", "jax"'):
        whygrad.compile(loss, backend="auto")  # type: ignore[arg-type]


def test_auto_goes_to_xla_once_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    def energy(x: Any) -> Any:
        return np.sum(np.exp(np.sin(x)) / (1.0 + x**2))

    monkeypatch.setattr(compiling, "PAYS", 1 << 21)
    made = []
    on = compiling.Compiled.on
    monkeypatch.setattr(compiling.Compiled, "on", lambda self, backend: made.append(backend) or on(self, backend))
    x = np.linspace(-3.0, 3.0, 1 << 17)
    often, small = whygrad.value_and_grad(energy, backend="auto"), whygrad.value_and_grad(energy, backend="auto")
    for _ in range(10):
        assert_same(often(x), plain(energy, x), rtol=1e-9)
        small(x[:10])
    assert made == ["jax"]


# --- for JAX


def test_jax_compiles_batches_differentiates_and_places_it() -> None:
    w, b, x, y = arguments()
    with jax.enable_x64(True):
        lowered = whygrad.to_jax(loss, w, b, x, y)
        assert np.allclose(lowered(w, b, x, y), loss(w, b, x, y), rtol=1e-12)
        assert np.allclose(jax.jit(jax.grad(lowered))(w, b, x, y), whygrad.grad(loss)(w, b, x, y), rtol=1e-10)
        assert np.allclose(jax.jit(whygrad.to_jax(whygrad.grad(loss), w, b, x, y))(w, b, x, y), whygrad.grad(loss)(w, b, x, y), rtol=1e-10)
        batch = np.stack([w, 2 * w, -w])
        assert np.allclose(jax.vmap(lowered, (0, None, None, None))(batch, b, x, y), [loss(one, b, x, y) for one in batch])
        here = jax.device_put((w, b, x, y), jax.devices()[0])
        assert jax.jit(lowered)(*here).devices() == {jax.devices()[0]}


def test_single_precision_where_jax_is_set_to_it() -> None:
    with jax.enable_x64(False), warnings.catch_warnings():
        warnings.simplefilter("error")
        found = whygrad.to_jax(loss, *arguments())(*arguments())
    assert found.dtype == np.float32
    assert abs(float(found) - loss(*arguments())) < 1e-5


def test_sharded_over_several_devices() -> None:
    code = """
import jax, numpy as np, whygrad
from jax.sharding import Mesh, NamedSharding, PartitionSpec
mesh = Mesh(np.array(jax.devices()), ("batch",))
f = lambda x, w: np.sum(np.tanh(x @ w), axis=1)
x, w = np.ones((8, 3), np.float32), np.ones((3, 2), np.float32)
out = jax.jit(whygrad.to_jax(f, x, w))(jax.device_put(x, NamedSharding(mesh, PartitionSpec("batch"))), w)
assert len(out.sharding.device_set) == 4, out.sharding
assert np.allclose(out, f(x, w))
"""
    set_up = {"XLA_FLAGS": "--xla_force_host_platform_device_count=4", "JAX_PLATFORMS": "cpu"}
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **set_up})


def test_another_way_is_nan_inside_of_jax_and_an_error_outside() -> None:
    lowered = whygrad.to_jax(branching, np.array([1.0, 2.0]))
    with pytest.raises(OtherBranch, match="another way"):
        lowered(np.array([-1.0, 2.0]))
    values, gradients = jax.vmap(jax.value_and_grad(lowered))(np.array([[1.0, 2.0], [-1.0, 2.0]]))
    assert np.isnan(values).tolist() == [False, True]
    assert np.isnan(gradients).tolist() == [[False, False], [True, True]]
    counted = jax.jit(whygrad.to_jax(lambda x: np.argmax(x) if x[0] > 0 else 7, np.array([1.0, 2.0])))
    assert int(counted(np.array([1.0, 2.0]))) == 1
    assert int(counted(np.array([-1.0, 2.0]))) < -(2**30)


def test_what_does_not_fit_is_refused() -> None:
    lowered = whygrad.to_jax(lambda x, n: np.sum(x) * n, np.ones(3), 2)
    assert float(lowered(np.ones(3), 2)) == 6.0
    with pytest.raises(ShapeError, match="another shape"):
        lowered(np.ones(4), 2)
    with pytest.raises(ShapeError, match="another structure"):
        lowered(np.ones(3))
    with pytest.raises(DtypeError, match="another dtype"):
        lowered(np.ones(3) * 1j, 2)
    with pytest.raises(OtherBranch, match="recorded with 2 in this place"):
        lowered(np.ones(3), 3)


def test_a_rule_of_the_users_own() -> None:
    @whygrad.custom_vjp
    def clipped(x: Any) -> Any:
        return np.clip(x, -1.0, 1.0)

    clipped.defvjp(lambda x: (np.clip(x, -1.0, 1.0), None), lambda residuals, g: (g,))

    def function(x: Any) -> Any:
        return np.sum(clipped(x) * 2.0)

    x = np.array([3.0, 0.5])
    assert_same(whygrad.grad(function, backend="jax")(x), np.array([2.0, 2.0]))
    lowered = whygrad.to_jax(function, x)
    assert float(lowered(x)) == 3.0
    with pytest.raises(NotLowered, match="JAX can't differentiate `clipped`"):
        jax.grad(lowered)(x)
    assert whygrad.to_jax(whygrad.grad(function), x)(x).tolist() == [2.0, 2.0]


def test_without_jax_it_says_how_to_install_it() -> None:
    code = """
import sys
sys.modules["jax"] = None
import numpy as np, whygrad
for use in (lambda: whygrad.grad(np.sum, backend="jax")(np.ones(2)), lambda: whygrad.to_jax(np.sum, np.ones(2))):
    try:
        use()
    except ImportError as missing:
        assert "pip install 'whygrad[jax]'" in str(missing), missing
    else:
        raise SystemExit("no error")
assert whygrad.grad(np.sum, backend="auto")(np.ones(2)).tolist() == [1.0, 1.0]
"""
    subprocess.run([sys.executable, "-c", code], check=True)
