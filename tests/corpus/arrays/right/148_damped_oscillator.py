import numpy as np


def simulate_forward(x0, v0, stiffness, damping, dt, steps):
    """Explicit Euler for x'' = -stiffness x - damping x'. All (N,). Returns the positions (steps + 1, N)."""
    xs, vs = [x0], [v0]
    for _ in range(steps):
        x, v = xs[-1], vs[-1]
        a = -stiffness * x - damping * v
        xs.append(x + dt * v)
        vs.append(v + dt * a)
    return np.array(xs), (xs, vs, stiffness, damping, dt, steps)


def simulate_backward(dxs, cache):
    xs, vs, stiffness, damping, dt, steps = cache
    gx = dxs[steps].copy()
    gv = np.zeros_like(gx)
    gk = np.zeros_like(gx)
    gc = np.zeros_like(gx)
    for n in range(steps - 1, -1, -1):
        ga = dt * gv
        gk -= ga * xs[n]
        gc -= ga * vs[n]
        gv_prev = gv + dt * gx - ga * damping
        gx = gx - ga * stiffness + dxs[n]
        gv = gv_prev
    return gx, gv, gk, gc, None, None


def fit_oscillator(k, c, observed, dt):
    """Semi-implicit Euler from rest at observed[0]; sensitivities are carried along with the state."""
    x, v = observed[0].copy(), np.zeros_like(observed[0])
    x_k, v_k, x_c, v_c = (np.zeros_like(x) for _ in range(4))
    loss = 0.0
    dk, dc = np.zeros_like(k), np.zeros_like(c)
    for target in observed[1:]:
        v_k = v_k + dt * (-x - k * x_k - c * v_k)
        v_c = v_c + dt * (-k * x_c - v - c * v_c)
        v = v + dt * (-k * x - c * v)
        x, x_k, x_c = x + dt * v, x_k + dt * v_k, x_c + dt * v_c
        miss = x - target
        loss += 0.5 * np.sum(miss**2)
        dk += miss * x_k
        dc += miss * x_c
    return loss, dk, dc


def cases():
    rng = np.random.default_rng(148)
    N, steps = 3, 6
    x0, v0 = rng.normal(size=N), rng.normal(size=N)
    k, c = rng.uniform(1, 3, size=N), rng.uniform(0.1, 0.5, size=N)
    return {"simulate": (x0, v0, k, c, 0.2, steps), "fit_oscillator": (k, c, rng.normal(size=(steps, N)), 0.2)}
