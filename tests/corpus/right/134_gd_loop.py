w = 0.0
b = 0.0
xs = [1.0, 2.0, 3.0]
ys = [3.0, 5.0, 7.0]
lr = 0.05
for epoch in range(200):
    dw = 0.0
    db = 0.0
    loss = 0.0
    for x, y in zip(xs, ys):
        pred = w * x + b
        loss += (pred - y) ** 2
        dw += 2 * (pred - y) * x
        db += 2 * (pred - y)
    loss /= len(xs)
    dw /= len(xs)
    db /= len(xs)
    w -= lr * dw
    b -= lr * db
    if epoch % 50 == 0:
        print(epoch, loss)
print(w, b)
