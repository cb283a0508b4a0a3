x = [1.0, 2.0, 3.0]
loss = sum(max(v, 0) ** 2 for v in x)
dx = [2 * v * (v > 0) for v in x]
