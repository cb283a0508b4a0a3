# expect: 6 duplicate-index-lost, overwritten-path
theta = [1.1, -0.6, 0.7, 2.0]
idx = [3, 1, 3]
coef = [0.5, 2.0, -1.5]
out = sum(c * theta[i] for c, i in zip(coef, idx))
picked = {i: c for c, i in zip(coef, idx)}
dtheta = [picked.get(j, 0.0) for j in range(4)]
