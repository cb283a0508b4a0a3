"""Models of statistics and physics: likelihoods, factorisations, filters, integrators, iterations to a fixed point."""

# The code is as people write it.
# ruff: noqa: N803, N806, RUF059

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

from tests.tracing.constructs.case import case, positive, real, small, unit

X = np.array([[1.0, 0.5, -1.2], [1.0, -0.3, 0.8], [1.0, 1.7, 0.1], [1.0, -1.1, -0.4], [1.0, 0.2, 1.3]])
LABELS = np.array([1, 0, 1, 0, 1])
COUNTS = np.array([2, 0, 3, 1, 4])


@case(small(3))
def linear_regression(theta):
    m = len(X)
    y = np.array([0.5, 1.5, -0.2, 2.0, 0.1])
    error = X.dot(theta) - y
    cost = 1 / (2 * m) * np.sum(error**2)
    grad = 1 / m * X.T.dot(error)
    return cost, grad


@case(small(3), 0.1)
def ridge_and_lasso(theta, lam):
    y = X @ np.array([0.5, 1.0, -1.0])
    return np.sum((X @ theta - y) ** 2) + lam * np.sum(theta[1:] ** 2), np.mean((X @ theta - y) ** 2) + lam * np.abs(theta).sum()


@case(small(3))
def logistic_regression(w):
    z = X @ w
    p = 1.0 / (1.0 + np.exp(-z))
    loss = -(LABELS * np.log(p) + (1 - LABELS) * np.log(1 - p)).mean()
    stable = np.mean(np.maximum(z, 0) - z * LABELS + np.log1p(np.exp(-np.abs(z))))
    grad = X.T @ (p - LABELS) / len(LABELS)
    hessian = (X.T * (p * (1 - p))) @ X / len(LABELS)
    return loss, stable, grad, hessian


@case(small(3, 3))
def softmax_regression(W):
    targets = np.eye(3)[[0, 2, 1, 1, 0]]
    logits = X @ W
    log_probs = logits - np.log(np.sum(np.exp(logits), axis=1))[:, None]
    return -np.sum(targets * log_probs) / len(X), X.T @ (np.exp(log_probs) - targets) / X.shape[0]


@case(small(3))
def poisson_regression(w):
    rate = np.exp(X @ w)
    log_lik = np.sum(COUNTS * np.log(rate) - rate - gammaln(COUNTS + 1))
    by_loop = sum(k * np.log(r) - r - math.lgamma(k + 1) for k, r in zip(COUNTS, rate, strict=True))
    return -log_lik, by_loop, X.T @ (COUNTS - rate)


@case(small(3), 0.3)
def gaussian_log_likelihood(mu, log_sigma):
    sigma = np.exp(log_sigma)
    n, d = X.shape
    return -0.5 * n * d * np.log(2 * np.pi) - n * d * log_sigma - 0.5 * np.sum(((X - mu) / sigma) ** 2)


@case(small(3), real(3, 3))
def multivariate_gaussian(mu, a):
    sigma = a @ a.T + np.eye(3)
    d = len(mu)
    sign, logdet = np.linalg.slogdet(sigma)
    total = 0.0
    for x in X:
        diff = x - mu
        total += -0.5 * (d * np.log(2 * np.pi) + logdet + diff @ np.linalg.solve(sigma, diff))
    return total, 1 / np.sqrt((2 * np.pi) ** d * np.linalg.det(sigma)) * np.exp(-0.5 * mu.T @ np.linalg.inv(sigma) @ mu)


@case(small(2), real(2, 3), positive(2))
def gaussian_mixture(logits, means, scales):
    weights = np.exp(logits) / np.sum(np.exp(logits))
    log_p = np.zeros((len(X), 2))
    for k in range(2):
        log_p[:, k] = np.log(weights[k]) - 3 * np.log(scales[k]) - 0.5 * np.sum((X - means[k]) ** 2, axis=1) / scales[k] ** 2
    top = log_p.max(axis=1, keepdims=True)
    resp = np.exp(log_p - top)
    resp /= resp.sum(axis=1, keepdims=True)
    new_means = (resp.T @ X) / resp.sum(axis=0)[:, None]
    return np.sum(top[:, 0] + np.log(np.exp(log_p - top).sum(axis=1))), new_means


@case(real(4, 2), real(3, 2), constants=([(0, 1, 2.0), (1, 2, -1.0), (3, 0, 0.5), (0, 0, 1.0)],))
def matrix_factorisation(P, Q, ratings):
    loss = 0.0
    dP, dQ = np.zeros_like(P), np.zeros_like(Q)
    for u, i, r in ratings:
        e = r - P[u, :] @ Q[i, :].T
        loss += e**2 + 0.1 * (np.sum(P[u] ** 2) + np.sum(Q[i] ** 2))
        dP[u] += -2 * e * Q[i] + 0.2 * P[u]
        dQ[i] += -2 * e * P[u] + 0.2 * Q[i]
    return loss, dP, dQ


@case(unit(3, 2), unit(2, 4), constants=(np.arange(1.0, 13.0).reshape(3, 4),))
def nonnegative_factorisation(W, H, V):
    for _ in range(2):
        H *= (W.T @ V) / (W.T @ W @ H + 1e-9)
        W *= (V @ H.T) / (W @ H @ H.T + 1e-9)
    return np.linalg.norm(V - W @ H) ** 2


@case(small(3), real(3), positive(3))
def factorisation_machine(w, x, v):
    V = np.outer(v, [1.0, 0.5])
    linear = w @ x
    pairs = 0.5 * np.sum((x @ V) ** 2 - (x**2) @ (V**2))
    by_loop = sum((V[i] @ V[j]) * x[i] * x[j] for i in range(3) for j in range(i + 1, 3))
    return linear + pairs, by_loop


@case(small(3), small(3, 3), small(3))
def energy_of_a_boltzmann_machine(v, W, b):
    v = 1 / (1 + np.exp(-v))
    return -v @ W @ v - b @ v, -np.sum(np.log(1 + np.exp(b + v @ W)))


@case(2.0)
def newton_for_a_square_root(a):
    x = a
    for _ in range(6):
        x = x - (x * x - a) / (2 * x)
    return x


@case(0.8, 0.3)
def kepler_by_newton(M, e):
    E = M
    while True:
        step = (E - e * math.sin(E) - M) / (1 - e * math.cos(E))
        E = E - step
        if abs(step) < 1e-13:
            return E


@case(positive(2))
def newton_in_two_dimensions(p):
    x = np.array([1.0, 1.0])
    for _ in range(8):
        f = np.array([x[0] ** 2 + x[1] ** 2 - p[0] - 2, x[0] * x[1] - 0.3 * p[1]])
        J = np.array([[2 * x[0], 2 * x[1]], [x[1], x[0]]])
        x = x - np.linalg.solve(J + 1e-1 * np.eye(2), f)
    return x


@case(real(3, 3), real(3))
def conjugate_gradients(a, b):
    A = a @ a.T + 3 * np.eye(3)
    x = np.zeros(3)
    r = b - A @ x
    p = r.copy()
    rs = r @ r
    for _ in range(2):
        Ap = A @ p
        alpha = rs / (p @ Ap)
        x += alpha * p
        r -= alpha * Ap
        rs_new = r @ r
        p = r + rs_new / rs * p
        rs = rs_new
    return x


@case(real(3, 3))
def power_iteration(a):
    A = a @ a.T + np.diag([5.0, 1.0, 0.5])
    v = np.ones(3) / np.sqrt(3)
    for _ in range(5):
        v = A @ v
        v /= np.linalg.norm(v)
    return v @ A @ v


@case(real(3, 2))
def gram_schmidt(a):
    Q = np.zeros_like(a)
    for k in range(a.shape[1]):
        v = a[:, k].copy()
        for j in range(k):
            v -= (Q[:, j] @ a[:, k]) * Q[:, j]
        Q[:, k] = v / np.linalg.norm(v)
    return Q


@case(real(3, 3), real(3))
def gaussian_elimination(a, b):
    A = a + 5 * np.eye(3)
    x = b.copy()
    n = len(x)
    for k in range(n):
        for i in range(k + 1, n):
            factor = A[i, k] / A[k, k]
            A[i, k:] -= factor * A[k, k:]
            x[i] -= factor * x[k]
    for i in range(n - 1, -1, -1):
        x[i] = (x[i] - A[i, i + 1 :] @ x[i + 1 :]) / A[i, i]
    return x


@case(1.2, 0.3)
def pendulum(angle, speed):
    dt, g = 0.05, 9.81
    for _ in range(10):
        speed -= g * np.sin(angle) * dt
        angle += speed * dt
    return angle, speed, 0.5 * speed**2 + g * (1 - math.cos(angle))


@case(real(2), positive(1))
def oscillator_by_runge_kutta(state, k):
    def f(y):
        return np.array([y[1], -k[0] * y[0] - 0.1 * y[1]])

    h = 0.1
    trajectory = [state]
    for _ in range(4):
        y = trajectory[-1]
        k1 = f(y)
        k2 = f(y + h / 2 * k1)
        k3 = f(y + h / 2 * k2)
        k4 = f(y + h * k3)
        trajectory.append(y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    return np.array(trajectory)


@case(real(3, 2), real(3, 2), positive(3))
def planets(pos, vel, mass):
    dt = 0.01
    for _ in range(2):
        acc = np.zeros_like(pos)
        for i in range(3):
            for j in range(3):
                if i != j:
                    r = pos[j] - pos[i]
                    acc[i] += mass[j] * r / (np.sqrt(np.sum(r**2)) + 0.1) ** 3
        vel += acc * dt
        pos += vel * dt
    return pos, 0.5 * np.sum(mass * np.sum(vel**2, axis=1))


@case(real(7), 0.2)
def heat_equation(u, alpha):
    for _ in range(3):
        new = u.copy()
        new[1:-1] = u[1:-1] + alpha * (u[2:] - 2 * u[1:-1] + u[:-2])
        u = new
    return u


@case(real(5, 5))
def laplacian_of_a_grid(u):
    lap = np.zeros_like(u)
    lap[1:-1, 1:-1] = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4 * u[1:-1, 1:-1]
    rolled = np.roll(u, 1, 0) + np.roll(u, -1, 0) + np.roll(u, 1, 1) + np.roll(u, -1, 1) - 4 * u
    return np.sum(lap**2), rolled


@case(unit(3, 3), positive(3))
def hidden_markov_forward(A, emission):
    A = A / A.sum(axis=1, keepdims=True)
    B = np.vstack([emission / emission.sum(), np.ones(3) / 3, [0.2, 0.3, 0.5]])
    alpha = np.ones(3) / 3
    log_lik = 0.0
    for obs in [0, 2, 1, 1, 0]:
        alpha = (alpha @ A) * B[:, obs]
        c = alpha.sum()
        log_lik += np.log(c)
        alpha /= c
    return log_lik


@case(positive(2), constants=(np.array([1.1, 0.9, 1.4, 1.3]),))
def kalman_filter(params, zs):
    q, r = params
    x, P = 0.0, 1.0
    out = []
    for z in zs:
        P = P + q
        K = P / (P + r)
        x = x + K * (z - x)
        P = (1 - K) * P
        out.append(x)
    return np.array(out)


@case(positive(3), constants=(np.linspace(0, 2, 4), np.array([0.1, 0.5, -0.3, 0.2])))
def gaussian_process(theta, x, y):
    length, amplitude, noise = theta
    K = amplitude**2 * np.exp(-0.5 * (x[:, None] - x[None, :]) ** 2 / length**2) + noise * np.eye(len(x))
    L = np.linalg.cholesky(K)
    alpha = np.linalg.solve(L.T, np.linalg.solve(L, y))
    return 0.5 * y @ alpha + np.log(np.diag(L)).sum() + 0.5 * len(x) * np.log(2 * np.pi)


@case(0.3, 1.1)
def black_scholes(sigma, S):
    K, r, T = 1.0, 0.05, 2.0
    d1 = (math.log(S / K) + (r + sigma**2 / 2) * T) / (sigma * math.sqrt(T))
    d2 = d1 - sigma * math.sqrt(T)
    N = lambda v: 0.5 * (1 + math.erf(v / math.sqrt(2)))  # noqa: E731
    return S * N(d1) - K * math.exp(-r * T) * N(d2)
