"""Discrete adjoint of explicit Euler through a small neural vector field."""
import numpy as np

rng = np.random.default_rng(36)
dt, n_steps = 0.1, 20

def field(z, th):
    return np.tanh(z @ th['A'] + th['a']) @ th['B']

def solve(z0, th):
    traj = [z0]
    for _ in range(n_steps):
        traj.append(traj[-1] + dt * field(traj[-1], th))
    return np.stack(traj)

def adjoint(traj, obs, th):
    lam = np.zeros_like(traj[0])
    g = {k: np.zeros_like(v) for k, v in th.items()}
    scale = 1 / obs.size
    for k in range(n_steps, 0, -1):
        lam = lam + 2 * scale * (traj[k] - obs[k])
        s = np.tanh(traj[k - 1] @ th['A'] + th['a'])
        g['B'] += dt * s.T @ lam
        dpre = dt * (lam @ th['B'].T) * (1 - s ** 2)
        g['A'] += traj[k - 1].T @ dpre
        g['a'] += dpre.sum(0)
        lam = lam + dpre @ th['A'].T
    return g

# ground truth: damped rotation
R = np.array([[-.1, -1.], [1., -.1]])
z0 = rng.normal(size=(8, 2))
obs = [z0]
for _ in range(n_steps):
    obs.append(obs[-1] + dt * obs[-1] @ R.T)
obs = np.stack(obs)

th = {'A': rng.normal(size=(2, 12)) * .7, 'a': np.zeros(12), 'B': rng.normal(size=(12, 2)) * .1}
mo = {k: 0 for k in th}
for it in range(200):
    traj = solve(z0, th)
    mse = np.mean((traj - obs) ** 2)
    grads = adjoint(traj, obs, th)
    for k in th:
        mo[k] = .9 * mo[k] + grads[k]
        th[k] = th[k] - .05 * mo[k]
    if it % 50 == 0:
        print(it, mse)
