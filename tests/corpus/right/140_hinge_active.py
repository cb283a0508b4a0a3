W = [[1.1, 0.2, -0.3], [0.4, -0.5, 0.6], [-0.2, 0.1, 0.3]]
x = [1.0, 2.0, 0.5]
y = 1
scores = [sum(wi * xi for wi, xi in zip(row, x)) for row in W]
loss = 0.0
for j in range(3):
    if j == y:
        continue
    margin = scores[j] - scores[y] + 1.0
    loss += max(0, margin)
dW = [[0.0] * 3 for _ in range(3)]
for j in range(3):
    if j == y:
        continue
    if scores[j] - scores[y] + 1.0 > 0:
        for k in range(3):
            dW[j][k] += x[k]
            dW[y][k] -= x[k]
