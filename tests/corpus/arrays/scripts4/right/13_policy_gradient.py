import numpy as np

# exact policy gradient of a 5-armed bandit with an entropy bonus
reward = np.array([0.1, 0.5, 0.3, 0.9, 0.2])
theta = np.zeros(5)
tau = 0.05
for step in range(200):
    p = np.exp(theta - theta.max())
    p = p / p.sum()
    objective = p @ reward - tau * p @ np.log(p)
    # ascent: the constant of the entropy's derivative vanishes against the softmax
    adv = reward - tau * np.log(p)
    grad = p * (adv - p @ adv)
    theta += 2.0 * grad
    if step % 50 == 0:
        print(step, objective, p.round(3))
