w = 0.3
xs, ts = [2.0, 1.0], [1.0, 0.0]
total = 0
dw = 0
for x, t in zip(xs, ts):
    y = w * x
    e = (y - t) ** 2
    total += e
    dw += 2 * (y - t) * x
media = total / len(xs)
dw /= len(xs)
