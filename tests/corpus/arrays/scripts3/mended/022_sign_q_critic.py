# expect: 20 sign
# tabular Q-learning on a 3x3 grid written as gradient descent on 0.5*(y - q[s,a])^2 with y fixed
import numpy as np

rng = np.random.RandomState(25)
moves = [(-1, 0), (1, 0), (0, -1), (0, 1)]
q = np.zeros((9, 4))
returns = []
for ep in range(80):
    s, total, steps = 0, 0.0, 0
    while True:
        a = rng.randint(4) if rng.rand() < 0.3 else int(np.argmax(q[s] + 1e-6 * rng.rand(4)))
        row, col = divmod(s, 3)
        row = min(2, max(0, row + moves[a][0]))
        col = min(2, max(0, col + moves[a][1]))
        s2 = 3 * row + col
        rew = 1.0 if s2 == 8 else -0.05
        y = rew if s2 == 8 else rew + 0.9 * q[s2].max()
        grad = np.zeros_like(q)
        grad[s, a] = q[s, a] - y
        q -= 0.3 * grad
        total += rew
        steps += 1
        s = s2
        if s2 == 8 or steps > 60:
            break
    returns.append(total)
print('early return', np.mean(returns[:20]), 'late return', np.mean(returns[-20:]))
