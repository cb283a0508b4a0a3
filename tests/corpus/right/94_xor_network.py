"""Train a small network on XOR with batch gradient descent."""
import math

data = [((0.0, 0.0), 0.0), ((0.0, 1.0), 1.0), ((1.0, 0.0), 1.0), ((1.0, 1.0), 0.0)]
W = [[0.5, -0.4], [0.3, 0.8]]
c = [0.1, -0.2]
v = [1.2, -0.7]
d0 = 0.05
rate = 0.5

for epoch in range(3):
    loss = 0.0
    dW = [[0.0, 0.0], [0.0, 0.0]]
    dc = [0.0, 0.0]
    dv = [0.0, 0.0]
    dd0 = 0.0
    for (x0, x1), t in data:
        h = []
        for i in range(2):
            h.append(math.tanh(W[i][0] * x0 + W[i][1] * x1 + c[i]))
        y = v[0] * h[0] + v[1] * h[1] + d0
        e = y - t
        loss += 0.5 * e ** 2
        dd0 += e
        for i in range(2):
            dv[i] += e * h[i]
            back = e * v[i] * (1 - h[i] ** 2)
            dc[i] += back
            dW[i][0] += back * x0
            dW[i][1] += back * x1
    # update
    for i in range(2):
        v[i] -= rate * dv[i]
        c[i] -= rate * dc[i]
        for j in range(2):
            W[i][j] -= rate * dW[i][j]
    d0 -= rate * dd0
    print(epoch, loss)
