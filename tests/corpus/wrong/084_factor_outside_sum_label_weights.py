# expect: 11 factor-outside-sum
x = [0.5, 1.4, -0.9]
c = [2.0, -1.0, 0.6]
w = 0.85
L = 0.0
for i in range(3):
    L += c[i] * (w * x[i]) ** 2
total = 0.0
for i in range(3):
    total += 2 * w * x[i] ** 2
dw = c[2] * total
