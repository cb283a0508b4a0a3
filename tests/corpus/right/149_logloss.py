from math import exp, log
def sigmoid(z):
    return 1 / (1 + exp(-z))
X = [[0.5, 1.2], [-1.0, 0.3], [2.0, -0.5]]
Y = [1, 0, 1]
w = [0.1, -0.2]
b = 0.05
m = len(X)
A = []
for xi in X:
    z = sum([wj * xj for wj, xj in zip(w, xi)]) + b
    A.append(sigmoid(z))
L = 0
for a, y in zip(A, Y):
    L += -(y * log(a) + (1 - y) * log(1 - a))
L = L / m
dw = [0, 0]
db = 0
for i in range(m):
    dz = A[i] - Y[i]
    for j in range(2):
        dw[j] += X[i][j] * dz
    db += dz
dw = [d / m for d in dw]
db /= m
