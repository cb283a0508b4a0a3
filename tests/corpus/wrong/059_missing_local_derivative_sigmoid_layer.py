# expect: 16 missing-local-derivative
import math

def sigmoid(v):
    return 1 / (1 + math.exp(-v))

x = [0.7, -0.2]
W = [[0.5, 1.5], [-1.1, 0.6]]
u = [1.2, -0.8]
z = [sum(W[i][j] * x[j] for j in range(2)) for i in range(2)]
h = [sigmoid(v) for v in z]
y = u[0] * h[0] + u[1] * h[1]

du = [h[0], h[1]]
dh = [u[0], u[1]]
dW = [[dh[i] * x[j] for j in range(2)] for i in range(2)]
