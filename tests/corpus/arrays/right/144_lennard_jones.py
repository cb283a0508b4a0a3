import numpy as np


def lennard_jones(x, epsilon, sigma):
    """Total energy of the atoms at x (N, 3) and its gradient, which is minus the forces."""
    n = x.shape[0]
    energy = 0.0
    force = np.zeros_like(x)
    for i in range(n - 1):
        for j in range(i + 1, n):
            rij = x[i] - x[j]
            r2 = np.dot(rij, rij)
            s6 = (sigma**2 / r2) ** 3
            energy += 4 * epsilon * (s6 * s6 - s6)
            f = 24 * epsilon * (2 * s6 * s6 - s6) / r2 * rij
            force[i] += f
            force[j] -= f
    dx = -force
    return energy, dx


def lennard_jones_all(x, epsilon, sigma):
    d = x[:, None, :] - x[None, :, :]
    r2 = np.einsum("ijk,ijk->ij", d, d)
    np.fill_diagonal(r2, np.inf)
    s6 = (sigma**2 / r2) ** 3
    energy = 2 * epsilon * np.sum(s6**2 - s6)
    dr2 = 2 * epsilon * (-6 * s6**2 + 3 * s6) / r2
    dx = 4 * np.einsum("ij,ijk->ik", dr2, d)
    return energy, dx


def cases():
    rng = np.random.default_rng(144)
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])
    x = 1.2 * corners + 0.1 * rng.normal(size=(5, 3))
    return {"lennard_jones": (x, 0.8, 1.1), "lennard_jones_all": (x, 0.8, 1.1)}
