# expect: 8 unfinished, forward-value-for-gradient
x = [0.7, -1.4, 2.2]
w = [1.1, 0.5, -0.3]
y = 0.0
for a, b in zip(x, w):
    y += (a * b) ** 2
dx = [2 * a * b * b for a, b in zip(x, w)]
dw = list(w)
