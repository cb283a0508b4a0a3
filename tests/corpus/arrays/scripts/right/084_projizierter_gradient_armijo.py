import numpy as np

# Nichtnegative kleinste Quadrate mit Armijo-Schrittweite und Projektion
rng = np.random.default_rng(19)
A = rng.uniform(size=(30, 10))
x_wahr = np.maximum(rng.normal(size=10), 0)
b = A @ x_wahr + 0.01 * rng.normal(size=30)
mu = 1e-3

def zielfunktion(x):
    return 0.5 * np.sum((A @ x - b) ** 2) + mu * np.sum(np.sqrt(x ** 2 + 1e-2))

def ableitung(x):
    return A.T @ (A @ x - b) + mu * x / np.sqrt(x ** 2 + 1e-2)

def projektion(x):
    return np.clip(x, 0, None)

# Kontrolle mit Differenzenquotienten
x = rng.uniform(size=10)
h = 1e-6
num = np.array([(zielfunktion(x + h * e) - zielfunktion(x - h * e)) / (2 * h) for e in np.eye(10)])
print("Gradiententest:", np.abs(num - ableitung(x)).max())

for k in range(500):
    f, g = zielfunktion(x), ableitung(x)
    schritt = 1.0
    while True:
        x_neu = projektion(x - schritt * g)
        abnahme = g @ (x_neu - x)
        if zielfunktion(x_neu) <= f + 1e-4 * abnahme or schritt < 1e-10:
            break
        schritt *= 0.5
    fertig = np.linalg.norm(x_neu - x) < 1e-8
    x = x_neu
    if k % 100 == 0:
        print(k, f, schritt)
    if fertig:
        break
print("Iterationen", k, "Fehler", np.linalg.norm(x - x_wahr))
