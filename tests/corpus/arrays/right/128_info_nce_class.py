import numpy as np


class InfoNCE:
    """Projects both views with the same matrix; positives sit on the diagonal of the similarity matrix."""

    def __init__(self, d_in, d_out, temperature):
        rng = np.random.default_rng(28)
        self.params = {"P": rng.normal(size=(d_in, d_out))}
        self.tau = temperature

    def loss(self, view_a, view_b):
        P = self.params["P"]
        n = len(view_a)
        za, zb = view_a @ P, view_b @ P
        logits = za @ zb.T / self.tau
        m = logits.max(axis=1, keepdims=True)
        log_z = m[:, 0] + np.log(np.exp(logits - m).sum(axis=1))
        loss = np.mean(log_z - np.diag(logits))

        d_logits = np.exp(logits - log_z[:, None])
        d_logits[np.arange(n), np.arange(n)] -= 1.0
        d_logits /= n * self.tau
        d_za = d_logits @ zb
        d_zb = d_logits.T @ za
        grads = {"P": view_a.T @ d_za + view_b.T @ d_zb}
        return loss, grads


def cases():
    rng = np.random.default_rng(128)
    a = rng.normal(size=(4, 5))
    b = a + 0.3 * rng.normal(size=(4, 5))
    return {"InfoNCE.loss": (InfoNCE(5, 3, 0.7), a, b)}
