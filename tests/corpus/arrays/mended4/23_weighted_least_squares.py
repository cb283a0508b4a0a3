# right
import numpy as np


def wls(w, X, y, peso):
    """weighted squares, normalised by the sum of the weights"""
    r = X @ w - y
    total = peso.sum()
    loss = (peso * r * r).sum() / total
    grad = 2 * (X.T @ (peso * r)) / total
    return loss, grad


def discounted_return(theta, feats, rewards, gamma=0.9):
    """squared error of a linear value function against Monte Carlo returns"""
    T = len(rewards)
    G = np.zeros(T)
    acc = 0.0
    for t in range(T - 1, -1, -1):
        acc = rewards[t] + gamma * acc
        G[t] = acc
    d = feats @ theta - G
    return d @ d / T, 2 / T * d @ feats


def cases():
    r = np.random.default_rng(0)
    X = r.normal(size=(7, 3))
    return {"wls": (r.normal(size=3), X, r.normal(size=7), r.uniform(.2, 3, 7)), "discounted_return": (r.normal(size=3), X, r.normal(size=7))}
