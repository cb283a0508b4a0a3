"""Functions as people pass them about: helpers, closures, partials, lambdas, generators, decorators, globals, imports."""

# The code is as people write it.
# ruff: noqa: C417

from __future__ import annotations

import functools
import math
import operator
import random
from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterator

import numpy
import numpy as np
import numpy.linalg as la
import numpy.random as rnd
from numpy import array, dot, exp, linalg, log, newaxis, tanh, zeros
from numpy import sum as total
from numpy.linalg import inv, norm

from tests.tracing.constructs import helpers
from tests.tracing.constructs.case import case, positive, real, small
from tests.tracing.constructs.helpers import affine_backward, affine_forward, sigmoid

SCALE = np.array([1.0, -2.0, 0.5])
BIAS = 0.3
ACTIVATIONS = {"tanh": np.tanh, "sigmoid": sigmoid, "relu": lambda x: np.maximum(0, x), "square": np.square}
LAYERS = [np.eye(3) * 0.5, np.ones((3, 3)) * 0.1]
CALLS = []


def square(x):
    return x * x


def twice(f):
    @functools.wraps(f)
    def wrapped(*args, **kwargs):
        return f(f(*args, **kwargs))

    return wrapped


@twice
def softened(x):
    return np.tanh(x) + 0.1 * x


def scales(x, factors) -> Iterator:
    for factor in factors:
        yield x * factor


@case(real(3))
def names_imported_from_numpy(x):
    return tanh(dot(x, x)) * exp(-x) + log(total(x**2)) + zeros(3) + array([1.0, 2.0, 3.0]) * x[newaxis, 0]


@case(real(3, 3))
def other_names_for_modules(x):
    return numpy.exp(x).sum() + la.norm(x) + norm(x, axis=0) + inv(x @ x.T + np.eye(3))[0] + linalg.det(x)


@case(real(3))
def import_inside(x):
    import numpy as inner
    from numpy import maximum

    return maximum(x, 0) + inner.sin(x)


@case(real(3))
def helper_of_this_module(x):
    return square(x) + square(square(x))


@case(real(3))
def helpers_of_another_module(x):
    return sigmoid(x) * helpers.leaky_relu(x) + helpers.leaky_relu(x, slope=0.5)


@case(real(2, 3), real(3, 2), real(2))
def caches_from_another_module(x, w, b):
    out, cache = affine_forward(x, w, b)
    dx, dw, db = affine_backward(out, cache)
    return out, dx, dw, db


@case(real(3))
def in_place_by_a_helper(x):
    y = x.copy()
    helpers.double_in_place(y)
    helpers.double_in_place(y[:2])
    return y


@case(real(3))
def arrays_of_a_module(x):
    return x * SCALE + BIAS + helpers.WEIGHTS @ x + helpers.TABLE["scale"] * x + helpers.TABLE["shift"]


@case(real(3))
def lists_of_a_module(x):
    for w in LAYERS:
        x = np.tanh(w @ x)
    return x


@case(real(3), constants=("sigmoid",))
def functions_in_a_dict(x, name):
    return ACTIVATIONS[name](x) + ACTIVATIONS["tanh"](x) * ACTIVATIONS["relu"](x) + ACTIVATIONS["square"](x)


@case(real(3))
def functions_of_numpy_as_values(x):
    f = np.exp
    for g in (np.sin, np.tanh, np.negative, sigmoid):
        x = g(x)
    return f(x) + functools.reduce(np.add, [x, x, x]) + functools.reduce(operator.mul, list(x))


@case(real(3))
def function_as_an_argument(x):
    def apply(f, v, times=1):
        for _ in range(times):
            v = f(v)
        return v

    return apply(np.tanh, x, 2) + apply(lambda v: v**2, x) + apply(square, x)


@case(real(3))
def lambdas(x):
    f = lambda v: v**2 + 1  # noqa: E731
    g = lambda v, s=2.0: np.exp(-s * v)  # noqa: E731
    return f(x) * g(x), (lambda v: v.sum())(x), [h(x) for h in (np.cos, lambda v: v * 3)]


@case(real(3))
def nested_functions(x):
    w = x[0]

    def outer(v):
        def inner(u):
            return u * w + v

        return inner(v) * inner(x)

    return outer(x**2)


@case(real(3))
def nonlocal_state(x):
    count, acc = 0, np.zeros(3)

    def step(v):
        nonlocal count, acc
        count += 1
        acc = acc + v * count

    step(x)
    step(x**2)
    return acc


@case(real(3), factory=True)
def closure_over_an_array():
    weights = np.array([1.0, 2.0, -1.0])
    offset = [0.5]

    def model(x):
        return np.tanh(weights * x) + offset[0]

    return model


@case(real(3), factory=True)
def closure_over_a_function():
    def compose(*functions):
        def composed(x):
            for f in functions:
                x = f(x)
            return x

        return composed

    return compose(np.sin, square, lambda v: v + 1, np.sqrt)


@case(real(3), factory=True)
def partial_of_a_function():
    def scaled(factor, x, power=1, shift=0.0):
        return factor * x**power + shift

    return functools.partial(scaled, 3.0, power=2, shift=np.array([1.0, 0.0, 2.0]))


@case(real(3), factory=True)
def a_lambda_alone():
    return lambda x: np.sum(x**2) / 2


@case(real(3))
def partial_inside(x):
    clip = functools.partial(np.clip, a_min=-1, a_max=1)
    summed = functools.partial(np.sum, axis=-1)
    return clip(x) * summed(x)


@case(real(3), real(2))
def default_arguments(x, y, scale=2.0, weights=SCALE, eps=1e-8):
    return x * scale * weights + eps + y.sum()


@case(real(3))
def generators(x):
    return sum(scales(x, [1, 2, 3])), np.array(list(scales(x, (0.5, x[0])))), next(scales(x, [4]))


@case(real(4))
def generator_expressions(x):
    return (
        sum(v * v for v in x),
        max(abs(v) for v in x),
        np.array([*(v + 1 for v in x)]),
    )


@case(real(4))
def arrays_from_iterators(x):
    return np.fromiter((i * 2.0 for i in range(4)), float) * x, np.fromiter((v * 2.0 for v in x), float)


@case(real(3))
def decorated_functions(x):
    return softened(x)


@case(real(3))
def cached_functions(x):
    @functools.cache
    def grid(n):
        return np.linspace(0, 1, n)

    @functools.lru_cache(maxsize=4)
    def factorial(n):
        return 1 if n < 2 else n * factorial(n - 1)

    return x * grid(3) + factorial(4) * x * grid(3)


@case(real(3))
def tuple_results(x):
    def forward(v):
        out = np.tanh(v)
        return out, {"out": out, "in": (v, v.shape)}

    out, cache = forward(x)
    _, (n,) = cache["in"]
    return out, (1 - cache["out"] ** 2) / n


@case(real(3))
def global_list_appended(x):
    CALLS.append(1)
    value = x * 2
    CALLS.pop()
    return value + len(CALLS)


@case(real(3), real(3))
def other_collections(x, g):
    grads = defaultdict(float)
    for name, value in (("w", x), ("b", g), ("w", x * g)):
        grads[name] += value
    history = deque(maxlen=2)
    for k in range(3):
        history.append(x * k)
    cache = OrderedDict(z=x**2)
    return grads["w"], grads["b"], history[0] + history[-1], cache["z"]


@case(small(2, 3), constants=(7,))
def random_weights_inside(x, seed):
    rnd.seed(seed)
    w = np.random.randn(3, 2) * 0.1
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(2, 2))
    return x @ w + noise + np.random.uniform(0, 1, (2, 2)) * rng.random()


@case(real(4))
def unseeded_draws(x):
    keep = np.random.rand(4) < 0.5
    noise = np.random.normal(0, 0.1, size=x.shape)
    pick = np.random.choice(4, 2, replace=False)
    return x * keep / 0.5 + noise, x[pick], x[np.random.randint(0, 4, 3)]


@case(real(3))
def random_state_objects(x):
    rng = np.random.RandomState(3)
    return x * rng.rand(3) + rng.randn(3) * rng.randint(5) + np.random.permutation(x) * 2


@case(real(6))
def shuffled_in_place(x):
    y = x.copy()
    np.random.shuffle(y)
    return y * np.arange(6)


@case(real(6))
def list_shuffled(x):
    index = list(range(6))
    np.random.shuffle(index)
    return x[index] * np.arange(6)


@case(real(6))
def list_shuffled_by_python(x):
    index = list(range(6))
    random.shuffle(index)
    return x[index] * np.arange(6) * random.random() + random.gauss(0, 1) + random.choice([1.0, 2.0]) * x[random.randrange(3)]


@case(real(6))
def drawn_from_traced_values(x):
    return np.random.choice(x, 3, replace=False), np.random.RandomState(1).choice(x, 2), np.random.default_rng(2).permutation(x)


@case(positive(3))
def vectorised(x):
    f = np.vectorize(lambda v: v**2 if v > 1 else math.sqrt(v))
    return f(x)


@case(real(3, 2))
def applied_along_an_axis(x):
    return np.apply_along_axis(lambda row: row / np.sum(np.abs(row)), 1, x)


@case(real(3))
def map_filter_and_zip(x):
    return (
        np.array(list(map(lambda v: v * 2, x))),
        sum(filter(lambda v: v > 0, x)),
        list(map(math.exp, x)),
        dict(zip("abc", x, strict=True)),
    )


@case(real(3))
def numerical_gradient_inside(x):
    def f(v):
        return np.sum(v**3)

    h = 1e-2
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        at = it.multi_index
        old = x[at]
        x[at] = old + h
        plus = f(x)
        x[at] = old - h
        minus = f(x)
        x[at] = old
        grad[at] = (plus - minus) / (2 * h)
        it.iternext()
    return grad


@case(real(2, 2))
def docstring_and_annotations(x: np.ndarray) -> np.ndarray:
    """Has a docstring,

    of several lines."""
    y: np.ndarray = x * 2
    z: float = 3.0
    return y * z
