import numpy as np


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


def custo(W1, b1, W2, b2, X, Y, lambd):
    """Rede de duas camadas com exemplos nas colunas: X (n_x, m), Y (n_y, m); erro quadratico e penalidade L2."""
    m = X.shape[1]
    Z1 = np.dot(W1, X) + b1
    A1 = sigmoide(Z1)
    Z2 = np.dot(W2, A1) + b2
    erro = Z2 - Y
    J = np.sum(np.square(erro)) / (2 * m)
    J = J + lambd / (2 * m) * (np.sum(np.square(W1)) + np.sum(np.square(W2)))

    dZ2 = erro / m
    dW2 = np.dot(dZ2, A1.T) + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, A1 * (1 - A1))
    dW1 = np.dot(dZ1, X.T) + lambd / m * W1
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    return J, dW1, db1, dW2, db2


def cases():
    rng = np.random.default_rng(27)
    X = rng.normal(size=(4, 6))
    Y = rng.normal(size=(3, 6))
    W1, b1 = rng.normal(size=(5, 4)), rng.normal(size=(5, 1))
    W2, b2 = rng.normal(size=(3, 5)), rng.normal(size=(3, 1))
    return {"custo": (W1, b1, W2, b2, X, Y, 0.6)}
