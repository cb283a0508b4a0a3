# expect: 16 constant-factor
import numpy as np

# temperature and bias calibration of fixed logits
rng = np.random.default_rng(10)
logits = 4 * rng.normal(size=(45, 3))
y = np.where(rng.random(45) < 0.7, logits.argmax(1), rng.integers(0, 3, 45))
onehot = np.eye(3)[y]
logT = 0.0
bias = np.zeros(3)
for i in range(100):
    s = logits * np.exp(-logT) + bias
    lse = np.log(np.sum(np.exp(s - s.max()), axis=1)) + s.max()
    nll = np.mean(lse - (s * onehot).sum(axis=1))
    ds = np.exp(s - lse[:, None]) - onehot
    dbias = ds.sum(axis=0)
    dlogT = -np.sum(ds * logits, axis=1).mean() * np.exp(-logT)
    logT -= 0.05 * dlogT
    bias -= 0.05 * dbias
    if i % 25 == 0:
        print(i, nll, np.exp(logT))
