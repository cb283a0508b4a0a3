x = 5.0
lr = 0.1
for i in range(20):
    y = (x - 3) ** 2
    dx = 2 * (x - 3)
    x = x - lr * dx
