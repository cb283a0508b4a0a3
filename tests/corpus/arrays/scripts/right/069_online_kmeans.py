import numpy as np

def dist2(P, C):
    return ((P[:, None, :] - C[None, :, :]) ** 2).sum(-1)

rng = np.random.default_rng(14)
pts = np.concatenate([rng.normal(c, 0.4, size=(60, 2)) for c in ((0, 0), (3, 1), (1, 4))])
rng.shuffle(pts)
centroids = pts[:3].copy()
hits = np.zeros(3)

for sweep in range(5):
    distortion = 0.0
    for p in pts:
        k = np.argmin(((p - centroids) ** 2).sum(axis=1))
        distortion += 0.5 * ((p - centroids[k]) ** 2).sum()
        hits[k] += 1
        grad = centroids[k] - p            # d/dc of 1/2 |p - c|^2
        centroids[k] -= grad / hits[k]     # step 1/n_k -> running mean
    print("sweep", sweep, "online", distortion / len(pts),
          "inertia", dist2(pts, centroids).min(axis=1).sum())
print(centroids)
