# pixelwise "segmentation" with a single 3x3 filter and the soft dice loss
import numpy as np

rng = np.random.RandomState(70)
n, s = 10, 12
yy, xx = np.mgrid[:s, :s]
gt = np.zeros((n, s, s))
for q in range(n):
    cy, cx, rad = rng.randint(3, 9), rng.randint(3, 9), 1.5 + 1.5 * rng.rand()
    gt[q] = (yy - cy) ** 2 + (xx - cx) ** 2 <= rad ** 2
img = gt + 0.6 * rng.randn(n, s, s)
padded = np.pad(img, ((0, 0), (1, 1), (1, 1)), mode='edge')
shifts = np.stack([padded[:, i:i + s, j:j + s] for i in range(3) for j in range(3)], axis=-1)

k = np.zeros(9)
b = 0.0
eps = 1.0
for it in range(80):
    logits = shifts @ k + b
    prob = 1 / (1 + np.exp(-logits))
    inter = (prob * gt).sum(axis=(1, 2))
    total = prob.sum(axis=(1, 2)) + gt.sum(axis=(1, 2))
    dice = (2 * inter + eps) / (total + eps)
    loss = 1 - dice.mean()
    den = (total + eps)[:, None, None]
    num = (2 * inter + eps)[:, None, None]
    ddice = (2 * gt * den - num) / den ** 2
    dprob = -ddice / n
    dlogits = dprob * prob * (1 - prob)
    dk = np.tensordot(dlogits, shifts, axes=([0, 1, 2], [0, 1, 2]))
    db = dlogits.sum()
    k -= 5 * dk
    b -= 5 * db
    if it % 20 == 0:
        print(it, 'dice loss', loss)
