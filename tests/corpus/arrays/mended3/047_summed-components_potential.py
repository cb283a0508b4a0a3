# expect: 27 summed-components
import numpy as np

# energies of small mechanical systems with their gradients


def morse_misfit(r0, depth, a, r, measured):
    """0.5 * sum (V(r) - measured)^2 with V = depth * (1 - exp(-a (r - r0)))^2"""
    e = np.exp(-a * (r - r0))
    V = depth * (1 - e) ** 2
    res = V - measured
    dV_r0 = -2 * depth * (1 - e) * e * a
    dV_depth = (1 - e) ** 2
    dV_a = 2 * depth * (1 - e) * e * (r - r0)
    grad = np.array([res @ dV_r0, res @ dV_depth, res @ dV_a])
    return 0.5 * res @ res, grad


def spring_energy(pos, springs, k):
    """springs: list of (i, j, rest length); pos: (n, 2)"""
    total = 0.0
    grad = np.zeros_like(pos)
    for i, j, rest in springs:
        d = pos[i] - pos[j]
        length = np.sqrt(np.sum(d ** 2))
        total += 0.5 * k * (length - rest) ** 2
        pull = k * (length - rest) * d / length
        grad[i] += pull
        grad[j] -= pull
    return total, grad


def cases():
    rng = np.random.default_rng(0)
    measured, energies = np.array([1.0, 1.2, 1.7, 2.5]), np.array([0.2, -0.1, 0.4, 0.6])
    springs = [(0, 1, 1.0), (1, 2, 0.5), (2, 3, 0.8), (0, 3, 1.2)]
    return {"morse_misfit": (1.1, 0.7, 1.3, measured, energies), "spring_energy": (rng.normal(size=(4, 2)), springs, 2.0)}
