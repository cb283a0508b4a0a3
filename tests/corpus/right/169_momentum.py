w = 4.0
v = 0.0
for t in range(25):
    loss = (w - 1) ** 2
    dw = 2 * (w - 1)
    v = 0.9 * v - 0.05 * dw
    w += v
