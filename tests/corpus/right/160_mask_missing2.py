x = 2.0
h = max(0, x)
loss = 3 * h
dh = 3
dx = dh if x > 0 else 0
