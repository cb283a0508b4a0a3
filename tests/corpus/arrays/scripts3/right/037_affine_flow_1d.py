# normalising flow in one dimension: z = a*x + b*tanh(x) + c pushed to N(0,1), a,b > 0 through exp
import numpy as np

np.random.seed(55)
data = np.concatenate([np.random.normal(-1.5, .4, 100), np.random.normal(1.0, .7, 100)])
a, b, c = 0.0, 0.0, 0.0
history = []
for it in range(400):
    ea, eb = np.exp(a), np.exp(b)
    t = np.tanh(data)
    z = ea * data + eb * t + c
    jac = ea + eb * (1 - t ** 2)
    nll = np.mean(0.5 * z ** 2 + 0.5 * np.log(2 * np.pi) - np.log(jac))
    ga = np.mean(z * ea * data - ea / jac)
    gb = np.mean(z * eb * t - eb * (1 - t ** 2) / jac)
    gc = np.mean(z)
    a, b, c = a - 0.1 * ga, b - 0.1 * gb, c - 0.1 * gc
    history.append(nll)
print('nll %.4f -> %.4f' % (history[0], history[-1]))
print('scale', np.exp(a), 'bend', np.exp(b), 'shift', c)
