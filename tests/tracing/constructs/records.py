"""Records of a program's own: namedtuples, dataclasses, enumerations, namespaces, dicts of another class."""

# The code is as people write it.
# ruff: noqa: B009, B010, RUF059

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections import namedtuple

import numpy as np

from tests.tracing.constructs.case import case, real

Cache = namedtuple("Cache", ["x", "w", "out"])


class Pair(typing.NamedTuple):
    mean: np.ndarray
    scale: float = 1.0


@dataclasses.dataclass
class Settings:
    rate: float = 0.1
    decay: float = 0.5
    weights: np.ndarray = dataclasses.field(default_factory=lambda: np.array([1.0, 2.0, 3.0]))

    def decayed(self, k):
        return self.rate * self.decay**k


class Kind(enum.Enum):
    RELU = "relu"
    TANH = "tanh"


@case(real(2, 3), real(3))
def namedtuple_caches(x, w):
    cache = Cache(x, w, x @ w)
    kept = cache._replace(out=cache.out * 2)
    a, b, c = kept
    return kept.out + kept.x @ b + c, cache[0] * len(cache)


@case(real(3))
def namedtuple_as_a_result(x):
    return Pair(x.mean(), 2.0), Cache(x, x * 2, out=x**2)


@case(Pair(real(3), 0.5))
def namedtuple_as_an_input(pair):
    return pair.mean * pair.scale + pair[1]


@case(real(3))
def dataclasses_as_settings(x):
    s = Settings(rate=0.2)
    out = sum(s.decayed(k) * s.weights * x for k in range(3))
    t = dataclasses.replace(s, weights=x * 2)
    return out + t.weights * dataclasses.asdict(s)["rate"]


@case(real(3))
def simple_namespaces(x):
    model = types.SimpleNamespace(w=x, b=1.0)
    model.out = np.tanh(model.w + model.b)
    setattr(model, "extra", x * 3)
    return getattr(model, "out") * model.__dict__["w"] + getattr(model, "missing", 2.0) + vars(model)["extra"]


@case(real(3), constants=(Kind.TANH,))
def enumerations(x, kind):
    functions = {Kind.RELU: lambda v: np.maximum(v, 0), Kind.TANH: np.tanh}
    return functions[kind](x) if kind is not Kind.RELU else x


@case(real(3))
def class_attributes_and_slots(x):
    class Fixed:
        __slots__ = ("data", "scale")
        default = np.array([1.0, -1.0, 2.0])

        def __init__(self, data):
            self.data = data
            self.scale = 2.0

        def __repr__(self):
            return f"Fixed({self.data})"

    f = Fixed(x)
    return f.data * f.scale * Fixed.default * (len(repr(f)) > 3)


@case(real(3))
def subclass_of_dict(x):
    class Params(dict):
        def __getattr__(self, name):
            return self[name]

    p = Params(w=x, b=x**2)
    p["c"] = p.w * p.b
    return sum(p.values()), list(p.keys()), [v * k for k, v in enumerate(p.values())]
