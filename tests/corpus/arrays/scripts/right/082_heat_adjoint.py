import numpy as np

# inverse problem: recover initial temperature and conductivity from the final profile
nx, nt = 30, 60
dx = 1.0 / (nx - 1)
dt = 0.2 * dx ** 2
x = np.linspace(0, 1, nx)

def lap(u):
    out = np.zeros_like(u)
    out[1:-1] = (u[2:] - 2 * u[1:-1] + u[:-2]) / dx ** 2
    return out

def lap_T(a):
    """transpose of lap"""
    out = np.zeros_like(a)
    out[2:] += a[1:-1]
    out[1:-1] -= 2 * a[1:-1]
    out[:-2] += a[1:-1]
    return out / dx ** 2

def solve(u0, kappa):
    traj = [u0]
    for _ in range(nt):
        traj.append(traj[-1] + dt * kappa * lap(traj[-1]))
    return traj

u_obs = solve(np.exp(-50 * (x - 0.4) ** 2), 1.3)[-1]
u0 = np.exp(-20 * (x - 0.5) ** 2)
kappa = 1.0
tik = 1e-4

for it in range(200):
    traj = solve(u0, kappa)
    res = traj[-1] - u_obs
    du0 = np.diff(u0)
    J = 0.5 * np.sum(res ** 2) + 0.5 * tik * np.sum(du0 ** 2)
    # adjoint sweep
    lam = res.copy()
    dkappa = 0.0
    for u in traj[-2::-1]:
        dkappa += dt * lam @ lap(u)
        lam = lam + dt * kappa * lap_T(lam)
    g_u0 = lam
    g_u0[1:] += tik * du0
    g_u0[:-1] -= tik * du0
    u0 = u0 - 0.5 * g_u0
    kappa = kappa - 0.05 * dkappa
    if it % 40 == 0:
        print(it, "J =", J, "kappa =", kappa)
