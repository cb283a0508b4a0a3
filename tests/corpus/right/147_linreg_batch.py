xs = [1.0, 2.0, 3.0, 4.0]
ys = [2.1, 3.9, 6.2, 7.8]
w = 0.5
b = 0.1
n = len(xs)
preds = [w * x + b for x in xs]
loss = sum((p - y) ** 2 for p, y in zip(preds, ys)) / n
dw = 0.0
db = 0.0
for x, y, p in zip(xs, ys, preds):
    dw += 2 * (p - y) * x / n
    db += 2 * (p - y) / n
