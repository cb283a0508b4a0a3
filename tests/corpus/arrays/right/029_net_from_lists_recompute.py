import numpy as np

act = np.tanh


def d_act(z):
    return 1.0 / np.cosh(z) ** 2


def feedforward(x, weights, biases):
    zs, activations = [], [x]
    for w, b in zip(weights, biases):
        zs.append(activations[-1] @ w + b)
        activations.append(act(zs[-1]))
    return zs, activations


def cost_and_grads(params, x, y, reg):
    """y is a matrix of targets in (-1, 1); quadratic cost, tanh everywhere."""
    depth = sum(name.startswith("W") for name in params)
    weights = [params[f"W{i}"] for i in range(1, depth + 1)]
    biases = [params[f"b{i}"] for i in range(1, depth + 1)]
    zs, activations = feedforward(x, weights, biases)

    residual = activations[-1] - y
    cost = 0.5 * np.mean(np.sum(residual**2, axis=1))
    cost += 0.5 * reg * sum(np.sum(w * w) for w in weights)

    nabla_w = [np.zeros(w.shape) for w in weights]
    nabla_b = [np.zeros(b.shape) for b in biases]
    delta = residual / x.shape[0] * d_act(zs[-1])
    nabla_w[-1] = activations[-2].T @ delta
    nabla_b[-1] = delta.sum(axis=0)
    for layer in range(2, depth + 1):
        delta = (delta @ weights[-layer + 1].T) * d_act(zs[-layer])
        nabla_w[-layer] = activations[-layer - 1].T @ delta
        nabla_b[-layer] = delta.sum(axis=0)

    grads = {f"W{i + 1}": g + reg * w for i, (g, w) in enumerate(zip(nabla_w, weights))}
    grads.update({f"b{i + 1}": g for i, g in enumerate(nabla_b)})
    return cost, grads


def cases():
    rng = np.random.default_rng(30)
    dims = (6, 5, 4, 2)
    params = {}
    for i in range(3):
        params["W%d" % (i + 1)] = rng.normal(size=(dims[i], dims[i + 1])) / np.sqrt(dims[i])
        params["b%d" % (i + 1)] = 0.1 * rng.normal(size=dims[i + 1])
    x = rng.normal(size=(3, 6))
    y = np.tanh(rng.normal(size=(3, 2)))
    return {"cost_and_grads": (params, x, y, 0.05)}
