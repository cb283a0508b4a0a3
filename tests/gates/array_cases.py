"""What each gate that works on arrays is tried on, and which functions of JAX and PyTorch are the same.

`ELEMENTWISE` has the gates of single entries: their operands follow from `gate.domain`. `WHOLE` has the gates of whole arrays, with
the shapes and attributes to try. The tests run over both and over the gates' own tables, so a gate without a row here fails a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

import whygrad.gates.arrays  # noqa: F401  (it enters the gates of whole arrays)
from tests.gates import oracles
from tests.gates.oracles import Case, Free, Row, Shape, jnp, literal, of_lower, solved, torch, torch_index
from whygrad.gates import TABLE
from whygrad.gates.arrays.indexing import Slot
from whygrad.gates.table import ARRAY_TABLE, Gate


def works_on_arrays(gate: Gate) -> bool:
    """May an array go through it? Of the gates of numbers, those that have a ufunc, and operators, which do arrays by themselves."""
    return (
        gate.name in ARRAY_TABLE
        or bool(gate.ufunc)
        or gate.forward.__module__ == "_operator"
        or gate.forward is abs
        or gate.name == "identity"
    )


def gates_with_a_rule() -> dict[str, Gate]:
    """Every gate that needs a row here."""
    return {name: gate for name, gate in {**TABLE, **ARRAY_TABLE}.items() if works_on_arrays(gate) and not gate.is_step}


NUMBER = None  # in place of a shape: a float of Python's
UNARY: tuple[Shape, ...] = ((3, 4), (5,), (), (0,), (2, 0, 3))
BINARY: tuple[tuple[Shape | None, Shape | None], ...] = (
    *(((3, 4), (4,)), ((3, 1), (1, 4)), ((3, 4), ()), ((3, 4), NUMBER), (NUMBER, (3, 4))),
    *(((5,), (5,)), ((), ()), ((0,), ()), ((2, 0, 3), (3,))),
)


def row_of(gate: Gate) -> Row:
    """A gate's row, that of a gate of single entries with the cases made from its domain."""
    return WHOLE[gate.name] if gate.name in WHOLE else ELEMENTWISE[gate.name]


def cases_of(gate: Gate) -> tuple[Case, ...]:
    """A gate's cases; in a domain, an interval of no width holds a whole number."""
    if gate.name in WHOLE:
        return WHOLE[gate.name].cases
    domain = gate.domain * (gate.arity or 2) if len(gate.domain) == 1 else gate.domain
    moving = [k for k, (low, high) in enumerate(domain) if low < high]
    shapes = BINARY if len(moving) == 2 else [(shape,) for shape in UNARY]
    return tuple(Case(tuple(_operands(domain, dict(zip(moving, chosen, strict=True))))) for chosen in shapes)


def _operands(domain: tuple[tuple[float, float], ...], shapes: Mapping[int, Shape | None]) -> Iterable[Any]:
    for k, (low, high) in enumerate(domain):
        if k not in shapes:
            yield int(low)
        else:
            shape = shapes[k]
            yield Free((), low, high, "number") if shape is NUMBER else Free(shape, low, high)


def _np(name: str) -> str:
    return f"jax.numpy.{name}"


def _sp(name: str) -> str:
    return f"jax.scipy.special.{name}"


def _torch(name: str) -> str:
    return f"torch.{name}"


ELEMENTWISE: dict[str, Row] = {
    **{name: Row(True, _np(name), _torch(name)) for name in "exp exp2 expm1 log log2 log10 log1p sqrt sin cos tan".split()},
    **{name: Row(True, _np(name), _torch(name)) for name in "sinh cosh tanh square reciprocal float_power sinc".split()},
    **{name: Row(True, _np(f"arc{name[1:]}"), _torch(name)) for name in "asin acos atan asinh acosh atanh".split()},
    **{name: Row(False, _np(name), _torch(name)) for name in "hypot fmod copysign logaddexp logaddexp2 maximum minimum".split()},
    # operators: JAX and PyTorch have their own
    **{name: Row(True, op, op) for name, op in {"add": "operator.add", "subtract": "operator.sub", "multiply": "operator.mul"}.items()},
    **{
        name: Row(True, op, op) for name, op in {"divide": "operator.truediv", "negate": "operator.neg", "positive": "operator.pos"}.items()
    },
    "power": Row(True, "operator.pow", "operator.pow"),
    "modulo": Row(False, "operator.mod", "operator.mod"),
    "absolute": Row(False, "builtins.abs", "builtins.abs"),
    "identity": Row(True, _np("asarray"), "torch.clone"),
    "copy": Row(True, _np("copy"), "torch.clone"),
    "atan2": Row(False, _np("arctan2"), "torch.atan2"),
    "degrees": Row(False, _np("degrees"), "torch.rad2deg"),
    "radians": Row(False, _np("radians"), "torch.deg2rad"),
    "cbrt": Row(False, _np("cbrt"), None),
    "heaviside": Row(False, _np("heaviside"), None),
    # scipy.special
    **{name: Row(True, _sp(name), f"torch.special.{name}") for name in "erf erfc digamma xlogy xlog1py log_ndtr".split()},
    **{name: Row(False, _sp(name), f"torch.special.{name}") for name in "expit logit entr ndtr ndtri erfinv i0 i1 erfcx".split()},
    "rel_entr": Row(False, _sp("rel_entr"), None),
    "kl_div": Row(False, _sp("kl_div"), None),
    **{name: Row(False, None, None) for name in ("j0", "j1", "exprel")},
    "gamma": Row(True, _sp("gamma"), None),
    "lgamma": Row(False, _sp("gammaln"), "torch.lgamma"),
    "polygamma": Row(False, _sp("polygamma"), "torch.special.polygamma"),
    "log_expit": Row(False, "jax.nn.log_sigmoid", "torch.nn.functional.logsigmoid"),
    "gammainc": Row(False, _sp("gammainc"), lambda a, x: torch.special.gammainc(torch.tensor(float(a)), x)),
    "gammaincc": Row(False, _sp("gammaincc"), lambda a, x: torch.special.gammaincc(torch.tensor(float(a)), x)),
}


def _on(*shapes: Shape, kind: str = "even", without: tuple[str, ...] = (), **attributes: Any) -> Case:
    return Case(tuple(Free(shape, kind=kind) for shape in shapes), attributes, without)


def _reductions(least: float = 0, kind: str = "even", **more: Any) -> tuple[Case, ...]:
    """All axes, alone and together, with and without keepdims; there are at least so many numbers to reduce.

    PyTorch warns of a variance that there is none of.
    """
    shapes: list[Shape] = [(2, 3, 1), (4,), (3, 4), (), (0, 3)]
    return tuple(
        _on(shape, kind=kind, without=("torch",) * (0 in shape and "ddof" in more), axis=axis, keepdims=keepdims, **more)
        for shape in shapes
        for count in range(len(shape) + 1)
        for axis in combinations(range(len(shape)), count)
        for keepdims in (False, True)
        if np.prod([shape[k] for k in axis]) >= least
    )


def _running(kind: str = "even") -> tuple[Case, ...]:
    shapes: list[Shape] = [(4,), (3, 4), (2, 1, 3), (0, 3)]
    return tuple(_on(shape, kind=kind, axis=axis) for shape in shapes for axis in range(len(shape)))


_ROWS, _COLUMNS = np.array([0, 2, 2, 0]), np.array([1, 1, 1, 3])
_MASK = np.array([[True, False, True, True], [False, False, True, False], [True, False, False, True]])

#: Indices of an array of shape (3, 4), with the shape that is read, and the arrays that fill their slots.
_INDICES: tuple[tuple[Any, Shape, tuple[Any, ...]], ...] = (
    (1, (4,), ()),
    ((-1, 2), (), ()),
    (slice(0, 3, 2), (2, 4), ()),
    ((slice(None), slice(3, 0, -2)), (3, 2), ()),
    ((slice(None, None, -1), None, slice(1, 3)), (3, 1, 2), ()),
    ((Ellipsis, 1), (3,), ()),
    ((None, Ellipsis), (1, 3, 4), ()),
    (Ellipsis, (3, 4), ()),
    (slice(2, 2), (0, 4), ()),
    (Slot(0), (6,), (_MASK,)),
    (Slot(0), (2, 4), (np.array([True, False, True]),)),
    (Slot(0), (4, 4), (_ROWS,)),
    ((slice(None), Slot(0)), (3, 4), (_COLUMNS,)),
    ((Slot(0), Slot(1)), (4,), (_ROWS, _COLUMNS)),
    ((Slot(0), Slot(1)), (2, 4), (np.array([[0], [2]]), _COLUMNS)),
    ((Slot(0), None, slice(None, None, 2)), (4, 1, 2), (_ROWS,)),
    ((Slot(0), None, Slot(1)), (4, 1), (_ROWS, _COLUMNS)),
    ((slice(None), [0, 2, -1]), (3, 3), ()),
    (Slot(0), (0, 4), (np.array([], dtype=np.intp),)),
)


def _without(index: Any) -> tuple[str, ...]:
    """PyTorch has no negative steps, and JAX takes no lists for arrays."""
    items = index if isinstance(index, tuple) else (index,)
    backwards = any(isinstance(item, slice) and (item.step or 1) < 0 for item in items)
    return ("torch",) * backwards + ("jax",) * any(isinstance(item, list) for item in items)


def _reads() -> Iterable[Case]:
    for index, _, parts in _INDICES:
        yield Case((Free((3, 4)), *parts), {"index": index}, _without(index))
    yield Case((Free((2, 3, 4)), _ROWS // 2, _COLUMNS), {"index": (Slot(0), slice(None), Slot(1))})
    yield Case((Free((2, 3, 4)), np.array([True, False, True])), {"index": (1, Slot(0), slice(None, None, 3))})


def _writes(*, last_stays: bool) -> Iterable[Case]:
    """Of several numbers written to one place, JAX and PyTorch may keep any: there NumPy itself is the oracle."""
    for index, shape, parts in _INDICES:
        twice = last_stays and any(part is _ROWS or part is _COLUMNS for part in parts)
        for written in dict.fromkeys([shape, (), shape[-1:]]):
            yield Case((Free((3, 4)), Free(written), *parts), {"index": index}, ("jax", "torch") if twice else _without(index))
    yield Case((Free((3, 4)), Free(kind="number")), {"index": (slice(None), 1)})
    if last_stays:  # np.add.at takes no axes of size 1 in front
        yield Case((Free((3, 4)), Free((1, 1, 4))), {"index": 0}, ("jax", "torch"))
    yield Case((np.zeros((3, 4)), Free((3,))), {"index": (slice(None), 1)}, ("torch",))


_EINSUMS: tuple[tuple[Any, ...], ...] = (
    *(("ij,jk->ik", (2, 3), (3, 4)), ("i,i->", (3,), (3,)), ("i,j->ij", (3,), (2,)), ("bij,bjk->bik", (2, 2, 3), (2, 3, 2))),
    *(("ij->ji", (2, 3)), ("ij->", (2, 3)), ("ij->i", (2, 3)), ("ijk,k,j->i", (2, 3, 4), (4,), (3,)), ("ij,ij->i", (2, 3), (2, 3))),
    *(("ij,k->i", (2, 3), (4,)), ("ij,ij,kj->ki", (2, 3), (2, 3), (4, 3)), (",i->i", (), (3,)), ("ij,jk->ik", (0, 3), (3, 2))),
)

_PRODUCTS: tuple[tuple[Shape, Shape], ...] = (
    *(((2, 3), (3, 4)), ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((1, 3), (3, 1))),
    *(((5, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)), ((5, 2, 3), (5, 3, 4)), ((3, 1, 2, 3), (2, 3, 2)), ((1, 2, 3), (4, 3, 2))),
    *(((3,), (5, 3, 2)), ((5, 2, 3), (3,)), ((0, 3), (3, 2)), ((2, 0), (0, 3)), ((0, 2, 3), (3, 2)), ((0,), (0,))),
)

_SYSTEMS: tuple[tuple[Shape, Shape], ...] = (
    *(((3, 3), (3, 2)), ((3, 3), (3,)), ((2, 3, 3), (3,)), ((1, 1), (1,)), ((2, 3, 3), (2, 3, 1)), ((3, 3), (2, 3, 2))),
    *(((2, 3, 3), (3, 2)), ((1, 3, 3), (2, 3, 1)), ((0, 2, 2), (2, 1))),
)


def _matrices(kind: str) -> tuple[Case, ...]:
    shapes: list[Shape] = [(3, 3), (2, 3, 3), (1, 1), (2, 1, 2, 2), (0, 2, 2)]
    return tuple(_on(shape, kind=kind) for shape in shapes)


WHOLE: dict[str, Row] = {
    "cast": Row(
        True,
        lambda a, dtype: a.astype(dtype),
        lambda a, dtype: a.to(getattr(torch, dtype)),
        (*[_on(shape, dtype="float64") for shape in UNARY], _on((3, 4), dtype="float32", without=("jax", "torch"))),
        lambda a, dtype: a,  # between two numbers of single precision there are none
        1e-6,
    ),
    "where": Row(
        True,
        "jax.numpy.where",
        lambda c, a, b: torch.where(torch.tensor(c), a, b),
        (
            *(Case((_MASK, Free((3, 4)), Free((4,)))), Case((_MASK[0], Free((3, 1)), Free())), Case((_MASK, Free(), Free(kind="number")))),
            *(Case((True, Free((3,)), Free((2, 1)))), Case((_MASK[0, :0], Free((1,)), Free((2, 1))))),
        ),
    ),
    "reshape": Row(
        True,
        "jax.numpy.reshape",
        "torch.reshape",
        (
            *[_on((2, 6), shape=shape) for shape in [(3, 4), (12,), (2, 1, 6)]],
            _on((), shape=(1, 1)),
            _on((1,), shape=()),
            _on((0, 3), shape=(2, 0)),
        ),
    ),
    "transpose": Row(
        True,
        "jax.numpy.transpose",
        lambda a, axes: a.permute(axes),
        (
            *[_on((2, 3, 4), axes=axes) for axes in [(2, 0, 1), (0, 2, 1), (2, 1, 0)]],
            _on((2, 3), axes=(1, 0)),
            _on((0, 2), axes=(1, 0)),
            _on((), axes=()),
        ),
    ),
    "broadcast_to": Row(
        True,
        "jax.numpy.broadcast_to",
        lambda a, shape: a.broadcast_to(shape),
        (
            *(_on((2, 1), shape=(2, 3)), _on((3,), shape=(2, 3)), _on((), shape=(2, 2)), _on((2, 3), shape=(2, 3))),
            *(_on((1, 3, 1), shape=(2, 2, 3, 4)), _on((1,), shape=(0,)), _on((), shape=())),
        ),
    ),
    "concatenate": Row(
        True,
        lambda *arrays, axis: jnp.concatenate(arrays, axis=axis),
        lambda *arrays, axis: torch.cat(arrays, dim=axis),
        (
            _on((2, 3), (1, 3), (2, 3), axis=0),
            _on((2, 3), (2, 1), axis=1),
            _on((2,), (0,), axis=0),
            _on((2, 1, 2), (2, 2, 2), axis=1),
            _on((3,), axis=0),
        ),
    ),
    "stack": Row(
        True,
        lambda *arrays, axis: jnp.stack(arrays, axis=axis),
        lambda *arrays, axis: torch.stack(arrays, dim=axis),
        (*[_on((2, 3), (2, 3), (2, 3), axis=axis) for axis in (0, 1, 2)], _on((), (), axis=0), _on((3,), axis=1), _on((0,), (0,), axis=1)),
    ),
    "pad": Row(
        True,
        lambda a, widths, value: jnp.pad(a, widths, constant_values=value),
        lambda a, widths, value: torch.nn.functional.pad(a, [n for pair in reversed(widths) for n in pair], value=value),
        (
            _on((2, 3), widths=((1, 2), (0, 1)), value=0.5),
            _on((3,), widths=((0, 0),), value=0.0),
            _on((0, 2), widths=((1, 1), (0, 0)), value=1.0),
        ),
    ),
    "roll": Row(
        True,
        "jax.numpy.roll",
        lambda a, shift, axis: torch.roll(a, shifts=shift, dims=axis),
        (
            _on((3, 4), shift=(1, -2), axis=(0, 1)),
            _on((3, 4), shift=(6,), axis=(1,)),
            _on((5,), shift=(-1,), axis=(0,)),
            _on((0, 2), shift=(1,), axis=(0,)),
        ),
    ),
    "getitem": Row(
        True,
        lambda a, *parts, index: a[literal(index, parts)],
        lambda a, *parts, index: a[torch_index(index, parts)],
        tuple(_reads()),
    ),
    "setitem": Row(
        True,
        lambda a, value, *parts, index: jnp.asarray(a).at[literal(index, parts)].set(value),
        oracles.torch_write,
        tuple(_writes(last_stays=True)),
    ),
    "index_add": Row(
        True,
        lambda a, value, *parts, index: jnp.asarray(a).at[literal(index, parts)].add(value),
        oracles.torch_add_at,
        tuple(_writes(last_stays=False)),
    ),
    "diagonal": Row(
        True,
        "jax.numpy.diagonal",
        lambda a, offset, axis1, axis2: torch.diagonal(a, offset=offset, dim1=axis1, dim2=axis2),
        (
            *[_on((3, 4), offset=offset, axis1=0, axis2=1) for offset in (0, 1, -2, 5)],
            *[_on((2, 3, 3), offset=1, axis1=one, axis2=two) for one, two in [(0, 1), (2, 0), (1, 2)]],
        ),
    ),
    "windows": Row(
        True,
        None,
        None,
        (
            _on((7,), window_shape=3, axis=None),
            _on((4, 5), window_shape=(2, 3), axis=None),
            _on((2, 5), window_shape=2, axis=1),
        ),
    ),
    "matmul": Row(True, "jax.numpy.matmul", "torch.matmul", tuple(_on(a, b) for a, b in _PRODUCTS)),
    "einsum": Row(
        True,
        lambda *operands, subscripts: jnp.einsum(subscripts, *operands),
        lambda *operands, subscripts: torch.einsum(subscripts, *operands),
        tuple(_on(*shapes, subscripts=subscripts) for subscripts, *shapes in _EINSUMS),
    ),
    "inv": Row(True, "jax.numpy.linalg.inv", "torch.linalg.inv", _matrices("regular")),
    "solve": Row(
        True,
        lambda a, b, vector: solved(jnp.linalg.solve, a, b, vector),
        lambda a, b, vector: solved(torch.linalg.solve, a, b, vector),
        tuple(Case((Free(a, kind="regular"), Free(b)), {"vector": len(b) == 1}) for a, b in _SYSTEMS),
    ),
    "det": Row(True, "jax.numpy.linalg.det", "torch.linalg.det", _matrices("regular")),
    "logdet": Row(False, lambda a: jnp.linalg.slogdet(a)[1], lambda a: torch.linalg.slogdet(a)[1], _matrices("regular")),
    "cholesky": Row(False, lambda a: of_lower(jnp, a), lambda a: of_lower(torch, a), _matrices("definite")),
    "sum_axis": Row(True, "jax.numpy.sum", partial(oracles.torch_reduction, "sum"), _reductions()),
    "mean": Row(True, "jax.numpy.mean", partial(oracles.torch_reduction, "mean"), _reductions(1)),
    "var": Row(
        False,
        "jax.numpy.var",
        partial(oracles.torch_reduction, "var"),
        (*_reductions(1, ddof=0), *_reductions(2, ddof=1), *_reductions(1, ddof=0.5)),
    ),
    "std": Row(False, "jax.numpy.std", partial(oracles.torch_reduction, "std"), (*_reductions(2, ddof=0), *_reductions(2, ddof=1))),
    "prod_axis": Row(True, "jax.numpy.prod", oracles.torch_product, _reductions()),
    "max_axis": Row(False, "jax.numpy.max", partial(oracles.torch_reduction, "amax"), _reductions(1, "apart")),
    "min_axis": Row(False, "jax.numpy.min", partial(oracles.torch_reduction, "amin"), _reductions(1, "apart")),
    "cumsum": Row(True, "jax.numpy.cumsum", "torch.cumsum", _running()),
    "cumprod": Row(True, "jax.numpy.cumprod", "torch.cumprod", _running()),
    "running_max": Row(False, "jax.lax.cummax", lambda a, axis: torch.cummax(a, axis)[0], _running("apart")),
    "running_min": Row(False, "jax.lax.cummin", lambda a, axis: torch.cummin(a, axis)[0], _running("apart")),
}
