# expect: 13 diagonal-jacobian
import numpy as np


class LogSoftmax:
    def forward(self, logits):
        m = logits.max(axis=1, keepdims=True)
        self.out = logits - m - np.log(np.exp(logits - m).sum(axis=1, keepdims=True))
        return self.out

    def backward(self, grad):
        p = np.exp(self.out)
        return grad * (1 - p)


def cases():
    rng = np.random.default_rng(2)
    return {"LogSoftmax": (LogSoftmax(), rng.normal(size=(3, 4)))}
