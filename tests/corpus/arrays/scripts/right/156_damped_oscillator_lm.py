import numpy as np

def model(p, t):
    amp, gam, om, phi = p
    return amp * np.exp(-gam * t) * np.cos(om * t + phi)

def jac(p, t):
    amp, gam, om, phi = p
    e = np.exp(-gam * t)
    co, si = np.cos(om * t + phi), np.sin(om * t + phi)
    return np.stack([e * co, -t * amp * e * co, -t * amp * e * si, -amp * e * si], axis=1)

def levenberg(t, y, p, iters=40, mu=1e-2):
    p = np.asarray(p, float)
    for k in range(iters):
        r = model(p, t) - y
        chi2 = 0.5 * r @ r
        J = jac(p, t)
        grad = J.T @ r
        H = J.T @ J
        while True:
            dp = np.linalg.solve(H + mu * np.diag(np.diag(H)), -grad)
            r_new = model(p + dp, t) - y
            if 0.5 * r_new @ r_new < chi2 or mu > 1e8:
                break
            mu *= 4
        mu = max(mu / 3, 1e-9)
        p = p + dp
        if k % 10 == 0:
            print(k, chi2, np.abs(grad).max())
        if np.linalg.norm(dp) < 1e-9:
            break
    return p

rng = np.random.default_rng(37)
t = np.linspace(0, 8, 120)
y = model((2.0, .25, 3.1, .4), t) + .05 * rng.normal(size=120)
print(levenberg(t, y, (1.5, .1, 2.9, 0.)))
