# expect: 33 constant-factor
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(3)
    return {"W1": np.random.randn(n_h, n_x) * 0.6, "b1": np.zeros((n_h, 1)),
            "W2": np.random.randn(n_y, n_h) * 0.6, "b2": np.zeros((n_y, 1))}

def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}

def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), (1 - Y))
    cost = - 1 / m * np.sum(logprobs)
    return np.squeeze(cost)

def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

def update_parameters(parameters, grads, learning_rate=0.8):
    for l in ("1", "2"):
        parameters["W" + l] = parameters["W" + l] - learning_rate * grads["dW" + l]
        parameters["b" + l] = parameters["b" + l] - learning_rate * grads["db" + l]
    return parameters

np.random.seed(1)
X = np.random.randn(2, 20)
Y = (X[0] * X[1] > 0).reshape(1, -1).astype(float)
parameters = initialize_parameters(2, 4, 1)
for i in range(300):
    A2, cache = forward_propagation(X, parameters)
    cost = compute_cost(A2, Y)
    grads = backward_propagation(parameters, cache, X, Y)
    parameters = update_parameters(parameters, grads)
    if i % 100 == 0:
        print("Cost after iteration %i: %f" % (i, cost))
