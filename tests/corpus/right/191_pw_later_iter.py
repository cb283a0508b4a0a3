w = 1.0
for i in range(5):
    loss = (w - 3) ** 2 * (i + 1)
    dw = 2 * (w - 3) * (i + 1)
    w -= 0.05 * dw
