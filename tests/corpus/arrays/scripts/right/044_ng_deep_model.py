import numpy as np

def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) / np.sqrt(layer_dims[l-1])
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters

def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A_prev = A
        Z = np.dot(parameters['W' + str(l)], A_prev) + parameters['b' + str(l)]
        A = np.maximum(0, Z) if l < L else 1 / (1 + np.exp(-Z))
        caches.append((A_prev, Z))
    return A, caches

def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = -(1. / m) * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return np.squeeze(cost)

def L_model_backward(AL, Y, caches, parameters):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dZ = dAL * AL * (1 - AL)
    for l in reversed(range(1, L + 1)):
        A_prev, Z = caches[l - 1]
        if l < L:
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
        grads['dW' + str(l)] = 1. / m * np.dot(dZ, A_prev.T)
        grads['db' + str(l)] = 1. / m * np.sum(dZ, axis=1, keepdims=True)
        dA = np.dot(parameters['W' + str(l)].T, dZ)
    return grads

np.random.seed(1)
train_x = np.random.randn(5, 120)
train_y = (np.sum(train_x ** 2, axis=0, keepdims=True) > 4.5).astype(float)
parameters = initialize_parameters_deep([5, 20, 7, 1])
costs = []
for i in range(600):
    AL, caches = L_model_forward(train_x, parameters)
    cost = compute_cost(AL, train_y)
    grads = L_model_backward(AL, train_y, caches, parameters)
    for l in range(1, 4):
        parameters["W" + str(l)] -= 0.1 * grads["dW" + str(l)]
        parameters["b" + str(l)] -= 0.1 * grads["db" + str(l)]
    if i % 100 == 0:
        print("Cost after iteration {}: {}".format(i, cost))
        costs.append(cost)
