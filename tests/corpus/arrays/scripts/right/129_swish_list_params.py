"""MLP à activation swish, paramètres rangés dans une liste de couples."""
import numpy as np

rng = np.random.default_rng(42)

def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))

def initialiser(tailles):
    return [[rng.standard_normal((a, b)) * np.sqrt(1 / a), np.zeros(b)]
            for a, b in zip(tailles[:-1], tailles[1:])]

def propager(couches, x):
    memoire = []
    for i, (poids, biais) in enumerate(couches):
        z = x @ poids + biais
        memoire.append((x, z))
        x = z * sigmoide(z) if i < len(couches) - 1 else z
    return x, memoire

def entropie(scores, cible):
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -logp[np.arange(len(cible)), cible].mean(), np.exp(logp)

def retropropager(couches, memoire, delta):
    gradients = [None] * len(couches)
    for i in reversed(range(len(couches))):
        x, z = memoire[i]
        if i < len(couches) - 1:
            s = sigmoide(z)
            delta = delta * (s + z * s * (1 - s))
        gradients[i] = (x.T @ delta, delta.sum(axis=0))
        delta = delta @ couches[i][0].T
    return gradients

X = rng.standard_normal((150, 2))
cible = (X[:, 0] * X[:, 1] > 0).astype(int) + (np.hypot(X[:, 0], X[:, 1]) > 1.5)
couches = initialiser([2, 16, 16, 3])
vitesse = [[np.zeros_like(p) for p in c] for c in couches]
mu, pas = 0.9, 0.1

for tour in range(150):
    scores, memoire = propager(couches, X)
    perte, proba = entropie(scores, cible)
    delta = proba.copy()
    delta[np.arange(len(cible)), cible] -= 1
    delta /= len(cible)
    gradients = retropropager(couches, memoire, delta)
    for c, v, g in zip(couches, vitesse, gradients):
        for j in range(2):
            anterieur = v[j]
            v[j] = mu * v[j] - pas * g[j]          # Nesterov
            c[j] += -mu * anterieur + (1 + mu) * v[j]
    if tour % 30 == 0:
        print("tour", tour, "perte", perte)
