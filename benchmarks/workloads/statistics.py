"""Of our own choosing, in double precision: logistic regression, and the likelihood of a mixture of normal distributions."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.workloads.workload import Pair, Workload, autograd, jax, torch


def logistic(w: Any, b: Any, x: Any, y: Any) -> Any:
    margin = y * (x @ w + b)
    return np.mean(np.logaddexp(0.0, -margin)) + 0.01 * np.sum(w * w)


def logistic_by_hand(w: Any, b: Any, x: Any, y: Any) -> Any:
    margin = y * (x @ w + b)
    loss = np.mean(np.logaddexp(0.0, -margin)) + 0.01 * np.sum(w * w)
    d = -y / (1 + np.exp(margin)) / len(y)
    return loss, (x.T @ d + 0.02 * w, d.sum())


def logistic_forward(w: Any, b: Any, x: Any, y: Any) -> Any:
    margin = y * (x @ w + b)
    return np.mean(np.logaddexp(0.0, -margin)) + 0.01 * np.sum(w * w), (w, x, y, margin)


def logistic_backward(dout: Any, cache: Any) -> Any:
    w, x, y, margin = cache
    d = -dout / len(y) * y / (1 + np.exp(margin))
    return x.T @ d + 0.02 * dout * w, d.sum()


def logistic_torch(torch: Any, w: Any, b: Any, x: Any, y: Any) -> Any:
    return torch.nn.functional.softplus(-y * (x @ w + b)).mean() + 0.01 * (w * w).sum()


def mixture(means: Any, spreads: Any, shares: Any, x: Any) -> Any:
    """Of N points under K normal distributions, each with a spread along every axis."""
    away = (x[:, None, :] - means) / np.exp(spreads)
    each = shares - np.sum(0.5 * away**2 + spreads, axis=-1)
    top = np.max(each, axis=1, keepdims=True)
    whole = np.log(np.sum(np.exp(each - top), axis=1)) + top[:, 0]
    return np.log(np.sum(np.exp(shares))) - np.mean(whole)


def mixture_by_hand(means: Any, spreads: Any, shares: Any, x: Any) -> Any:
    scale = np.exp(-spreads)
    away = x[:, None, :] - means
    away *= scale
    each = shares - 0.5 * np.einsum("nkd,nkd->nk", away, away) - spreads.sum(axis=-1)
    top = each.max(axis=1, keepdims=True)
    p = np.exp(each - top)
    total = p.sum(axis=1, keepdims=True)
    loss = np.log(np.sum(np.exp(shares))) - np.mean(np.log(total) + top)
    p /= -total * len(x)
    dshares = p.sum(axis=0)
    dmeans = np.einsum("nk,nkd->kd", p, away) * scale
    away *= away
    dspreads = np.einsum("nk,nkd->kd", p, away) - dshares[:, None]
    share = np.exp(shares)
    return loss, (dmeans, dspreads, dshares + share / share.sum())


def mixture_forward(means: Any, spreads: Any, shares: Any, x: Any) -> Any:
    scale = np.exp(-spreads)
    away = x[:, None, :] - means
    away *= scale
    each = shares - 0.5 * np.einsum("nkd,nkd->nk", away, away) - spreads.sum(axis=-1)
    top = each.max(axis=1, keepdims=True)
    p = np.exp(each - top)
    total = p.sum(axis=1, keepdims=True)
    share = np.exp(shares)
    whole = share.sum()
    loss = np.log(whole) - np.mean(np.log(total) + top)
    p /= total
    return loss, (scale, away, p, share / whole)


def mixture_backward(dout: Any, cache: Any) -> Any:
    scale, away, p, share = cache
    d = p * (-dout / len(p))
    dshares = d.sum(axis=0)
    dmeans = np.einsum("nk,nkd->kd", d, away) * scale
    dspreads = np.einsum("nk,nkd->kd", d, away * away) - dshares[:, None]
    return dmeans, dspreads, dshares + dout * share


def mixture_torch(torch: Any, means: Any, spreads: Any, shares: Any, x: Any) -> Any:
    away = (x[:, None, :] - means) / torch.exp(spreads)
    each = shares - (0.5 * away**2 + spreads).sum(dim=-1)
    return torch.logsumexp(shares, 0) - torch.logsumexp(each, 1).mean()


def _logistic_numbers() -> tuple[Any, ...]:
    random = np.random.default_rng(0)
    return random.normal(size=50), np.array(0.1), random.normal(size=(1000, 50)), np.where(random.random(1000) > 0.5, 1.0, -1.0)


def _mixture_numbers() -> tuple[Any, ...]:
    random = np.random.default_rng(0)
    return random.normal(size=(8, 4)), 0.1 * random.normal(size=(8, 4)), random.normal(size=8), random.normal(size=(2000, 4))


LOGISTIC = Workload(
    "O1",
    "logistic regression, 1,000 × 50",
    logistic,
    _logistic_numbers(),
    (0, 1),
    logistic_by_hand,
    {"autograd": autograd, "torch": torch(logistic_torch), "jax.jit": jax},
    pair=Pair(logistic_forward, logistic_backward),
)
MIXTURE = Workload(
    "O2",
    "mixture of 8 normal distributions, 2,000 points of 4 numbers",
    mixture,
    _mixture_numbers(),
    (0, 1, 2),
    mixture_by_hand,
    {"autograd": autograd, "torch": torch(mixture_torch), "jax.jit": jax},
    pair=Pair(mixture_forward, mixture_backward),
)
