import numpy as np

np.random.seed(61)
n_states, n_actions = 3, 2
S = np.random.randint(0, n_states, 24)
states = np.eye(n_states)[S]
actions = np.random.randint(0, n_actions, 24)
rewards = (actions == (S % 2)).astype(float) + 0.1 * np.random.randn(24)

W = np.random.randn(n_states, n_actions) * 0.1
lr = 0.3
for episode in range(50):
    logits = states @ W
    probs = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    advantage = rewards - rewards.mean()
    logp = np.log(probs[np.arange(24), actions])
    objective = np.mean(advantage * logp)

    dlogits = -probs * advantage[:, None]
    dlogits[np.arange(24), actions] += advantage
    dlogits /= 24
    dW = states.T @ dlogits
    W += lr * dW            # ascent
    if episode % 10 == 0:
        entropy = -np.mean(np.sum(probs * np.log(probs), axis=1))
        print(episode, objective, entropy)
