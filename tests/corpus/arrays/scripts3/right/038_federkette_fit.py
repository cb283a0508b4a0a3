# Federkonstanten einer Kette aus Auslenkungen bestimmen (statisch, adjungierte Methode)
import numpy as np

zufall = np.random.RandomState(13)
n = 6
wahr = zufall.uniform(0.5, 3.0, n)


def steifigkeit(k):
    K = np.zeros((n, n))
    for i in range(n):
        K[i, i] += k[i]
        if i > 0:
            K[i - 1, i - 1] += k[i]
            K[i - 1, i] -= k[i]
            K[i, i - 1] -= k[i]
    return K


kraefte = zufall.randn(n, 8)
messung = np.linalg.solve(steifigkeit(wahr), kraefte) + 0.01 * zufall.randn(n, 8)
log_k = np.zeros(n)
geschw = np.zeros(n)
for runde in range(300):
    k = np.exp(log_k)
    K = steifigkeit(k)
    u = np.linalg.solve(K, kraefte)
    rest = u - messung
    verlust = 0.5 * np.sum(rest ** 2) / 8
    lam = np.linalg.solve(K.T, rest / 8)
    grad_k = np.zeros(n)
    for i in range(n):
        du = u[i] - (u[i - 1] if i > 0 else 0.0)
        dl = lam[i] - (lam[i - 1] if i > 0 else 0.0)
        grad_k[i] = -np.sum(dl * du) * k[i]
    geschw = 0.9 * geschw - 0.002 * grad_k
    log_k = log_k + geschw
    if runde % 75 == 0:
        print('Runde', runde, 'Verlust', verlust)
print(np.round(np.exp(log_k), 3), np.round(wahr, 3))
