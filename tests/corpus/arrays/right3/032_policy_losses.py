"""Losses for discrete policies; advantages and targets are constants."""
import numpy as np


def _logp(z):
    z = z - z.max(1, keepdims=True)
    return z - np.log(np.exp(z).sum(1, keepdims=True))


def reinforce_loss(logits, actions, adv, ent_coef=0.0):
    lp = _logp(logits)
    p = np.exp(lp)
    n = np.arange(len(actions))
    entropy = -(p * lp).sum(1)
    loss = -np.mean(adv * lp[n, actions]) - ent_coef * entropy.mean()
    d = adv[:, None] * p
    d[n, actions] -= adv
    d += ent_coef * p * (lp + entropy[:, None])
    return loss, d / len(actions)


def ppo_clip_loss(logits, actions, adv, old_logp, clip=0.2):
    lp = _logp(logits)
    n = np.arange(len(actions))
    ratio = np.exp(lp[n, actions] - old_logp)
    clipped = np.clip(ratio, 1 - clip, 1 + clip)
    loss = -np.mean(np.minimum(ratio * adv, clipped * adv))
    live = (ratio * adv <= clipped * adv)
    dlogp = -1.0 * live * ratio * adv / len(actions)
    d = -dlogp[:, None] * np.exp(lp)
    d[n, actions] += dlogp
    return loss, d


def dqn_loss(q, actions, targets, delta=1.0):
    n = np.arange(len(actions))
    err = q[n, actions] - targets
    quad = np.abs(err) < delta
    loss = np.mean(np.where(quad, 0.5 * err ** 2, delta * (np.abs(err) - 0.5 * delta)))
    d = np.zeros_like(q)
    d[n, actions] = np.where(quad, err, delta * np.sign(err)) / len(err)
    return loss, d


def cases():
    rng = np.random.default_rng(0)
    z, a, adv = rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 0]), rng.normal(size=5)
    old = np.log(np.array([0.4, 0.3, 0.2, 0.5, 0.3]))
    return {"reinforce_loss": (z, a, adv, 0.1), "ppo_clip_loss": (z, a, adv, old, 0.2), "dqn_loss": (z, a, rng.normal(size=5))}
