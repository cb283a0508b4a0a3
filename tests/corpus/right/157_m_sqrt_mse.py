import math
xs = [1.0, 2.0, 3.0]
ys = [2.0, 3.9, 6.1]
w = 0.5
mse = sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / 3
rmse = math.sqrt(mse)
dw = sum(2 * (w * x - y) * x for x, y in zip(xs, ys)) / 3
print("RMSE:", rmse)
