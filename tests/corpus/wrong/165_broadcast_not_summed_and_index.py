# expect: 8 wrong-index
# expect: 9 broadcast-not-summed, summed-components
b = 0.6
x = [1.2, -0.5]
y = [x[0] * b, x[1] * b]
L = y[0] ** 2 + 4 * y[1] ** 3
dy = [2 * y[0], 12 * y[1] ** 2]
dx = [dy[0] * b, dy[0] * b]
db = [dy[0] * x[0], dy[1] * x[1]]
