import numpy as np


def inverse_forward(A):
    Ai = np.linalg.inv(A)
    return Ai, Ai


def inverse_backward(dout, Ai):
    return -Ai.T @ dout @ Ai.T


def solve_forward(A, b):
    x = np.linalg.solve(A, b)
    return x, (A, x)


def solve_backward(dx, cache):
    A, x = cache
    lam = np.linalg.solve(A.T, dx)
    return -np.outer(lam, x), lam


def logdet_forward(A):
    return np.linalg.slogdet(A)[1], A


def logdet_backward(dout, A):
    return dout * np.linalg.inv(A).T


def expm_forward(A, order=18):
    """truncated series, the exact derivative of the truncation"""
    powers = [np.eye(len(A))]
    for k in range(1, order + 1):
        powers.append(powers[-1] @ A / k)
    return sum(powers), (A, powers)


def expm_backward(dout, cache):
    A, powers = cache
    dA = np.zeros_like(A)
    dP = np.zeros_like(A)
    for k in range(len(powers) - 1, 0, -1):
        dP = dP + dout
        dA += powers[k - 1].T @ dP / k
        dP = dP @ A.T / k
    return dA


def cholesky_forward(B):
    """A = B B' + I is factorised, so the input is unconstrained"""
    L = np.linalg.cholesky(B @ B.T + np.eye(len(B)))
    return L, (B, L)


def cholesky_backward(dL, cache):
    B, L = cache
    Li = np.linalg.inv(L)
    P = np.tril(L.T @ np.tril(dL))
    P[np.diag_indices_from(P)] *= 0.5
    S = Li.T @ P @ Li
    return (S + S.T) @ B


def cases():
    r = np.random.default_rng(26)
    A = r.normal(size=(4, 4)) + 4 * np.eye(4)
    return {'inverse_forward': (A,), 'solve_forward': (A, r.normal(size=4)), 'logdet_forward': (A,),
            'expm_forward': (A / 4,), 'cholesky_forward': (r.normal(size=(3, 3)),)}
