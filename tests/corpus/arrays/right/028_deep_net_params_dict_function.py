import numpy as np


def linear_activation_forward(A_prev, W, b, activation):
    Z = W @ A_prev + b
    if activation == "relu":
        A = np.maximum(0, Z)
    elif activation == "sigmoid":
        A = 1 / (1 + np.exp(-Z))
    return A, ((A_prev, W, b), Z)


def linear_activation_backward(dA, cache, activation):
    (A_prev, W, b), Z = cache
    if activation == "relu":
        dZ = np.where(Z > 0, dA, 0)
    elif activation == "sigmoid":
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    return W.T @ dZ, dZ @ A_prev.T, np.sum(dZ, axis=1, keepdims=True)


def deep_model_cost(params, X, Y, lambd):
    """L-layer net for binary targets, examples in the columns, [linear-relu] * (L-1) then linear-sigmoid."""
    L = len(params) // 2
    m = Y.shape[1]
    caches = []
    A = X
    for layer in range(1, L):
        A, cache = linear_activation_forward(A, params["W" + str(layer)], params["b" + str(layer)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, params["W" + str(L)], params["b" + str(L)], "sigmoid")
    caches.append(cache)

    cost = -1 / m * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    cost += lambd / (2 * m) * sum(np.sum(params["W" + str(k)] ** 2) for k in range(1, L + 1))

    grads = {}
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)) / m
    dA, grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(dA, caches[L - 1], "sigmoid")
    for layer in reversed(range(L - 1)):
        dA, dW, db = linear_activation_backward(dA, caches[layer], "relu")
        grads["dW" + str(layer + 1)] = dW
        grads["db" + str(layer + 1)] = db
    for k in range(1, L + 1):
        grads["dW" + str(k)] += lambd / m * params["W" + str(k)]
    return cost, grads


def cases():
    rng = np.random.default_rng(29)
    sizes = [5, 4, 3, 2]
    params = {}
    for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
        params[f"W{i}"] = rng.normal(size=(n_out, n_in))
        params[f"b{i}"] = 0.1 * rng.normal(size=(n_out, 1))
    X = rng.normal(size=(5, 6))
    Y = (rng.uniform(size=(2, 6)) > 0.5).astype(float)
    return {"deep_model_cost": (params, X, Y, 0.4)}
