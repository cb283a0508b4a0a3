# expect: 12 regularisation-mismatch, missing-path
X = [0.4, 1.3, -0.8]
Y = [0.9, 2.0, -1.5]
w = 0.6
b = 0.2
lam = 0.4
loss = 0.0
for x, y in zip(X, Y):
    loss += (w * x + b - y) ** 2
loss += lam * w ** 2
err = [w * x + b - y for x, y in zip(X, Y)]
dw = 2 * sum(e * x for e, x in zip(err, X))
db = 2 * sum(err)
