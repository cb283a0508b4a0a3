# right
"""Recover the diffusion coefficients between cells and the first state of a heat equation from the last state."""
import numpy as np

rng = np.random.default_rng(15)
n, steps, dt = 8, 10, 0.2
true_k = rng.uniform(0.5, 1.5, n - 1)
u_true = np.exp(-np.linspace(-2, 2, n) ** 2)


def simulate(k, u):
    states = [u]
    for _ in range(steps):
        flux = k * np.diff(u)
        new = u.copy()
        new[:-1] += dt * flux
        new[1:] -= dt * flux
        states.append(new)
        u = new
    return states


goal = simulate(true_k, u_true)[-1]
k = np.ones(n - 1)
u0 = rng.uniform(0, 1, n)
for it in range(100):
    states = simulate(k, u0)
    misfit = states[-1] - goal
    loss = 0.5 * np.sum(misfit ** 2)
    lam = misfit.copy()
    dk = np.zeros_like(k)
    for s in range(steps - 1, -1, -1):
        dflux = dt * (lam[:-1] - lam[1:])
        dk += dflux * np.diff(states[s])
        ddiff = dflux * k
        lam[1:] += ddiff
        lam[:-1] -= ddiff
    du0 = lam
    k -= 0.3 * dk
    u0 = u0 - 0.3 * du0
    if it % 25 == 0:
        print(it, loss)
