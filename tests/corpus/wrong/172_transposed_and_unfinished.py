# expect: 9 transposed, wrong-index
# expect: 11 missing-upstream, unfinished
W = [[0.5, 1.2], [-0.8, 0.3]]
x = [1.4, -0.6]
b = [0.1, 0.7]
y = [W[i][0] * x[0] + W[i][1] * x[1] + b[i] for i in range(2)]
L = y[0] * y[1] ** 2
dy = [y[1] ** 2, 2 * y[0] * y[1]]
dx = [W[i][0] * dy[0] + W[i][1] * dy[1] for i in range(2)]
dW = [[d * v for v in x] for d in dy]
db = [1, 1]
