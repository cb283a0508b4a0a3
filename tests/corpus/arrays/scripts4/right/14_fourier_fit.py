import numpy as np

t = np.linspace(0, 3, 60)
signal = 1.2 * np.sin(2.1 * t + 0.4) + 0.5 * np.sin(5.2 * t - 1)
amp = np.array([1.0, 0.3])
freq = np.array([2.0, 5.0])
phase = np.array([0.0, -0.5])

for step in range(400):
    arg = np.multiply.outer(t, freq) + phase
    s = np.sin(arg)
    err = s @ amp - signal
    loss = np.dot(err, err) / len(t)
    e = err * (2 / len(t))
    damp = e @ s
    darg = e[:, None] * amp * np.cos(arg)
    dphase = darg.sum(axis=0)
    dfreq = t @ darg
    amp -= 0.05 * damp
    phase -= 0.05 * dphase
    freq -= 0.02 * dfreq
    if step % 100 == 0:
        print(step, loss)
