"""REINFORCE on a corridor, tabular softmax policy, baseline and entropy bonus."""
import numpy as np

rng = np.random.default_rng(39)
N_STATES, N_ACTIONS, GAMMA, ENT = 6, 2, 0.95, 0.01

def policy(theta):
    e = np.exp(theta - theta.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

def rollout(pi, max_len=25):
    s, S, A, R = 0, [], [], []
    while len(S) < max_len and s < N_STATES - 1:
        a = int(rng.random() < pi[s, 1])
        S.append(s); A.append(a)
        s = max(0, s + (1 if a else -1))
        R.append(1.0 if s == N_STATES - 1 else -0.02)
    G, out = 0.0, []
    for r in reversed(R):
        G = r + GAMMA * G
        out.append(G)
    return S, A, out[::-1]

theta = np.zeros((N_STATES, N_ACTIONS))
baseline = np.zeros(N_STATES)
for episode in range(60):
    pi = policy(theta)
    S, A, G = [], [], []
    for _ in range(8):
        s, a, g = rollout(pi)
        S += s; A += a; G += g
    S, A, G = np.array(S), np.array(A), np.array(G)
    adv = G - baseline[S]

    logp = np.log(policy(theta))
    H = -(np.exp(logp) * logp).sum(1)
    surrogate = (adv * logp[S, A]).mean() + ENT * H[S].mean()

    p = np.exp(logp)
    per_step = np.eye(N_ACTIONS)[A] * adv[:, None] - p[S] * adv[:, None]
    per_step -= ENT * p[S] * (logp[S] + H[S][:, None])
    grad_theta = np.zeros_like(theta)
    np.add.at(grad_theta, S, per_step / len(S))

    theta += 2.0 * grad_theta
    np.add.at(baseline, S, 0.02 * (G - baseline[S]))
    if episode % 15 == 0:
        print(episode, surrogate, G.mean(), p[:, 1].round(2))
