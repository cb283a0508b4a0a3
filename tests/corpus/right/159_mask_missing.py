x = [1.0, 2.0, 3.0]
h = [max(0, v) for v in x]
loss = sum(v ** 2 for v in h)
dh = [2 * v for v in h]
dx = [d if v > 0 else 0 for d, v in zip(dh, x)]
