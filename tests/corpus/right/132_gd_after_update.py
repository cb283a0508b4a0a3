w = 1.0
x, t = 2.0, 5.0
lr = 0.1
history = []
for step in range(10):
    y = w * x
    loss = (y - t) ** 2
    dy = 2 * (y - t)
    dw = dy * x
    w = w - lr * dw
    history.append(loss)
print("final w", w, "loss", history[-1])
