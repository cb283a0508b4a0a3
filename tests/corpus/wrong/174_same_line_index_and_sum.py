# expect: 9 wrong-index
# expect: 9 summed-components
w = [1.5, -0.7]
x = [0.4, 1.9]
p = w[0] * x[0] + w[1] * x[1]
f = p ** 3
dp = 3 * p ** 2
dw = [x[0] * dp, x[1] * dp]
dx = w[0] * dp + w[0] * dp
