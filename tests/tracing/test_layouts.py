"""Results lie in memory as NumPy's do, whatever lies behind them: a write through `ravel()` or `reshape(-1)` reaches what it
reaches in NumPy. A layout of our own would lose such a write, or carry it too far, and silently.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import special

import whygrad

BASES: dict[str, Callable[[Any], Any]] = {
    "as given": lambda x: x,
    "transposed": lambda x: x.T,
    "copied in Fortran's order": lambda x: np.array(x, order="F"),
    "every other row": lambda x: x[::2],
    "every other column": lambda x: x[:, ::2],
    "reversed": lambda x: x[::-1],
    "both reversed": lambda x: x[::-1, ::-1],
    "reversed and transposed": lambda x: x[:, ::-1].T,
    "one row, broadcast": lambda x: np.broadcast_to(x[0], (3, 4)),
    "one column, broadcast": lambda x: np.broadcast_to(x[:, :1], (4, 4)),
    "three axes, moved": lambda x: x.reshape(2, 2, 4).transpose(2, 0, 1),
    "three axes, turned": lambda x: x.reshape(2, 2, 4).transpose(1, 2, 0),
}

UNARY = """exp negative abs sign square sqrt floor isnan zeros_like ones_like copy nan_to_num sort cumsum(axis=0)
cumprod(axis=1) diff(axis=0) flip fliplr flipud rot90 transpose ravel reshape(-1) squeeze atleast_3d
mean(axis=0) sum(axis=1) max(axis=0) min(axis=-1) prod(axis=0) std(axis=0) var(axis=1) ptp(axis=0) median(axis=0) median(axis=1)
nanmean(axis=0) nansum(axis=0) nanmax(axis=0) nanstd(axis=0) logaddexp.reduce(axis=0) average(axis=0)
argsort argmax(axis=0) argmin(axis=1) tril triu roll(1) roll(1,axis=0) repeat(2) repeat(2,axis=0) repeat(2,axis=1)
quantile(0.3,axis=0) percentile(30,axis=1) partition(1) expand_dims(0) swapaxes(0,1) moveaxis(0,-1) rollaxis(1)
trapezoid ascontiguousarray asfortranarray array asarray asanyarray broadcast_to((2,)+x.shape) gradient(axis=0) pad(1)
pad(1,mode='edge') pad(1,mode='reflect') pad(1,mode='wrap') pad(((0,1),)+((0,0),)*(x.ndim-1)) delete(0,axis=0) delete(1,axis=1) delete(0)
insert(1,5.0,axis=0) insert(1,5.0,axis=1) append(x,axis=0) append(x) tile(2) tile((2,1)) resize((3,5)) full_like(2.0)
full_like(x.ravel()[1]) zeros_like(shape=(7,2)) zeros_like(order='F') ones_like(order='A') array(order='F') array(order='K') copy(order='F')
take([0,1],axis=1) take([1,0],axis=0) clip(0.2,0.8) round(1) where(x>1,x,0)""".split()


def _call(text: str) -> str:
    name, _, rest = text.partition("(")
    return f"np.{name}(x{', ' + rest if rest else ')'}"


CALLS = [
    *map(_call, (call for call in UNARY if not call.startswith("where"))),
    *(
        "x + 1",
        "x * x",
        "x + x.ravel()[0]",
        "x > 1",
        "x.copy()",
        "x.copy('K')",
        "x.copy('A')",
        "x.copy('F')",
        "x.astype(float)",
        "x.astype(int)",
    ),
    *(
        "x.flatten()",
        "x.flatten('F')",
        "x.ravel('F')",
        "x.ravel('K')",
        "x.ravel('A')",
        "x.reshape(-1, order='F')",
        "x.reshape(x.shape[::-1])",
    ),
    *("np.where(x > 1, x, 0.0)", "np.where(x > 1, x, x * 2)", "np.maximum(x, 0.5)", "np.add(x, 1, out=np.empty_like(x))", "x[...]", "x[:]"),
    *(
        "x[[1, 0]]",
        "x[:, [1, 0]]",
        "x[np.array([[0, 1], [1, 0]])]",
        "x[..., [0, 1]]",
        "x[x > 1]",
        "x[None]",
        "x[:, None]",
        "x[[0, 1], [1, 0]]",
    ),
    *(
        "np.array([x, x])",
        "np.array([x[0], x[1]])",
        "np.array([x, x], order='F')",
        "np.stack([x, x])",
        "np.stack([x, x], 1)",
        "np.stack([x, x], -1)",
    ),
    *(
        "np.concatenate([x, x])",
        "np.concatenate([x, x], 1)",
        "np.concatenate([x, np.ones(x.shape)])",
        "np.vstack([x, x])",
        "np.hstack([x, x])",
    ),
    *("np.dstack([x, x])", "np.block([[x, x]])", "np.column_stack([x[0], x[0]])", "np.split(x, 2, 1)[0]", "np.array_split(x, 3)[0]"),
    *(
        "np.select([x > 2, x > 1], [x, 2 * x])",
        "np.choose((x > 1).astype(int), [x, 2 * x])",
        "np.piecewise(x, [x > 1], [lambda v: 2 * v, 0.0])",
    ),
    *(
        "np.dot(x, x.T) if x.ndim == 2 else x",
        "x @ np.swapaxes(x, -1, -2)",
        "np.einsum('...i,...i->...i', x, x)",
        "np.einsum('i...->...i', x)",
    ),
    *(
        "np.tensordot(x, x, ((0,), (0,)))",
        "np.outer(x[0], x[1])",
        "np.kron(x[0], x[1])",
        "np.cross(x[..., :3], x[..., :3] * 2 + 1) if x.shape[-1] > 2 else x",
    ),
    *(
        "np.multiply.outer(x, x)",
        "np.add.accumulate(x, axis=1)",
        "np.subtract.reduce(x, axis=0)",
        "np.diagonal(x).copy()",
        "np.diag(x[0]) if x.ndim == 2 else x",
    ),
    *(
        "np.take_along_axis(x, np.argsort(x, 0), 0)",
        "np.put_along_axis(y := x.copy(), np.argsort(x, 0)[:1], 9.0, 0) or y",
        "np.linalg.norm(x, axis=0)",
    ),
    *(f"special.{name}(x, axis={axis})" for name in ("logsumexp", "softmax", "log_softmax") for axis in (0, 1, -1)),
    *("special.logsumexp(x, axis=0, keepdims=True)", "special.logsumexp(x, 1, np.abs(x))", "special.beta(x, 2.0)", "special.exp10(x)"),
    *(
        "np.broadcast_arrays(x, x[:1])[1]",
        "np.meshgrid(x[0], x[1])[0]",
        "np.meshgrid(x[0], x[1], indexing='ij')[0]",
        "np.ix_([0, 1])[0] * x[:2, :1]",
    ),
    *("np.linalg.inv(x @ np.swapaxes(x, -1, -2) + 9 * np.eye(x.shape[-2]))", "np.linalg.solve(9 * np.eye(x.shape[-2]), x)"),
    *("np.apply_along_axis(lambda v: v * 2, 0, x)", "np.vectorize(lambda v: v * 2)(x)", "np.compress([1, 0], x, axis=0)"),
    *("np.fromfunction(lambda i, j: i + j, (2, 3))", "np.modf(x)[0]", "np.frexp(x)[1]", "np.divmod(x, 2.0)[0]", "np.asarray(x, order='F')"),
]


def program(text: str, base: Callable[[Any], Any], layouts: list[Any]) -> Callable[[Any], Any]:
    """A call on a view, and a write into what it gives: what is left of the array, and of what was given."""
    code: dict[str, Any] = {}
    exec(f"def call(x):\n    return {text}", {"np": np, "special": special}, code)

    def whole(x: Any) -> Any:
        x = x * 1.0
        given = code["call"](base(x))
        layouts.append([step for step, size in zip(given.strides, given.shape, strict=True) if size > 1] if given.size else [])
        given.reshape(-1)[:2] = 9
        given.ravel()[1:2] = 7
        return np.concatenate([given.ravel(), x.ravel()])

    return whole


X = np.random.default_rng(0).uniform(0.3, 3.0, (4, 4))


@pytest.mark.parametrize("base", BASES.values(), ids=BASES)
@pytest.mark.parametrize("text", CALLS)
def test_a_result_lies_in_memory_as_that_of_numpy(text: str, base: Callable[[Any], Any]) -> None:
    expected: list[Any] = []
    found: list[Any] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = program(text, base, expected)(X)
        except Exception as error:
            if "unexpected keyword" in str(error):
                raise
            with pytest.raises(type(error)):
                whygrad.trace(program(text, base, found), X)
            return
        np.testing.assert_allclose(whygrad.trace(program(text, base, found), X).value, value, rtol=1e-14)
    assert found == expected
