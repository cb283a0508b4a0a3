X = [[1.0, 2.0], [0.5, -1.0], [3.0, 0.2]]
y = [1.0, 0.0, 2.0]
w = [0.3, -0.7]
lam = 0.1
N = len(X)
loss = 0.0
for i in range(N):
    pred = 0.0
    for j in range(2):
        pred += X[i][j] * w[j]
    loss += (pred - y[i]) ** 2
loss /= N
loss += lam * sum(wj ** 2 for wj in w)
dw = [0.0, 0.0]
for i in range(N):
    pred = sum(X[i][j] * w[j] for j in range(2))
    err = pred - y[i]
    for j in range(2):
        dw[j] += 2.0 / N * err * X[i][j]
for j in range(2):
    dw[j] += 2 * lam * w[j]
