"""Every gate that arrays go through, from its one entry in the table, against derivatives that know nothing of whygrad.

The oracles are complex steps or finite differences, JAX, and PyTorch; `docs/gates.md` says which gate has which. PyTorch is large, so
it is asked only where WHYGRAD_TORCH=1 says so.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

import mpmath
import numpy as np
import pytest

import whygrad
from tests.gates import oracles
from tests.gates.array_cases import ELEMENTWISE, WHOLE, cases_of, gates_with_a_rule, row_of, works_on_arrays
from tests.gates.oracles import Case, Function, named
from tools import gates_table
from whygrad.autodiff.cotangents import contribution
from whygrad.gates import TABLE
from whygrad.gates.table import ARRAY_TABLE, Gate

GATES = gates_with_a_rule()
KNOWN = [gate for name, gate in GATES.items() if name in ELEMENTWISE or name in WHOLE]
every_gate = pytest.mark.parametrize("gate", KNOWN, ids=lambda gate: gate.name)
ASKED = 4  # cases of a gate of whole arrays that JAX is asked about: it compiles each
SINGLE = 2e-5  # many last digits of a float32: a rule may take differences


class Point:
    """A case's operands, a cotangent of its output, and its gate as a function of the operands that move alone."""

    def __init__(self, gate: Gate, case: Case) -> None:
        self.gate, self.case = gate, case
        self.operands, rng = case.draw(gate.name)
        self.free = case.free
        self.out = gate.on_arrays(*self.operands, **case.attributes)
        self.cotangent = np.asarray(rng.uniform(-1.0, 1.0, np.shape(self.out)))
        self.points = [self.operands[k] for k in self.free]
        self.tangents = [oracles.tangent_at(x, rng) for x in self.points]

    def of(self, function: Function) -> Function:
        """A function of all operands as one of those that move."""

        def held(*values: Any) -> Any:
            given = dict(zip(self.free, values, strict=True))
            return function(*[given.get(k, operand) for k, operand in enumerate(self.operands)], **self.case.attributes)

        return held

    def scalar(self, *values: Any) -> Any:
        """The gate's output, weighed and summed."""
        return np.sum(self.of(self.gate)(*values) * self.cotangent)

    def close(self, found: Any, true: Any, tolerance: float) -> None:
        np.testing.assert_allclose(found, true, rtol=tolerance, atol=tolerance, err_msg=f"{self.gate.name} {self.case}")

    def pulled(self) -> tuple[Any, ...]:
        """whygrad's cotangents."""
        found: tuple[Any, ...] = whygrad.vjp(self.of(self.gate), *self.points)[1](self.cotangent)
        return found

    def curved(self) -> tuple[Any, ...]:
        """whygrad's product with the Hessian, one part an operand."""
        found = whygrad.hvp(self.scalar, self.points, self.tangents)
        return found if isinstance(found, tuple) else (found,)


@cache
def points_of(gate: Gate) -> list[Point]:
    return [Point(gate, case) for case in cases_of(gate)]


def fits(found: Any, operand: Any) -> bool:
    """Has a gradient the shape and the dtype of what it is for?"""
    if type(operand) is float:
        return isinstance(found, float)
    return bool(found.shape == operand.shape and found.dtype == operand.dtype)


def test_every_gate_has_a_case() -> None:
    assert GATES.keys() == ELEMENTWISE.keys() | WHOLE.keys()
    assert not ELEMENTWISE.keys() & WHOLE.keys()
    assert all(cases_of(gate) for gate in KNOWN)


def test_the_document_is_current() -> None:
    assert gates_table.PATH.read_text(encoding="utf-8") == gates_table.document()


@every_gate
def test_first_derivatives_by_complex_steps_or_differences(gate: Gate) -> None:
    row = row_of(gate)
    tolerance = row.tolerance if row.analytic else 1e-7
    for point in points_of(gate):
        attributes = point.case.attributes

        def forward(*operands: Any, attributes: Any = attributes) -> Any:
            return (row.function or gate.on_arrays)(*operands, **attributes)

        true = oracles.derivatives(forward, point.operands, point.free, row.analytic)
        for k, found in zip(point.free, point.pulled(), strict=True):
            operand, expected = point.operands[k], oracles.pulled_back(true[k], point.cotangent, np.shape(point.operands[k]))
            with np.errstate(all="ignore"):
                share = contribution(gate, k, point.cotangent, point.out, point.operands, attributes)
            assert fits(found, operand)
            assert share is None or fits(share, operand)
            point.close(found, expected, tolerance)
            point.close(np.zeros(np.shape(operand)) if share is None else share, expected, tolerance)


@every_gate
def test_forward_mode(gate: Gate) -> None:
    row = row_of(gate)
    for point in points_of(gate):
        out, moved = whygrad.jvp(point.of(gate), point.points, point.tangents)
        np.testing.assert_array_equal(out, point.out)
        assert np.shape(moved) == np.shape(out)
        assert np.asarray(moved).dtype == np.asarray(out).dtype == np.asarray(point.out).dtype
        along = point.of(row.function or gate.on_arrays)
        true = oracles.by_differences(
            lambda h, along=along, p=point: along(*[x + h * t for x, t in zip(p.points, p.tangents, strict=True)]), 0.0, 1.0
        )
        point.close(moved, true, max(row.tolerance, 1e-7))


@every_gate
def test_second_derivatives_by_differences_of_the_first(gate: Gate) -> None:
    for point in points_of(gate):
        true = oracles.moved_gradient(whygrad.grad(point.scalar, tuple(range(len(point.free)))), point.points, point.tangents)
        for found, expected, operand in zip(point.curved(), true, point.points, strict=True):
            assert fits(found, operand)
            point.close(found, expected, 1e-6)


@pytest.fixture(scope="module")
def by_jax() -> dict[Point, Any]:
    """What JAX finds, of every gate that it has."""
    asked: list[Point] = []
    for gate in KNOWN:
        able = [point for point in points_of(gate) if row_of(gate).jax is not None and "jax" not in point.case.without]
        asked += able[:1] if gate.name in ELEMENTWISE else able[:: max(-(-len(able) // ASKED), 1)]
    functions = [point.of(named(row_of(point.gate).jax or "")) for point in asked]
    found = oracles.by_jax(functions, [p.points for p in asked], [p.cotangent for p in asked], [p.tangents for p in asked])
    return dict(zip(asked, found, strict=True))


@every_gate
def test_against_jax(gate: Gate, by_jax: dict[Point, Any]) -> None:
    found = {point: derived for point, derived in by_jax.items() if point.gate is gate}
    if not found:
        pytest.skip("JAX has no such function")
    for point, (out, first, moved, second) in found.items():
        point.close(point.out, out, 1e-12)
        point.close(whygrad.jvp(point.of(gate), point.points, point.tangents)[1], moved, 1e-10)
        for mine, true in chain(zip(point.pulled(), first, strict=True), zip(point.curved(), second, strict=True)):
            point.close(mine, true, 1e-9)


@every_gate
def test_against_torch(gate: Gate) -> None:
    if os.environ.get("WHYGRAD_TORCH") != "1":
        pytest.skip("PyTorch is asked only where WHYGRAD_TORCH=1")
    assert importlib.util.find_spec("torch"), "WHYGRAD_TORCH=1, and PyTorch can't be imported"
    peer = row_of(gate).torch
    if peer is None:
        pytest.skip("PyTorch has no such function, or no derivative of it")
    for point in points_of(gate):
        if "torch" not in point.case.without:
            out, first = oracles.by_torch(point.of(named(peer)), point.points, point.cotangent)
            point.close(point.out, out, 1e-12)
            for found, true in zip(point.pulled(), first, strict=True):
                point.close(found, true, 1e-9)


def _apart(x: Any) -> Any:
    """The same numbers, with gaps between them in memory."""
    wide = np.zeros((*x.shape[:-1], 2 * x.shape[-1]))
    wide[..., ::2] = x
    return wide[..., ::2]


def _backwards(x: Any) -> Any:
    turned = (slice(None, None, -1),) * x.ndim
    return np.ascontiguousarray(x[turned])[turned]


@every_gate
@pytest.mark.parametrize("laid_out", [_apart, _backwards, np.asfortranarray])
def test_the_layout_in_memory_changes_nothing(gate: Gate, laid_out: Callable[[Any], Any]) -> None:
    for point in points_of(gate):
        moved = [laid_out(x) if np.ndim(x) else x for x in point.points]
        found = whygrad.vjp(point.of(gate), *moved)[1](laid_out(point.cotangent) if point.cotangent.ndim else point.cotangent)
        for one, true in zip(found, point.pulled(), strict=True):
            point.close(one, true, 1e-13)


@every_gate
def test_single_precision_stays_single(gate: Gate) -> None:
    for case in cases_of(gate):
        point = Point(gate, case)
        single = [x if isinstance(x, float) else x.astype(np.float32) for x in point.points]
        point.points = [x if isinstance(x, float) else x.astype(np.float64) for x in single]  # the same point, to more digits
        out, pullback = whygrad.vjp(point.of(gate), *single)
        assert out.dtype == point.of(gate.on_arrays)(*single).dtype
        for found, true, x in zip(pullback(point.cotangent.astype(out.dtype)), point.pulled(), single, strict=True):
            assert fits(found, x)
            point.close(found, true, SINGLE * float(np.max(np.abs(true), initial=1.0)))


@pytest.mark.parametrize("gate", [gate for gate in KNOWN if gate.name in ELEMENTWISE], ids=lambda gate: gate.name)
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_a_single_number_of_numpys_keeps_its_kind(gate: Gate, kind: Any) -> None:
    point = next(point for point in points_of(gate) if all(np.shape(x) == () for x in point.points))
    found = whygrad.vjp(point.of(gate), *[kind(x) for x in point.points])[1](point.cotangent)
    for one, true in zip(found, point.pulled(), strict=True):
        assert np.asarray(one).dtype == kind
        point.close(one, true, 1e-12 if kind is np.float64 else 1e-4)


STEPS = [gate for gate in {**TABLE, **ARRAY_TABLE}.values() if gate.is_step and gate.vjps is None and works_on_arrays(gate)]


@pytest.mark.parametrize("gate", STEPS, ids=lambda gate: gate.name)
def test_a_step_lets_nothing_through(gate: Gate) -> None:
    x, weights = np.array([0.3, -1.7, 1.2]), np.array([1.0, 2.0, 3.0])
    more = (2.0,) if gate.arity == 2 else ()
    assert whygrad.grad(lambda a: np.sum(gate(a, *more) * weights))(x).tolist() == [0.0, 0.0, 0.0]
    assert whygrad.jvp(lambda a: gate(a, *more), (x,), (weights,))[1].tolist() == [0.0, 0.0, 0.0]


# Special points: corners, zeros, places that are written twice.


def gradients(f: Function, *points: Any) -> list[Any]:
    """By every argument, as lists."""
    return [found.tolist() for found in whygrad.grad(f, tuple(range(len(points))))(*[np.array(x, dtype=float) for x in points])]


@pytest.mark.parametrize(
    ("name", "first", "second"), [("maximum", [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]), ("minimum", [1.0, 0.0, 1.0], [0.0, 1.0, 0.0])]
)
def test_of_two_equals_the_first_counts_as_the_larger_and_as_the_smaller(name: str, first: list[float], second: list[float]) -> None:
    assert gradients(lambda a, b: np.sum(getattr(np, name)(a, b)), [1.0, 2.0, 0.0], [1.0, 1.0, 3.0]) == [first, second]


def test_a_relu_at_0_is_open_or_shut_by_which_input_comes_first() -> None:
    assert gradients(lambda a: np.sum(np.maximum(a, 0.0)), [0.0, -1.0, 1.0]) == [[1.0, 0.0, 1.0]]
    assert gradients(lambda a: np.sum(np.maximum(0.0, a)), [0.0, -1.0, 1.0]) == [[0.0, 0.0, 1.0]]


@pytest.mark.parametrize(("extreme", "sign"), [(np.max, 1.0), (np.min, -1.0)])
def test_equal_winners_along_axes_share_evenly(extreme: Function, sign: float) -> None:
    x = sign * np.array([[1.0, 1.0, 0.0], [2.0, 2.0, 2.0]])
    assert gradients(lambda a: np.sum(extreme(a, axis=1) * np.array([1.0, 6.0])), x) == [[[0.5, 0.5, 0.0], [2.0, 2.0, 2.0]]]
    assert gradients(extreme, x) == [[[0.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3]]]


def test_a_running_record_that_is_reached_again_stays_with_the_first() -> None:
    weights = np.array([1.0, 10.0, 100.0, 1000.0])
    assert gradients(lambda a: np.sum(np.maximum.accumulate(a) * weights), [1.0, 1.0, 0.0, 2.0]) == [[111.0, 0.0, 0.0, 1000.0]]
    assert gradients(lambda a: np.sum(np.minimum.accumulate(a) * weights), [1.0, 1.0, 2.0, 0.0]) == [[111.0, 0.0, 0.0, 1000.0]]


@pytest.mark.parametrize("x", [[2.0, 3.0, 4.0], [2.0, 0.0, 4.0], [0.0, 0.0, 4.0], [0.0, 3.0, 0.0], [0.0, 0.0, 0.0]])
def test_products_with_zeros_are_differentiated_without_dividing(x: list[float]) -> None:
    a, b, c = x
    assert gradients(np.prod, x) == [[b * c, a * c, a * b]]
    assert gradients(lambda x: np.sum(np.cumprod(x) * np.array([1.0, 10.0, 100.0])), x) == [
        [1 + 10 * b + 100 * b * c, 10 * a + 100 * a * c, 100 * a * b]
    ]
    assert whygrad.hessian(np.prod)(np.array(x)).tolist() == [[0.0, c, b], [c, 0.0, a], [b, a, 0.0]]
    assert whygrad.jvp(np.prod, (np.array(x),), (np.array([1.0, 2.0, 3.0]),))[1] == pytest.approx(b * c + 2 * a * c + 3 * a * b)
    rows = whygrad.hessian(lambda x: np.sum(np.cumprod(x)))(np.array(x))
    np.testing.assert_allclose(rows, [[0.0, 1 + c, b], [1 + c, 0.0, a], [b, a, 0.0]])
    stacked = np.array([x, [1.0, 2.0, 3.0]])
    assert gradients(lambda x: np.sum(np.prod(x, axis=1)), stacked) == [[[b * c, a * c, a * b], [6.0, 3.0, 2.0]]]


@pytest.mark.parametrize("power", [np.power, np.float_power, lambda a, b: a**b])
@pytest.mark.parametrize(("exponent", "slope", "bend"), [(0, 0.0, 0.0), (1, 1.0, 0.0), (2, 0.0, 2.0), (3, 0.0, 0.0)])
def test_powers_of_0(power: Function, exponent: int, slope: float, bend: float) -> None:
    for e in (exponent, float(exponent)):
        assert gradients(lambda a, e=e: np.sum(power(a, e)), [0.0, 1.0]) == [[slope, e]]
        assert whygrad.hvp(lambda a, e=e: np.sum(power(a, e)), (np.zeros(1),), (np.ones(1),)).tolist() == [bend]
    assert gradients(lambda a, e: np.sum(power(a, e)), [0.0], [exponent]) == [[slope], [0.0]]


def test_a_root_is_upright_at_0_and_corners_are_flat() -> None:
    assert gradients(lambda a: np.sum(np.sqrt(a)), [0.0, 4.0]) == [[np.inf, 0.25]]
    assert gradients(lambda a: np.sum(np.abs(a)), [0.0, -0.0, -2.0]) == [[0.0, 0.0, -1.0]]
    assert gradients(lambda a, b: np.sum(np.hypot(a, b)), [0.0, 3.0], [0.0, 4.0]) == [[0.0, 0.6], [0.0, 0.8]]
    assert gradients(lambda a, b: np.sum(np.heaviside(a, b)), [-1.0, 0.0], [0.5, 0.5]) == [[0.0, 0.0], [0.0, 1.0]]


def test_what_is_masked_out_leaks_no_nan() -> None:
    def quotient(a: Any, b: Any) -> Any:
        return np.sum(np.divide(a, b, out=np.zeros_like(a), where=b != 0))

    points = [np.array([1.0, 2.0, 0.0]), np.array([0.0, 4.0, 0.0])]
    assert gradients(quotient, *points) == [[0.0, 0.25, 0.0], [0.0, -0.125, 0.0]]
    assert [part.tolist() for part in whygrad.hvp(quotient, points, (np.ones(3), np.ones(3)))] == [[0.0, -0.0625, 0.0], [0.0, 0.0, 0.0]]
    assert whygrad.jvp(quotient, points, (np.ones(3), np.ones(3)))[1] == 0.125
    assert gradients(lambda a: np.sum(np.log(a, out=np.zeros_like(a), where=a > 0)), [0.0, 2.0, -1.0]) == [[0.0, 0.5, 0.0]]


def test_where_hands_nothing_to_what_was_not_chosen_whatever_it_was() -> None:
    operands = [np.array([True, False, True]), np.array([1.0, np.nan, 2.0]), np.array([np.nan, 1.0, np.inf])]
    shares = [contribution(ARRAY_TABLE["where"], k, np.array([1.0, np.inf, 2.0]), None, operands, {}) for k in (1, 2)]
    assert [share.tolist() for share in shares] == [[1.0, 0.0, 2.0], [0.0, np.inf, 0.0]]


def _written(v: Any) -> Any:
    a = np.zeros(4)
    a[[0, 1, 1, 3]] = v
    return np.sum(a**2 * np.array([1.0, 10.0, 100.0, 1000.0]))


def _added(v: Any) -> Any:
    a = np.zeros(4)
    np.add.at(a, [0, 1, 1, 3], v)
    return np.sum(a**2 * np.array([1.0, 10.0, 100.0, 1000.0]))


def test_of_several_numbers_written_to_one_place_the_last_one_counts_and_those_added_all_do() -> None:
    v, ones = np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)
    assert gradients(_written, v) == [[2.0, 0.0, 60.0, 8000.0]]
    assert whygrad.hvp(_written, (v,), (ones,)).tolist() == [2.0, 0.0, 20.0, 2000.0]
    assert whygrad.jvp(_written, (v,), (ones,))[1] == 8062.0
    assert gradients(_added, v) == [[2.0, 100.0, 100.0, 8000.0]]
    assert whygrad.hvp(_added, (v,), (ones,)).tolist() == [2.0, 40.0, 40.0, 2000.0]
    assert whygrad.jvp(_added, (v,), (ones,))[1] == 8202.0


def test_at_0_bessel_functions_and_quotients_have_the_slope_of_their_series() -> None:
    import scipy.special as special

    slopes = {np.sinc: 0.0, special.exprel: 0.5, special.j0: 0.0, special.j1: 0.5, special.i0: 0.0, special.i1: 0.5}
    assert {f: gradients(lambda a, f=f: np.sum(f(a)), [0.0])[0][0] for f in slopes} == slopes
    bends = {special.j0: -0.5, special.j1: 0.0, special.i0: 0.5, special.i1: 0.0}
    assert {f: float(whygrad.hvp(lambda a, f=f: np.sum(f(a)), (np.zeros(1),), (np.ones(1),))[0]) for f in bends} == bends


def test_far_out_nothing_overflows() -> None:
    import scipy.special as special

    far = [-800.0, -40.0, 40.0, 800.0]
    true = {
        special.expit: [0.0, 4.248354255291589e-18, 0.0, 0.0],
        special.log_expit: [1.0, 1.0, 4.248354255291589e-18, 0.0],
        np.tanh: [0.0] * 4,
    }
    for f, slopes in true.items():
        np.testing.assert_allclose(gradients(lambda a, f=f: np.sum(f(a)), far)[0], slopes, rtol=1e-9, atol=1e-17)
    np.testing.assert_allclose(gradients(lambda a: np.sum(special.log_ndtr(a)), far[:2])[0], [800.0012499960938, 40.02496884720726])
    np.testing.assert_allclose(gradients(lambda a: np.sum(np.logaddexp(a, 0.0)), far)[0], [0.0, 4.248354255291589e-18, 1.0, 1.0], rtol=1e-9)


@pytest.mark.parametrize(("name", "true"), [("numpy.sinc", mpmath.sincpi), ("scipy.special.exprel", lambda x: mpmath.expm1(x) / x)])
@pytest.mark.parametrize("x", [1e-9, 1e-6, -0.05, 0.0999, 0.1001, -0.2999, 0.3001])
def test_close_to_0_quotients_don_t_cancel(name: str, true: Function, x: float) -> None:
    function, point, ones = named(name), np.array([x]), np.ones(1)
    with mpmath.workdps(40):
        slope, bend = (float(mpmath.diff(true, mpmath.mpf(x), order)) for order in (1, 2))
    assert gradients(lambda a: np.sum(function(a)), point)[0][0] == pytest.approx(slope, rel=1e-12)
    assert whygrad.hvp(lambda a: np.sum(function(a)), (point,), (ones,))[0] == pytest.approx(bend, rel=1e-9)


def test_second_derivatives_of_quotients_at_0() -> None:
    bends = {"numpy.sinc": -(np.pi**2) / 3.0, "scipy.special.exprel": 1.0 / 3.0}
    for f, bend in ((named(name), bend) for name, bend in bends.items()):
        assert whygrad.hvp(lambda a, f=f: np.sum(f(a)), (np.zeros(1),), (np.ones(1),))[0] == pytest.approx(bend)


@pytest.mark.parametrize("a", [[[1.0, 2.0], [2.0, 4.0]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_a_determinant_of_0_has_a_gradient(a: Any) -> None:
    true = oracles.derivatives(np.linalg.det, [np.array(a)], [0], analytic=False)[0].reshape(np.shape(a))
    np.testing.assert_allclose(gradients(np.linalg.det, a)[0], true, atol=1e-9)


@pytest.mark.xfail(reason="inf - inf")
def test_an_infinite_input_of_logaddexp_gets_all() -> None:
    assert gradients(lambda a, b: np.sum(np.logaddexp(a, b)), [np.inf, 1.0], [1.0, np.inf]) == [[1.0, 0.0], [0.0, 1.0]]


def test_what_has_no_derivative_is_refused_in_words() -> None:
    from scipy.special import gammainc

    with pytest.raises(whygrad.TraceError):
        whygrad.grad(lambda a: np.sum(gammainc(a, 2.0)))(np.array([1.5]))
