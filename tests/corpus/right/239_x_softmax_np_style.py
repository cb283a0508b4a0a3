import math
W = [[0.1, 0.2, -0.1], [0.3, -0.2, 0.4]]
X = [[1.0, 2.0], [0.5, -1.0], [-0.7, 0.3]]
y = [0, 2, 1]
reg = 0.05
loss = 0.0
dW = [[0.0 for _ in range(3)] for _ in range(2)]
for i in range(len(X)):
    f = [sum(X[i][d] * W[d][c] for d in range(2)) for c in range(3)]
    f = [v - max(f) for v in f]
    ex = [math.exp(v) for v in f]
    p = [v / sum(ex) for v in ex]
    loss += -math.log(p[y[i]])
    for c in range(3):
        for d in range(2):
            dW[d][c] += (p[c] - (c == y[i])) * X[i][d]
loss /= len(X)
loss += reg * sum(v * v for r in W for v in r)
for d in range(2):
    for c in range(3):
        dW[d][c] = dW[d][c] / len(X) + 2 * reg * W[d][c]
