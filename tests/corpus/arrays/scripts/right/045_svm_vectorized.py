import numpy as np

def svm_loss_vectorized(W, X, y, reg):
    """Structured SVM loss. W: (D, C), X: (N, D), y: (N,)"""
    num_train = X.shape[0]
    scores = X.dot(W)
    correct = scores[np.arange(num_train), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1.0)
    margins[np.arange(num_train), y] = 0
    loss = margins.sum() / num_train + reg * np.sum(W * W)

    binary = (margins > 0).astype(float)
    binary[np.arange(num_train), y] = -binary.sum(axis=1)
    dW = X.T.dot(binary) / num_train
    dW += 2 * reg * W
    return loss, dW

class LinearSVM:
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-2, reg=1e-3, num_iters=200, batch_size=32, verbose=True):
        num_train, dim = X.shape
        if self.W is None:
            self.W = 0.001 * np.random.randn(dim, y.max() + 1)
        loss_history = []
        for it in range(num_iters):
            idx = np.random.choice(num_train, batch_size, replace=True)
            loss, grad = svm_loss_vectorized(self.W, X[idx], y[idx], reg)
            loss_history.append(loss)
            self.W -= learning_rate * grad
            if verbose and it % 50 == 0:
                print('iteration %d / %d: loss %f' % (it, num_iters, loss))
        return loss_history

    def predict(self, X):
        return X.dot(self.W).argmax(axis=1)

np.random.seed(231)
centers = np.random.randn(4, 6) * 2
y_train = np.random.randint(4, size=200)
X_train = np.hstack([centers[y_train] + np.random.randn(200, 6), np.ones((200, 1))])
svm = LinearSVM()
hist = svm.train(X_train, y_train)
print('train accuracy', np.mean(svm.predict(X_train) == y_train))
