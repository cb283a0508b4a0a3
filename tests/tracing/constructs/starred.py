"""Modules of which everything is imported."""

# The code is as people write it.
# ruff: noqa: C416, F403, F405

from __future__ import annotations

from math import *

from numpy import *

from tests.tracing.constructs.case import case, positive, real

rate = array([0.1, 0.2, 0.3])


@case(real(3))
def everything_of_numpy(x):
    return dot(x, x) * exp(-x) + tanh(x) * pi + maximum(x, 0) + log(abs(x)) + linalg.norm(x) + rate * x


@case(real(3, 2), real(2))
def network_with_everything(x, w):
    random.seed(0)
    b = random.randn(3) * 0.1
    z = x @ w + b
    out = zeros(3)
    out[z > 0] = z[z > 0]
    return sum(out**2), mean(z), max(z), concatenate([out, ones(1)]), where(z > 0, 1.0, 0.1) * z


@case(positive(3))
def sums_of_numpy_shadow_those_of_python(x):
    return (
        sum([x, x * 2], axis=0),
        abs(x - 1),
        any(x > 1) * x,
        all(x > 0) * x,
        min(x),
        round(2.4) * x,
        x.sum() + array([k for k in range(3)]),
    )
