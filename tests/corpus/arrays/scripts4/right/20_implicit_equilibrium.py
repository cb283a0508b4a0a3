import numpy as np

# deep equilibrium toy: h = tanh(A h + B x), read out by c; the gradient by the implicit function theorem
rng = np.random.default_rng(19)
x = rng.normal(size=3)
A = 0.2 * rng.normal(size=(4, 4))
B = rng.normal(size=(4, 3))
c = rng.normal(size=4)
goal = 0.7
for it in range(30):
    h = np.zeros(4)
    for _ in range(200):
        h = np.tanh(A @ h + B @ x)
    out = c @ h
    loss = (out - goal) ** 2
    dout = 2 * (out - goal)
    dc = dout * h
    dh = dout * c
    D = 1 - h * h
    # h = f(h): (I - D A) dh = D d(pre)  ->  u solves (I - A^T D) u = dh
    u = np.linalg.solve(np.eye(4) - A.T * D, dh)
    dpre = D * u
    dA = np.outer(dpre, h)
    dB = np.outer(dpre, x)
    A -= 0.05 * dA
    B -= 0.05 * dB
    c -= 0.05 * dc
    print(it, loss) if it % 10 == 0 else None
