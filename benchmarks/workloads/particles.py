"""Of our own choosing, in double precision: the energy of particles that repel and attract each other, and so their forces."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.workloads.workload import Pair, Workload, autograd, jax, torch


def potential(x: Any) -> Any:
    away = x[:, None, :] - x[None, :, :]
    square = np.sum(away**2, axis=-1) + np.eye(x.shape[0])
    near = 1.0 / square**3
    return np.sum(np.triu(near**2 - near, 1)) * 4.0


def potential_by_hand(x: Any) -> Any:
    away = x[:, None, :] - x[None, :, :]
    square = np.einsum("ijk,ijk->ij", away, away)
    np.fill_diagonal(square, 1.0)
    near = square * square
    near *= square
    np.divide(1.0, near, out=near)
    energy = 2.0 * (np.sum(near * near) - np.sum(near))
    force = (near - 2.0 * near * near) / square
    np.fill_diagonal(force, 0.0)
    return energy, (24.0 * np.einsum("ij,ijk->ik", force, away),)


def potential_forward(x: Any) -> Any:
    away = x[:, None, :] - x[None, :, :]
    square = np.einsum("ijk,ijk->ij", away, away)
    np.fill_diagonal(square, 1.0)
    near = square * square
    near *= square
    np.divide(1.0, near, out=near)
    return 2.0 * (np.sum(near * near) - np.sum(near)), (away, square, near)


def potential_backward(dout: Any, cache: Any) -> Any:
    away, square, near = cache
    force = (near - 2.0 * near * near) / square
    np.fill_diagonal(force, 0.0)
    return 24.0 * dout * np.einsum("ij,ijk->ik", force, away)


def potential_torch(torch: Any, x: Any) -> Any:
    away = x[:, None, :] - x[None, :, :]
    square = (away**2).sum(dim=-1) + torch.eye(x.shape[0], dtype=x.dtype)
    near = 1.0 / square**3
    return torch.triu(near**2 - near, 1).sum() * 4.0


POTENTIAL = Workload(
    "O3",
    "forces between 200 particles",
    potential,
    (3.0 * np.random.default_rng(0).normal(size=(200, 3)),),
    (0,),
    potential_by_hand,
    {"autograd": autograd, "torch": torch(potential_torch), "jax.jit": jax},
    1e-8,
    Pair(potential_forward, potential_backward),
)
