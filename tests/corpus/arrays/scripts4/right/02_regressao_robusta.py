import numpy as np

# regressão linear robusta (pseudo-Huber) com alguns pontos fora da curva
rng = np.random.default_rng(1)
x = rng.uniform(-2, 2, 50)
y = 1.7 * x - 0.4 + 0.1 * rng.normal(size=50)
y[:5] += 8

w, b = 0.0, 0.0
delta = 0.5
taxa = 0.3
for passo in range(150):
    r = w * x + b - y
    raiz = np.sqrt(1 + (r / delta) ** 2)
    perda = (delta ** 2 * (raiz - 1)).mean()
    psi = r / raiz
    grad_w = (psi * x).mean()
    grad_b = psi.mean()
    w = w - taxa * grad_w
    b = b - taxa * grad_b
    if passo % 50 == 0:
        print("passo", passo, "perda", perda)
print("w =", w, "b =", b)
