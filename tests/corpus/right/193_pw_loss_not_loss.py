w = 0.3
x, t = 2.0, 1.0
y = w * x
loss = (y - t) ** 2
acc = 1 if abs(y - t) < 0.5 else 0
rmse = loss ** 0.5
dw = 2 * (y - t) * x
print(loss, acc, rmse)
