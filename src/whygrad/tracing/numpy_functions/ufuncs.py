"""NumPy's universal functions: which gate each of them is, and their forms: `where=`, `out=`, reduce, accumulate, outer, at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from whygrad.gates import arithmetic, selection, trigonometry
from whygrad.gates.arrays import elementwise, products, reduction
from whygrad.gates.arrays.steps import step
from whygrad.gates.table import ARRAY_TABLE, TABLE, Gate
from whygrad.text import Text, _
from whygrad.tracing import explained
from whygrad.tracing.arrays import TracedArray, apply, held, is_traced
from whygrad.tracing.numpy_functions.choosing import where as choose
from whygrad.tracing.numpy_functions.indexing import add_at, change_at
from whygrad.tracing.numpy_functions.reductions import all_, any_, cumprod, cumsum, max_, min_, prod, running_extreme, sum_
from whygrad.tracing.numpy_functions.registry import (
    NO_VALUE,
    array,
    dtype_of,
    given,
    into,
    ndim,
    numpys_number,
    shape,
    target_of,
    unwrapped,
    whole,
    with_dtype,
)
from whygrad.tracing.numpy_functions.special import special_function

GATES: dict[Any, Gate] = {
    np.add: arithmetic.add,
    np.subtract: arithmetic.subtract,
    np.multiply: arithmetic.multiply,
    np.divide: arithmetic.divide,
    np.power: arithmetic.power,
    np.float_power: elementwise.float_power,
    np.negative: arithmetic.negate,
    np.positive: arithmetic.positive,
    np.floor_divide: arithmetic.floor_divide,
    np.remainder: arithmetic.modulo,
    np.fmod: arithmetic.fmod,
    np.absolute: selection.absolute,
    np.fabs: selection.absolute,
    np.conjugate: arithmetic.positive,
    np.deg2rad: trigonometry.radians,
    np.rad2deg: trigonometry.degrees,
    np.matmul: products.matmul,
    np.rint: elementwise.rint,
    **{getattr(np, gate.ufunc[6:]): gate for gate in TABLE.values() if gate.ufunc.startswith("numpy.") and gate.name != "round"},
    **{gate.forward: gate for gate in ARRAY_TABLE.values() if isinstance(gate.forward, np.ufunc) and gate.forward is not np.matmul},
}

STEPS = (
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and", "logical_or", "logical_xor", "logical_not"),
    *("isnan", "isinf", "isfinite", "signbit", "bitwise_and", "bitwise_or", "bitwise_xor", "invert", "left_shift", "right_shift"),
    *("gcd", "lcm", "spacing", "nextafter", "isnat", "bitwise_count"),
)
GATES.update({getattr(np, name): step(name) for name in STEPS if hasattr(np, name)})


def _fmax(a: Any, b: Any) -> Any:
    a, b = array(a), array(b)
    return choose(call(np.isnan, a), b, choose(call(np.isnan, b), a, call(np.maximum, a, b)))


def _fmin(a: Any, b: Any) -> Any:
    a, b = array(a), array(b)
    return choose(call(np.isnan, a), b, choose(call(np.isnan, b), a, call(np.minimum, a, b)))


def _modf(a: Any) -> Any:
    whole_part = call(np.trunc, a)
    return array(a) - whole_part, whole_part


def _divmod(a: Any, b: Any) -> Any:
    return call(np.floor_divide, a, b), call(np.remainder, a, b)


def _frexp(a: Any) -> Any:
    exponent = np.frexp(held(a))[1]
    return array(a) * np.ldexp(1.0, -exponent), exponent


def _vecdot(a: Any, b: Any) -> Any:
    return sum_(array(a) * array(b), -1)


def _matvec(a: Any, b: Any) -> Any:
    return sum_(array(a) * whole(b)[..., None, :], -1)


def _vecmat(a: Any, b: Any) -> Any:
    return sum_(whole(a)[..., :, None] * array(b), -2)


#: Those that are several gates.
COMPOSITE: dict[Any, Callable[..., Any]] = {
    np.fmax: _fmax,
    np.fmin: _fmin,
    np.modf: _modf,
    np.divmod: _divmod,
    np.frexp: _frexp,
    np.ldexp: lambda a, b: array(a) * call(np.power, 2.0, b),
    **{getattr(np, name): rule for name, rule in {"vecdot": _vecdot, "matvec": _matvec, "vecmat": _vecmat}.items() if hasattr(np, name)},
}


def call(ufunc: Any, *inputs: Any) -> Any:
    """The ufunc of traced or plain values."""
    gate = GATES.get(ufunc)
    if gate is not None:  # a rule may be applied outside of any trace, where only the graph knows what a plain value is
        return numpys_number(apply(gate, inputs if any(map(is_traced, inputs)) else [array(value) for value in inputs]))
    composite = COMPOSITE.get(ufunc) or special_function(ufunc)
    if composite is None:
        raise explained.unknown_function(f"np.{ufunc.__name__}" if hasattr(np, ufunc.__name__) else ufunc.__name__)
    found = composite(*inputs)
    return tuple(map(unwrapped, found)) if isinstance(found, tuple) and not is_traced(found) else unwrapped(found)


def _inside(ufunc: Any) -> float:
    """A number where the function and its slope are finite, for the entries that a mask leaves out."""
    gate = GATES.get(ufunc)
    if gate is None or not gate.domain:
        return 0.5
    low, high = gate.domain[0]
    return (low + high) / 2 or 0.5


def _masked(ufunc: Any, inputs: tuple[Any, ...], mask: Any, out: Any) -> Any:
    """`ufunc(…, where=mask)`: what is left out is neither computed nor differentiated, and stays as it was in `out`."""
    safe = [choose(mask, value, _inside(ufunc)) for value in inputs]
    found = call(ufunc, *safe)
    target = out[0] if isinstance(out, tuple) else out
    return choose(mask, found, 0.0 if target is None else target)


def called(ufunc: Any, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """`ufunc(*inputs, **options)`."""
    out, mask, dtype = options.get("out"), options.get("where", True), options.get("dtype")
    values = tuple(with_dtype(value, dtype) for value in inputs)
    found = call(ufunc, *values) if mask is True else _masked(ufunc, values, mask, out)
    if isinstance(found, tuple):
        outs = out if isinstance(out, tuple) else (None,) * len(found)
        return tuple(into(target, part) for target, part in zip(outs, found, strict=True))
    return into(out, found)


_REDUCTIONS: dict[Any, Callable[..., Any]] = {
    np.add: sum_,
    np.multiply: prod,
    np.maximum: max_,
    np.minimum: min_,
    np.logical_and: all_,
    np.logical_or: any_,
}


def _reduce(ufunc: Any, a: Any, axis: Any = 0, dtype: Any = None, out: Any = None, keepdims: Any = False, **options: Any) -> Any:
    direct = _REDUCTIONS.get(ufunc)
    if direct is not None:
        typed = {"dtype": dtype} if given(dtype) and direct in (sum_, prod) else {}
        return direct(whole(a), axis, out=out, keepdims=keepdims, **typed, **options)
    from whygrad.tracing.numpy_functions.shapes import axes_last, broadcast_to, copied, laid_out, reshape

    a, mask, initial = whole(with_dtype(a, dtype)), options.get("where", True), options.get("initial", NO_VALUE)
    plain = {"where": held(mask), **({"initial": 1} if given(initial) else {})}
    example = ufunc.reduce(np.ones_like(held(a)), axis=axis, keepdims=keepdims is True, **plain)  # it complains of what can't be
    rows, sizes = axes_last(a, axis, keepdims)
    parts = [rows[..., k] for k in range(shape(rows)[-1])]
    chosen: list[Any] = [True] * len(parts)
    if mask is not True:
        masks, _sizes = axes_last(broadcast_to(mask, shape(a)), axis, keepdims)
        chosen = [masks[..., k] for k in range(len(parts))]
    if not given(initial) and (mask is not True or not parts):
        initial = ufunc.identity
    first = broadcast_to(with_dtype(array(initial), dtype_of(a)), shape(rows)[:-1]) if given(initial) else parts.pop(0)
    total = copied(first)
    for part, is_chosen in zip(parts, chosen[len(chosen) - len(parts) :], strict=True):
        more = call(ufunc, total, part)
        total = more if is_chosen is True else choose(is_chosen, more, total)
    return into(out, laid_out(reshape(total, sizes), example) if sizes else unwrapped(total))


def _accumulate(ufunc: Any, a: Any, axis: int = 0, dtype: Any = None, out: Any = None) -> Any:
    direct: Any = {np.add: cumsum, np.multiply: cumprod}.get(ufunc)
    if direct is not None:
        return direct(a, axis, dtype, out)
    if ufunc in (np.maximum, np.minimum):
        return running_extreme(reduction.running_max if ufunc is np.maximum else reduction.running_min, a, axis, dtype, out)
    from whygrad.tracing.numpy_functions.joining import stack
    from whygrad.tracing.numpy_functions.registry import axis_of
    from whygrad.tracing.numpy_functions.shapes import along

    a = whole(with_dtype(a, dtype))
    place = axis_of(a, axis)
    parts = [along(a, place, k) for k in range(shape(a)[place])]
    totals = parts[:1]
    for part in parts[1:]:
        totals.append(call(ufunc, totals[-1], part))
    return into(out, stack(totals, place))


def _outer(ufunc: Any, a: Any, b: Any, **options: Any) -> Any:
    a, b = whole(a), whole(b)
    return called(ufunc, (a.reshape(shape(a) + (1,) * ndim(b)), b), options)


def _at(ufunc: Any, a: Any, indices: Any, b: Any = None) -> None:
    target = target_of(a)
    if type(b) is TracedArray:  # as it is now, should it be a part of what changes
        b = b.copy()
    if ufunc is np.add:
        add_at(target, indices, b)
        return
    if ufunc is np.subtract:
        add_at(target, indices, -array(b))
        return

    def change(old: Any, chosen: Any, size: tuple[int, ...]) -> Any:
        if b is None:
            return call(ufunc, old)
        from whygrad.tracing.numpy_functions.shapes import broadcast_to

        return call(ufunc, old, broadcast_to(array(b), size).reshape(-1)[chosen] if size else b)

    change_at(target, indices, change)


def _reduceat(ufunc: Any, a: Any, indices: Any, axis: int = 0, dtype: Any = None, out: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.joining import stack
    from whygrad.tracing.numpy_functions.registry import axis_of, concrete
    from whygrad.tracing.numpy_functions.shapes import along

    a = whole(a)
    place, starts = axis_of(a, axis), [int(k) for k in np.asarray(concrete(indices))]
    ends = [*starts[1:], shape(a)[place]]
    parts = [
        _reduce(ufunc, along(a, place, slice(start, end)), place, dtype) if end > start else along(a, place, start)
        for start, end in zip(starts, ends, strict=True)
    ]
    return into(out, stack(parts, place))


METHODS: dict[str, Callable[..., Any]] = {
    "reduce": _reduce,
    "accumulate": _accumulate,
    "outer": _outer,
    "at": _at,
    "reduceat": _reduceat,
}


def dispatch(ufunc: Any, method: str, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """What `__array_ufunc__` is asked for."""
    for value in inputs:
        if not is_traced(value) and getattr(getattr(value, "dtype", None), "kind", "f") in "OSU":
            raise explained.wrong_dtype(value.dtype)
    if method == "__call__":
        if len(inputs) > ufunc.nin:  # np.add(a, b, out)
            options = {**options, "out": inputs[ufunc.nin :]}
            inputs = inputs[: ufunc.nin]
        return called(ufunc, inputs, options) if options else call(ufunc, *inputs)
    if method not in METHODS:
        raise explained.unknown_function(f"np.{ufunc.__name__}.{method}", Text(_("Write it as a loop.")))
    return METHODS[method](ufunc, *inputs, **options)
