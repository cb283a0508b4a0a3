import numpy as np

def model(p, t):
    A, k, w, phi = p
    return A * np.exp(-k * t) * np.cos(w * t + phi)

def jacobian(p, t):
    A, k, w, phi = p
    ex = np.exp(-k * t)
    co, si = np.cos(w * t + phi), np.sin(w * t + phi)
    return np.stack([ex * co, -t * A * ex * co, -t * A * ex * si, -A * ex * si], axis=1)

rng = np.random.default_rng(66)
t = np.linspace(0, 5, 80)
data = model([2.0, 0.4, 3.0, 0.5], t) + 0.05 * rng.normal(size=t.size)

p = np.array([1.5, 0.2, 2.8, 0.3])
damping = 1e-2
res = model(p, t) - data
chi2 = 0.5 * res @ res
for it in range(50):
    J = jacobian(p, t)
    grad = J.T @ res
    H = J.T @ J
    step = np.linalg.solve(H + damping * np.diag(np.diag(H)), -grad)
    trial = p + step
    res_trial = model(trial, t) - data
    chi2_trial = 0.5 * res_trial @ res_trial
    if chi2_trial < chi2:
        converged = chi2 - chi2_trial < 1e-12
        p, res, chi2 = trial, res_trial, chi2_trial
        damping *= 0.3
        if converged:
            break
    else:
        damping *= 2
print('iterations', it, 'chi2', chi2)
print('A, k, w, phi =', p)
