x = 2.0
loss = abs(x)
dx = 1 if x > 0 else -1
