# learn edge weights so that the stationary vector of a damped walk hits a target
import numpy as np

rng = np.random.default_rng(38)
n, damp = 7, 0.85
target = rng.dirichlet(np.ones(n) * 3)
logits = np.zeros((n, n))
tele = np.full(n, 1 / n)

for it in range(300):
    P = np.exp(logits)
    P /= P.sum(1, keepdims=True)
    A = np.eye(n) - damp * P.T
    r = np.linalg.solve(A, (1 - damp) * tele)
    J = 0.5 * np.sum((r - target) ** 2)

    lam = np.linalg.solve(A.T, r - target)      # adjoint state
    dJ_dP = damp * np.outer(r, lam)
    dJ_dlogits = P * (dJ_dP - (dJ_dP * P).sum(1, keepdims=True))

    logits -= 30.0 * dJ_dlogits
    if it % 60 == 0:
        print(it, J, np.abs(r - target).max())
