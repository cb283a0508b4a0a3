# expect: 9 factor-outside-sum
# expect: 10 constant-factor
x = [0.3, 1.1, 2.0]
y = [0.8, 1.5, 3.9]
m, c = 1.4, 0.3
n = 3
E = sum((m * a + c - b) ** 2 for a, b in zip(x, y)) / (2 * n)
r = [m * a + c - b for a, b in zip(x, y)]
dm = sum(r) * sum(x) / n
dc = 2 * sum(r) / n
