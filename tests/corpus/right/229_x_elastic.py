w = [0.5, -1.5, 0.0001]
l1, l2 = 0.1, 0.2
x = [1.0, 2.0, 3.0]
p = sum(a * b for a, b in zip(w, x))
loss = (p - 1) ** 2 + l1 * sum(abs(a) for a in w) + l2 * sum(a * a for a in w)
dw = [2 * (p - 1) * xi + l1 * (1 if wi > 0 else -1 if wi < 0 else 0) + 2 * l2 * wi for wi, xi in zip(w, x)]
