# expect: 15/16 in-place-damage
import numpy as np


def policy_loss(W, S, actions, adv, beta):
    n = len(actions)
    idx = np.arange(n)
    logits = S @ W
    logits = logits - logits.max(axis=1, keepdims=True)
    probs = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    logp = np.log(probs)
    entropy = -np.sum(probs * logp, axis=1)
    loss = -np.mean(adv * logp[idx, actions]) - beta * np.mean(entropy)

    dlogits = probs
    dlogits[idx, actions] -= 1
    dlogits = dlogits * adv[:, None] / n
    dlogits += beta * probs * (logp + entropy[:, None]) / n
    dW = S.T @ dlogits
    return loss, dW


def cases():
    rng = np.random.default_rng(0)
    S = rng.normal(size=(6, 4))
    adv = rng.normal(size=6)
    return {"policy_loss": (rng.normal(size=(4, 3)), S, np.array([0, 2, 1, 1, 0, 2]), adv, 0.3)}
