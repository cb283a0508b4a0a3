w, b = 1.0, 0.5
xs, ys = [1.0, 2.0], [2.0, 4.0]
loss = 0
for x, y in zip(xs, ys):
    loss += (w * x + b - y) ** 2
pred_new = w * 10 + b
dw = sum(2 * (w * x + b - y) * x for x, y in zip(xs, ys))
db = sum(2 * (w * x + b - y) for x, y in zip(xs, ys))
print(pred_new)
