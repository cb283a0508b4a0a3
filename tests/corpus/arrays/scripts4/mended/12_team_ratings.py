# right
import numpy as np

# Bradley-Terry with a home advantage, from a list of matches (home, away, home won)
matches = np.array([[0, 1, 1], [0, 2, 1], [1, 2, 0], [2, 0, 1], [3, 0, 0], [1, 3, 1], [2, 3, 1], [0, 3, 1], [3, 1, 1]])
h, a, won = matches.T
rating = np.zeros(4)
home = 0.0
for step in range(100):
    z = rating[h] - rating[a] + home
    p = 1 / (1 + np.exp(-z))
    loss = -np.mean(np.where(won == 1, np.log(p), np.log(1 - p))) + 0.01 * rating @ rating
    dz = (p - won) / len(won)
    grad = 0.02 * rating
    np.add.at(grad, h, dz)
    np.subtract.at(grad, a, dz)
    dhome = dz.sum()
    rating -= 1.0 * grad
    home -= 1.0 * dhome
    if step % 25 == 0:
        print(step, loss, rating)
