# expect: 16 summed-components
import numpy as np

np.random.seed(104)
features = np.random.randn(22, 4)
labels = (features @ np.array([1, -1, 0.5, 0]) > 0).astype(float)
weights = np.array([0.1, -0.2, 0.3, 0.4])
bias = 0.0
l2 = 0.01
for epoch in range(200):
    scores = features @ weights + bias
    preds = 1 / (1 + np.exp(-scores))
    log_loss = -np.mean(labels * np.log(preds) + (1 - labels) * np.log(1 - preds))
    loss = log_loss + l2 * np.dot(weights, weights)
    errors = (preds - labels) / len(labels)
    grad_weights = np.sum(features.T @ errors) + 2 * l2 * weights
    grad_bias = errors.sum()
    weights = weights - 0.5 * grad_weights
    bias = bias - 0.5 * grad_bias
    if epoch % 50 == 0:
        print(epoch, loss, ((preds > 0.5) == labels).mean())
