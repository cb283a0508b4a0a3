import numpy as np


def spring_energy(pos, k, rest):
    """Beads at pos (N, 3), joined in a row by springs with stiffness k (N-1,) and natural length rest (N-1,)."""
    seg = pos[1:] - pos[:-1]
    length = np.sqrt((seg**2).sum(axis=1))
    stretch = length - rest
    energy = 0.5 * np.sum(k * stretch**2)

    tension = k * stretch
    pull = (tension / length)[:, None] * seg
    dpos = np.zeros_like(pos)
    dpos[1:] += pull
    dpos[:-1] -= pull
    dk = 0.5 * stretch**2
    drest = -tension
    return energy, dpos, dk, drest


def cases():
    rng = np.random.default_rng(143)
    N = 6
    pos = np.cumsum(rng.normal(size=(N, 3)), axis=0)
    return {"spring_energy": (pos, rng.uniform(0.5, 2.0, size=N - 1), rng.uniform(0.5, 1.5, size=N - 1))}
