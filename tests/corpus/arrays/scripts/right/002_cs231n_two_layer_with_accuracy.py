import numpy as np

rng = np.random.RandomState(3)
X = rng.randn(30, 4)
y = (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 0.3).astype(int)
num_examples, D = X.shape
h, K = 10, 3

W = 0.1 * rng.randn(D, h)
b = np.zeros((1, h))
W2 = 0.1 * rng.randn(h, K)
b2 = np.zeros((1, K))

step_size = 0.5
reg = 1e-2

for i in range(301):
    hidden_layer = np.maximum(0, np.dot(X, W) + b)
    scores = np.dot(hidden_layer, W2) + b2
    exp_scores = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

    corect_logprobs = -np.log(probs[np.arange(num_examples), y])
    data_loss = np.mean(corect_logprobs)
    reg_loss = reg * np.sum(W * W) + reg * np.sum(W2 * W2)
    loss = data_loss + reg_loss
    acc = np.mean(np.argmax(scores, axis=1) == y)
    if i % 100 == 0:
        print("iteration %d: loss %f  acc %.2f" % (i, loss, acc))

    dscores = probs.copy()
    dscores[np.arange(num_examples), y] -= 1
    dscores /= num_examples

    dW2 = np.dot(hidden_layer.T, dscores)
    db2 = np.sum(dscores, axis=0, keepdims=True)
    dhidden = np.dot(dscores, W2.T)
    dhidden[hidden_layer <= 0] = 0
    dW = np.dot(X.T, dhidden)
    db = np.sum(dhidden, axis=0, keepdims=True)

    dW2 += 2 * reg * W2
    dW += 2 * reg * W

    W += -step_size * dW
    b += -step_size * db
    W2 += -step_size * dW2
    b2 += -step_size * db2
