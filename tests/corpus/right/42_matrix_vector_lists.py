W = [[0.5, -1.0], [2.0, 0.3], [-0.7, 1.4]]
x = [1.2, -0.9]
c = [0.6, -0.4, 1.1]

h = [sum(W[i][j] * x[j] for j in range(2)) for i in range(3)]
y = sum(c[i] * h[i] for i in range(3))

dc = h[:]
dh = c[:]
dW = [[dh[i] * x[j] for j in range(2)] for i in range(3)]
dx = [sum(W[i][j] * dh[i] for i in range(3)) for j in range(2)]
