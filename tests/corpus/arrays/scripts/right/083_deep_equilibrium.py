import numpy as np

rng = np.random.default_rng(12)
B, nin, nz = 30, 3, 6
X = rng.normal(size=(B, nin))
Y = np.sin(X.sum(axis=1, keepdims=True))

W = 0.15 * rng.normal(size=(nz, nz))
U = rng.normal(size=(nin, nz)) * 0.5
c = np.zeros(nz)
V = rng.normal(size=(nz, 1)) * 0.5

def fixed_point(W, U, c, tol=1e-13):
    Z = np.zeros((B, nz))
    for _ in range(200):
        Z_new = np.tanh(Z @ W + X @ U + c)
        if np.abs(Z_new - Z).max() < tol:
            break
        Z = Z_new
    return Z_new

lr = 0.1
I = np.eye(nz)
for epoch in range(80):
    Z = fixed_point(W, U, c)
    out = Z @ V
    loss = 0.5 * np.mean((out - Y) ** 2)
    dout = (out - Y) / B
    dV = Z.T @ dout
    dZ = dout @ V.T
    # implicit function theorem: for each row solve  a = (dZ + a W^T) * s
    s = 1 - Z ** 2
    A = np.empty_like(Z)
    for i in range(B):
        # a (I - W^T diag(s)) = dZ diag(s)
        A[i] = np.linalg.solve((I - W.T * s[i]).T, dZ[i] * s[i])
    dW = Z.T @ A
    dU = X.T @ A
    dc = A.sum(axis=0)
    for P, dP in zip((W, U, c, V), (dW, dU, dc, dV)):
        P -= lr * dP
    if epoch % 20 == 0:
        print("epoch", epoch, "loss", loss, "spectral norm", np.linalg.norm(W, 2))
