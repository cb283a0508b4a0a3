w = [0.3, -0.2, 1.5]
x = [1.0, 2.0, -1.0]
y = 0.7
pred = sum(a * b for a, b in zip(w, x))
loss = abs(pred - y) + 0.1 * sum(abs(v) for v in w)
s = 1 if pred > y else -1
dw = [s * xi + 0.1 * (1 if wi > 0 else -1) for wi, xi in zip(w, x)]
