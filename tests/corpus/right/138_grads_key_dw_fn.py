def model(w, b, X, Y):
    cost = 0.0
    dw = 0.0
    db = 0.0
    n = len(X)
    for x, y in zip(X, Y):
        p = w * x + b
        cost += (p - y) ** 2 / n
        dw += 2 * (p - y) * x / n
        db += 2 * (p - y) / n
    grads = {"dw": dw, "db": db}
    return grads, cost
def optimize(w, b, X, Y, iters, lr):
    for i in range(iters):
        grads, cost = model(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - lr * dw
        b = b - lr * db
    return w, b, cost
w, b, cost = optimize(0.0, 0.0, [1.0, 2.0, 3.0], [2.0, 4.1, 5.9], 5, 0.05)
print(w, b, cost)
