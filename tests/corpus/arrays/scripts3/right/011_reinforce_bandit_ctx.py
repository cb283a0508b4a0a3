# REINFORCE on a contextual bandit, running-mean baseline, entropy bonus
import numpy as np
rng = np.random.RandomState(0)
n_s, n_a, B = 4, 3, 64
best = np.array([0, 2, 1, 2])
theta = np.zeros((n_s, n_a))
baseline = 0.0
ent_coef = 0.01
for episode in range(200):
    s = rng.randint(n_s, size=B)
    states = np.eye(n_s)[s]
    logits = states @ theta
    logits -= logits.max(1, keepdims=True)
    pi = np.exp(logits)
    pi /= pi.sum(1, keepdims=True)
    acts = np.array([rng.choice(n_a, p=p) for p in pi])
    reward = (acts == best[s]) + 0.3 * rng.randn(B)
    adv = reward - baseline

    onehot = np.eye(n_a)[acts]
    d_logits = adv[:, None] * (pi - onehot) / B
    H = -(pi * np.log(pi)).sum(1, keepdims=True)
    d_logits += ent_coef * pi * (np.log(pi) + H) / B
    grad = states.T @ d_logits
    theta -= 2.0 * grad
    baseline = 0.9 * baseline + 0.1 * reward.mean()
    if episode % 50 == 0:
        print(f"ep {episode} mean reward {reward.mean():.3f} entropy {H.mean():.3f}")
