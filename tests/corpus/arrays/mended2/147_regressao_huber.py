# right
import numpy as np


def perda_huber(w, b, X, y, delta):
    n = len(y)
    previsto = X @ w + b
    residuo = previsto - y
    pequeno = np.abs(residuo) <= delta
    quad = 0.5 * residuo ** 2
    lin = delta * (np.abs(residuo) - 0.5 * delta)
    perda = np.sum(np.where(pequeno, quad, lin)) / n

    g = np.where(pequeno, residuo, delta * np.sign(residuo)) / n
    dw = X.T @ g
    db = np.array([g.sum()])
    return perda, dw, db


def cases():
    rng = np.random.default_rng(3)
    return {"perda_huber": (rng.normal(size=3), rng.normal(size=1), rng.normal(size=(6, 3)), 3 * rng.normal(size=6), 0.7)}
