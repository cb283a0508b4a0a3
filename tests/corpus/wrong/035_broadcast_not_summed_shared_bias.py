# expect: 8 broadcast-not-summed
x = [0.9, -0.4, 1.3]
b = 0.25
y = [v * v + b for v in x]
L = y[0] * y[1] * y[2]
dy = [y[1] * y[2], y[0] * y[2], y[0] * y[1]]
dx = [dy[i] * 2 * x[i] for i in range(3)]
db = dy
