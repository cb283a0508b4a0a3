# expect: 17 constant-factor
# expect: 19 sign
# Kennlinie eines Sensors: u = a * T^2 + b * T + c, Anpassung mit Gradientenabstieg
import numpy as np

np.random.seed(31)
T = np.linspace(-1, 1, 40)
u = 0.8 * T ** 2 - 1.1 * T + 0.4 + 0.05 * np.random.randn(40)
a, b, c = 0.1, 0.2, 0.3
eta = 0.1
verlauf = []
for runde in range(60):
    u_modell = a * T ** 2 + b * T + c
    d = u - u_modell
    fehler = np.mean(d ** 2)
    verlauf.append(fehler)
    da = -np.mean(d * T ** 2)
    db = -2 * np.mean(d * T)
    dc = 2 * np.mean(d)
    a -= eta * da
    b -= eta * db
    c -= eta * dc
print('Fehler am Anfang %.4f, am Ende %.4f' % (verlauf[0], verlauf[-1]))
print('a = %.3f, b = %.3f, c = %.3f' % (a, b, c))
