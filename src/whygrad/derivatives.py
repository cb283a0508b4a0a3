"""Derivatives of Python functions, as they are written: what `import whygrad` offers beside its commands.

Every function here runs yours once on real NumPy, records what it does, and differentiates that exactly. Arguments and
results may be nested lists, tuples and dicts. They nest: `grad(grad(f))` is the second derivative.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from whygrad.autodiff import compiling, matrices, traces, transforms
from whygrad.autodiff.compiling import Backend, Compiled
from whygrad.autodiff.custom import CustomVJP
from whygrad.autodiff.custom import stop_gradient as _stop_gradient
from whygrad.autodiff.functions import ArgNums, check_function, checked_argnums
from whygrad.autodiff.routines import Engine
from whygrad.autodiff.traces import Trace
from whygrad.reports.words import words
from whygrad.text import Text, _
from whygrad.tracing.errors import TraceError
from whygrad.tracing.function import MAX_NODES
from whygrad.writing.backward import backward_source as _backward_source

F = TypeVar("F", bound=Callable[..., Any])

__all__ = [
    "Compiled",
    "Trace",
    "TraceError",
    "backward_source",
    "compile",
    "custom_vjp",
    "grad",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "stop_gradient",
    "to_jax",
    "trace",
    "value_and_grad",
    "vjp",
]


def _in_words(function: F) -> F:
    """Say errors in the user's language."""

    @functools.wraps(function)
    def said(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except TraceError as error:
            error.put_into_words(words(None).say)
            raise

    return said  # type: ignore[return-value]


@_in_words
def _check(f: Any, argnums: Any) -> None:
    """Refuse what is no function, or no positions, when it is asked for and not when it is called."""
    check_function(f)
    checked_argnums(f, argnums)


def grad(
    f: Callable[..., Any],
    argnums: ArgNums = 0,
    *,
    has_aux: bool = False,
    trap_nan: bool = False,
    max_nodes: int = MAX_NODES,
    backend: Backend = "trace",
) -> Callable[..., Any]:
    """A function that returns the gradient of `f`, which returns one number (a float, or an array of one entry).

    `argnums` says by which arguments: a number gives one gradient, a tuple gives a tuple. A gradient has the structure,
    the shapes and the dtype of its argument. With `has_aux`, `f` returns the loss and something beside it, and so does
    the gradient. `trap_nan` raises NotFinite at the first gate that makes an infinity or a nan; a trace of more than
    `max_nodes` operations raises TooLarge. `backend` says how it is computed: "trace" runs `f` anew at each call, "compiled"
    keeps it as code (see `compile`), and "auto" does so unless `f` is one that can't be compiled.

    Raises ShapeError for an `f` that doesn't return one number, DtypeError for whole or complex numbers, NotTraceable
    for what has no derivative; each is a TraceError and says where.

    >>> import numpy as np
    >>> def loss(w, x):
    ...     return np.sum(np.tanh(x @ w) ** 2)
    >>> grad(loss)(np.array([1.0, -1.0]), np.eye(2)).round(4).tolist()
    [0.6397, -0.6397]

    Source: Griewank and Walther, Evaluating Derivatives (2008), chapter 3.
    """
    _check(f, argnums)
    gradient = _in_words(transforms.grad(f, argnums, has_aux=has_aux, trap_nan=trap_nan, max_nodes=max_nodes))
    if backend == "trace":
        return gradient
    _check_backend(backend, trap_nan=trap_nan)
    return compiling.on_backend(_compiled(f, argnums, has_aux, backend), gradient, backend, value=False)


def value_and_grad(
    f: Callable[..., Any],
    argnums: ArgNums = 0,
    *,
    has_aux: bool = False,
    trap_nan: bool = False,
    max_nodes: int = MAX_NODES,
    backend: Backend = "trace",
) -> Callable[..., Any]:
    """A function that returns the value of `f` and its gradient; see `grad`. For one that is called often, see `compile`.

    >>> value_and_grad(lambda x: x * x, backend="compiled")(3.0)
    (9.0, 6.0)
    >>> value_and_grad(lambda x: x * x)(3.0)
    (9.0, 6.0)
    """
    _check(f, argnums)
    gradient = _in_words(transforms.value_and_grad(f, argnums, has_aux=has_aux, trap_nan=trap_nan, max_nodes=max_nodes))
    if backend == "trace":
        return gradient
    _check_backend(backend, trap_nan=trap_nan)
    return compiling.on_backend(_compiled(f, argnums, has_aux, backend), gradient, backend, value=True)


def _compiled(f: Callable[..., Any], argnums: ArgNums, has_aux: bool, backend: Backend) -> Compiled:
    return compile(f, argnums=argnums, has_aux=has_aux, backend="jax" if backend == "jax" else "compiled")


def _check_backend(backend: str, *, trap_nan: bool) -> None:
    _check_known(backend, ("trace", "compiled", "jax", "auto"))
    if trap_nan:
        raise ValueError(
            words(None).say(_('Only the backend "trace" looks at every number on the way: leave `trap_nan` or `backend` out.'))
        )


def _check_known(backend: str, known: Sequence[str]) -> None:
    if backend not in known:
        listed = ", ".join(f'"{name}"' for name in known)
        text = Text(_("There is no backend {name} here; there are {known}."), {"name": repr(backend), "known": listed})
        raise ValueError(words(None).say(text))


def compile(
    f: Callable[..., Any], *example_args: Any, argnums: ArgNums = 0, has_aux: bool = False, backend: Engine = "compiled"
) -> Compiled:
    """`f`, recorded once and turned into straight-line code: for a function that is called again and again.

    What comes back is called as `f` is, and has `value_and_grad(*args)`, `grad(*args)`, `vjp(*args)`, with the results that the
    functions of these names give, and `source`, the code that computes them. `argnums` and `has_aux` are as in `grad`. With
    `example_args` value and gradient are compiled at once, else at the first call. Compiled code writes into memory of its
    own that it uses again; what it returns and what it is given is never touched.

    It holds for arguments of one kind (structure, types, shapes, dtypes) and for one way through the program. Others are
    noticed, and compiled too. So is a change of what `f` finds around it: a variable, an attribute, an entry of a list. A
    function that draws random numbers, prints, makes text of numbers, opens a file, or changes what was there before, would do
    that but once if it were compiled: it is refused with a TraceError that names the cause and the line
    (`grad(f, backend="auto")` runs it as it is written). Where a gradient is not finite, `f` runs as it is written.

    As a decorator it works on methods too; `argnums` are counted without `self`. Raises a TraceError for what is no function.

    >>> import numpy as np
    >>> def loss(w, x):
    ...     return np.sum(np.tanh(x @ w) ** 2)
    >>> fast = compile(loss)
    >>> fast.value_and_grad(np.array([1.0, -1.0]), np.eye(2))[1].round(4).tolist()
    [0.6397, -0.6397]
    >>> print(compile(lambda a, b: a * b, 2.0, 3.0, argnums=(0, 1)).source.splitlines()[-2])
        except Exception:
    """
    _check(f, argnums)
    _check_known(backend, ("compiled", "jax"))
    made = compiling.Compiled(f, argnums, has_aux=has_aux, backend=backend, say=_say)
    if example_args:
        _in_words(made.prepare)(example_args)
    return made


def _say(text: Any) -> str:
    """In the user's language."""
    return words(None).say(text)


@_in_words
def vjp(
    f: Callable[..., Any], *primals: Any, trap_nan: bool = False, max_nodes: int = MAX_NODES
) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """The output of `f`, and its pullback: from a cotangent of the output to a tuple of cotangents, one an argument.

    A cotangent has the structure and the shapes of the output. An argument that the output doesn't depend on gets zeros.
    Raises ShapeError for a cotangent that doesn't fit; see `grad` for the rest.

    >>> import numpy as np
    >>> out, pullback = vjp(lambda x, y: x * y, np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    >>> [cotangent.tolist() for cotangent in pullback(np.array([1.0, 10.0]))]
    [[3.0, 40.0], [1.0, 20.0]]
    """
    out, pullback = transforms.vjp(f, *primals, trap_nan=trap_nan, max_nodes=max_nodes)
    return out, _in_words(pullback.__call__)


@_in_words
def jvp(
    f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], *, trap_nan: bool = False, max_nodes: int = MAX_NODES
) -> tuple[Any, Any]:
    """The output of `f`, and the tangent of it: how it moves as the inputs move by `tangents`.

    >>> jvp(lambda x, y: x * y, (3.0, 4.0), (1.0, 0.0))
    (12.0, 4.0)
    """
    return transforms.jvp(f, primals, tangents, trap_nan=trap_nan, max_nodes=max_nodes)


def jacobian(f: Callable[..., Any], argnums: ArgNums = 0, *, max_nodes: int = MAX_NODES) -> Callable[..., Any]:
    """A function that returns all derivatives: of shape `output.shape + argument.shape`.

    Raises TooLarge, before it begins, for a matrix that would not fit into memory; see `grad` for the rest.

    >>> import numpy as np
    >>> jacobian(lambda x: x ** 2)(np.array([1.0, 2.0])).tolist()
    [[2.0, 0.0], [0.0, 4.0]]
    """
    _check(f, argnums)
    return _in_words(matrices.jacobian(f, argnums, max_nodes=max_nodes))


def hessian(f: Callable[..., Any], argnums: ArgNums = 0, *, max_nodes: int = MAX_NODES) -> Callable[..., Any]:
    """A function that returns all second derivatives of `f`, which returns one number.

    >>> import numpy as np
    >>> hessian(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0])).tolist()
    [[6.0, 0.0], [0.0, 12.0]]
    """
    _check(f, argnums)
    return _in_words(matrices.hessian(f, argnums, max_nodes=max_nodes))


@_in_words
def hvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], *, max_nodes: int = MAX_NODES) -> Any:
    """The product of the Hessian of `f` with `tangents`, at little more than the cost of a gradient.

    With one argument it is an array, with several a tuple.

    >>> import numpy as np
    >>> hvp(lambda x: np.sum(x ** 3), (np.array([1.0, 2.0]),), (np.array([1.0, 1.0]),)).tolist()
    [6.0, 12.0]

    Source: Pearlmutter, Fast Exact Multiplication by the Hessian (1994).
    """
    return matrices.hvp(f, primals, tangents, max_nodes=max_nodes)


@_in_words
def trace(f: Callable[..., Any], *args: Any, trap_nan: bool = False, max_nodes: int = MAX_NODES) -> Trace:
    """Run `f` once and record it: a `Trace`, with its `graph`, its `value`, and `replay(*args)` at other arguments.

    A replay raises OtherBranch where the program would go another way with them.

    >>> import numpy as np
    >>> traced = trace(lambda x: np.exp(x) + 1.0, np.array([0.0]))
    >>> traced.replay(np.array([1.0])).round(4).tolist()
    [3.7183]
    """
    return traces.trace(f, *args, trap_nan=trap_nan, max_nodes=max_nodes)


@_in_words
def to_jax(f: Callable[..., Any], *args: Any) -> Callable[..., Any]:
    """`f` as a function of JAX's, for arguments like these: `jax.jit`, `jax.vmap`, `jax.grad`, devices and shardings apply to it.

    `f` runs once, on NumPy, and its graph is lowered; what comes back takes JAX's arrays of the same structure and shapes and
    returns JAX's arrays. Loops are unrolled in it, and what `f` found around it is as it was. `to_jax(grad(f), *args)` is
    whygrad's derivative, and `jax.grad` of `to_jax(f, *args)` is JAX's. Where your setting `jax_enable_x64` is off, all is in
    single precision, as it always is in JAX then.

    It holds for one way through the program. Where another one would be gone, it raises OtherBranch; inside of `jax.jit` and
    the like, where nothing can be raised, floats become nan (and so do their derivatives), and whole numbers the one farthest from 0.

    Raises a TraceError for what a graph can't hold (random draws, side effects) or JAX can't compute, and an ImportError
    where JAX isn't installed (`pip install 'whygrad[jax]'`).

    >>> import jax, numpy as np
    >>> def loss(w, x):
    ...     return np.sum(np.tanh(x @ w) ** 2)
    >>> batched = jax.jit(jax.vmap(jax.grad(to_jax(loss, np.ones(2), np.eye(2))), in_axes=(0, None)))
    >>> batched(np.array([[1.0, -1.0], [0.0, 2.0]]), np.eye(2)).shape
    (2, 2)
    """
    from whygrad.autodiff import for_jax

    return _in_words(for_jax.to_jax(f, args))


@_in_words
def backward_source(f: Callable[..., Any], *args: Any, argnums: ArgNums | None = None) -> str:
    """The backward pass of `f` as plain NumPy, as a careful person would have written it, at the shapes of these arguments.

    The text defines `f_forward(*args) -> (out, cache)`, `f_backward(dout, cache)` with a gradient an argument (None for
    one that has none), and `cases()`, with arguments for `whygrad check`. It needs NumPy and nothing of whygrad. With `argnums`,
    there are gradients for these arguments alone: of the parameters, say, and not of the data.

    >>> import numpy as np
    >>> def affine(x, w, b):
    ...     return x @ w + b
    >>> text = backward_source(affine, np.ones((4, 3)), np.ones((3, 2)), np.zeros(2))
    >>> print(text[text.index("def affine_backward") : text.index("def cases")].rstrip())
    def affine_backward(dout, cache):
        x, w = cache
        # add gate
        db = np.sum(dout, axis=0)
        # matrix-multiply gate
        dx = dout @ w.T
        dw = x.T @ dout
        return dx, dw, db
    """
    return _backward_source(f, args, words(None).say, argnums)


def stop_gradient(x: Any) -> Any:
    """The same value, through which no gradient passes.

    >>> grad(lambda x: x * stop_gradient(x))(3.0)
    3.0
    """
    return _stop_gradient(x)


def custom_vjp(f: Callable[..., Any]) -> CustomVJP:
    """Give a function of yours its own derivative: `f.defvjp(forward, backward)`.

    `forward(*args)` returns the output and whatever the backward pass needs; `backward(residuals, cotangent)` returns a
    tuple of cotangents, one an argument, None for one without a gradient.

    >>> import numpy as np
    >>> @custom_vjp
    ... def clipped(x):
    ...     return np.clip(x, -1.0, 1.0)
    >>> clipped.defvjp(lambda x: (np.clip(x, -1.0, 1.0), None), lambda residuals, g: (g,))
    >>> grad(lambda x: clipped(x) * 2.0)(3.0)
    2.0
    """
    return CustomVJP(f)
