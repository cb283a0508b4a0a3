"""Random numbers: constants of the trace, even where their shape, order or probabilities come from traced values."""

from __future__ import annotations

import random

import numpy as np
from numpy.random import default_rng, randn, seed

from tests.tracing.constructs.case import case, positive, real, unit

RNG = np.random.RandomState(5)


@case(real(3))
def imported_names(x):
    seed(3)
    return x * randn(3) + default_rng(1).normal(0, 1, 3)


@case(real(3))
def many_distributions(x):
    parts = [
        np.random.standard_normal(3),
        np.random.random(3),
        np.random.random_sample((3,)),
        np.random.normal(0.0, 1.0, x.shape),
        np.random.uniform(-1, 1, size=3),
        np.random.binomial(1, 0.5, size=x.shape),
        np.random.poisson(2.0, 3),
        np.random.exponential(1.0, 3),
        np.random.gamma(2.0, 1.0, 3),
        np.random.beta(1.0, 2.0, 3),
        np.random.permutation(3),
        np.random.randint(0, 10, size=3),
    ]
    return sum(p * x for p in parts) + np.random.dirichlet([1, 1, 1]) * x


@case(real(3))
def parameters_that_are_arrays(x):
    mean, scale = np.zeros(3), np.ones(3) * 0.5
    noise = np.random.normal(mean, scale) + np.random.uniform(mean - 1, scale)
    return x * noise + np.random.multivariate_normal(np.zeros(3), np.eye(3)) @ x, np.random.binomial(1, np.full(3, 0.5)) * x


@case(real(3))
def chosen_with_an_array_of_probabilities(x):
    p = np.ones(3) / 3
    return (
        x[np.random.choice(3, p=p)] * x[np.random.choice([0, 1, 2], p=np.array([0.2, 0.3, 0.5]))]
        + np.random.choice(np.arange(3), 2) @ x[:2]
    )


@case(real(3))
def one_number(x):
    return x * np.random.rand() + np.random.randn() + random.random() * x + random.uniform(0, 1) + np.random.randint(5)


@case(unit(3))
def sampled_by_traced_probabilities(p):
    p = p / np.sum(p)
    k = np.random.choice(range(3), p=p.ravel())
    j = np.random.choice(3, p=p)
    return p[k] * p[j]


@case(unit(3))
def counted_by_traced_probabilities(p):
    counts = np.random.multinomial(4, p / np.sum(p))
    return counts * p


@case(unit(4))
def coins_of_traced_probabilities(p):
    coin = np.random.rand(4) < p
    return np.sum(np.where(coin, np.log(p), np.log(1 - p)))


@case(unit(4))
def binomials_of_traced_probabilities(p):
    return np.random.binomial(1, p) * p


@case(real(3), positive(3))
def shifted_and_scaled_noise(mu, sigma):
    eps = np.random.normal(size=mu.shape)
    return mu + sigma * eps, mu + np.sqrt(sigma) * np.random.randn(*sigma.shape)


@case(real(3), positive(3))
def noise_with_traced_parameters(mu, sigma):
    return np.random.normal(mu, sigma)


@case(real(4, 2))
def examples_shuffled(x):
    order = np.arange(4)
    np.random.shuffle(order)
    return x[order] * np.arange(4)[:, None], x[np.random.permutation(len(x))[:2]]


@case(real(4))
def examples_picked(x):
    batch = np.random.choice(x.shape[0], 3, replace=True)
    single = random.choice(range(4))
    return x[batch], x[single], x[random.sample(range(4), 2)], x[np.random.choice([0, 2])]


@case(real(3), factory=True)
def generator_kept_in_a_closure():
    rng = np.random.default_rng(0)

    def noisy(x):
        return x * rng.standard_normal(3)

    return noisy


@case(real(3), constants=(np.random.RandomState(2),))
def generator_passed_in(x, rng):
    return x * rng.rand(3) + rng.randn() * rng.permutation(3)


@case(real(3), constants=(np.random.RandomState(2),))
def permuted_by_a_generator_passed_in(x, rng):
    return rng.permutation(x) * x


@case(real(4, 3))
def dropout_twice(x):
    p = 0.5
    first = (np.random.rand(*x.shape) < p) / p
    hidden = x * first
    second = np.random.binomial(1, p, hidden.shape) / p
    return hidden * second, (hidden * second * 2) * second * first
