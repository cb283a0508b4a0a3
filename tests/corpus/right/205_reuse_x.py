def relu(v): return max(0.0, v)
x = [1.0, -2.0, 3.0]
w = [0.5, 1.0, -0.2]
h = [a * b for a, b in zip(x, w)]
h = [relu(v) for v in h]
loss = sum(v ** 2 for v in h)
dh = [2 * v for v in h]
dh = [d if v > 0 else 0 for d, v in zip(dh, h)]
dw = [d * a for d, a in zip(dh, x)]
dx = [d * b for d, b in zip(dh, w)]
