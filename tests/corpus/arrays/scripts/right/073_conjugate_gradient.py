import numpy as np

# 1-D Poisson equation -u'' = f with Dirichlet ends, solved by CG on the energy
n = 50
dx = 1.0 / (n + 1)
xs = np.linspace(dx, 1 - dx, n)
f = np.where(xs < 0.3, 10.0, np.exp(xs))

def A(u):
    up = np.pad(u, 1)
    return (2 * up[1:-1] - up[:-2] - up[2:]) / dx ** 2

def energy(u):
    return 0.5 * u @ A(u) - f @ u

u = np.zeros(n)
r = f - A(u)          # = -grad energy
d = r.copy()
rr = r @ r
it = 0
while np.sqrt(rr) > 1e-8 and it < 200:
    Ad = A(d)
    alpha = rr / (d @ Ad)
    u = u + alpha * d
    r = r - alpha * Ad
    rr_new = r @ r
    d = r + (rr_new / rr) * d
    rr = rr_new
    it += 1
    if it % 10 == 0:
        print(it, "energy", energy(u), "residual", np.sqrt(rr))
print("iterations", it, "max u", u.max())
