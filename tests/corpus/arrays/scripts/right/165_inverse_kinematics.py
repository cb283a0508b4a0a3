"""Planar arm: reach a target while staying near the rest posture; angles kept in a box."""
import numpy as np

LENGTHS = np.array([1.0, 0.8, 0.5, 0.3])
REST = np.array([0.3, 0.2, 0.2, 0.1])
MU = 0.01

def tip(q):
    a = np.cumsum(q)
    return np.array([LENGTHS @ np.cos(a), LENGTHS @ np.sin(a)])

def solve_ik(target, q=None, steps=300, lr=0.1):
    q = REST.copy() if q is None else q
    history = []
    for _ in range(steps):
        a = np.cumsum(q)
        gap = tip(q) - target
        jac_x = -np.cumsum((LENGTHS * np.sin(a))[::-1])[::-1]
        jac_y = np.cumsum((LENGTHS * np.cos(a))[::-1])[::-1]
        dq = gap[0] * jac_x + gap[1] * jac_y + MU * (q - REST)
        q = np.clip(q - lr * dq, -2.5, 2.5)
        # value after the move
        history.append(0.5 * np.sum((tip(q) - target) ** 2) + 0.5 * MU * np.sum((q - REST) ** 2))
    return q, history

if __name__ == "__main__":
    for target in ([0.5, 1.2], [-1.0, 1.0], [1.8, -0.6]):
        q, hist = solve_ik(np.array(target))
        print(target, tip(q).round(3), hist[0], hist[-1])
