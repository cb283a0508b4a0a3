x = [0.3, 1.7, -0.4, 2.2, 0.9, 1.1]
y = []
for i in range(0, 6, 2):
    y.append(max(x[i], x[i + 1]))
L = sum(v * v for v in y)

dx = [0.0] * 6
for k, i in enumerate(range(0, 6, 2)):
    j = i if x[i] > x[i + 1] else i + 1
    dx[j] += 2 * y[k]
