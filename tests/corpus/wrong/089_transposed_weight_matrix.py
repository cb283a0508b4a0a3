# expect: 7 transposed
W = [[0.4, -1.1], [0.9, 1.6]]
x = [1.3, -0.7]
y = [W[0][0] * x[0] + W[0][1] * x[1], W[1][0] * x[0] + W[1][1] * x[1]]
L = y[0] ** 2 + 3 * y[1]
dy = [2 * y[0], 3.0]
dx = [sum(W[j][i] * dy[i] for i in range(2)) for j in range(2)]
dW = [[dy[i] * x[j] for j in range(2)] for i in range(2)]
