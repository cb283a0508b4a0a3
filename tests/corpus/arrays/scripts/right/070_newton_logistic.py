import numpy as np

# Régression logistique par la méthode de Newton (pénalisée)
rng = np.random.default_rng(3)
X = np.hstack([np.ones((150, 1)), rng.normal(size=(150, 3))])
y = np.where(rng.random(150) < 1 / (1 + np.exp(-X @ [0.2, 1.0, -2.0, 0.5])), 1.0, -1.0)
lam = 0.1
penalise = np.array([0.0, 1.0, 1.0, 1.0])   # pas de pénalité sur l'ordonnée à l'origine

theta = np.zeros(4)
for k in range(20):
    m = y * (X @ theta)
    J = np.logaddexp(0, -m).sum() + lam / 2 * (penalise * theta ** 2).sum()
    s = 1 / (1 + np.exp(m))
    gradient = -X.T @ (y * s) + lam * penalise * theta
    hessienne = (X.T * (s * (1 - s))) @ X + lam * np.diag(penalise)
    pas = np.linalg.solve(hessienne, gradient)
    print(f"itération {k}: J = {J:.6f}, |g| = {np.linalg.norm(gradient):.2e}")
    theta = theta - pas
    if gradient @ pas < 1e-10:
        break
print(theta)
