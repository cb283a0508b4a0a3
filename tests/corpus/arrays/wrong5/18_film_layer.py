# expect: 20/21 in-place-damage
import numpy as np


class FiLM:
    """Feature-wise modulation: features times a scale made from the condition, plus a shift."""

    def __init__(self, n_cond, n_feat):
        rng = np.random.default_rng(17)
        self.params = {"Ws": rng.normal(size=(n_cond, n_feat)), "Wt": rng.normal(size=(n_cond, n_feat))}
        self.grads = dict.fromkeys(self.params)

    def forward(self, feat, cond):
        self.feat, self.cond = feat, cond
        self.scale = 1 + cond @ self.params["Ws"]
        return feat * self.scale + cond @ self.params["Wt"]

    def backward(self, d):
        dscale = d * self.feat
        dfeat = d
        dfeat *= self.scale
        self.grads["Ws"] = self.cond.T @ dscale
        self.grads["Wt"] = self.cond.T @ d
        dcond = dscale @ self.params["Ws"].T + d @ self.params["Wt"].T
        return dfeat, dcond


def cases():
    r = np.random.default_rng(18)
    return {"FiLM": (FiLM(2, 4), r.normal(size=(3, 4)), r.normal(size=(3, 2)))}
