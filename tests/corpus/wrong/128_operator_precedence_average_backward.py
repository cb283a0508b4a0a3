# expect: 5 operator-precedence
p, q = 0.9, -1.7
avg = (p + q) / 2
y = avg ** 2
davg = 2 * p + q / 2
dp = davg / 2
dq = davg / 2
