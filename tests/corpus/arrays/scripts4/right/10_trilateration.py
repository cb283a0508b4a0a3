import numpy as np

anchors = np.array([[0., 0.], [4., 0.], [0., 3.], [5., 5.]])
truth = np.array([2.2, 1.4])
rng = np.random.default_rng(9)
dist = np.linalg.norm(anchors - truth, axis=1) + 0.02 * rng.normal(size=4)

pos = np.array([1.0, 3.0])
for k in range(80):
    delta = pos - anchors
    r = np.sqrt((delta ** 2).sum(axis=1))
    res = r - dist
    loss = 0.5 * res @ res
    grad = (res / r) @ delta
    pos = pos - 0.3 * grad
    if k % 20 == 0:
        print(k, pos, loss)
print("estimated", pos)
