W = [[0.1, 0.2], [0.3, 0.4]]
x = [1.0, 2.0]
y = [sum(W[i][j] * x[j] for j in range(2)) for i in range(2)]
loss = y[0] ** 2 + 3 * y[1] ** 2
dy = [2 * y[0], 6 * y[1]]
dW = [[dy[i] * x[j] for j in range(2)] for i in range(2)]
