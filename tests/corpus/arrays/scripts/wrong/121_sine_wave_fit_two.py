# expect: 17 missing-local-derivative
# expect: 18 derivative-at-wrong-point, wrong-variable
import numpy as np

t = np.linspace(0, 2, 32)
rng = np.random.default_rng(106)
obs = 1.7 * np.sin(4.0 * t + 0.5) + 0.05 * rng.normal(size=t.size)
amp, omega, phase = 1.0, 3.8, 0.2
iters = 0
while True:
    arg = omega * t + phase
    s, c = np.sin(arg), np.cos(arg)
    res = amp * s - obs
    loss = np.sum(res ** 2) / t.size
    dres = 2 * res / t.size
    d_amp = np.sum(dres * s)
    d_omega = np.sum(dres * amp * c)
    d_phase = np.sum(dres * amp * s)
    amp -= 0.1 * d_amp
    omega -= 0.05 * d_omega
    phase -= 0.05 * d_phase
    iters += 1
    if loss < 4e-3 or iters >= 400:
        break
print(iters, loss, amp, omega, phase)
