# expect: 25 missing-time-path, missing-path
import numpy as np

# rede recorrente que prevê o próximo valor de uma senoide
np.random.seed(1)
serie = np.sin(0.5 * np.arange(13))
T, H = 12, 6
Wx = np.random.randn(H) * 0.5
Wh = np.random.randn(H, H) * 0.3
wo = np.random.randn(H) * 0.5

for epoca in range(100):
    h = np.zeros((T + 1, H))
    prev = np.zeros(T)
    for t in range(T):
        h[t + 1] = np.tanh(Wx * serie[t] + Wh.dot(h[t]))
        prev[t] = wo.dot(h[t + 1])
    erro = prev - serie[1:]
    perda = 0.5 * (erro ** 2).sum()

    dWx, dWh, dwo = np.zeros(H), np.zeros((H, H)), np.zeros(H)
    dh_prox = np.zeros(H)
    for t in range(T - 1, -1, -1):
        dwo += erro[t] * h[t + 1]
        dh = erro[t] * wo
        da = dh * (1 - h[t + 1] ** 2)
        dWx += da * serie[t]
        dWh += np.outer(da, h[t])
        dh_prox = Wh.T.dot(da)
    Wx -= 0.02 * dWx
    Wh -= 0.02 * dWh
    wo -= 0.02 * dwo
    if epoca % 25 == 0:
        print(epoca, perda)
