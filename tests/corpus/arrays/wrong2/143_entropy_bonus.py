# expect: 15/16/17/18 in-place-damage
import numpy as np


def policy_loss(theta, states, actions, advantage, beta):
    """Advantage-weighted log-likelihood with an entropy bonus."""
    n = states.shape[0]
    s = states @ theta
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    logp = np.log(p)
    ent = -np.sum(p * logp, axis=1)
    loss = np.mean(-advantage * logp[np.arange(n), actions] - beta * ent)

    ds = p
    ds[np.arange(n), actions] -= 1
    ds *= advantage[:, None] / n
    ds += beta / n * p * (logp + ent[:, None])
    dtheta = states.T @ ds
    return loss, dtheta


def cases():
    rng = np.random.default_rng(0)
    return {
        "policy_loss": (
            rng.normal(size=(5, 3)), rng.normal(size=(4, 5)), np.array([1, 2, 0, 1]), rng.normal(size=4), 0.4,
        )
    }
