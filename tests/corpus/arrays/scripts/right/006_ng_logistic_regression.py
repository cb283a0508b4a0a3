import numpy as np

np.random.seed(5)
X_train = np.random.rand(6, 20)
Y_train = (X_train.sum(axis=0, keepdims=True) > 3).astype(int)

def sigmoid(z):
    return 1. / (1. + np.exp(-z))

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1. / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = 1. / m * np.dot(X, (A - Y).T)
    db = 1. / m * np.sum(A - Y)
    assert dw.shape == w.shape
    cost = np.squeeze(cost)
    grads = {"dw": dw,
             "db": db}
    return grads, cost

def optimize(w, b, X, Y, num_iterations, learning_rate):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, costs

w, b = np.zeros((X_train.shape[0], 1)), 0
params, costs = optimize(w, b, X_train, Y_train, 500, 0.1)
print(costs)
