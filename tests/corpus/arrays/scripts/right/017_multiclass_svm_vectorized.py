import numpy as np

class LinearSVM:
    def __init__(self):
        self.W = None

    def loss(self, X, y, reg):
        num_train = X.shape[0]
        scores = X.dot(self.W)
        correct = scores[np.arange(num_train), y].reshape(-1, 1)
        margins = np.maximum(0, scores - correct + 1.0)
        margins[np.arange(num_train), y] = 0
        loss = np.sum(margins) / num_train + reg * np.sum(self.W * self.W)

        binary = (margins > 0).astype(float)
        binary[np.arange(num_train), y] = -np.sum(binary, axis=1)
        dW = X.T.dot(binary) / num_train + 2 * reg * self.W
        return loss, dW

    def train(self, X, y, learning_rate=1e-2, reg=1e-3, num_iters=200, batch_size=10, verbose=False):
        num_train, dim = X.shape
        num_classes = np.max(y) + 1
        if self.W is None:
            self.W = 0.1 * np.random.randn(dim, num_classes)
        loss_history = []
        for it in range(num_iters):
            idx = np.random.choice(num_train, batch_size, replace=False)
            loss, grad = self.loss(X[idx], y[idx], reg)
            loss_history.append(loss)
            self.W -= learning_rate * grad
            if verbose and it % 100 == 0:
                print('iteration %d / %d: loss %f' % (it, num_iters, loss))
        return loss_history

    def predict(self, X):
        return np.argmax(X.dot(self.W), axis=1)

np.random.seed(33)
y = np.arange(36) % 3
X = np.random.randn(36, 5) + np.eye(3, 5)[y] * 2
X = np.hstack([X, np.ones((36, 1))])
svm = LinearSVM()
svm.train(X, y, verbose=True)
print('accuracy:', np.mean(svm.predict(X) == y))
