w = 0.5
for ep in range(10):
    loss = (w * 2.0 - 3.0) ** 2
    dw = 2 * (w * 2.0 - 3.0) * 2.0
    w -= 0.01 * dw
    val = (w * 1.0 - 1.4) ** 2
print(loss, val)
