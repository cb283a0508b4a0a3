w = [0.0, 0.0]
X = [[1.0, 2.0], [2.0, 1.0], [3.0, -1.0]]
Y = [5.0, 4.0, 1.0]
eta = 0.02
for it in range(50):
    loss = 0.0
    grad_w = [0.0, 0.0]
    for xi, yi in zip(X, Y):
        p = w[0]*xi[0] + w[1]*xi[1]
        e = p - yi
        loss += e * e
        grad_w[0] += 2 * e * xi[0]
        grad_w[1] += 2 * e * xi[1]
    w = [wj - eta * gj for wj, gj in zip(w, grad_w)]
print(w)
