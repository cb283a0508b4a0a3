# expect: 19 double-derivative
# expect: 24 wrong-axis, summed-components
import numpy as np

# iris-like flowers, softmax output, hidden logistic layer; exported from a notebook
np.random.seed(57)
c = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]])
X = np.vstack([m + 0.35 * np.random.randn(25, 4) for m in c])
X = (X - X.mean(0)) / X.std(0)
Y = np.kron(np.eye(3), np.ones((25, 1)))
n = X.shape[0]
Wa, ba = np.random.randn(4, 3) * 0.5, np.zeros(3)
Wb, bb = np.random.randn(3, 3) * 0.5, np.zeros(3)
for e in range(200):
    A = 1 / (1 + np.exp(-(X.dot(Wa) + ba)))
    Z = A.dot(Wb) + bb
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = -(Y * np.log(P)).sum() / n
    dZ = (P - Y) / n * P * (1 - P)
    dWb = A.T.dot(dZ)
    dbb = dZ.sum(axis=0)
    dA = dZ.dot(Wb.T) * A * (1 - A)
    dWa = X.T.dot(dA)
    dba = dA.sum()
    Wa -= 0.5 * dWa
    ba -= 0.5 * dba
    Wb -= 0.5 * dWb
    bb -= 0.5 * dbb
    if e % 50 == 0:
        print('epoch', e, loss, (P.argmax(1) == Y.argmax(1)).mean())
