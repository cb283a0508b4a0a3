import numpy as np

def rosen(v):
    return np.sum(100.0 * (v[1:] - v[:-1] ** 2) ** 2 + (1 - v[:-1]) ** 2)

def rosen_grad(v):
    g = np.zeros_like(v)
    t = v[1:] - v[:-1] ** 2
    g[:-1] = -400.0 * v[:-1] * t - 2 * (1 - v[:-1])
    g[1:] += 200.0 * t
    return g

def backtrack(v, d, f0, slope, step):
    while rosen(v + step * d) > f0 + 1e-4 * step * slope:
        step /= 2
    return step

v = np.array([-1.2, 1.0, -0.5, 0.8])
g = rosen_grad(v)
d = -g
step = 1e-2
for k in range(3000):
    f0 = rosen(v)
    slope = g @ d
    if slope >= 0:          # restart
        d = -g
        slope = -g @ g
    step = backtrack(v, d, f0, slope, min(1.0, 4 * step))
    v = v + step * d
    g_old, g = g, rosen_grad(v)
    beta = max(0.0, g @ (g - g_old) / (g_old @ g_old))   # Polak-Ribiere+
    d = -g + beta * d
    if np.linalg.norm(g) < 1e-6:
        break
    if k % 500 == 0:
        print(k, f0)
print("k =", k, "f =", rosen(v), "v =", v)
