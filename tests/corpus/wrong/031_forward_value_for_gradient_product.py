# expect: 8 forward-value-for-gradient
a, b, c = 1.4, -2.1, 0.6
p = a * b
f = p ** 2 * c
dp = 2 * p * c
dc = p ** 2
da = b * dp
db = a * p
